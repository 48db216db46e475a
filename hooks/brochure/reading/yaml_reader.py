"""Parse one YAML file into texts, lists and blocks, with the line and column of each.

The tree is built from the parser's events, not by PyYAML's composer, for three reasons:

- Each key and value keeps its place.
- Every scalar stays text, as in `phone: 0401234567` or `no:`.
- Deep nesting, aliases and tags are refused before they cost time or memory.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias, get_origin

import yaml
from yaml.cyaml import CBaseLoader

from brochure.author.paths import within
from brochure.author.problems import Problem
from brochure.model.files import is_elsewhere
from brochure.model.keys import keys, long_texts
from brochure.model.values import INVISIBLE, UNSEEN, is_seen
from brochure.reading.yaml_errors import Place, diagnose, outdented, place_of

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
"""More than any page of text; the largest one shipped has less than 4 kB."""
MAX_DEPTH = 10
"""Levels; a site has four at most, and the parser's stack ends at some ten thousands."""
_CONFLICT = re.compile(r"(<{7}|={7}|>{7})( |$)")
_CHARACTER = re.compile(rf"{INVISIBLE.pattern}|^\s*\u200b")
_STRUCTURE = re.compile(r"\s*(?:-\s+)*(?:[a-z][\w-]*:(?:\s+|$))?(?:[|>][-+0-9]*\s*$)?")
"""The beginning of a line that is YAML's; web pages and some keyboards put spaces there that are none to YAML."""
_FORM = re.compile("not_(?!list|block|text|utf8|entry)|no_(icon|template|picture)|form_|booking_scheme")
"""Messages about a text of the wrong form, which an invisible character may cause."""
_LISTS = ("text_lines", "not_list", "no_colon", "indent", "start")
_EXACTER = {
    "curly_colon": (("colon", "comment"), re.compile(r"\s*(?:- +)?(?:[\w-]+: +)?\[?(?P<sign>[“”„‟‘’«»])")),
    "item_space": (_LISTS, re.compile(r"\s*(?P<sign>-)[^\s-]")),
    "item_mark": (_LISTS, re.compile(r"\s*(?P<sign>[–—•·]|\*(?=\s))")),
}
"""By the key of an exacter message: the vaguer ones that it replaces, and the line's beginning with the `sign`."""
_RICH = re.compile(r"\s*(\{\\rtf|<!doctype|<html)", re.IGNORECASE)
_CURLY = re.compile(r"[“”„‟‘’«»].*[“”‟’‘«»\"]", re.DOTALL)
_NOTHING = {"", "~", "null", "Null", "NULL"}
"""YAML's words for nothing, without quotation marks."""


