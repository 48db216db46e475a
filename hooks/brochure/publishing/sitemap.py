"""The sitemap: all pages, their translations, and when their texts last changed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree

from brochure.model.routes import Routes

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(routes: Routes, site_url: str, times: Mapping[str, int]) -> str:
    """Return a sitemap after sitemaps.org, with Google's `xhtml:link` for the translations.

    `times` says when an entry changed, by its file below the content, in seconds since 1970. An entry that is not in it
    gets no date, because a wrong one is worse than none.
    """
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    urlset = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for route in routes:
        url = ElementTree.SubElement(urlset, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = site_url + route.path
        if changed := times.get(f"{route.entry.kind.folder}/{route.entry.id}.yml"):
            day = datetime.fromtimestamp(changed, UTC).date().isoformat()
            ElementTree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = day
        for hreflang, alternate in routes.hreflangs(route):
            href = site_url + alternate.path
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=hreflang, href=href)
    ElementTree.indent(urlset)
    document: bytes = ElementTree.tostring(urlset, encoding="utf-8", xml_declaration=True)
    return f"{document.decode()}\n"
