"""Reads an author's Markdown into `Prose`, in one conversion: a page shows the tree that was checked.

Two rules are added to those of `commonmark.py`. A line break is a line break. The last line of a quotation is its
source if it alone begins with a dash. Only `ALLOWED` elements can be made: a `<` is only a `<`.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from xml.etree.ElementTree import Element, SubElement, TreeBuilder

from markdown.extensions.toc import slugify, unique
from markdown_it.token import Token

from brochure.model.prose import PICTURE_NAME, WHOLE_LINE, Finding, Prose, leads_outside, may_have
from brochure.reading.commonmark import LANGUAGE, CommonMark, lines_of
from brochure.reading.slips import slips

MAX_BRACKETS = 300
MAX_BODY = 20_000
"""Characters; open brackets take a time that grows with their square."""
MAX_DEPTH = 20
"""Levels of lists, quotations and marked words; the parser drops the text of a 25th list."""
MAX_ADDRESS = 2_000
"""Characters; Typst refuses a longer link."""
MAX_FINDINGS = 100
"""The most findings of a text; more than these probably have one cause."""
_DEEPER = ("li", "dd", "blockquote", "em", "strong", "a")
_DASH = re.compile(r"(?:[^>]*+>)?+[\s>]*(?:[–—]|--|-\s)")
"""A dash behind the marks of a quotation."""


class Reader:
    """Reads the texts of a site. One is enough for all, because making it is costly."""

    def __init__(self, reserved: Collection[str]) -> None:
        """`reserved` are the ids of the page around a text, which no heading may have."""
        self.reserved = reserved
        self._parser = CommonMark()

    def read(self, text: str) -> Prose:
        """Return the prose of any text. Its mistakes are among the findings."""
        if text.count("[") > MAX_BRACKETS:
            return Prose(findings=(Finding("brackets", "", r"^[^\[]*(\[)", range(1)),))
        if len(text) > MAX_BODY:
            return Prose(findings=(Finding("long_body", str(MAX_BODY), WHOLE_LINE, range(1)),))
        tokens, lines = self._parser.read(text), text.replace("\r", "\n").split("\n")
        root, places, findings = _tree(tokens)
        findings += [*slips(tokens), *self._tidy(places, lines)]
        return Prose(root, tuple(dict.fromkeys(findings))[:MAX_FINDINGS])

    def _tidy(self, places: dict[Element, range], text: Sequence[str]) -> Iterator[Finding]:
        """Correct the tree in place, and yield its mistakes and each link and picture that has to be checked."""
        level, ids, counts = 1, set[str](), dict[str, int]()
        for element, lines in places.items():
            match element.tag:
                case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as tag:
                    if tag == "h1":
                        yield Finding("heading", "", r"^\s*(#|=+\s*$)", lines)
                        element.tag = "h2"
                    elif int(tag[1]) > level + 1:
                        yield Finding("heading_level", "", r"^\s*(#+)", lines)
                    level = int(tag[1])
                    words = "".join(element.itertext()).strip()
                    if not words or text[lines[-1]].strip() == "-":
                        yield Finding("empty_item" if words else "empty_heading", "", r"^\s*(#+|-)\s*$", lines)
                    slug = slugify(words, "-").strip("_-") or "x"
                    slug = f"{slug}_1" if slug in self.reserved else slug
                    element.set("id", unique(slug, ids, counts))  # type: ignore[call-arg]  # the stubs are older
                case "li" if not element.text and not len(element):
                    yield Finding("empty_item", "", r"(\S)\s*$", lines)
                case "a":
                    yield from _link(element, lines)
                case "img":
                    src = re.escape(element.get("src", ""))
                    yield Finding("picture", element.get("src", ""), rf"\]\(\s*<?({src})(?=[\s)>]|$)", lines)
                    if not element.get("alt", "").strip():
                        yield Finding("no_alternative", "", rf"!\[\s*\]\(<?{src}", lines)
                case "blockquote" if len(element):
                    _name_source(element, text[lines.start : lines.stop])
                case "pre":
                    element.text, SubElement(element, "code").text = None, element.text
            for name, value in element.items():
                if not may_have(element.tag, name, value):
                    del element.attrib[name]


def _tree(tokens: Sequence[Token]) -> tuple[Element, dict[Element, range], list[Finding]]:
    """Return the tree of tokens, and its elements in order with their lines; if it is too deep, only a finding."""
    tree, places, ended, depth = TreeBuilder(), dict[Element, range](), None, 0
    tree.start("body", {})
    for block in tokens:
        for token in [block] if block.children is None else block.children:
            before, ended, text = ended, None, token.content
            tag = "" if token.hidden else "pre" if token.block and token.tag == "code" else token.tag
            depth += token.nesting if tag in _DEEPER else 0
            if depth > MAX_DEPTH:
                return Element("body"), {}, [Finding("deep_text", str(MAX_DEPTH), WHOLE_LINE, lines_of(block))]
            if tag and token.nesting >= 0:
                element = tree.start(tag, {name: str(value) for name, value in token.attrs.items()})
                places[element] = lines_of(block)
            if tag == "img":
                element.set("alt", "".join(" " if part.tag == "br" else part.content for part in token.children or ()))
            elif not token.nesting:
                if before is not None and before.tag == "em" and (language := LANGUAGE.match(text)):
                    before.set("lang", language["code"])
                    text = text[language.end() :]
                tree.data(text)
            if tag and token.nesting <= 0:
                ended = tree.end(tag)
                if token.block or tag == "br":
                    tree.data("\n")
    return tree.end("body"), places, []


def _link(element: Element, lines: range) -> Iterator[Finding]:
    href = element.get("href", "")
    before = r"(?<!!)\[[^\[\]]*\]\(" if PICTURE_NAME.fullmatch(href) else r"(?:\]\(\s*<?|<)"
    pattern = rf"{before}({re.escape(href)})(?=[\s)>]|$)"
    for inner in element.findall(".//a"):
        yield Finding("link_in_link", "", pattern, lines)
        inner.tag = "em"
    if len(href) > MAX_ADDRESS:
        yield Finding("long_address", str(MAX_ADDRESS), pattern, lines)
    elif not leads_outside(href):
        yield Finding("link", href, pattern, lines)
    if not "".join(element.itertext()).strip() and element.find(".//img") is None:
        yield Finding("empty_link", "", r"(?<!!)(\[\s*\])\(", lines)


def _name_source(quotation: Element, lines: Sequence[str]) -> None:
    """Make a footer of the last line of a quotation, if it alone begins with a dash; with a hyphen it is a list."""
    dashes = [bool(_DASH.match(line)) for line in lines if line.strip(" \t>")]
    if len(dashes) < 2 or sum(dashes) != 1 or not dashes[-1]:
        return
    last = quotation[-1]
    breaks = list(last.iter("br"))
    if last.tag == "ul":
        last.tag, last.text, last[:] = "footer", f"- {last[0].text or ''}", last[0][:]
    elif last.tag == "p" and not breaks:
        last.tag = "footer"
    elif last.tag == "p" and breaks[-1] in last[:]:
        footer, place = SubElement(quotation, "footer"), last[:].index(breaks[-1])
        footer.text, footer[:], last[place:] = (breaks[-1].tail or "").lstrip(), last[place + 1 :], []
