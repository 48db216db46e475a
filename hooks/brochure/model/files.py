"""Names of files: those of the folders, those that change with what is in a file, and names that lead elsewhere."""

import hashlib
from pathlib import Path, PurePosixPath

ASSETS = "assets"
"""The folder of css, script and images below `docs/` and below the site's root."""
PICTURES = "pictures"
"""The folder of pictures below the content, and below the site's root."""
NOT_FOUND = "404.html"
"""The page for unknown addresses, one in the folder of each language."""
HASHED = rf"/({ASSETS}|{PICTURES})/[^/]+\.[0-9a-f]{{8}}\.\w+$"
"""What the end of such an address looks like, as a regular expression that web servers read too."""


def is_elsewhere(path: Path, folder: Path) -> bool:
    """Whether what seems to be in a folder is a link to something outside it, or one that leads nowhere."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def hashed(uri: str, content: bytes) -> str:
    """The published name of a file: `assets/brochure.css` gives `assets/brochure.1f8a09c2.css`."""
    name = PurePosixPath(uri)
    digest = hashlib.sha256(content).hexdigest()[:8]
    return str(name.with_name(f"{name.stem}.{digest}{name.suffix}"))


def fingerprints(folder: Path, part: str) -> dict[str, str]:
    """The published name of each file in a part of `folder`, by the name it has there."""
    paths = sorted(path for path in (folder / part).rglob("*") if path.is_file())
    return {uri: hashed(uri, path.read_bytes()) for path in paths for uri in [path.relative_to(folder).as_posix()]}
