"""Templates are kept compiled from one build to the next, as Python keeps its modules: a tenth of a small build."""

import hashlib
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemBytecodeCache


def compiled(cache: Path) -> BytecodeCache | None:
    """Where templates are kept in the folder `cache`, which is made; None if nothing can be written there.

    What has been compiled by other code of ours, or by another Jinja, is left alone: how it compiles may have changed.
    """
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    folder = cache / "templates" / hashlib.sha256(code + version("jinja2").encode()).hexdigest()[:8]
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    usable = folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)
    return FileSystemBytecodeCache(str(folder)) if usable else None
