"""Changed values, written into an author's file so that the lines of all other values stay byte for byte.

The values of the file and the wanted ones are walked together. Each difference becomes a splice of the file's text, and
the text between the splices is copied. The result is read again before anyone gets it.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from brochure.editing.yaml_writer import Look, UnwritableError, children, in_brackets, indented, read, written
from brochure.reading.yaml_errors import Place
from brochure.reading.yaml_reader import KeyPath, Source, Value, scalars

_END = re.compile(r"\r\n|\r|\n")
_BLANK = re.compile(r"(?:(?:\r\n|\r|\n) *(?=[\r\n]|\Z))*")
_HEADER = re.compile(r"[|>](?P<signs>[-+]?(?P<digit>\d?)[-+]?)(?P<comment>[^\r\n]*)\s*[\r\n](?P<margin> *)")
"""The beginning of a text `|` or `>`, up to its first character."""


class _Splice(NamedTuple):
    """A new text in the place of a part of the old text."""

    start: int
    stop: int
    text: str


def rewrite(source: Source, wanted: Mapping[str, Value]) -> bytes:
    """Return a file's bytes with the `wanted` values, in which only the lines of changed values differ.

    A source that is empty or missing gives a new file. Raises `UnwritableError` if the bytes would not read back as
    exactly `wanted`, or would have a new problem.
    """
    if not source.data and any(problem.key not in ("empty_file", "missing_file") for problem in source.problems):
        raise UnwritableError
    content = _Rewriting(source).text_with(dict(wanted)).encode("utf-8", "surrogatepass")
    again = read(content)
    before, after = (Counter((each.key, each.excerpt) for each in file.problems) for file in (source, again))
    if again.data != wanted or after - before:
        raise UnwritableError
    return content


def _pairs(old: Value, new: Value) -> dict[str | int, str | int]:
    """Return, by each child of the new value that continues a child of the old one, that child."""
    if not isinstance(old, list):
        return {key: key for key in children(new) if key in children(old)}
    olds, news = ([json.dumps(item) for item in children(value).values()] for value in (old, new))
    pairs: dict[str | int, str | int] = {}
    for kind, start, stop, there, beyond in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        continued = (index for index in range(there, beyond) if kind == "equal" or news[index] not in olds)
        pairs |= zip(continued, range(start, stop), strict=False)
    return pairs


def _skip(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Return the end of a pattern at an offset, or that offset."""
    return match.end() if (match := pattern.match(text, start)) else start


