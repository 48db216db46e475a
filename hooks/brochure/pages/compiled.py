"""Templates are kept compiled from one build to the next, as Python keeps its modules: a tenth of a small build."""

import os
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache

__all__ = ["Environment", "compiled"]


def compiled(cache: Path) -> BytecodeCache | None:
    """Where templates are kept in the folder `cache`, which is made; None if nothing can be written there."""
    folder = cache / "templates"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None
