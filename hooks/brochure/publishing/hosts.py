"""The files for web hosts and robots: headers, caching, redirects, 404 pages, and the sitemap.

Each file has a template in `docs/templates/hosts/`. GitHub Pages reads no rules, but each page has the content policy.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from brochure.model.files import ASSETS, AT_THE_ROOT, DOWNLOADS, HASHED, NOT_FOUND, PICTURES
from brochure.model.routes import Routes
from brochure.model.site import SERVICES, Language
from brochure.publishing.policy import HEADERS

FRESH = "no-cache"
"""For pages: a browser keeps them, but asks each time whether they have changed."""
IMMUTABLE = "public, max-age=31536000, immutable"
"""For files whose names contain their digest: a browser keeps them for a year without asking."""
COMPRESSED = (
    *("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"),
    *("text/plain", "text/xml", "application/xml"),
)
"""The media types that compression makes smaller."""
REDIRECTS, SITEMAP = "_redirects", "sitemap.xml"
MAX_RULES, MAX_PAPERS = 100, 10
"""Rules in `_headers` that Cloudflare Pages reads (developers.cloudflare.com/pages/configuration/headers), and those
for PDFs in each language."""


def outputs(routes: Routes) -> set[str]:
    """Return the paths that a site may publish: all pages, also 404 and moved ones, PDFs, and the files for hosts."""
    not_found = {f"{language.folder}{NOT_FOUND}" for language in routes.languages}
    moved = {moved.dest_uri for moved in routes.moved_pages()}
    papers = {uri for language in routes.languages for uri in paper_names(routes, language)}
    papers |= {f"{DOWNLOADS}/{name}" for name in routes.site.downloads}
    return {route.dest_uri for route in routes} | papers | moved | not_found | {*AT_THE_ROOT}


def top_names(routes: Routes, docs: Path) -> set[str]:
    """Return the names at the top of the site: what a build makes, and what it copies from the folder `docs`."""
    copies = {path.name for path in docs.iterdir()} - {"templates"}
    return copies | {ASSETS, DOWNLOADS, PICTURES} | {name.partition("/")[0] for name in outputs(routes)}


def paper_names(routes: Routes, language: Language) -> list[str]:
    """Return the addresses of all PDFs of a language, including those that no build makes."""
    return [language.brochure_uri, *(route.leaflet_uri for route in routes.services(language))]


def host_files(
    routes: Routes, site_url: str, files: Collection[str], times: Mapping[str, int], templates: Path
) -> Mapping[str, str]:
    """Return the text of each of `AT_THE_ROOT` for a site at `site_url` with other `files`.

    `times` says when an entry changed, by its file below the content, in seconds since 1970. An entry that is not in it
    gets no date in the sitemap, because a wrong one is worse than none.
    """
    render = _renderer(routes, site_url, templates)
    days = {file: datetime.fromtimestamp(time, UTC).date().isoformat() for file, time in times.items()}
    names = [name for language in routes.languages for name in paper_names(routes, language)[:MAX_PAPERS]]
    papers = [name for name in names if name in files][: MAX_RULES // 2]
    hashed = first_needed([uri for uri in files if re.search(HASHED, f"/{uri}")], MAX_RULES - len(papers) - 1)
    values = {"days": days, "hashed_files": hashed, "papers": papers}
    return {name: render(name, **values) for name in AT_THE_ROOT}


def nginx(routes: Routes, site_url: str, templates: Path) -> str:
    """Return the rules that a `server` block of nginx includes; its own `root` is the folder at `/`."""
    return _renderer(routes, site_url, templates)("nginx")


def _renderer(routes: Routes, site_url: str, folder: Path) -> Callable[..., str]:
    """Return a function that renders a template of `folder`, by its name and more values, as plain text."""
    templates = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters |= {"regex": re.escape, "quoted": partial(quote, safe="/*")}
    values = {
        "site_url": site_url,
        "root": urlsplit(site_url).path,
        "folders": sorted(filter(None, (language.folder for language in routes.languages)), key=len),
        "redirects": redirects(routes),
        "headers": HEADERS,
        "fresh": FRESH,
        "immutable": IMMUTABLE,
        "compressed": COMPRESSED,
        "hashed": HASHED,
        "routes": routes,
    }
    return lambda name, **more: templates.get_template(name).render(values, **more)


class Redirect(NamedTuple):
    """A former path below the site's root, perhaps with `/*` for all paths below it, and the page's path now."""

    old: str
    new: str
    has_page: bool = False
    """True if a page at the old path redirects too."""

    @property
    def base(self) -> str:
        """The old path without `/*` or a slash at its end."""
        return self.old.removesuffix("*").rstrip("/")


def redirects(routes: Routes) -> Sequence[Redirect]:
    """Return the redirects: those of whole folders last, the innermost first, since on some hosts the first counts."""
    pages = {page.path for page in routes.moved_pages()}
    moved = [Redirect(route.path, route.now.path, route.path in pages) for route in routes.moved()]
    folders = [each for each in moved if each.old.endswith("/*")]
    single = [each for each in moved if each not in folders]
    old = {each.old for each in single}
    roots = [Redirect(f"{each.base}/", each.new) for each in folders if f"{each.base}/" not in old]
    services = [route for route in routes.moved() if route.entry.kind is SERVICES and not route.former.startswith("/")]
    papers = [Redirect(route.leaflet_uri, route.now.path) for route in services]
    return [*single, *roots, *papers, *sorted(folders, key=lambda each: -len(each.old))]


def first_needed(hashed: Collection[str], limit: int) -> list[str]:
    """Return at most `limit` of the files with a digest: assets first, then pictures, share pictures last."""
    shared = f"{ASSETS}/share-"
    return sorted(hashed, key=lambda uri: (uri.startswith(shared), not uri.startswith(ASSETS), uri))[:limit]