class _Rewriting:
    """The text and the places of a file whose values change."""

    def __init__(self, source: Source) -> None:
        self.source, self.text = source, source.content.decode("utf-8")
        self.starts = [int(self.text.startswith("\ufeff")), *(end.end() for end in _END.finditer(self.text))]
        self.starts.append(len(self.text))
        self.end = end[0] if (end := _END.search(self.text)) else "\n"
        nested = ((code, key) for code, block in source.data.items() if isinstance(block, dict) for key in block)
        self.unit = next((source.key_at(path).column - 1 for path in nested if source.span(path[:1]).style == "-"), 2)

    def text_with(self, wanted: dict[str, Value]) -> str:
        """Return the file's text with the wanted values."""
        text, new, done = "", "", 0
        if not self.source.data:
            lines = "".join(f"{written(key, value, self.unit)}\n" for key, value in wanted.items())
            return self.text + ("\n" * bool(re.search(r"[^\r\n]\Z", self.text)) + lines).replace("\n", self.end)
        for start, stop, new in self._changes((), self.source.data, wanted):
            text += self.text[done : max(start, done)] + new.replace("\n", self.end)
            done = max(stop, done)
            if new.endswith("\n"):  # blank lines would be read as a part of the text `|+` above them
                done = _skip(_BLANK, self.text, done)
        return text + self.text[done:] + (self.end if new.endswith("\n") and done == len(self.text) else "")

    def _changes(self, path: KeyPath, old: Value, new: Value) -> Iterator[_Splice]:
        """Yield the splices, in the order of the file, that make the value at `path` the new one."""
        if old == new:
            return
        if type(old) is not type(new) or not new or self.source.span(path).style != "-":
            yield from self._replacement(path, old, new)
            return
        olds, news, pairs = children(old), children(new), _pairs(old, new)
        kept = {there: here for here, there in pairs.items()}
        ranges = {key: self._range((*path, key), value) for key, value in olds.items()}
        keys, margin = list(olds), self._place((*path, next(iter(olds)))).column - 1
        removed = (key for key in keys if isinstance(key, int) and key not in kept)
        moved = {json.dumps(olds[key]): _END.sub("\n", self.text[slice(*ranges[key])]) for key in removed}
        added: dict[str | int | None, list[str]] = defaultdict(list)
        above = None
        for key, value in news.items():
            above = pairs.get(key, above)
            if key not in pairs:
                added[above].append(moved.get(json.dumps(value)) or indented(written(key, value, self.unit), margin))
        glue = "\n" + " " * margin
        if not kept:
            yield _Splice(ranges[keys[0]][0], ranges[keys[-1]][1], glue.join(added[None]))
            return
        start, (first, _) = ranges[keys[0]][0], ranges[next(key for key in keys if key in kept)]
        if self.text[start - margin : start].strip():  # the first child follows the dash of an item
            yield _Splice(start, first, "")
            keys = [key for key in keys if ranges[key][0] >= first]
        for key in keys:
            start, stop = ranges[key]
            if key not in kept and start < first:
                yield _Splice(start - margin, _skip(_END, self.text, stop), "")
                continue
            if key not in kept:
                yield _Splice(self._above(start - margin), stop, "")
                continue
            if start == first:
                yield _Splice(start, start, "".join(each + glue for each in added[None]))
            yield from self._changes((*path, key), olds[key], news[kept[key]])
            if added[key]:
                yield _Splice(stop, stop, "".join(glue + each for each in added[key]))

    def _replacement(self, path: KeyPath, old: Value, new: Value) -> Iterator[_Splice]:
        """Yield the splices that write a value in the place of another; comments in its lines go above its key."""
        span, end = self.source.span(path), self._end(path, old)
        start = self._offset(span.start)
        if span.style == "[" and not isinstance(new, str):
            texts = ((self.source.span((*path, *below)), text) for below, text in scalars(old))
            known = {text: self.text[self._offset(each.start) : self._offset(each.end)] for each, text in texts}
            yield _Splice(start, end, in_brackets(new, known))
            return
        margin, (above, stop) = self._place(path).column - 1, self._range(path, old)
        comments = re.findall(r"#[^\r\n]*", self.text[end:stop])
        yield _Splice(above, above, "".join(each + "\n" + " " * margin for each in comments))
        look = Look(span.style)
        if header := _HEADER.match(self.text, start):
            indent = int(header["digit"]) if header["digit"] else len(header["margin"]) - margin
            look = Look(span.style, max(indent, 0), header["comment"])
        head = above + 1 if isinstance(path[-1], int) else len(self.text[:start].rstrip(" "))
        name = "k" if isinstance(path[-1], str) else 0
        after = indented(written(name, new, self.unit, look), margin).removeprefix("k:" if name else "-")
        gap = (isinstance(new, str) and self.text[head:start]) or " "
        yield _Splice(head, stop, re.sub("^ ", gap, after))

    def _offset(self, place: Place) -> int:
        return self.starts[place.line - 1] + place.column - 1

    def _above(self, offset: int) -> int:
        """Return the end of the line above, if a line starts at the offset."""
        text = self.text[:offset]
        return len(text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n").rstrip("\r"))

    def _place(self, path: KeyPath) -> Place:
        """Return the place of a key or of an item's dash."""
        line, column = self.source.at(path).line, self.source.at(path[:-1]).column
        if isinstance(path[-1], str):
            return self.source.key_at(path)
        while self.source.line(line)[column - 1 : column] != "-":
            line -= 1
        return Place(line, column)

    def _range(self, path: KeyPath, value: Value) -> tuple[int, int]:
        """Return the start and the end of a child's lines, with the comments that are indented deeper than its key."""
        place = self._place(path)
        comments = re.compile(rf"[^\r\n]*(?:\s*[\r\n] {{{place.column},}}#[^\r\n]*)*")
        return self._offset(place), _skip(comments, self.text, self._end(path, value))

    def _end(self, path: KeyPath, value: Value) -> int:
        """Return the end of a value, before the end of its last line with text."""
        span = self.source.span(path)
        if span.style == "-":
            *_, (last, child) = children(value).items()
            return self._end((*path, last), child)
        stop = self._offset(span.end)
        if header := _HEADER.match(self.text, self._offset(span.start)):
            return self._above(stop) if "+" in header["signs"] else len(self.text[:stop].rstrip("\r\n"))
        return stop
