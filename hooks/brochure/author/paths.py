"""The names of files in messages and in a repository."""

import functools
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath


def within(folder: Path, *parts: str) -> str:
    """Return a file's name in messages: its path from the working directory, else from the folder's parent."""
    return str(PurePosixPath(_name(folder, os.getcwd()), *parts))


@functools.cache
def _name(folder: Path, here: str) -> str:
    path = Path(os.path.realpath(folder))
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.name


def in_repository(file: str, folders: Iterable[Path]) -> str:
    """Return a file's path from the root of its repository, or its name in messages if it is in none of `folders`."""
    for folder in folders:
        if PurePosixPath(file).is_relative_to(within(folder)):
            path = Path(os.path.realpath(folder), PurePosixPath(file).relative_to(within(folder)))
            for root in path.parents:
                if (root / ".git").exists():
                    return path.relative_to(root).as_posix()
    return file
