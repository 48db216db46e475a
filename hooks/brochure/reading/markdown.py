"""From an author's Markdown to `Prose`, in one conversion: what is checked is what a page holds.

This Markdown knows no HTML and no attributes but one: `*word*{ lang=sv }` says that a word is Swedish. What an author
has most likely meant otherwise is found on the way and reported, but nothing depends on that: a `<` is only a `<`.
"""

import html
import re
from collections.abc import Collection, Iterator
from html.entities import html5
from xml.etree.ElementTree import Element, ParseError

from markdown import Markdown
from markdown.extensions.toc import TocExtension, slugify

from brochure.model.prose import ENTRY_LINK, PICTURE_NAME, Finding, Prose, leads_outside, may_hold
from brochure.model.values import INVISIBLE
from brochure.reading import strict_xml
from brochure.reading.plain_text import PlainText
from brochure.reading.slips import Marks, Tags, in_source

MAX_BRACKETS = 300
MAX_BODY = 20_000
"""Characters; Python-Markdown takes a time that grows with the square of many a mark, and of brackets left open."""
MAX_FINDINGS = 100
"""As many of a text are reported at once; who has made more has made the same one."""
_SPACES = re.compile(r"[ \t]{200}")
"""Spaces that a fence of Python-Markdown tries in every way there is."""

_NAMED = re.compile("&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
"""A reference that XML has no name for."""


class Reader:
    """Reads the texts of a site; one after another, since it is costly to make."""

    def __init__(self, reserved: Collection[str]) -> None:
        """`reserved` are the ids of the page around a text, which none of its headings may have."""
        self.reserved = reserved
        self._found: list[Finding] = []
        self._markdown = self._make()

    def _make(self) -> Markdown:
        headings = TocExtension(marker="", slugify=self._heading_id)
        markdown = Markdown(
            extensions=["def_list", "fenced_code", "tables", headings, PlainText()], output_format="xhtml"
        )
        markdown.preprocessors.deregister("html_block")
        markdown.inlinePatterns.deregister("html")
        markdown.inlinePatterns.deregister("entity")
        markdown.ESCAPED_CHARS = [*markdown.ESCAPED_CHARS, "<"]
        markdown.inlinePatterns.register(Tags(self._found), "tags", priority=90)
        markdown.treeprocessors.register(Marks(self._found), "marks", priority=15)
        return markdown

    def _heading_id(self, text: str, separator: str) -> str:
        slug = slugify(text, separator).strip("_-") or "x"
        return f"{slug}_1" if slug in self.reserved else slug

    def read(self, text: str) -> Prose:
        """Read a text, whatever it holds; what is wrong with it is among the findings."""
        text = text.strip()
        if text.count("[") > MAX_BRACKETS:
            return Prose(findings=(Finding("brackets", "", r"\["),))
        if len(text) > MAX_BODY:
            return Prose(findings=(Finding("long_body", str(MAX_BODY), r"\S"),))
        if _SPACES.search(text):
            return Prose(findings=(Finding("unreadable_text", "", _SPACES.pattern),))
        self._found[:] = in_source(text)
        try:
            root = strict_xml.parse(f"<body>{_NAMED.sub(_character, self._markdown.reset().convert(text))}</body>")
            self._found.extend(_tidy(root))
            return Prose(root, tuple(dict.fromkeys(self._found))[:MAX_FINDINGS])
        except (ParseError, RecursionError, ValueError):
            self._markdown = self._make()
            found = [*self._found, Finding("unreadable_text", "", r"\S")]
            return Prose(findings=tuple(dict.fromkeys(found))[-MAX_FINDINGS:])


def _character(match: re.Match[str]) -> str:
    """The character that HTML has a name for, as XML writes it; what is no such name stays as it was typed."""
    return html.escape(html5.get(f"{match[1]};", match[0]))


def _tidy(root: Element) -> Iterator[Finding]:
    """Take from a tree what no text may hold; report it, and the links and pictures that stay."""
    level = 1
    for element in root.iterfind(".//*"):
        match element.tag:
            case "h1":
                yield Finding("heading", "", r"^\s*(#(?!#)|=+\s*$)")
                element.tag = "h2"
            case "h2" | "h3" | "h4" | "h5" | "h6":
                if int(element.tag[1]) > level + 1:
                    yield Finding("heading_level", "", rf"^\s*(#{{{element.tag[1]}}})(?!#)")
                level = int(element.tag[1])
            case "a":
                yield from _link(element)
            case "img":
                yield from _picture(element)
        yield from _invisible(element)
        for name, value in element.items():
            if not may_hold(element.tag, name, value):
                del element.attrib[name]


def _link(element: Element) -> Iterator[Finding]:
    href = element.get("href", "")
    before = r"(?<!!)\[[^\[\]]*\]\(" if PICTURE_NAME.fullmatch(href) else r"(?:\]\(<?|<|\]:\s*)"
    pattern = rf"{before}({re.escape(href)})(?=[\s)>]|$)"
    if href and ENTRY_LINK.fullmatch(href):
        yield Finding("entry", href, pattern)
    elif not leads_outside(href):
        yield Finding("bad_link", href, pattern)
    if not "".join(element.itertext()).strip() and element.find(".//img") is None:
        yield Finding("empty_link", "", r"(?<!!)(\[\s*\])\(")


def _picture(element: Element) -> Iterator[Finding]:
    src = element.get("src", "")
    yield Finding("picture", src, rf"(?:\]\(<?|\]:\s*)({re.escape(src)})(?=[\s)>]|$)")
    if not element.get("alt", "").strip():
        yield Finding("no_alternative", src, rf"!\[\s*\]\(<?{re.escape(src)}")


def _invisible(element: Element) -> Iterator[Finding]:
    """Characters that nobody sees, written as references."""
    for text in (element.text, element.tail, *element.attrib.values()):
        for match in INVISIBLE.finditer(text or ""):
            code = ord(match[0])
            yield Finding("character", f"U+{code:04X}", rf"(?i:&#0*{code};|&#x0*{code:x};|&[a-z]+;)")
