"""An author's longer text as a tree of checked elements, which `reading/markdown.py` makes of Markdown."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from brochure.model.files import DOWNLOADS
from brochure.model.picture import Picture

_NONE: frozenset[str] = frozenset()
ALLOWED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("p", "ul", "ol", "li", "dl", "dt", "dd", "hr", "br", "pre", "code", "strong"), _NONE),
    **dict.fromkeys(("blockquote", "footer", "table", "thead", "tbody", "tr", "th", "td"), _NONE),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), frozenset({"id"})),
    "em": frozenset({"lang"}),
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt", "title"}),
}
"""The elements that a text may contain, and the attributes of each."""
TEXT_BLOCKS = frozenset({"p", "footer", "li", "dt", "dd", "th", "td", *(f"h{level}" for level in range(2, 7))})
"""The elements that a reader sees as one text each."""
_APART = TEXT_BLOCKS | {"ul", "ol", "dl", "table", "blockquote", "pre", "br"}
ENTRY_LINK = re.compile(r"(?P<id>[a-z0-9-]*)(?:#(?P<anchor>.*))?")
"""A link to a page, by its entry's id, or to a place on it."""
PICTURE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(jpg|jpeg|png|webp|avif|gif|svg)")
"""The name of a file in the folder of pictures."""
PDF_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.pdf")
"""The name of a file in the folder of PDFs."""
LANGUAGE_TAG = "[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*"
"""The code of a language, as BCP 47 has it."""
PROSE_SIZES = "(min-width: 40rem) 36rem, 90vw"
"""The width of a picture in a text, which the stylesheet limits (`--measure`, `--edge`)."""
WHOLE_LINE = r"^\s*(\S)"
"""A pattern that finds the first visible character of a line."""
_OUTSIDE = re.compile(r"https://[^/\s]|mailto:([^\s@/:?]+@[^\s@/:.]+\.\w|\?)|tel:[^a-zA-Z;]*\d[^a-zA-Z;]*(;|$)")


def plain_text(element: Element, without: str = "") -> str:
    """Return an element's text without inner blocks, code, words of another language, and the tag `without`."""

    def text(outer: Element) -> str:
        inner = outer.text or ""
        for child in outer:
            apart = child.tag in _APART
            if not (apart or child.tag in ("code", without) or child.get("lang")):
                inner += text(child)
            inner += (" " if apart else "") + (child.tail or "")
        return inner

    return " ".join(text(element).split())


def is_address(text: str) -> bool:
    """Return whether Python's parser, which MkDocs uses, accepts an address."""
    try:
        return not re.search(r"\s", text) and urlsplit(text).port != 0
    except ValueError:
        return False


def leads_outside(href: str) -> bool:
    """Return whether a link leads to another site, a mailbox or a phone, with a valid address."""
    return bool(_OUTSIDE.match(href)) and is_address(href)


_VALUES: Mapping[str, Callable[[str], object]] = {
    "href": lambda href: leads_outside(href) or PDF_NAME.fullmatch(href) or (href and ENTRY_LINK.fullmatch(href)),
    "src": PICTURE_NAME.fullmatch,
    "lang": re.compile(LANGUAGE_TAG).fullmatch,
    "id": re.compile(r"[^\s_]\S*").fullmatch,
}
"""Checks of attributes' values. An id that begins with _ belongs to the page around the text."""


def may_have(tag: str, name: str, value: str) -> bool:
    """Return whether an element may have an attribute with this value."""
    return name in ALLOWED.get(tag, _NONE) and (name not in _VALUES or bool(_VALUES[name](value)))


@dataclass(frozen=True)
class Finding:
    """Something in a text to report to its author, or to check against other files."""

    kind: str
    """`link`, `apart_link` or `picture` if the target has to be checked, else the key of a message."""
    target: str
    """The target or the text of the finding, as written."""
    pattern: str
    """A regular expression that finds its place in a line, by its group if it has one."""
    lines: range
    """The lines of the text, counted from 0, that contain it."""


@dataclass(frozen=True)
class Prose:
    """A text of paragraphs, lists, headings and tables, which contains nothing but what is `ALLOWED`."""

    root: Element = field(default_factory=lambda: Element("body"))
    """The element around the text. Nothing may change the tree."""
    findings: tuple[Finding, ...] = ()
    """Its links, pictures and mistakes; a site with a mistake is not published."""

    def __post_init__(self) -> None:
        """Raise `ValueError` if the tree contains anything else."""
        for element in self.root.iterfind(".//*"):
            if element.tag not in ALLOWED:
                raise ValueError(f"a text cannot contain the element {element.tag}")
            for name, value in element.items():
                if not may_have(element.tag, name, value):
                    raise ValueError(f"the element {element.tag} cannot have {name}={value!r}")
        if self.root.find(".//a//a") is not None:
            raise ValueError("a link cannot contain a link")

    def __bool__(self) -> bool:
        return len(self.root) > 0 or bool(self.findings)

    def anchors(self) -> set[str]:
        """Return the ids of the headings, to which links may lead."""
        return {element.get("id", "") for element in self.root.iter()} - {""}

    def pictures(self) -> Iterator[str]:
        """Yield the name of each picture in the text."""
        return (element.get("src", "") for element in self.root.iter("img"))

    def html(self, page: Callable[[str], str], picture: Callable[[str], Picture], file: Callable[[str], Any]) -> str:
        """Return the text as HTML; the functions return an entry's address, a published picture, and a PDF's link."""
        root = copy.deepcopy(self.root)
        for element in root.iter("a"):
            match = ENTRY_LINK.fullmatch(href := element.get("href", ""))
            if match and match["id"]:
                anchor = f"#{match['anchor']}" if match["anchor"] else ""
                element.set("href", page(match["id"]) + anchor)
            elif PDF_NAME.fullmatch(href) and (about := file(f"{DOWNLOADS}/{href}")):
                element.attrib |= {"href": about["href"], "type": "application/pdf"}
                SubElement(element, "span").text = f" (PDF, {about['size']}\N{NO-BREAK SPACE}{about['unit']})"
        for element in list(root.iter("img")):
            described = {name: value for name, value in element.items() if name != "src"}
            replacement = picture(element.get("src", "")).element(PROSE_SIZES, described, loading="lazy")
            element.tag, element.attrib, element[:] = replacement.tag, replacement.attrib, list(replacement)
        for element in list(root.iter("table")):
            table = copy.copy(element)
            table.tail = None
            element.tag, element.attrib, element[:] = "div", {"class": "table"}, [table]
        return "".join(ElementTree.tostring(element, encoding="unicode", method="html") for element in root).strip()
