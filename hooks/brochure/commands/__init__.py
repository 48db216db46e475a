"""The commands, except building and previewing, which are MkDocs'."""
