"""Places in a file, and those of the parser's marks and events."""

from typing import NamedTuple, Protocol

import yaml


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    line: int
    column: int


class Mark(Protocol):
    """A place as the parser counts it, from 0."""

    line: int
    column: int


def place_of(mark: Mark | None) -> Place:
    """Return the place of a mark, or the beginning of the file."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def last_line(event: yaml.Event) -> int:
    """Return the last line of an event; the end mark of a block is at the start of the next line."""
    start, end = place_of(event.start_mark), place_of(event.end_mark)
    return end.line - 1 if end.column == 1 and end.line > start.line else end.line
