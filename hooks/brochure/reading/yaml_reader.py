"""One YAML file, read into plain text, lists and blocks, each with its place in the file.

PyYAML's parser gives events; a tree is built from them here and not by its composer, for three reasons: each key
and value keeps its line and column; every scalar stays text, so that a phone number or the word `no` means what
it says; and nesting, aliases and tags can be refused before they cost anything.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml.cyaml import CBaseLoader

from brochure.author.paths import within
from brochure.author.problems import Problem
from brochure.model.files import is_elsewhere
from brochure.model.values import INVISIBLE, LANGUAGE_CODE, UNSEEN, is_seen
from brochure.reading.place import Place, last_line, place_of
from brochure.reading.yaml_errors import diagnose

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
KeyPath: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 256 * 1024
"""A file larger than this is no page of text; the largest one shipped is below 4 kB."""
MAX_DEPTH = 10
"""The deepest file of a site has four levels. A parser's stack is spent at some ten thousands."""

_INDENT = re.compile("^ *([\u00a0\u2000-\u200b\u202f\u205f\u3000])")
"""A space that is none to YAML, at a line's beginning; pages and word processors paste them."""
_ODD_SPACE = re.compile(r"[^\S \t\n]")
_STRUCTURE = re.compile(r"(?P<indent>\s*(?:-\s+)*)(?:[a-z][\w-]*:(?:\s+|$))?(?P<text>[|>][-+0-9]*\s*$)?")
"""What of a line is YAML's: its hyphens, its key, and the sign of a text of several lines."""
CONFLICT = re.compile(r"(<{7}|={7}|>{7})( |$)")
_FORM = re.compile("not_(?!list|block|text|utf8|entry)|no_(icon|template|picture)|form_|booking_scheme")
"""The messages about a text of the wrong form, which a character that nobody sees may be the cause of."""
_CURLY = re.compile(r"[“”„‟‘’«»].*[“”‟’‘«»\"]", re.DOTALL)
_NOTHING = {"", "~", "null", "Null", "NULL"}
"""What YAML means by nothing at all, if it is without quotation marks."""


