"""Where what takes its time to make is kept from one build to the next: by its content and by how it was made."""

import hashlib
import secrets
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

MONTH = 30 * 24 * 60 * 60
"""Seconds."""


def digest(*parts: bytes) -> str:
    """What parts are known by together, in hexadecimal digits; where one ends and the next begins counts."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


def kept(folder: Path, name: str) -> Path | None:
    """What is kept in a folder under a name, if it is there and whole: its file's name says what its bytes must be."""
    stem, ending = name.split(".")
    paths = folder.glob(f"{stem}.*.{ending}")
    return next((path for path in paths if path.name == _named(name, path.read_bytes())), None)


def keep(folder: Path, name: str, data: bytes) -> None:
    """Keep something in a folder under a name. Raises `OSError` if there is no room for it."""
    write_whole(folder / _named(name, data), data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, whoever else does so at the same time.

    Raises `OSError` if there is no room for it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(secrets.token_hex(8))
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def clear(folder: Path, used: Collection[str]) -> None:
    """Delete what has been in a folder for more than a month, but for the names that are `used`, without endings."""
    for path in folder.glob("*"):
        with suppress(OSError):
            if path.name.partition(".")[0] not in used and time.time() - path.stat().st_mtime > MONTH:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _named(name: str, data: bytes) -> str:
    stem, ending = name.split(".")
    return f"{stem}.{digest(data)[:8]}.{ending}"
