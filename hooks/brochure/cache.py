"""A disk cache of photos and PDFs: each result is found by the digest of its inputs, and verified by its own digest.

It owns one folder, `brochure-1`, with a CACHEDIR.TAG file (https://bford.info/cachedir/), and deletes nothing outside.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER, TAG = "brochure-1", "CACHEDIR.TAG"
_TAG_TEXT = b"Signature: 8a477f597d28d172789f06886806bc55\n# Builds of the brochure made it. You can delete it.\n"
_NAME = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{32}")
"""The key of a result, and a digest of key and content. The key of a file that is being written is random."""
_UNUSED = 30 * 24 * 60 * 60
"""Seconds after which a result is deleted."""


def digest(*parts: bytes) -> str:
    """Return a hex digest of several byte strings, boundaries included."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def recipe_of(code: Iterable[Path], *libraries: str) -> bytes:
    """Return a digest of files of code and of the versions of libraries: a change of either may change a result."""
    return digest(*(path.read_bytes() for path in code), *(version(name).encode() for name in libraries)).encode()


class Cache:
    """Results of slow work, each in a file. If the folder cannot be used, they last for this run alone."""

    def __init__(self, parent: Path | None = None, outside: Iterable[Path] = ()) -> None:
        """Open the cache's folder in `parent`, which must be `outside` these folders."""
        folder = Path(os.path.realpath(parent), FOLDER) if parent else None
        usable = folder if folder and _is_usable(folder, outside) else None
        self.refused = None if usable else folder
        """The folder, if it is a link, another user's, in a wrong place, or cannot be written to."""
        if not usable:
            self._temporary = TemporaryDirectory(ignore_cleanup_errors=True)
        self._folder = usable or Path(self._temporary.name)
        self._paths = {name[:32]: self._folder / name for name in os.listdir(self._folder) if _NAME.fullmatch(name)}
        """The file of each result by its key; one listing costs less than a search for each."""

    def get(self, recipe: bytes, inputs: Iterable[bytes], make: Callable[[], bytes]) -> Path:
        """Return the file of a result, and make it if missing or damaged. Raises `OSError` if the disk is full."""
        key = digest(recipe, *inputs)
        path = self._paths.get(key, self._folder / key)
        with suppress(OSError):  # it may be another user's, or deleted meanwhile
            if path.is_file() and path.name == _named(key, path.read_bytes()):
                path.touch()
                return path
        content = make()
        path = self._paths[key] = self._folder / _named(key, content)
        part = self._folder / _named(secrets.token_hex(16), content)
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            error.filename = str(part)  # an error of writing names no file
            raise
        return path

    def clear(self) -> None:
        """Delete the results that no build has used for a month."""
        for path in self._paths.values():
            with suppress(OSError):
                if time.time() - path.lstat().st_mtime > _UNUSED:
                    path.unlink()


def _is_usable(folder: Path, outside: Iterable[Path]) -> bool:
    """Make the folder if it is missing, and return True if this user owns it and can write to it."""
    if folder.is_symlink() or any(folder.is_relative_to(os.path.realpath(each)) for each in outside):
        return False
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if hasattr(os, "geteuid") and folder.stat().st_uid != os.geteuid():
            return False
        with suppress(OSError):  # some file systems have no modes
            folder.chmod(0o700)
        if not (folder / TAG).exists():
            (folder / TAG).write_bytes(_TAG_TEXT)
        return os.access(folder, os.W_OK)
    return False


def _named(key: str, content: bytes) -> str:
    return f"{key}.{digest(key.encode(), content)}"
