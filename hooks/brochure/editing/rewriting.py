"""Write changed values into an author's file, and keep the lines of all other values byte for byte.

The old and new values are walked together. An equal value keeps its text. A changed block consists of the texts of its
children and the gaps between them. Only new values are formatted, in the plainest way that the reader understands.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import takewhile
from pathlib import Path
from typing import TypeAlias

from werkzeug.exceptions import BadRequest

from brochure.reading.yaml_errors import Place
from brochure.reading.yaml_reader import KeyPath, Source, Value

Key: TypeAlias = str | int

_END = re.compile(r"\r\n|\r|\n")
_LAST_LINE = re.compile(r"(?>\r\n|\r|\n)[^\r\n]*\Z")
_BLANK_LINES = re.compile(r"\A(?:(?>\r\n|\r|\n) *(?=[\r\n]))*")
_HEADER = re.compile(r"[|>](?P<signs>[-+0-9]*)(?P<comment>[^\r\n]*)")
"""The first line of a text `|` or `>`."""
_TERM = re.compile(r"[\w /-]{1,40}|[\w/.*-]+")
"""An item such as a search word or an address; a list of these is written in brackets."""


class UnwritableError(BadRequest):
    """A value that the reader would read back as another one."""


def read(content: bytes) -> Source:
    """Return the source of a file with this content."""
    return Source(Path(), "", content)


def rewrite(source: Source, wanted: Mapping[str, Value]) -> bytes:
    """Return a file's bytes with the `wanted` values, in which only the lines of changed values differ.

    A source that is empty or missing gives a new file. Raises `UnwritableError` if the bytes would not read back as
    exactly `wanted`, or would have a new problem.
    """
    if not source.data and any(problem.key not in ("empty_file", "missing_file") for problem in source.problems):
        raise UnwritableError
    content = _Rewriting(source).file(dict(wanted)).encode()
    again = read(content)
    before, after = (Counter((each.key, each.excerpt) for each in file.problems) for file in (source, again))
    if again.data != wanted or after - before:
        raise UnwritableError
    return content


def _children(value: Value) -> dict[Key, Value]:
    """Return the parts of a block by their keys, and those of a list by their indices."""
    parts: Iterable[tuple[Key, Value]] = ()
    if not isinstance(value, str):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
    return dict(parts)


def _identity(value: Value) -> str:
    return json.dumps(value, sort_keys=True)


def _equal(olds: list[str], news: list[str]) -> int:
    """Return the number of equal texts at the beginning of two lists."""
    return len([*takewhile(lambda pair: pair[0] == pair[1], zip(olds, news, strict=False))])


def _pairs(old: Value, new: Value) -> dict[Key, Key]:
    """Map each child of a new value to the child of the old value that it replaces, if there is one."""
    if not isinstance(old, list):
        return {key: key for key in _children(new) if key in _children(old)}
    olds, news = ([*map(_identity, _children(value).values())] for value in (old, new))
    top = _equal(olds, news)
    end = _equal(olds[top:][::-1], news[top:][::-1])
    pairs: dict[Key, Key] = {len(news) - place: len(olds) - place for place in range(1, end + 1)}
    pairs |= {place: place for place in range(top)}
    olds, news = olds[top : len(olds) - end], news[top : len(news) - end]
    for kind, start, stop, new_start, new_stop in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        continued = (top + index for index in range(new_start, new_stop) if kind == "equal" or news[index] not in olds)
        pairs |= zip(continued, range(top + start, top + stop), strict=False)
    return pairs


class _Rewriting:
    """The text of a file and the way it is laid out."""

    def __init__(self, source: Source) -> None:
        self.source, text = source, source.content.decode()
        self.end = end[0] if (end := _END.search(text)) else "\n"
        self.text = re.sub(r"(?<=[^\r\n])\Z", self.end, text)
        self.starts = [int(text.startswith("\ufeff")), *(end.end() for end in _END.finditer(self.text))]
        blocks = ((code, key) for code, block in source.data.items() if isinstance(block, dict) for key in block)
        self.unit = next((source.key_at(path).column - 1 for path in blocks if source.span(path[:1]).style == "-"), 2)

    def file(self, wanted: dict[str, Value]) -> str:
        """Return the file's text with the wanted values."""
        if not self.source.data:
            return self.text + "".join(self._new(key, value, 0) + self.end for key, value in wanted.items())
        return self._block((), self.source.data, wanted, 0, len(self.text))

    def _block(self, path: KeyPath, old: Value, new: Value, start: int, stop: int) -> str:
        """Return a part of the text in which the list or the block at `path` is the new one.

        The gap above a child consists of line ends, comments and the child's margin; that of a removed child stays.
        """
        olds, news, pairs = _children(old), _children(new), _pairs(old, new)
        values = {old_key: news[new_key] for new_key, old_key in pairs.items()}
        ranges = {key: self._range((*path, key), value) for key, value in olds.items()}
        moved = {_identity(olds[key]): self.text[slice(*ranges[key])] for key in olds if isinstance(key, int)}
        first = next(iter(olds))
        margin, (begin, _) = self._place((*path, first)).column - 1, ranges[first]
        fresh, above = self.end + " " * margin, None
        added: dict[Key | None, list[str]] = defaultdict(list)
        for key, value in news.items():
            above = pairs.get(key, above)
            if key not in pairs:
                added[above].append(fresh + (moved.get(_identity(value)) or self._new(key, value, margin)))
        parts, done = added[None], begin
        for key, (top, bottom) in ranges.items():
            gap, done = self.text[done:top] or fresh, bottom
            part = gap + self._child((*path, key), olds[key], values[key]) if key in values else _LAST_LINE.sub("", gap)
            parts += [part, *added[key]]
        text = ""
        for part in [*parts, self.text[done:stop]]:
            text += _BLANK_LINES.sub("", part) if text.endswith(self.end) else part  # they would continue a text `|+`
        return self.text[start:begin] + text.lstrip(" \r\n")

    def _child(self, path: KeyPath, old: Value, new: Value) -> str:
        """Return the text of a key or an item with its new value; comments in replaced lines go above it."""
        span, (start, stop) = self.source.span(path), self._range(path, old)
        if old == new:
            return self.text[start:stop]
        if span.style == "-" and type(old) is type(new) and old and new:
            return self._block(path, old, new, start, stop)
        header, margin = _HEADER.match(self.text, self._offset(span.start)), self._place(path).column - 1
        comments = (header["comment"] if header else "") + self.text[self._end(path, old) : stop]
        above = "".join(each + self.end + " " * margin for each in re.findall(r"#[^\r\n]*", comments))
        return above + self._new(path[-1], new, margin, in_brackets=span.style == "[")

    def _new(self, key: Key, value: Value, margin: int, *, in_brackets: bool = False) -> str:
        head = f"{key}:" if isinstance(key, str) else "-"
        return _indented(_written(head, value, self.unit, in_brackets), margin).replace("\n", self.end)

    def _offset(self, place: Place) -> int:
        return self.starts[place.line - 1] + place.column - 1

    def _place(self, path: KeyPath) -> Place:
        """Return the place of a key or of an item's dash."""
        place, column = self.source.key_at(path), self.source.at(path[:-1]).column
        if isinstance(path[-1], str):
            return place
        lines = (line for line in range(place.line, 0, -1) if self.source.line(line)[column - 1 : column] == "-")
        return Place(next(lines, place.line), column)

    def _range(self, path: KeyPath, value: Value) -> tuple[int, int]:
        """Return the start and the end of a child's lines, with the comments that are indented deeper than its key."""
        place, end = self._place(path), self._end(path, value)
        below = re.compile(rf"[^\r\n]*(?:\s*[\r\n] {{{place.column},}}#[^\r\n]*)*").match(self.text, end)
        return self._offset(place), below.end() if below else end

    def _end(self, path: KeyPath, value: Value) -> int:
        """Return the offset where a value ends, without line ends and comments after it."""
        span = self.source.span(path)
        if span.style == "-" and value:
            *_, (last, child) = _children(value).items()
            return self._end((*path, last), child)
        text = self.text[: self._offset(span.end)]
        if header := _HEADER.match(text, self._offset(span.start)):
            return len(_LAST_LINE.sub("", text) if "+" in header["signs"] else text.rstrip("\r\n"))
        return len(text)


