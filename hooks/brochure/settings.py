"""The settings of this user, in the system's folder for such files. Nobody else may read them."""

import os
import secrets
from pathlib import Path

from platformdirs import user_config_path

SETTINGS = user_config_path("brochure", appauthor=False)
"""The folder."""


def write(path: Path, content: bytes) -> None:
    """Write a file in one step."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
