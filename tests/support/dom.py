"""A published page as a browser's parser sees it."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Comment, Element

import html5lib


def parse(path: Path) -> Element:
    """The root element of an HTML file."""
    return html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)


def spaced(text: str) -> str:
    """A text with single spaces, as a page shows it."""
    return " ".join(text.split())


def text(element: Element | None) -> str:
    """The text of an element that must be there, without scripts and with single spaces."""
    assert element is not None
    return spaced("".join(piece for _, piece in pieces(element)))


def pieces(element: Element, lang: str = "", attributes: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """Each piece of an element's text, without scripts, and each text of some attributes, after its language."""
    lang = element.get("lang", lang)
    if element.tag not in ("script", Comment):
        yield from ((lang, element.get(name, "")) for name in attributes)
        yield lang, element.text or ""
        for child in element:
            yield from pieces(child, lang, attributes)
            yield lang, child.tail or ""


SHOWN = (
    *("http-equiv", "id", "name", "lang", "dir", "hreflang", "rel", "class", "scope", "data-label"),
    *("data-titles", "data-aliases", "data-others"),
    *("alt", "src", "width", "height", "loading", "content", "href", "aria-label", "aria-current"),
)
"""The attributes that an outline has; classes because the look depends on them."""


def outline(element: Element) -> Iterator[str]:
    """Yield a line for each element with text, a link or an id, without digests and the sizes of files."""
    if element.tag in ("script", "style", Comment) or str(element.tag).startswith("{") or element.get("property"):
        return
    attributes = [f"{name}={element.get(name)}" for name in SHOWN if element.get(name)]
    own = spaced(element.text or "")
    if attributes or own:
        line = " ".join([f"<{element.tag}>", *attributes, own]).strip()
        yield re.sub(r"\d+ kB", "_ kB", re.sub(r"\.[0-9a-f]{8}\.", ".", line))
    for child in element:
        yield from outline(child)
        if tail := spaced(child.tail or ""):
            yield tail


class Page:
    """A page of a site: its address below the site's root and its elements."""

    def __init__(self, site: Path, file: Path) -> None:
        self.path = file.relative_to(site).as_posix().removesuffix("index.html")
        self.root = parse(file)
        self.lang = self.root.get("lang", "")

    def having(self, tag: str, name: str) -> list[Element]:
        """The elements of a tag that have a class."""
        return [element for element in self.root.iter(tag) if name in element.get("class", "").split()]

    def links(self, selector: str = ".//a") -> list[tuple[str, str]]:
        """The text of each link and the address it leads to: below the site's root, or absolute outside."""
        return [(text(link), self.target(link)) for link in self.root.iterfind(selector)]

    def target(self, link: Element) -> str:
        """The address that a link leads to as the browser takes it, below the site's root where it is inside."""
        return self.resolved(link.get("href") or link.get("src") or "")

    def resolved(self, address: str) -> str:
        """An address on the page as the browser takes it."""
        base = "https://inside.example/"
        return urljoin(base + self.path, address).removeprefix(base)

    def choices(self, source: Element) -> list[str]:
        """The addresses that a browser chooses a picture from."""
        return [self.resolved(choice.split()[0]) for choice in source.get("srcset", "").split(",")]

    def linked_data(self) -> dict[str, dict[str, Any]]:
        """What the page says of itself to search engines: the nodes of its graph by type."""
        (script,) = [script for script in self.root.iter("script") if script.get("type") == "application/ld+json"]
        document = json.loads(script.text or "")
        assert document.keys() == {"@context", "@graph"}
        return {node["@type"]: node for node in document["@graph"]}

    def properties(self) -> list[tuple[str, str]]:
        """What the page says of itself to those who share it: Open Graph's properties in their order."""
        metas = [meta for meta in self.root.iter("meta") if meta.get("property")]
        return [(meta.get("property", ""), meta.get("content", "")) for meta in metas]


def pages(site: Path) -> dict[str, Page]:
    """All pages of a site by path, but for the one for unknown addresses."""
    found = [Page(site, file) for file in sorted(site.rglob("index.html"))]
    return {page.path: page for page in found}
