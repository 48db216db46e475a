"""What a file is called: in a message, and on a code host."""

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath


def named(path: Path) -> str:
    """What messages call a folder or a file: its path from the folder that the command is run in, if that holds it.

    Else it is its own name alone. The folder that the command is run in has none: what is in it goes by its own names.
    """
    path, here = Path(os.path.realpath(path)), Path.cwd()
    return path.relative_to(here).as_posix().removeprefix(".") if path.is_relative_to(here) else path.name


def within(folder: Path, *parts: str) -> str:
    """What messages call a file in a folder."""
    return str(PurePosixPath(named(folder), *parts))


def in_repository(file: str, folders: Iterable[Path]) -> str:
    """A file's path from the root of the repository that holds it; `file` is its name in messages.

    `folders` are those that messages are about. A file in no repository keeps its name.
    """
    for folder in folders:
        name = PurePosixPath(named(folder))
        if PurePosixPath(file).is_relative_to(name):
            path = Path(os.path.realpath(folder)) / PurePosixPath(file).relative_to(name)
            root = next((parent for parent in path.parents if (parent / ".git").exists()), None)
            return path.relative_to(root).as_posix() if root else file
    return file