def scalars(value: Value, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield each text below a value with its keys."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from scalars(part, (*path, key))
    if isinstance(value, str):
        yield path, value


class Span(NamedTuple):
    """The lines of a value and the way it is written."""

    start: Place
    end_line: int
    """The last line of the value, or of its last child."""
    style: str | None
    """A text's YAML style, `'`, `"`, `|` or `>`; `[` for a list or a block in brackets; None without marks."""


class Source:
    """What one YAML file holds, and where. Reading it never raises: what is wrong with it is in `problems`."""

    file: str
    """The path that messages name."""
    data: dict[str, Value]
    """The file's top block; empty when the file cannot be read."""
    text: str
    """What the file says, if it can be read at all."""
    problems: list[Problem]
    """What is wrong with the file as YAML."""

    def __init__(self, folder: Path, name: str, long_texts: Collection[str] = (), content: bytes | None = None) -> None:
        """Read a file, or `content` in its place.

        `name` is its path below the content `folder`. Texts at the keys `long_texts` may have several lines.
        """
        self.file = within(folder, name)
        self.data = {}
        self.problems = []
        self._long_texts = long_texts
        self._keys: dict[KeyPath, Place] = {}
        self._values: dict[KeyPath, Span] = {}
        self._last: yaml.Event | None = None
        self._end = 1
        self.text = ""
        self._lines: list[str] = []
        try:
            self._read(folder / name, folder, content)
        except _UnreadableError as stop:
            self.problems.append(stop.problem)

    def at(self, path: KeyPath) -> Place:
        """The place of the value at `path`, or of the nearest block around it that has one."""
        while path and path not in self._values:
            path = path[:-1]
        return self._values[path].start if path else Place(1, 1)

    def key_at(self, path: KeyPath) -> Place:
        """The place of the key that ends `path`, or of its value where it has no key."""
        return self._keys.get(path) or self.at(path)

    def span(self, path: KeyPath) -> Span:
        """Where the value at `path` is and how it is written; the path must be there."""
        return self._values[path]

    def text_span(self, path: KeyPath) -> Span | None:
        """Where the text at `path` is, if there is one that is not written below the sign `|`."""
        span = self._values.get(path)
        value: Value = self.data
        for key in path:
            if not isinstance(value, dict) or key not in value:
                return None
            value = value[str(key)]
        return span if span and span.style != "|" and isinstance(value, str) else None

    def line(self, number: int) -> str:
        """A line of the file, counted from 1; empty behind its end."""
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def find(self, path: KeyPath, pattern: str, lines: range | None = None) -> Iterator[Place]:
        """Yield each place in the value at `path`, or in `lines` of its text, that a pattern or its group matches."""
        span = self._values[path]
        numbers = range(span.start.line, span.end_line + 1)
        for number in numbers[1:][lines.start : lines.stop] if lines and span.style == "|" else numbers:
            for match in re.finditer(pattern, self.line(number)):
                yield Place(number, match.start(match.re.groups) + 1)

    def place_of(self, path: KeyPath, text: str) -> Place:
        """Where the value at `path` says a text for the first time; where the value begins, if no line has it whole."""
        return next(self.find(path, re.escape(text)), self.at(path))

    def problem(self, path: KeyPath, key: str, at: Place | None = None, /, **values: object) -> Problem:
        """Return a problem of the value at `path`, at the place `at` or where the value is; `()` is the whole file."""
        place = at or (self.at(path) if path else Place(1, 1))
        unseen = (spot for spot in self.find(path, UNSEEN.pattern) if spot >= place) if _FORM.match(key) else ()
        for spot in unseen:
            return self.problem(path, "character", spot, name=f"U+{ord(self.line(spot.line)[spot.column - 1]):04X}")
        return Problem(self.file, key, values, place.line, place.column, self.line(place.line), path)

    def _read(self, path: Path, folder: Path, content: bytes | None) -> None:
        if content is None and is_elsewhere(path, folder):
            self._stop(Place(1, 1), "linked")
        self.text = (
            self._decode(self._bytes(path) if content is None else content).replace("\r\n", "\n").replace("\r", "\n")
        )
        self._lines = self.text.split("\n")
        self._refuse_characters()
        self._refuse_conflict()
        if self.problems:
            return
        lines = list(_with_plain_spaces(self._lines)) if _ODD_SPACE.search(self.text) else self._lines
        events = yaml.parse("\n".join(lines), Loader=CBaseLoader)
        try:
            self._document(events)
        except yaml.MarkedYAMLError as error:
            # A text that seemed to go on in the next line was cut short by the very line that cannot be read.
            self.problems = [problem for problem in self.problems if problem.key != "text_lines"]
            place, key, values = diagnose(error, lines, self._last, self._long_texts)
            if place.line not in {problem.line for problem in self.problems}:
                self._stop(place, key, **values)

    def _bytes(self, path: Path) -> bytes:
        if path.exists() and not path.is_file():
            self._stop(Place(1, 1), "unreadable")
        try:
            with path.open("rb") as stream:
                content = stream.read(MAX_BYTES + 1)
        except FileNotFoundError:
            self._stop(Place(1, 1), "missing_file")
        except OSError:
            self._stop(Place(1, 1), "unreadable")
        if len(content) > MAX_BYTES:
            self._stop(Place(1, 1), "too_large", limit=MAX_BYTES // 1024)
        return content

    def _decode(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
            likely = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "Windows-1252"
            place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
            self._stop(place, "not_utf8", likely=likely)

    def _refuse_characters(self) -> None:
        for number, line in enumerate(self._lines, 1):
            for match in (*INVISIBLE.finditer(line), *(_INDENT.finditer(line) if line.strip() else ())):
                group = match.re.groups
                name = f"U+{ord(match[group]):04X}"
                place = Place(number, match.start(group) + 1)
                self.problems.append(self.problem((), "character", place, name=name))

    def _refuse_conflict(self) -> None:
        for number, line in enumerate(self._lines, 1):
            if CONFLICT.match(line):
                self._stop(Place(number, 1), "conflict")

    def _document(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            self._stop(Place(1, 1), "empty_file")
        value = self._node(next(events), events, ())
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._stop(place_of(event.start_mark), "documents")
        if isinstance(value, dict):
            self.data = value
        else:
            self._stop(self.at(()), "not_entry")

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: KeyPath) -> Value:
        place = place_of(event.start_mark)
        self._last = event
        if len(path) > MAX_DEPTH:
            self._stop(place, "deep", limit=MAX_DEPTH)
        self._refuse_references(event, place, path)
        value: Value = ""
        style = None
        if isinstance(event, yaml.CollectionStartEvent):
            style = "[" if event.flow_style else None
            mapping = isinstance(event, yaml.MappingStartEvent)
            value = self._mapping(events, path) if mapping else self._sequence(events, path)
            self._end = last_line(self._last) if style else self._end
        elif isinstance(event, yaml.ScalarEvent):
            self._end = last_line(event)
            self._refuse_escapes(event, place, path)
            style = event.style or None  # libyaml gives text without marks the style "", the Python parser None
            nothing = (style is None and event.value in _NOTHING) or not is_seen(event.value)
            value = "" if nothing else event.value
        self._values[path] = Span(place, self._end, style)
        return value

    def _refuse_references(self, event: yaml.Event, place: Place, path: KeyPath) -> None:
        """Refuse what begins with `*`, `&` or `!`: to YAML a reference, a name or a type, to an author a text."""
        named = isinstance(event, yaml.CollectionStartEvent | yaml.ScalarEvent) and (event.anchor or event.tag)
        if named or isinstance(event, yaml.AliasEvent):
            character = self.line(place.line)[place.column - 1]
            self.problems.append(self.problem(path, "start", place, character=character))

    def _refuse_escapes(self, event: yaml.ScalarEvent, place: Place, path: KeyPath) -> None:
        """Refuse characters that nobody sees where a backslash has written them."""
        if event.style == '"' and (match := INVISIBLE.search(event.value) or re.search("[\t\r]", event.value)):
            key = "escape" if match[0] in "\t\r" else "character"
            self.problems.append(self.problem(path, key, place, name=f"U+{ord(match[0]):04X}"))

    def _refuse_lost(self, event: yaml.Event, key: Place, path: KeyPath) -> None:
        """Refuse a text of one line that would lose its end, take in lines below it, or show marks meant for YAML."""
        if not isinstance(event, yaml.ScalarEvent) or event.style in ("|", ">"):
            return
        start, end = place_of(event.start_mark), place_of(event.end_mark)
        below = re.match(r" *(?=#)", self.line(end.line + 1))
        lost = r"\s+#" if event.value else r"\s+#(?=\S)"  # a comment may be in the place of a text
        if match := re.match(lost, self.line(end.line)[end.column - 1 :]):
            self.problems.append(self.problem(path, "comment", Place(end.line, end.column + match.end() - 1)))
        elif event.value and below and below.end() >= key.column:
            self.problems.append(self.problem(path, "comment", Place(end.line + 1, below.end() + 1)))
        name = self.line(key.line)[key.column - 1 :].partition(":")[0]
        if not event.style and end.line > start.line and name not in self._long_texts:
            self.problems.append(self.problem(path, "text_lines", start))
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
                character = self.line(place.line)[place.column - 1]
                inside = self.line(place.line)[: place.column - 1].rstrip().endswith(("[", "{", ","))
                kind = "start" if inside else "key"
                self.problems.append(self.problem(path, kind, place, character=character))
            elif key in mapping:
                first = self._keys[*path, key].line
                kind = "duplicate_key"
                if isinstance(event, yaml.CollectionStartEvent):
                    outside = not path and not re.fullmatch(LANGUAGE_CODE, key)
                    kind = "duplicate_outside" if outside else "duplicate_block"
                    kind = "duplicate_list" if event.flow_style else kind
                again.append(self.problem((*path, key), kind, place, name=key, first=first))
            else:
                self._keys[*path, key] = place
                self._refuse_lost(event, place, (*path, key))
                mapping[key] = self._node(event, events, (*path, key))
                continue
            self._node(event, events, (*path, ""))
        if path and len(again) > 1:
            again = [self.problem(path, "lost_language", Place(again[0].line, again[0].column), **again[0].values)]
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
        raise _UnreadableError(self.problem((), key, place, **values))


def _with_plain_spaces(lines: Sequence[str]) -> Iterator[str]:
    """Yield each line with U+0020 for the other spaces in what is YAML's; the lines below `|` are text."""
    text_below: int | None = None
    for line in lines:
        if not line.strip():
            yield " " * len(line)
        elif text_below is not None and len(line) - len(line.lstrip()) > text_below:
            yield line
        elif structure := _STRUCTURE.match(line):
            text_below = len(structure["indent"]) if structure["text"] else None
            yield _ODD_SPACE.sub(" ", structure[0]) + line[structure.end() :]


class _UnreadableError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))
