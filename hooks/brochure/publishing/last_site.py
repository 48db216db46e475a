"""Compare a build with the last site: addresses that would be lost, and files that no build has written."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from brochure.publishing.hosts import REDIRECTS, SITEMAP

_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""
"""The first lines of a sitemap as `hosts.py` writes it; that of another program has other ones."""
_PATH = r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*"
"""A path below the root, as `Route.path` makes it; others are ignored."""
_OF_SYSTEMS = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*")
"""Files that macOS and Windows put into folders by themselves."""


def lost_addresses(site: Path, site_url: str, answered: Collection[str], gone: Iterable[str]) -> list[str]:
    """Return the paths of the last site, in `site`, that the new site does not serve and that `gone` does not cover.

    A site at another address than `site_url` has lost none.
    """
    root, paths = _addresses(site)
    lost = {path for path in paths.difference(answered) if re.fullmatch(_PATH, path)} if root == site_url else set()
    return sorted(path for path in lost if not path.startswith(tuple(gone)))


def foreign_names(site: Path, known: Collection[str]) -> list[str]:
    """Return the names at the top of the folder `site` that no build made. Ignore a sitemap that is alone.

    `known` are the names that the next build makes. Without a sitemap of a build return all, unless some are unknown.
    """
    names = sorted(path.name for path in site.iterdir() if not _OF_SYSTEMS.fullmatch(path.name))
    if names == [SITEMAP]:  # the GitHub workflow downloads it, to find lost addresses
        return []
    if not _read(site / SITEMAP).startswith(_HEAD):
        return [name for name in names if name not in known] or names
    expected = {SITEMAP, *known, *(path.partition("/")[0] for path in _addresses(site)[1])}
    return [name for name in names if name not in expected and not _is_left_over(site / name)]


def _is_left_over(path: Path) -> bool:
    """Return whether `path` may be the rest of a removed page: a PDF, or a folder that contains only pages and PDFs."""
    if any(file.is_symlink() for file in (path, *path.rglob("*"))):
        return False
    if path.is_file():
        return path.suffix.lower() == ".pdf"
    names = {file.name for file in path.rglob("*") if not file.is_dir()}
    files = (name for name in names - {"index.html"} if not _OF_SYSTEMS.fullmatch(name))
    return "index.html" in names and all(name.lower().endswith(".pdf") for name in files)


def _addresses(site: Path) -> tuple[str, set[str]]:
    """Return the address of the last site's root, and the paths below it of its pages and redirects."""
    pages = re.findall(r"<loc>(https://[^<\s]+)</loc>", _read(site / SITEMAP))
    root = min(pages, key=len, default="")
    rule = rf"(?m)^{re.escape(urlsplit(root).path)}(\S+) \S+ 301!$"
    moved = re.findall(rule, _read(site / REDIRECTS))
    return root, {*(page.removeprefix(root) for page in pages), *map(unquote, moved)}


def _read(path: Path) -> str:
    """Return the text of a plain file, or nothing if there is none."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
