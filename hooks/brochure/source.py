"""One YAML file, read into plain text, lists and blocks, each with its place in the file.

PyYAML's parser gives events; a tree is built from them here and not by its composer, for three reasons: each key
and value keeps its line and column; every scalar stays text, so that a phone number or the word `no` means what
it says; and nesting, aliases and tags can be refused before they cost anything.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn, Protocol, TypeAlias

import yaml
from yaml.cyaml import CBaseLoader

from brochure.messages import Problem

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
"""A file larger than this is no page of text; the largest one shipped is below 4 kB."""
MAX_DEPTH = 10
"""The deepest file of a site has four levels. A parser's stack is spent at some ten thousands."""

_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_NOTHING = {"", "~", "null", "Null", "NULL"}
_NAMELESS = "control character U+{:04X}"


class Place(NamedTuple):
    """A place in a file: line and column, both counted from 1."""

    line: int
    column: int


class Source:
    """What one YAML file holds, and where. Reading it never raises: what is wrong with it is in `problems`."""

    file: str
    """The path that messages name."""
    data: dict[str, Value]
    """The file's top block; empty when the file cannot be read."""
    problems: list[Problem]
    """What is wrong with the file as YAML."""

    def __init__(self, path: Path, file: str) -> None:
        self.file = file
        self.data = {}
        self.problems = []
        self._keys: dict[KeyPath, Place] = {}
        self._values: dict[KeyPath, tuple[Place, int]] = {}
        self._lines: list[str] = []
        try:
            self._read(path)
        except _UnreadableError as stop:
            self.problems.append(stop.problem)

    def at(self, path: KeyPath) -> Place:
        """The place of the value at `path`, or of the nearest block around it that has one."""
        while path and path not in self._values:
            path = path[:-1]
        return self._values[path][0] if path else Place(1, 1)

    def key_at(self, path: KeyPath) -> Place:
        """The place of the key that ends `path`, or of its value where it has no key."""
        return self._keys.get(path) or self.at(path)

    def find(self, path: KeyPath, pattern: str) -> Iterator[Place]:
        """Yield each place that a regular expression matches in the lines of the value at `path`."""
        start, end = self._values[path]
        for number in range(start.line, min(end, len(self._lines)) + 1):
            for match in re.finditer(pattern, self._lines[number - 1]):
                yield Place(number, match.start() + 1)

    def problem(self, place: Place, key: str, **values: object) -> Problem:
        """A problem of this file at `place`."""
        return Problem(self.file, place.line, place.column, key, values)

    def _read(self, path: Path) -> None:
        text = self._decode(self._bytes(path)).replace("\r\n", "\n").replace("\r", "\n")
        self._lines = text.split("\n")
        self._refuse_characters()
        if self.problems:
            return
        events = yaml.parse(text, Loader=CBaseLoader)
        try:
            self._document(events)
        except yaml.MarkedYAMLError as error:
            self._refuse_syntax(error)

    def _bytes(self, path: Path) -> bytes:
        try:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except FileNotFoundError:
            self._stop(Place(1, 1), "missing_file")
        except OSError as error:
            self._stop(Place(1, 1), "unreadable", reason=error.strerror)
        if len(content) > MAX_BYTES:
            self._stop(Place(1, 1), "too_large", limit=MAX_BYTES // 1024)
        return content

    def _decode(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", "replace")
            self._stop(Place(before.count("\n") + 1, len(before) - before.rfind("\n")), "not_utf8")

    def _refuse_characters(self) -> None:
        for number, line in enumerate(self._lines, 1):
            for match in _CHARACTER.finditer(line):
                name = unicodedata.name(match[0], _NAMELESS.format(ord(match[0])))
                self.problems.append(self.problem(Place(number, match.start() + 1), "character", name=name))

    def _refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        place = _place(error.problem_mark)
        line = self._lines[place.line - 1] if place.line <= len(self._lines) else ""
        if line[place.column - 1 : place.column] == "\t":
            self._stop(place, "tab")
        match error.problem:
            case "found unexpected end of stream" if error.context == "while scanning a quoted scalar":
                self._stop(_place(error.context_mark), "unclosed_quote")
            case "mapping values are not allowed in this context":
                self._stop(place, "colon")
            case "found character that cannot start any token":
                self._stop(place, "start")
            case reason:
                self._stop(place, "syntax", reason=reason)

    def _document(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            self._stop(Place(1, 1), "empty_file")
        value = self._node(next(events), events, ())
        if isinstance(value, dict):
            self.data = value
        else:
            self.problems.append(self.problem(self.at(()), "not_entry"))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._stop(_place(event.start_mark), "documents")

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> Value:
        place = _place(event.start_mark)
        if len(path) > MAX_DEPTH:
            self._stop(place, "deep", limit=MAX_DEPTH)
        for key, marked in (
            ("alias", isinstance(event, yaml.AliasEvent)),
            ("anchor", isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.anchor),
            ("tag", isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and event.tag),
        ):
            if marked:
                self.problems.append(self.problem(place, key))
        value: Value
        match event:
            case yaml.MappingStartEvent():
                value = self._mapping(events, path)
            case yaml.SequenceStartEvent():
                value = self._sequence(events, path)
            case yaml.ScalarEvent():  # libyaml gives a plain scalar the style "", the Python parser None
                value = "" if not event.style and event.value in _NOTHING else event.value
            case _:
                value = ""
        self._values[path] = (place, _last_line(event))
        return value

    def _mapping(self, events: Iterator[yaml.Event], path: KeyPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            place = _place(event.start_mark)
            key = self._node(event, events, (*path, ""))
            if not isinstance(key, str):
                self.problems.append(self.problem(place, "key"))
                self._node(next(events), events, (*path, ""))
                continue
            if key in mapping:
                first = self._keys[*path, key].line
                self.problems.append(self.problem(place, "duplicate_key", name=key, first=first))
                self._node(next(events), events, (*path, ""))
                continue
            self._keys[*path, key] = place
            mapping[key] = self._node(next(events), events, (*path, key))
        return mapping

    def _sequence(self, events: Iterator[yaml.Event], path: KeyPath) -> list[Value]:
        sequence: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            sequence.append(self._node(event, events, (*path, len(sequence))))
        return sequence

    def _stop(self, place: Place, key: str, **values: object) -> NoReturn:
        raise _UnreadableError(self.problem(place, key, **values))


class _UnreadableError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class _Mark(Protocol):
    """A place as the parser gives it, counted from 0."""

    line: int
    column: int


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def _last_line(event: yaml.Event) -> int:
    """The last line of an event; a block's end mark stands at the start of the line after it."""
    start, end = _place(event.start_mark), _place(event.end_mark)
    return end.line - 1 if end.column == 1 and end.line > start.line else end.line
