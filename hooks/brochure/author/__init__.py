"""What an author reads: messages, labels of keys, and how they reach a terminal or a pull request."""
