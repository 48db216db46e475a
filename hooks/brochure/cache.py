"""A disk cache of photos and PDFs: each result is found by the digest of its inputs, and verified by its own digest.

It owns one folder, `brochure-1`, with a CACHEDIR.TAG file (https://bford.info/cachedir/), and deletes nothing outside.
"""

import hashlib
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER, TAG = "brochure-1", "CACHEDIR.TAG"
_TAG_TEXT = b"""Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by builds of the brochure. Deleting it costs time and nothing else.
"""
_NAME = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{32}")
"""The key of a result, and a digest of key and content. A file that is being written has random digits."""
_UNUSED = 30 * 24 * 60 * 60
"""Seconds."""


def digest(*parts: bytes) -> str:
    """Return a hex digest of several byte strings, boundaries included."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def recipe_of(code: Iterable[Path], *libraries: str) -> bytes:
    """Return a digest of files of code and of the versions of libraries: a change of either may change a result."""
    return digest(*(path.read_bytes() for path in code), *(version(name).encode() for name in libraries)).encode()


class Cache:
    """Results of slow work, each in a file. If the folder cannot be used, they last for this run alone."""

    def __init__(self, parent: Path | None = None, outside: Iterable[Path] = ()) -> None:
        """Open the folder in `parent`, which must not be inside one of some other folders."""
        self.refused: Path | None = None
        """The folder, if it is a link, another user's, in a wrong place, or contains files that no build wrote."""
        usable = None
        if parent:
            with suppress(OSError):  # a folder that cannot be written to is no cache
                folder = Path(os.path.realpath(parent), FOLDER)
                if not _is_ours(folder, outside):
                    self.refused = folder
                elif os.access(folder, os.W_OK):
                    usable = folder
        if not usable:
            self._temporary = TemporaryDirectory(ignore_cleanup_errors=True)
        self._folder = usable or Path(self._temporary.name)
        self._paths = {path.name[:32]: path for path in self._folder.iterdir() if _NAME.fullmatch(path.name)}
        """The file of each result by its key; one listing costs less than a search for each."""

    def get(self, recipe: bytes, inputs: Iterable[bytes], make: Callable[[], bytes]) -> Path:
        """Return the file of a result; `make` is called if it is missing or damaged.

        Raises `OSError` if there is no space for the file.
        """
        key = digest(recipe, *inputs)
        path = self._paths.get(key, self._folder / key)
        if not _is_valid(path):
            with suppress(OSError):
                path.unlink()
            content = make()
            path = self._paths[key] = self._folder / _named(key, content)
            _write(path, content)
        return path

    def clear(self) -> None:
        """Delete the results that no build has used for a month."""
        for path in self._folder.iterdir():
            with suppress(OSError):
                if _NAME.fullmatch(path.name) and time.time() - path.lstat().st_mtime > _UNUSED:
                    path.unlink()


def _is_ours(folder: Path, outside: Iterable[Path]) -> bool:
    """Make the folder if it is missing, and return True if builds of this user may write and delete in it."""
    if folder.is_symlink() or any(folder.is_relative_to(os.path.realpath(other)) for other in outside):
        return False
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "geteuid") and folder.stat().st_uid != os.geteuid():
        return False
    with suppress(OSError):  # some file systems have no modes
        folder.chmod(0o700)
    tag = folder / TAG
    if not tag.exists() and all(_NAME.fullmatch(path.name) for path in folder.iterdir()):
        _write(tag, _TAG_TEXT)
    return tag.is_file() and tag.read_bytes() == _TAG_TEXT


def _named(key: str, content: bytes) -> str:
    return f"{key}.{digest(key.encode(), content)}"


def _is_valid(path: Path) -> bool:
    """Return True for a file that was written by the folder's owner and is unchanged, and note its use."""
    with suppress(OSError):
        about = path.lstat()
        is_file = stat.S_ISREG(about.st_mode) and about.st_uid == path.parent.lstat().st_uid
        if is_file and path.name == _named(path.name[:32], path.read_bytes()):
            os.utime(path)
            return True
    return False


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, even if another process writes it too."""
    part = path.with_name(f"{secrets.token_hex(16)}.{secrets.token_hex(16)}")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
