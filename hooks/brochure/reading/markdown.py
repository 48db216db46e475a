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
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from brochure.model.prose import ENTRY_LINK, LANGUAGE_TAG, Finding, Prose, leads_outside, may_hold
from brochure.model.values import INVISIBLE
from brochure.reading import strict_xml

MAX_BRACKETS = 300
MAX_BODY = 20_000
"""Characters; Python-Markdown takes a time that grows with the square of many a mark, and of brackets left open."""
MAX_FINDINGS = 100
"""As many of a text are reported at once; who has made more has made the same one."""
_SPACES = re.compile(r"[ \t]{200}")
"""Spaces that a fence of Python-Markdown tries in every way there is."""

_NAMED = re.compile("&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
"""A reference that XML has no name for."""
_TAG = r"<(?:/?[a-zA-Z][^<>]*>|!--|[!?][a-zA-Z])"
_TAG_NAME = re.compile(r"<!--|</?[^\s>]*>?")
_BRACES = re.compile(r"\{[^{}\n]*\}")
_LANGUAGE = re.compile(rf"\{{:? *lang=([\"']?)({LANGUAGE_TAG})\1 *\}}")
_BRACES_AT_THE_END = re.compile(r"(?:^|\s)(\{:?\s*(?:[.#][\w-]|[\w:-]+\s*=)[^{}\n]*\})\s*$")
"""What gives attributes to a paragraph or a heading in other Markdowns; other words in braces may be an author's."""
_BRACES_OF_FENCE = re.compile(r"(?m)^ *(?:`{3,}|~{3,}(?!~))[^`{\n]*(\{[^}\n]*\})")
_MARKS = {
    "asterisks": r"\*\*",
    "broken_link": r"\]\s*\(|\)\s*\[|\]\[",
    "fence": r"```",
    "icon": r":((?:brochure|material|fontawesome|octicons|simple)-[a-z0-9-]+):",
}
"""Marks that Markdown has left as they were, by what they were meant for."""
_NESTED = re.compile(r"(?m)^[-*+] .*\n(?: {1,3})([-*+] .*)$")
_LIST_SIGN = re.compile(r"\s*([•·▪–—]|[0-9]+\))\s+\S+")
_DASHED = re.compile(r"(?m)^\s*[–—]\s")
"""A line of speech or a signature begins so too; two such lines are a list."""
_LIST_ITEM = re.compile(r"\s*([-*+]|[0-9]+\.) +\S+")
_CODE = re.compile(r"(?ms)^(`{3}|~{3}).*?^\1")
_ITEM = re.compile(r"\s*([-*+•·▪–—]|[0-9]+[.)])\s")
_INLINE = ("a", "code", "em", "img", "strong")
_ENDING = ("p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")


class Reader:
    """Reads the texts of a site; one after another, since it is costly to make."""

    def __init__(self, reserved: Collection[str]) -> None:
        """`reserved` are the ids of the page around a text, which none of its headings may have."""
        self._reserved = reserved
        self._found: list[Finding] = []
        self._markdown = self._make()

    def _make(self) -> Markdown:
        headings = TocExtension(marker="", slugify=self._heading_id)
        markdown = Markdown(extensions=["def_list", "fenced_code", "tables", headings], output_format="xhtml")
        markdown.preprocessors.deregister("html_block")
        markdown.inlinePatterns.deregister("html")
        markdown.inlinePatterns.deregister("entity")
        markdown.ESCAPED_CHARS = [*markdown.ESCAPED_CHARS, "<"]
        markdown.inlinePatterns.register(_Tags(_TAG, self._found), "tags", priority=90)
        markdown.treeprocessors.register(_Marks(self._found), "marks", priority=15)
        return markdown

    def _heading_id(self, text: str, separator: str) -> str:
        slug = slugify(text, separator).strip("_-") or "x"
        return f"{slug}_1" if slug in self._reserved else slug

    def read(self, text: str) -> Prose:
        """Read a text, whatever it holds; what is wrong with it is among the findings."""
        text = text.strip()
        if text.count("[") > MAX_BRACKETS:
            return Prose(findings=(Finding("brackets", "", r"\["),))
        if len(text) > MAX_BODY:
            return Prose(findings=(Finding("long_body", str(MAX_BODY), r"\S"),))
        if _SPACES.search(text):
            return Prose(findings=(Finding("unreadable_text", "", _SPACES.pattern),))
        self._found[:] = _in_source(text)
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


class _Tags(InlineProcessor):
    """Notes what looks like HTML, and leaves it as the text that it is."""

    def __init__(self, pattern: str, found: list[Finding]) -> None:
        super().__init__(pattern)
        self._found = found

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[None, None, None]:  # type: ignore[override]  # noqa: ARG002, N802 (the library's names)
        name = _TAG_NAME.match(m[0])
        if name:
            self._found.append(Finding("html", name[0], re.escape(name[0])))
        return None, None, None


class _Marks(Treeprocessor):
    """Gives words their language, and notes the marks that would show as they were typed.

    It runs while a character behind a backslash still differs from one that is meant as a mark.
    """

    def __init__(self, found: list[Finding]) -> None:
        super().__init__()
        self._found = found

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in _INLINE and (match := _BRACES.match(element.tail or "")):
                language = _LANGUAGE.fullmatch(match[0])
                if language and element.tag == "em":
                    element.set("lang", language[2])
                    element.tail = (element.tail or "")[match.end() :]
                else:
                    self._found.append(_braces(match[0]))
            if element.tag in _ENDING and (match := _BRACES_AT_THE_END.search(_last_text(element))):
                self._found.append(_braces(match[1]))
            if element.tag == "p":
                self._found += _paragraph(element)
            elif element.tag == "pre":
                self._found.append(Finding("indented", "", r"^\s{8,}(\S)"))


def _braces(text: str) -> Finding:
    return Finding("attribute", text, re.escape(text))


def _last_text(element: Element) -> str:
    return (element[-1].tail if len(element) else element.text) or ""


def _paragraph(element: Element) -> Iterator[Finding]:
    """Marks that were meant for a list, bold text, a link, code or an icon, and that would show as they are."""
    text = "".join(_words(element))
    for number, line in enumerate(text.split("\n")):
        if number and (match := _LIST_ITEM.match(line)):
            yield Finding("list_gap", "", rf"^\s*({re.escape(match[0].strip())})")
            break
        if (match := _LIST_SIGN.match(line)) and (match[1] not in "–—" or len(_DASHED.findall(text)) > 1):
            yield Finding("list_marks", "", rf"^\s*({re.escape(match[0].strip())})")
            break
    for kind, pattern in _MARKS.items():
        for match in re.finditer(pattern, text):
            yield Finding(kind, match[match.re.groups], re.escape(match[0]))


def _words(element: Element) -> Iterator[str]:
    """The text of an element without what is code in it."""
    yield element.text or ""
    for child in element:
        if child.tag != "code":
            yield from _words(child)
        yield child.tail or ""


def _in_source(text: str) -> Iterator[Finding]:
    """What no longer shows in the tree."""
    for match in _BRACES_OF_FENCE.finditer(text):
        yield _braces(match[1])
    if nested := _NESTED.search(text):
        yield Finding("nested_list", "", rf"^\s*({re.escape(nested[1])})")
    if len(rows := list(_rows(text))) > 1:
        yield Finding("tabs", "", rf"^\s*({re.escape(rows[0])})")


def _rows(text: str) -> Iterator[str]:
    """The lines whose parts are set apart by tabs, as in a table that was pasted from a word processor."""
    for line in _CODE.sub("", text).split("\n"):
        if "\t" in line.strip() and "|" not in line and not _ITEM.match(line):
            yield line.strip()


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
    pattern = rf"(?:\]\(<?|<|\]:\s*)({re.escape(href)})(?=[\s)>]|$)"
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
