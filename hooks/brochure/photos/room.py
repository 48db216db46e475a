"""Where what is made of photos is kept."""

import atexit
import functools
import os
import shutil
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from brochure.keeping import digest


@functools.cache
def room(cache: Path) -> Path:
    """The folder in `cache` for what this code makes with this Pillow; another one, for this run alone, if it is shut.

    Another version of either may make other bytes, and finds nothing here.
    """
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    folder = cache / digest(*code, version("pillow").encode())
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return folder
    passing = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing
