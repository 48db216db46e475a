"""A history of its own for a project."""

import os
import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str, when: str = "2026-01-01T12:00:00Z") -> None:
    """Run git with a date of its own."""
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    names |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in names.items()}
    environment = {**os.environ, **names, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def commit_all(folder: Path, when: str = "2026-01-01T12:00:00Z") -> None:
    """Begin a history in a folder with all of its files."""
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first", when=when)
