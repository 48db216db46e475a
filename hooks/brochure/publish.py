"""What a host or a search engine needs beside the pages."""

from xml.etree import ElementTree

from brochure.routes import Routes

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemap(routes: Routes, site_url: str) -> bytes:
    """A sitemap of all pages with their alternates, after sitemaps.org and Google's `xhtml:link`."""
    ElementTree.register_namespace("", _SITEMAP)
    ElementTree.register_namespace("xhtml", _XHTML)
    urlset = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for route in routes:
        url = ElementTree.SubElement(urlset, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(url, f"{{{_SITEMAP}}}loc").text = site_url + route.path
        for hreflang, alternate in routes.hreflangs(route):
            href = site_url + alternate.path
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=hreflang, href=href)
    ElementTree.indent(urlset)
    document: bytes = ElementTree.tostring(urlset, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
