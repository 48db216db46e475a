"""What each command does besides building and previewing."""
