"""The addresses of the last site, so that none of them is lost without a word.

They are read from its sitemap, and those that it sent on from its rules. The next sitemap carries on, in comments,
those that nobody has answered for.
"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from brochure.model.routes import Routes
from brochure.publishing.hosts import REDIRECTS, SITEMAP

_PATH = r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*"
"""Below the root, as `Route.path` makes it; nothing else in a file that may have come from a server is looked at."""


def lost_addresses(site: Path, site_url: str, routes: Routes, gone: Collection[str]) -> list[str]:
    """The paths of the last site, which is in the folder `site`, that lead nowhere now.

    None if it was at another address than `site_url`. `gone` are those that are to lead nowhere, with all below them.
    """
    try:
        text = (site / SITEMAP).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    before = set(re.findall(f"<loc>{re.escape(site_url)}({_PATH})</loc>", text))
    if before:
        before |= set(re.findall(f"<!-- lost: ({_PATH}) -->", text)) | _sent_on(site, site_url)
    answered = {route.path for route in routes} | {moved.path for moved in routes.moved()}
    return sorted(path for path in before - answered if not path.startswith(tuple(gone)))


def _sent_on(site: Path, site_url: str) -> set[str]:
    """The paths that the last site sent on, from its rules for Netlify; a sitemap has none of them."""
    rules = site / REDIRECTS
    text = rules.read_text(encoding="utf-8", errors="replace") if rules.is_file() else ""
    return set(re.findall(rf"(?m)^{re.escape(urlsplit(site_url).path)}({_PATH}) \S+ 301!$", text))


def carried(lost: Iterable[str]) -> str:
    """What the next sitemap says of lost addresses: their paths, for a comment may not hold the -- in a host's name."""
    return "".join(f"<!-- lost: {path} -->\n" for path in lost)
