"""Slips in Markdown: what an author has most likely meant otherwise, and what would show as it was typed.

They are found while a text is converted. Nothing depends on them but a message: `markdown.py` sees to what is safe.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from brochure.model.prose import LANGUAGE_TAG, Finding

_TAG = r"<(?:/?[a-zA-Z][^<>]*>|!--|[!?][a-zA-Z])"
_TAG_NAME = re.compile(r"<!--|</?[^\s>]*>?")
_BRACES = re.compile(r"\{[^{}\n]*\}")
_LANGUAGE = re.compile(rf"\{{:? *lang=([\"']?)({LANGUAGE_TAG})\1 *\}}")
_APART = re.compile(r"\s+(\{:? *lang=[^{}\n]*\})")
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
_UNSPACED = re.compile(r"(?m)^([-+]\w\S*).*\n[-+]\w")
"""Two lines that begin like items of a list, but for the space."""
_EMPTY = {"empty_item": r"(?m)^\s*[-*+]\s*$", "empty_heading": r"(?m)^#{1,6}\s*$"}
"""Marks with nothing behind them; the first makes a heading of the line above."""
_DASHED = re.compile(r"(?m)^\s*[–—]\s")
"""A line of speech or a signature begins so too; two such lines are a list."""
_LIST_ITEM = re.compile(r"\s*([-*+]|[0-9]+\.) +\S+")
_CODE = re.compile(r"(?ms)^(`{3}|~{3}).*?^\1")
_ITEM = re.compile(r"\s*([-*+•·▪–—]|[0-9]+[.)])\s")
_TABLE = re.compile(r"(?m)^ *(\S.*\|.*)\n *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")
"""The first two lines of a table; in a paragraph they are none."""
_INLINE = ("a", "code", "em", "img", "strong")
_ENDING = ("p", "li", "dt", "dd", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")


class Tags(InlineProcessor):
    """Notes what looks like HTML, and leaves it as the text that it is."""

    def __init__(self, found: list[Finding]) -> None:
        super().__init__(_TAG)
        self._found = found

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[None, None, None]:  # type: ignore[override]  # noqa: ARG002, N802 (the library's names)
        """Note a tag; the answer of nothing leaves the text alone."""
        name = _TAG_NAME.match(m[0])
        if name:
            self._found.append(Finding("html", name[0], re.escape(name[0])))
        return None, None, None


class Marks(Treeprocessor):
    """Gives words their language, and notes the marks that would show as they were typed.

    It runs while a character behind a backslash still differs from one that is meant as a mark.
    """

    def __init__(self, found: list[Finding]) -> None:
        super().__init__()
        self._found = found

    def run(self, root: Element) -> None:
        """Look through the tree that Markdown has made."""
        for element in root.iter():
            if element.tag == "em" and (match := _APART.match(element.tail or "")):
                self._found.append(Finding("language_apart", match[1], re.escape(match[1])))
            if element.tag in _INLINE and (match := _BRACES.match(element.tail or "")):
                language = _LANGUAGE.fullmatch(match[0])
                if language and element.tag == "em":
                    element.set("lang", language[2])
                    element.tail = (element.tail or "")[match.end() :]
                else:
                    self._found.append(_braces(match[0]))
        for element in root.iter():  # once words at the end of a paragraph have got their language
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
    rows = [line.strip() for line in text.split("\n") if line.strip().startswith("|")]
    if (table := _TABLE.search(text)) and text[: table.start()].strip():
        yield Finding("table_gap", "", rf"^\s*({re.escape(table[1])})")
    elif table or rows[1:]:
        yield Finding("table_rule", "", rf"^\s*({re.escape(table[1] if table else rows[0])})")
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


def in_source(text: str) -> Iterator[Finding]:
    """What no longer shows in the tree."""
    for match in _BRACES_OF_FENCE.finditer(text):
        yield _braces(match[1])
    if nested := _NESTED.search(text):
        yield Finding("nested_list", "", rf"^\s*({re.escape(nested[1])})")
    plain = _CODE.sub("", text)
    if unspaced := _UNSPACED.search(plain):
        yield Finding("list_marks", "", rf"^\s*({re.escape(unspaced[1])})")
    for kind, pattern in _EMPTY.items():
        for match in re.finditer(pattern, plain):
            yield Finding(kind, "", rf"^\s*({re.escape(match[0].strip())})\s*$")
    if len(rows := list(_rows(text))) > 1:
        yield Finding("tabs", "", rf"^\s*({re.escape(rows[0])})")


def _rows(text: str) -> Iterator[str]:
    """The lines whose parts are set apart by tabs, as in a table that was pasted from a word processor."""
    for line in _CODE.sub("", text).split("\n"):
        if "\t" in line.strip() and "|" not in line and not _ITEM.match(line):
            yield line.strip()
