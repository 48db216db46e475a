"""What a visitor reads on a page, piece by piece, each with its place among the keys of the author's file."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from brochure.model.prose import Prose
from brochure.model.site import Entry, ServiceTranslation
from brochure.reading.place import Place
from brochure.reading.yaml_reader import KeyPath, Source

_PIECES = frozenset({"p", "li", "dt", "dd", "th", "td", *(f"h{level}" for level in range(2, 7))})
"""Elements that hold a text of their own."""
_AROUND = frozenset({"ul", "ol", "dl", "table", "blockquote", "pre"})
"""Elements that hold such elements, or a text that is not to be read as one."""
_FIRST_WORDS = 4
"""Words by which a passage is found in the lines of its text."""


@dataclass(frozen=True)
class Passage:
    """A text at a key, or a paragraph, list item, heading or cell of one that is Markdown."""

    path: KeyPath
    """Where it is among the keys of its entry, the language first."""
    text: str
    """What is read or, of a picture, said; of Markdown without code, and without words marked as another language's."""
    unlinked: str
    """The same without what is a link already."""
    tag: str = ""
    """The element that it is in; none if it is not Markdown."""

    @cached_property
    def words(self) -> list[str]:
        """Its words in lower case; a number is one too."""
        return re.findall(r"\w+", self.text.casefold())

    def at(self, source: Source, *, last: bool = False) -> Place:
        """Where it begins, for the `last` time if so wanted; where its text begins if marks among its words hide it."""
        words = re.findall(r"\w+", self.text)[:_FIRST_WORDS] if self.tag else []
        found = list(source.find(self.path, r"\W+".join(map(re.escape, words)))) if words else []
        return (found or [source.at(self.path)])[-1 if last else 0]

    def place_of(self, source: Source, text: str) -> Place:
        """Where a part of it is, as it is written; where it begins, if marks hide that."""
        return next(source.find(self.path, re.escape(text)), self.at(source))


def passages(entry: Entry, code: str) -> Iterator[Passage]:
    """Each text of an entry that shows in a language: single texts first, then lists, then Markdown."""
    translation = entry.translations.get(code)
    if translation is None:
        return
    for name in type(translation).model_fields:
        if name != "slug" and isinstance(value := getattr(translation, name), str) and value:
            yield _plain((code, name), value)
    for number, text in enumerate(translation.situations if isinstance(translation, ServiceTranslation) else ()):
        yield _plain((code, "situations", number), text)
    for number, detail in enumerate(translation.facts):
        yield _plain((code, "facts", number, "label"), detail.label)
        yield _plain((code, "facts", number, "value"), detail.value)
    for number, question in enumerate(translation.questions):
        yield _plain((code, "questions", number, "question"), question.question)
    for path, prose in translation.proses():
        yield from _pieces((code, *path), prose)


def _plain(path: KeyPath, text: str) -> Passage:
    return Passage(path, text, text)


def _pieces(path: KeyPath, prose: Prose) -> Iterator[Passage]:
    for element in prose.root.iter():
        if element.tag in _PIECES and (text := _said(element, ())):
            yield Passage(path, text, _said(element, ("a",)), element.tag)
        elif element.tag == "img":
            yield Passage(path, element.get("alt", ""), "", element.tag)


def _said(element: Element, without: Collection[str]) -> str:
    return " ".join("".join(_parts(element, without)).split())


def _parts(element: Element, without: Collection[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        apart = child.tag in _PIECES | _AROUND
        if not apart and child.tag not in ("code", *without) and not child.get("lang"):
            yield from _parts(child, without)
        yield " " if apart or child.tag == "br" else ""
        yield child.tail or ""
