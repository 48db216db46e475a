"""An author's Markdown: what its links and pictures lead to, and what may not stand in it.

`[team supervision](team)` names an entry by its id, `![Two chairs](chairs.jpg)` a picture by its file. Raw HTML is
refused and not shown as text: an author who types `<` by accident learns of it, and nothing that could run gets in.
"""

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from brochure.assets import PICTURES
from brochure.texts import is_address

MAX_BRACKETS = 300
"""Python-Markdown takes a time that grows with the square of the brackets that stay open."""

_ID = re.compile(r"(?P<id>[a-z0-9-]*)(?:#(?P<anchor>.*))?")
_OUTSIDE = re.compile(rf"https://[^/\s]|mailto:\S|tel:\S|{AMP_SUBSTITUTE}")
"""Markdown hides an address written as <name@example.org> behind AMP_SUBSTITUTE."""
_TAG = re.compile(r"</?[a-zA-Z!?][^\s>]*>?|<!--")
Kind = Literal[
    "entry",
    "bad_link",
    "picture",
    "no_alternative",
    "html",
    "attribute",
    "heading",
    "heading_level",
    "list_gap",
    "list_marks",
    "nested_list",
    "indented",
    "asterisks",
    "broken_link",
    "empty_link",
    "fence",
    "icon",
    "brackets",
]
"""A link to an entry, an address that no page may hold, a picture, one without words, or what is not allowed."""

_LEFT: dict[Kind, str] = {
    "asterisks": r"\*\*",
    "broken_link": r"\]\s*\(|\)\s*\[|\]\[",
    "fence": r"```",
    "icon": r":((?:brochure|material|fontawesome|octicons|simple)-[a-z0-9-]+):",
}
"""Marks that Markdown has left as they were, by what they were meant for."""
_NESTED = re.compile(r"(?m)^[-*+] .*\n(?: {1,3})([-*+] .*)$")
_LIST_SIGN = re.compile(r"\s*([•·▪–—]|[0-9]+\))\s+\S+")
_LIST_ITEM = re.compile(r"\s*([-*+]|[0-9]+\.) +\S+")
_ATTRIBUTES = {"href", "src", "alt", "title", "lang", "class", "id", "start"}
EXTENSIONS = ("attr_list", "def_list", "fenced_code", "tables", "toc")
"""Those of mkdocs.yml that change what stands in a text."""


class Finding(NamedTuple):
    """Something in a text that has to be looked at."""

    kind: Kind
    target: str
    """What it is or leads to, as written."""
    pattern: str
    """A regular expression that finds its place in a line of the text, by its group if it has one."""


class EntryLinks(Extension):
    """Python-Markdown extension: an id or a picture's name becomes a source file, which MkDocs resolves and checks.

    Source files are called by their entry's id in a folder for each language, so `team` becomes `team.md` and
    with it the address in the language of the page.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Register before MkDocs' own treeprocessor for links, which has priority 0."""
        md.treeprocessors.register(_EntryLinks(md), "entry_links", priority=2)