def _indented(text: str, spaces: int) -> str:
    """Return a text with every line but the first indented."""
    return re.sub("\n(?=[^\n])", "\n" + " " * spaces, text)


def _written(head: str, value: Value, unit: int, in_brackets: bool = False) -> str:
    """Return a value behind its key or dash, as an author writes it by hand.

    `unit` is the number of spaces before the keys of a block. A list that was in brackets remains so. Raises
    `UnwritableError` if there is no way to write it.
    """
    inside = 2 if head == "-" else unit
    if isinstance(value, str):
        return f"{head} {_text(value, inside)}" if value else head
    terms = [part for part in value if isinstance(part, str) and (in_brackets or _TERM.fullmatch(part))]
    if isinstance(value, list) and len(terms) == len(value):
        plain = (
            _text(part, inside) if _TERM.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in terms
        )
        return f"{head} [{', '.join(plain)}]"
    heads = {key: f"{key}:" if isinstance(key, str) else "-" for key in _children(value)}
    block = "\n".join(_written(heads[key], part, unit) for key, part in _children(value).items())
    return head + _indented(f" {block}" if head == "-" else f"\n{block}", inside)


def _text(text: str, inside: int) -> str:
    """Return a text in the plainest form that reads back; no rule of YAML is repeated here."""
    signs = str(inside) if re.match("\n*[ \t]", text) else ""
    signs += "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    block = _indented(f"|{signs}\n" + text.removesuffix("\n"), inside)
    quoted = (json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'")
    for option in (block if "\n" in text else text, *sorted(quoted, key=len)):
        again = read(f"k:\n- {option}\n".encode())
        if again.data == {"k": [text]} and not again.problems:
            return option
    raise UnwritableError
