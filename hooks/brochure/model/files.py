"""Names of folders and files, and names with a digest."""

import hashlib
from pathlib import Path, PurePosixPath

ASSETS = "assets"
"""The folder of css, script and images below `docs/` and below the site's root."""
PICTURES = "pictures"
"""The folder of pictures below the content and below the site's root."""
DOWNLOADS = "files"
"""The folder of an author's PDFs below the content and below the site's root."""
SITE_FOLDER = "site"
"""The folder of the built site in a practice's folder."""
GUIDE = "guide"
"""The folder of the author's guide below the sample."""
ORIGINALS = ".translations.json"
"""The hidden file in a practice's folder with the originals of the translations that the editor has saved."""
AT_THE_ROOT = (".htaccess", "_headers", "_redirects", "robots.txt", "sitemap.xml")
"""The files at the site's root for hosts and search engines."""
NOT_FOUND = "404.html"
"""The page for unknown addresses, one in the folder of each language."""
HASHED = rf"/({ASSETS}|{PICTURES})/[^/]+\.[0-9a-f]{{8}}\.\w+$"
"""The end of an address with a digest, as a regular expression that web servers read too."""


def is_elsewhere(path: Path, folder: Path) -> bool:
    """Return whether a path leads out of a folder by a symbolic link, or nowhere."""
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def hashed(uri: str, content: bytes) -> str:
    """Return the published name of a file: `assets/brochure.1f8a09c2.css` of `assets/brochure.css`."""
    name = PurePosixPath(uri)
    return str(name.with_name(f"{name.stem}.{hashlib.sha256(content).hexdigest()[:8]}{name.suffix}"))


def fingerprints(folder: Path, part: str) -> dict[str, str]:
    """Return the published name of each file below `folder/part`, by its name below `folder`."""
    paths = sorted(path for path in (folder / part).rglob("*") if path.is_file())
    return {uri: hashed(uri, path.read_bytes()) for path in paths for uri in [path.relative_to(folder).as_posix()]}
