"""The sitemap: all pages, their versions in other languages, and when their texts were last changed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree

from brochure.model.routes import Route, Routes
from brochure.publishing.last_site import carried

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(routes: Routes, site_url: str, times: Mapping[str, int], lost: Iterable[str] = ()) -> str:
    """A sitemap after sitemaps.org, with Google's `xhtml:link` for the alternates.

    `times` says when an entry was changed, by its file below the content, in seconds since 1970; one that is not there
    gets no date, since a wrong one is worse than none. `lost` are addresses that the last site had.
    """
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    urlset = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for route in routes:
        url = ElementTree.SubElement(urlset, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = site_url + route.path
        if changed := times.get(_file(route)):
            ElementTree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = _day(changed)
        for hreflang, alternate in routes.hreflangs(route):
            href = site_url + alternate.path
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=hreflang, href=href)
    ElementTree.indent(urlset)
    document: bytes = ElementTree.tostring(urlset, encoding="utf-8", xml_declaration=True)
    return f"{document.decode()}\n{carried(lost)}"


def _file(route: Route) -> str:
    return f"{route.entry.kind.folder}/{route.entry.id}.yml"


def _day(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).date().isoformat()
