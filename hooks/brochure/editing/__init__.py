"""The editor: a form for each of an author's files, in the browser, next to the preview."""
