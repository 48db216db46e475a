"""Publish a built site on a server: only changed files, in an order that leaves every page whole at any cut."""
