"""Texts for the author: messages and labels of keys, for a terminal or a pull request."""
