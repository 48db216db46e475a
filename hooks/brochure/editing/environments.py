"""The environments that start scripts make in the user's cache folder, one for each set of requirements."""

import re
import shutil
import sys
import time
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{12}")
_COMPLETE = "complete"
"""The file that a start script writes last."""
_UNUSED = 60 * 24 * 60 * 60
"""Seconds."""


def delete_unused() -> None:
    """Note that this environment is used, and delete those unused for 60 days, if a start script made it."""
    used = Path(sys.prefix)
    if not _is_complete(used):
        return
    (used / _COMPLETE).touch()
    for folder in filter(_is_complete, used.parent.iterdir()):
        if time.time() - (folder / _COMPLETE).stat().st_mtime > _UNUSED:
            shutil.rmtree(folder, ignore_errors=True)


def _is_complete(folder: Path) -> bool:
    """Return whether a start script has made an environment in a folder."""
    is_named = _NAME.fullmatch(folder.name) and not folder.is_symlink()
    return bool(is_named) and (folder / _COMPLETE).is_file()