class _EntryLinks(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a" and (match := _ID.fullmatch(element.get("href", ""))) and match["id"]:
                anchor = f"#{match['anchor']}" if match["anchor"] else ""
                element.set("href", f"{match['id']}.md{anchor}")
            elif element.tag == "img":
                element.set("src", f"/{PICTURES}/{element.get('src', '')}")
                element.set("loading", "lazy")
            elif element.tag in ("td", "th"):
                element.attrib.pop("style", None)


class _Counter(Preprocessor):
    """Counts what stands for code before raw HTML is looked for; both wait in the same store."""

    count = 0

    def run(self, lines: list[str]) -> list[str]:
        self.count = len(self.md.htmlStash.rawHtmlBlocks)
        return lines


class _Collector(Treeprocessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.found: list[Finding] = []
        self.ids: set[str] = set()
        self._level = 1

    def run(self, root: Element) -> None:
        for element in root.iter():
            self.ids.add(element.get("id", ""))
            self.found += self._look_at(element)

    def _look_at(self, element: Element) -> Iterator[Finding]:
        for name in element.attrib.keys() - _ATTRIBUTES:
            if not (name == "style" and element.tag in ("td", "th")):
                yield Finding("attribute", name, rf"{re.escape(name)}\s*=")
        match element.tag:
            case "h1":
                yield Finding("heading", "", r"^\s*(#(?!#)|=+\s*$)")
            case "h2" | "h3" | "h4" | "h5" | "h6":
                level = int(element.tag[1])
                if level > self._level + 1:
                    yield Finding("heading_level", "", rf"^\s*(#{{{level}}})(?!#)")
                self._level = level
            case "a":
                yield from _link(element.get("href", ""))
                if not "".join(element.itertext()).strip() and element.find(".//img") is None:
                    yield Finding("empty_link", "", r"(?<!!)(\[\s*\])\(")
            case "img":
                yield from _picture(element)
            case "pre":
                yield Finding("indented", "", r"^\s{8,}(\S)")
            case "p":
                yield from _paragraph(element)


def _paragraph(element: Element) -> Iterator[Finding]:
    """Marks that were meant for a list, bold text, a link, code or an icon, and that would show as they are."""
    text = "".join(_words(element))
    for number, line in enumerate(text.split("\n")):
        if number and (match := _LIST_ITEM.match(line)):
            yield Finding("list_gap", "", rf"^\s*({re.escape(match[0].strip())})")
            break
        if match := _LIST_SIGN.match(line):
            yield Finding("list_marks", "", rf"^\s*({re.escape(match[0].strip())})")
            break
    for kind, pattern in _LEFT.items():
        for match in re.finditer(pattern, text):
            yield Finding(kind, match[match.re.groups], re.escape(match[0]))


def _words(element: Element) -> Iterator[str]:
    """The text of an element without what is code in it."""
    yield element.text or ""
    for child in element:
        if child.tag != "code":
            yield from _words(child)
        yield child.tail or ""


def _link(href: str) -> Iterator[Finding]:
    pattern = rf"(?:\]\(<?|<|\]:\s*)({re.escape(href)})(?=[\s)>]|$)"
    if href and _ID.fullmatch(href):
        yield Finding("entry", href, pattern)
    elif not _OUTSIDE.match(href) or not (is_address(href) or AMP_SUBSTITUTE in href):
        yield Finding("bad_link", href, pattern)


def _picture(element: Element) -> Iterator[Finding]:
    src = element.get("src", "")
    yield Finding("picture", src, rf"(?:\]\(<?|\]:\s*)({re.escape(src)})(?=[\s)>]|$)")
    if not element.get("alt", "").strip():
        yield Finding("no_alternative", src, rf"!\[\s*\]\(<?{re.escape(src)}")


def inspect(body: str) -> Iterator[Finding]:
    """Yield each link to an entry, each picture and whatever may not stand in a Markdown text, once."""
    if not body:
        return
    if body.count("[") > MAX_BRACKETS:
        yield Finding("brackets", "", r"\[")
        return
    collector, counter, md = _convert(body)
    for raw in md.htmlStash.rawHtmlBlocks[counter.count :]:
        if isinstance(raw, str) and (match := _TAG.match(raw.strip())):
            collector.found.append(Finding("html", match[0], re.escape(match[0])))
    if nested := _NESTED.search(body):
        collector.found.append(Finding("nested_list", "", rf"^\s*({re.escape(nested[1])})"))
    yield from dict.fromkeys(collector.found)


def anchors(body: str) -> set[str]:
    """The places in a text that a link can lead to: the ids of its headings."""
    if body.count("[") > MAX_BRACKETS:
        return set()
    collector, _, _ = _convert(body)
    return collector.ids - {""}


def _convert(body: str) -> tuple[_Collector, _Counter, Markdown]:
    md = Markdown(extensions=list(EXTENSIONS))
    counter, collector = _Counter(md), _Collector(md)
    md.preprocessors.register(counter, "count", priority=22)
    md.treeprocessors.register(collector, "collect", priority=2)
    md.convert(body)
    return collector, counter, md


def icon_index(options: dict[str, Any], md: Markdown) -> dict[str, Any]:  # noqa: ARG001 (pymdownx names them)
    """The shortcodes of `pymdownx.emoji`: icons alone.

    Its own index knows emoji too, and shows each as a picture of another host, which the brochure never asks.
    """
    return _icon_index(tuple(options["custom_icons"]))


@functools.cache
def _icon_index(folders: tuple[str, ...]) -> dict[str, Any]:
    icons = {
        ":" + path.relative_to(folder).with_suffix("").as_posix().replace("/", "-") + ":": path
        for folder in map(Path, reversed(folders))
        for path in folder.rglob("*.svg")
    }
    return {
        "name": "icons",
        "emoji": {code: {"name": code, "path": str(path)} for code, path in icons.items()},
        "aliases": {},
    }