def scalars(value: Value, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text below a value with its keys."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from scalars(part, (*path, key))
    if isinstance(value, str):
        yield path, value


class Span(NamedTuple):
    """The place of a value and the way it is written."""

    start: Place
    end: Place
    """The place behind the value, or behind its last child."""
    style: str | None
    """A text's YAML style, `'`, `"`, `|` or `>`, or None; `[` for a list or a block in brackets, `-` for others."""

    @property
    def end_line(self) -> int:
        """The last line of the value; a text `|` ends at the start of the next line."""
        return self.end.line - (self.end.column == 1 and self.end.line > self.start.line)


class Source:
    """A YAML file with the place of everything in it. Reading never raises; see `problems`."""

    file: str
    """The name in messages."""
    data: dict[str, Value]
    """The block of the whole file; empty if the file cannot be read."""
    content: bytes
    """The bytes of the file; empty if they could not be read."""
    text: str
    problems: list[Problem]

    def __init__(self, folder: Path, name: str, content: bytes | None = None) -> None:
        """Read a file, or `content` in its place; `name` is its path below the content `folder`."""
        self.file, self.data, self.content, self.text, self.problems = within(folder, name), {}, b"", "", []
        self._keys: dict[KeyPath, Place] = {}
        self._values: dict[KeyPath, Span] = {}
        self._lines: list[str] = []
        self._last: yaml.Event | None = None
        self._end = Place(1, 1)
        with suppress(_UnreadableError):
            self._read(folder / name, folder, content)

    @property
    def titles(self) -> dict[str, Value]:
        """The titles of a page, by language."""
        return {
            code: block["title"] for code, block in self.data.items() if isinstance(block, dict) and "title" in block
        }

    def span(self, path: KeyPath) -> Span:
        """Return the span of the value at `path`, or of the nearest block around it."""
        while path and path not in self._values:
            path = path[:-1]
        return self._values[path] if path else Span(Place(1, 1), Place(1, 1), "-")

    def at(self, path: KeyPath) -> Place:
        """Return the place of the value at `path`, or of the nearest block around it."""
        return self.span(path).start

    def key_at(self, path: KeyPath) -> Place:
        """Return the place of the key that ends `path`, or of its value if it has no key."""
        return self._keys.get(path) or self.at(path)

    def line(self, number: int) -> str:
        """Return a line of the file, counted from 1, or an empty text behind its end."""
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def find(self, path: KeyPath, pattern: str, lines: range | None = None) -> Iterator[Place]:
        """Yield each place in the value at `path`, or in `lines` of its text, that a pattern or its group matches."""
        span = self._values[path]
        numbers = range(span.start.line, span.end_line + 1)
        for number in numbers[1:][lines.start : lines.stop] if lines and span.style == "|" else numbers:
            for match in re.finditer(pattern, self.line(number)):
                yield Place(number, match.start(match.re.groups) + 1)

    def place_of(self, path: KeyPath, text: str) -> Place:
        """Return the first place of a text in the value at `path`, or the value's place if no line has all of it."""
        return next(self.find(path, re.escape(text)), self.at(path))

    def problem(self, path: KeyPath, key: str, at: Place | None = None, /, **values: object) -> Problem:
        """Return a problem of the value at `path`, at the place `at` or where the value is; `()` is the whole file."""
        place = at or (self.at(path) if path else Place(1, 1))
        for unseen in self.find(path, UNSEEN.pattern) if _FORM.match(key) else ():
            if unseen >= place:
                return self._character(path, unseen, self.line(unseen.line)[unseen.column - 1])
        line = self.line(place.line)
        for exact, (vague, look) in _EXACTER.items():
            if key in vague and (match := look.match(line)):
                key, values, place = exact, {"sign": match["sign"]}, Place(place.line, match.start("sign") + 1)
        if key == "unknown" and (early := outdented(self._lines)) and early[0] == place:
            _, key, values = early
        return Problem(self.file, key, values, place.line, place.column, line, path)

    def _character(self, path: KeyPath, place: Place, character: str) -> Problem:
        return self.problem(path, "character", place, name=f"U+{ord(character):04X}")

    def _read(self, path: Path, folder: Path, content: bytes | None) -> None:
        if content is None and is_elsewhere(path, folder):
            self._stop(Place(1, 1), "linked")
        self.content = content = self._bytes(path) if content is None else content
        if len(content) > MAX_BYTES:
            self._stop(Place(1, 1), "too_large", limit=MAX_BYTES // 1024)
        text = content.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
        likely = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1252"
        for number, line in enumerate(lines := text.split("\n"), 1):
            if byte := re.search("[\udc80-\udcff]", line):
                self._stop(Place(number, byte.start() + 1), "not_utf8", likely=likely)
        self.text, self._lines = text, lines
        if _RICH.match(text):
            self._stop(Place(1, 1), "rich_text")
        for number, line in enumerate(self._lines, 1):
            if _CONFLICT.match(line):
                self._stop(Place(number, 1), "conflict")
            for match in _CHARACTER.finditer(line):
                self.problems.append(self._character((), Place(number, match.end()), match[0][-1]))
        if self.problems:
            return
        lines = [_STRUCTURE.sub(lambda part: re.sub(r"[^\S\t]", " ", part[0]), line, 1) for line in self._lines]
        ended = "\n".join(lines) + ("\n" if lines[-1] else "")
        events = yaml.parse(ended, Loader=CBaseLoader)
        try:
            self._document(events)
        except yaml.MarkedYAMLError as error:
            # A text that seemed to continue in the next line was cut short by the line that cannot be read.
            self.problems = [problem for problem in self.problems if problem.key not in ("text_lines", "not_list")]
            place, key, values = diagnose(error, lines, self._last)
            if place.line not in {problem.line for problem in self.problems}:
                self._stop(place, key, **values)

    def _bytes(self, path: Path) -> bytes:
        if not path.exists():
            self._stop(Place(1, 1), "missing_file")
        if not (path.is_file() and os.access(path, os.R_OK)):
            self._stop(Place(1, 1), "unreadable")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)

    def _document(self, events: Iterator[yaml.Event]) -> None:
        starts = (event for event in events if isinstance(event, yaml.DocumentStartEvent))
        if not next(starts, None):
            self._stop(Place(1, 1), "empty_file")
        value = self._node(next(events), events, ())
        if second := next(starts, None):
            self._stop(place_of(second.start_mark), "documents")
        if not isinstance(value, dict):
            self._stop(self.at(()), "not_entry")
        self.data = value

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> Value:
        place = place_of(event.start_mark)
        self._last = event
        if len(path) > MAX_DEPTH:
            self._stop(place, "deep", limit=MAX_DEPTH)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            self._refuse_start(path, place)
        value: Value = ""
        style = None
        if isinstance(event, yaml.CollectionStartEvent):
            style = "[" if event.flow_style else "-"
            mapping = isinstance(event, yaml.MappingStartEvent)
            value = self._mapping(events, path) if mapping else self._sequence(events, path)
            self._end = place_of(self._last.end_mark) if event.flow_style else self._end
        elif isinstance(event, yaml.ScalarEvent):
            self._end = place_of(event.end_mark)
            style = event.style or None  # libyaml says "" of plain text
            if style == '"' and (re.search("[\t\r]", event.value) or INVISIBLE.search(event.value)):
                self.problems.append(self.problem(path, "escape", place))
            nothing = (style is None and event.value in _NOTHING) or not is_seen(event.value)
            value = "" if nothing else event.value
        self._values[path] = Span(place, self._end, style)
        return value

    def _refuse_start(self, path: KeyPath, place: Place) -> None:
        self.problems.append(self.problem(path, "start", place, character=self.line(place.line)[place.column - 1]))

    def _refuse_lost(self, event: yaml.Event, key: Place, path: KeyPath) -> None:
        """Add the problems of a text that a `#` cuts off, runs on to other lines, or is in curly quotation marks."""
        if not isinstance(event, yaml.ScalarEvent) or event.style in ("|", ">"):
            return
        start, end = place_of(event.start_mark), place_of(event.end_mark)
        alone = not event.style and not self.line(start.line)[: start.column - 1].strip()
        comments = (
            (end.line, end.column - 1, r"\s+(#)" if event.value else r"\s+(#)\S"),  # a comment may replace a text
            (end.line + 1, 0, rf" {{{key.column},}}(#)" if event.value else "(?!)"),
            (start.line - 1, 0, r".*?(?::|-)\s+(#)\S" if alone else "(?!)"),
        )
        for number, column, pattern in comments:
            line = self.line(number)
            if "#" in line and (match := re.compile(pattern).match(line, column)):
                self.problems.append(self.problem(path, "comment", Place(number, match.start(1) + 1)))
        if not event.style and end.line > start.line and path[-1] not in long_texts():
            lists = {key for key, field, _ in keys() if get_origin(field.annotation) is tuple}
            self.problems.append(self.problem(path, "not_list" if path[-1] in lists else "text_lines", start))
        if not event.style and _CURLY.fullmatch(event.value):
            self.problems.append(self.problem(path, "curly_quotes", start))

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        again: list[Problem] = []
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = place_of(event.start_mark)
            key = self._node(event, events, (*path, ""))
            event = next(events)
            if not isinstance(key, str):
                self._refuse_start(path, place)
            elif key in mapping:
                first = self._keys[*path, key].line
                again.append(self.problem((*path, key), "duplicate_key", place, name=key, first=first))
            else:
                self._keys[*path, key] = place
                self._refuse_lost(event, place, (*path, key))
                mapping[key] = self._node(event, events, (*path, key))
                continue
            self._node(event, events, (*path, ""))
        if path and len(again) > 1:
            again = [replace(again[0], key="lost_language")]
        self.problems += again
        self._last = event
        return mapping

    def _sequence(self, events: Iterator[yaml.Event], path: KeyPath) -> list[Value]:
        sequence: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            self._refuse_lost(event, place_of(event.start_mark), (*path, len(sequence)))
            sequence.append(self._node(event, events, (*path, len(sequence))))
        self._last = event
        return sequence

    def _stop(self, place: Place, key: str, **values: object) -> NoReturn:
        self.problems.append(self.problem((), key, place, **values))
        raise _UnreadableError


class _UnreadableError(Exception):
    """Ends the reading of a file after a problem, which is in `problems` already."""
