"""Write changed values into an author's file, and keep the lines of all other values byte for byte.

The old and new values are walked together. An equal value keeps its text. A changed block consists of the texts of its
children and the gaps between them. Only new values are formatted.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeAlias

from brochure.editing.yaml_writer import Look, UnwritableError, children, in_brackets, indented, read, written
from brochure.reading.yaml_errors import Place
from brochure.reading.yaml_reader import KeyPath, Source, Value, scalars

Key: TypeAlias = str | int

_END = re.compile(r"\r\n|\r|\n")
_LAST_LINE = re.compile(r"(?>\r\n|\r|\n)[^\r\n]*\Z")
_BLANK_LINES = re.compile(r"\A(?:(?>\r\n|\r|\n) *(?=[\r\n]))*")
_HEADER = re.compile(r"[|>](?P<signs>[-+]?(?P<digit>\d?)[-+]?)(?P<comment>[^\r\n]*)\s*[\r\n](?P<margin> *)")
"""The beginning of a text `|` or `>`, up to its first character."""


def rewrite(source: Source, wanted: Mapping[str, Value]) -> bytes:
    """Return a file's bytes with the `wanted` values, in which only the lines of changed values differ.

    A source that is empty or missing gives a new file. Raises `UnwritableError` if the bytes would not read back as
    exactly `wanted`, or would have a new problem.
    """
    if not source.data and any(problem.key not in ("empty_file", "missing_file") for problem in source.problems):
        raise UnwritableError
    content = _Rewriting(source).file(dict(wanted)).encode("utf-8", "surrogatepass")
    again = read(content)
    before, after = (Counter((each.key, each.excerpt) for each in file.problems) for file in (source, again))
    if again.data != wanted or after - before:
        raise UnwritableError
    return content


def _identity(value: Value) -> str:
    return json.dumps(value, sort_keys=True)


def _equal(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many of the first texts are equal."""
    return len([*takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False))])


def _pairs(old: Value, new: Value) -> dict[Key, Key]:
    """Map each child of a new value to the child of the old value that it replaces, if there is one."""
    if not isinstance(old, list):
        return {key: key for key in children(new) if key in children(old)}
    olds, news = ([*map(_identity, children(value).values())] for value in (old, new))
    top = _equal(olds, news)
    end = _equal(olds[top:][::-1], news[top:][::-1])
    pairs: dict[Key, Key] = {len(news) - place: len(olds) - place for place in range(1, end + 1)}
    pairs |= {place: place for place in range(top)}
    olds, news = olds[top : len(olds) - end], news[top : len(news) - end]
    for kind, start, stop, there, beyond in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        continued = (top + index for index in range(there, beyond) if kind == "equal" or news[index] not in olds)
        pairs |= zip(continued, range(top + start, top + stop), strict=False)
    return pairs


class _Rewriting:
    """The text of a file and the way it is laid out."""

    def __init__(self, source: Source) -> None:
        self.source, text = source, source.content.decode("utf-8")
        self.end = end[0] if (end := _END.search(text)) else "\n"
        self.lacking = self.end if re.search(r"[^\r\n]\Z", text) else ""
        """The line end that the last line does not have."""
        self.text = text + self.lacking
        self.starts = [int(text.startswith("\ufeff")), *(end.end() for end in _END.finditer(self.text))]
        blocks = ((code, key) for code, block in source.data.items() if isinstance(block, dict) for key in block)
        self.unit = next((source.key_at(path).column - 1 for path in blocks if source.span(path[:1]).style == "-"), 2)

    def file(self, wanted: dict[str, Value]) -> str:
        """Return the file's text with the wanted values."""
        if not self.source.data:
            return self.text + "".join(self._written(key, value, 0) + self.end for key, value in wanted.items())
        text = self._block((), self.source.data, wanted, 0, len(self.text))
        short = text.removesuffix(self.lacking)
        return text if short.endswith(self.end) else short

    def _block(self, path: KeyPath, old: Value, new: Value, start: int, stop: int) -> str:
        """Return a part of the text in which the list or the block at `path` is the new one.

        The gap above a child consists of line ends, comments and the child's margin; that of a removed child stays.
        """
        olds, news, pairs = children(old), children(new), _pairs(old, new)
        kept = {there: news[here] for here, there in pairs.items()}
        ranges = {key: self._range((*path, key), value) for key, value in olds.items()}
        moved = {_identity(olds[key]): self.text[slice(*ranges[key])] for key in olds if isinstance(key, int)}
        first = next(iter(olds))
        margin, (begin, _) = self._place((*path, first)).column - 1, ranges[first]
        fresh, above = self.end + " " * margin, None
        added: dict[Key | None, list[str]] = defaultdict(list)
        for key, value in news.items():
            above = pairs.get(key, above)
            if key not in pairs:
                added[above].append(fresh + (moved.get(_identity(value)) or self._written(key, value, margin)))
        parts, done = added[None], begin
        for key, (top, bottom) in ranges.items():
            gap, done = self.text[done:top] or fresh, bottom
            changed = gap + self._child((*path, key), olds[key], kept[key]) if key in kept else _LAST_LINE.sub("", gap)
            parts += [changed, *added[key]]
        text = ""
        for part in [*parts, self.text[done:stop]]:
            text += _BLANK_LINES.sub("", part) if text.endswith(self.end) else part  # they would continue a text `|+`
        return self.text[start:begin] + text.lstrip(" \r\n")

    def _child(self, path: KeyPath, old: Value, new: Value) -> str:
        """Return the text of a key or an item with its new value; comments in replaced lines go above it."""
        span, (start, stop), end = self.source.span(path), self._range(path, old), self._end(path, old)
        if old == new:
            return self.text[start:stop]
        if span.style == "-" and type(old) is type(new) and old and new:
            return self._block(path, old, new, start, stop)
        begin, margin, item = self._offset(span.start), self._place(path).column - 1, isinstance(path[-1], int)
        if span.style == "[" and not isinstance(new, str):
            texts = ((self.source.span((*path, *below)), text) for below, text in scalars(old))
            known = {text: self.text[self._offset(each.start) : self._offset(each.end)] for each, text in texts}
            return self.text[start:begin] + in_brackets(new, known) + self.text[end:stop]
        look, comments = Look(span.style), self.text[end:stop]
        if header := _HEADER.match(self.text, begin):
            indent = int(header["digit"]) if header["digit"] else len(header["margin"]) - margin
            look, comments = Look(span.style, max(indent, 0)), header["comment"] + comments
        above = "".join(each + self.end + " " * margin for each in re.findall(r"#[^\r\n]*", comments))
        head = start + 1 if item else len(self.text[:begin].rstrip(" "))
        value = self._written(0 if item else "k", new, margin, look).removeprefix("-" if item else "k:")
        gap = (isinstance(new, str) and self.text[head:begin]) or " "
        return above + self.text[start:head] + re.sub("^ ", gap, value)

    def _written(self, key: Key, value: Value, margin: int, look: Look | None = None) -> str:
        return indented(written(key, value, self.unit, look), margin).replace("\n", self.end)

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
            *_, (last, child) = children(value).items()
            return self._end((*path, last), child)
        text = self.text[: self._offset(span.end)]
        if header := _HEADER.match(text, self._offset(span.start)):
            return len(_LAST_LINE.sub("", text) if "+" in header["signs"] else text.rstrip("\r\n"))
        return len(text)
