"""Compare a build with the last site: addresses that would be lost, and files that no build has written."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from brochure.publishing.hosts import REDIRECTS, SITEMAP

MAX_BYTES = 5_000_000
"""The most that is read of a file, since it may come from a server."""
_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""
"""The first lines of a sitemap as `hosts.py` writes it; that of another program has other ones."""
_PATH = r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*"
"""A path below the root, as `Route.path` makes it; others are ignored."""
_OF_SYSTEMS = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*")
"""Files that macOS and Windows put into folders by themselves."""


def lost_addresses(site: Path, site_url: str, answered: Collection[str], gone: Iterable[str]) -> list[str]:
    """Return the paths of the last site, in the folder `site`, that are neither `answered` now nor below one `gone`.

    A site at another address than `site_url` has lost none.
    """
    root, paths, _ = _addresses(site)
    if root != site_url:
        return []
    return sorted(path for path in paths.difference(answered) if not path.startswith(tuple(gone)))


def strangers(site: Path, known: Collection[str]) -> list[str]:
    """Return the names at the top of the folder `site` that no build made, or all if there is no sitemap of a build.

    `known` are the names that the next build makes. A sitemap alone is what a workflow fetched.
    """
    names = sorted(path.name for path in site.iterdir() if not _OF_SYSTEMS.fullmatch(path.name))
    if names == [SITEMAP]:
        return []
    if not _read(site / SITEMAP).startswith(_HEAD):
        return names
    _, paths, moved = _addresses(site)
    expected = {SITEMAP, *known, *(path.partition("/")[0] for path in paths | moved)}
    return [name for name in names if name not in expected and not _is_left_over(site / name)]


def _is_left_over(path: Path) -> bool:
    """Return whether `path` may be the rest of a removed page: a PDF, or a folder that contains only pages and PDFs."""
    if path.is_symlink() or path.is_file():
        return path.suffix.lower() == ".pdf" and not path.is_symlink()
    files = [file for file in path.rglob("*") if file.is_symlink() or not file.is_dir()]
    pages = [file for file in files if file.name == "index.html" and not file.is_symlink()]
    others = (file for file in files if file not in pages and not _OF_SYSTEMS.fullmatch(file.name))
    return bool(pages) and all(file.suffix.lower() == ".pdf" for file in others)


def _addresses(site: Path) -> tuple[str, set[str], set[str]]:
    """Return the address of the last site's root, the paths below it of its pages, and of all pages that redirect.

    A redirect from a path like those of pages counts as one of these.
    """
    pages = re.findall(r"<loc>(https://[^<\s]+)</loc>", _read(site / SITEMAP))
    root = min(pages, key=len, default="")
    paths = {path for page in pages if re.fullmatch(_PATH, path := page.removeprefix(root))}
    rule = rf"(?m)^{re.escape(urlsplit(root).path)}(\S+) \S+ 301!$"
    moved = {unquote(path) for path in re.findall(rule, _read(site / REDIRECTS))}
    return root, paths | {path for path in moved if re.fullmatch(_PATH, path)}, moved


def _read(path: Path) -> str:
    """Return the text of a plain file, or nothing if there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return file.read(MAX_BYTES).decode("utf-8", "replace")
