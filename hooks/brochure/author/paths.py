"""The names of files in messages and in a repository."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath


def named(path: Path) -> str:
    """Return the path from the working directory, if it is below it, else its last name.

    The working directory itself has an empty name.
    """
    path, here = Path(os.path.realpath(path)), Path.cwd()
    if not path.is_relative_to(here):
        return path.name
    return "" if path == here else path.relative_to(here).as_posix()


def within(folder: Path, *parts: str) -> str:
    """Return the name of a file in a folder."""
    return str(PurePosixPath(named(folder), *parts))


def in_repository(file: str, folders: Iterable[Path]) -> str:
    """Return a file's path from the root of its repository, or its name if it is in none.

    Args:
        file: The file's name in messages.
        folders: The folders that messages are about.

    """
    for folder in folders:
        name = PurePosixPath(named(folder))
        if PurePosixPath(file).is_relative_to(name):
            path = Path(os.path.realpath(folder)) / PurePosixPath(file).relative_to(name)
            root = next((parent for parent in path.parents if (parent / ".git").exists()), None)
            return path.relative_to(root).as_posix() if root else file
    return file
