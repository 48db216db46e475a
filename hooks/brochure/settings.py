"""The settings of this user, in the system's folder for such files. Nobody else may read them."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_config_path

SETTINGS = user_config_path("brochure", appauthor=False)


def write(path: Path, content: bytes) -> None:
    """Write a file in one step."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
