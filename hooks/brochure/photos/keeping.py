"""Where what is made of photos is kept from one build to the next: by their content and by how it was made."""

import atexit
import functools
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path


@functools.cache
def room(cache: Path) -> Path:
    """The folder in `cache` for what this code makes with this Pillow; another one, for this run alone, if it is shut.

    Another version of either may make other bytes, and finds nothing here.
    """
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    recipe = hashlib.sha256(code + version("pillow").encode()).hexdigest()[:8]
    folder = cache / "pictures" / recipe
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return folder
    passing = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing


def kept(folder: Path, name: str, make: Callable[[], bytes]) -> Path:
    """The file of a name in a folder, made if it is not there yet. Raises `OSError` if there is no room for it."""
    path = folder / name
    if not path.is_file():
        keep(path, make())
    return path


def keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time. Raises `OSError` if it cannot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
