"""The environments that start scripts make in the user's cache folder, one for each set of requirements."""

import shutil
import sys
import time
from pathlib import Path

_COMPLETE = "[0-9a-f]" * 12 + "/complete"
"""The pattern of the file that a start script writes last into an environment."""
_UNUSED = 60 * 24 * 60 * 60
"""Seconds."""


def delete_unused() -> None:
    """Note that this environment is used, and delete those unused for 60 days, if a start script made it."""
    used = Path(sys.prefix, "complete")
    if used in (complete := list(used.parents[1].glob(_COMPLETE))):
        used.touch()
        for file in complete:
            if time.time() - file.stat().st_mtime > _UNUSED:
                shutil.rmtree(file.parent, ignore_errors=True)  # of a link, nothing
