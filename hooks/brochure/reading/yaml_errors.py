"""The author's mistake behind an error of the YAML parser, and places in a file.

The parser reports where it could not go on; the mistake is often earlier. Contexts and problems are those of libyaml
(`scanner.c`, `parser.c`).
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from brochure.model.keys import keys, long_texts


class Place(NamedTuple):
    """A place in a file; line and column count from 1."""

    line: int
    column: int


Diagnosis = tuple[Place, str, dict[str, object]]
"""A place, a message's key and its values."""

NO_SPACE = re.compile(r"\s*(?:- )?(?P<key>[a-z_]+):(?![ /]|$)")
"""A line that would be a key and its text if there were a space after the colon."""
_KEY = re.compile(r"\s*(?:- )?[^\s:]+:( |$)")
_ITEM = re.compile(r"\s*- +(?P<key>[a-z_]+):")
_TEXT = re.compile(r"\s*(?P<key>[a-z_]+): *(?=[^|]|$)")
_OPENER = re.compile(r"(?P<key> *(?:- +)?)(?P<name>[a-z_]+): +[|>][-+]?\s*$")
_KEY_OR_ITEM = re.compile(
    r"\s*(?:- +[\[{]|(?:- +)?[\"']?[a-z][\w-]*[\"']?:(?!//)|[\w-]+:\s*$|---|\.\.\.|\t"
    rf"|(?:{'|'.join(key for key, _, _ in keys())})\b)"
)
"""The beginning of a line that may follow a text of several lines: a key, an item or a separator."""
_LOST = re.compile(r"[\[{,:]\s*#(?=\S)")
_QUOTED = {"while scanning a quoted scalar": "unclosed_quote", "while parsing a quoted scalar": "escape"}
_FLOWS = ("while parsing a flow sequence", "while parsing a flow mapping")
_STARTS = (
    *("while scanning an alias", "while scanning an anchor", "while scanning a tag", "while parsing a tag"),
    *("while scanning a block scalar", "found character that cannot start any token"),
    *(f"{token} are not allowed in this context" for token in ("block sequence entries", "mapping keys")),
    "did not find expected node content",
)
"""Errors about the first character of a text."""
_BLOCKS = (
    *("while parsing a block mapping", "while parsing a block collection"),
    "did not find expected <document start>",
)


def place_of(mark: Any) -> Place:  # noqa: ANN401 (the parser has two kinds of marks, which count from 0)
    """Return the place of a mark, or the beginning of the file."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)


def diagnose(error: yaml.MarkedYAMLError, lines: Sequence[str], last: yaml.Event | None) -> Diagnosis:
    """Return the mistake behind an error; `last` is the event before it."""
    place, context = (_inside(place_of(mark), lines) for mark in (error.problem_mark, error.context_mark))
    line, about = lines[place.line - 1], error.context or ""
    if (early := outdented(lines)) and early[0] <= place:
        return early
    if "\t" in line[: place.column]:
        return Place(place.line, line.index("\t") + 1), "tab", {}
    if about in _QUOTED:
        return context, _QUOTED[about], {}
    if about.startswith("while parsing a flow") and (lost := _LOST.search(lines[context.line - 1])):
        return Place(context.line, lost.end()), "comment", {}
    if about in _FLOWS:
        text_follows = re.search(r"[\]}]\s*\S", lines[context.line - 1][context.column :])
        return context, "start" if text_follows else "flow", {"character": _at(context, lines)}
    if about in _STARTS or error.problem in _STARTS:
        at = context if about in _STARTS else place
        return at, "start", {"character": _at(at, lines)}
    if about == "while scanning a simple key":
        no_key: Diagnosis = (context, "no_colon", {})
        return _no_space(context.line, lines) or _long_text(context.line, lines) or no_key
    if error.problem == "mapping values are not allowed in this context":
        return _colon(place, lines)
    if about in _BLOCKS or error.problem in _BLOCKS:
        return _block(place, lines, last)
    return place, "syntax", {}


def outdented(lines: Sequence[str]) -> Diagnosis | None:
    """Return the first line that breaks off a text of several lines, being indented less than that text."""
    for number, line in enumerate(lines, 1):
        opener = _OPENER.match(line)
        below = [
            _first(each, lines) for each in range(number + 1, len(lines) + 1) if opener and lines[each - 1].strip()
        ]
        if not opener or not below or below[0].column <= len(opener["key"]) + 1:
            continue
        left = [place for place in below if place.column < below[0].column][:1]
        after = [place for place in below if left and place >= left[0] and _at(place, lines) != "#"][:1]
        if after and after[0].column >= below[0].column:  # a heading of Markdown is a comment to YAML
            return left[0], "outdented_text", {"name": opener["name"]}
        if after and not _KEY_OR_ITEM.match(lines[after[0].line - 1]):
            return after[0], "outdented_text", {"name": opener["name"]}
    return None


def _inside(place: Place, lines: Sequence[str]) -> Place:
    """Return the place, or the end of the last line with text if the place is behind it."""
    while place.line > 1 and (place.line > len(lines) or not lines[place.line - 1].strip()):
        place = Place(place.line - 1, 10**6)
    return Place(place.line, min(place.column, len(lines[place.line - 1]) + 1))


def _at(place: Place, lines: Sequence[str]) -> str:
    return lines[place.line - 1][place.column - 1 : place.column]


def _first(number: int, lines: Sequence[str]) -> Place:
    """Return the place of a line's first character that is no space."""
    return Place(number, len(lines[number - 1]) - len(lines[number - 1].lstrip()) + 1)


def _above(number: int, lines: Sequence[str], column: int = 10**6) -> int:
    """Return the nearest line above that has text and begins to the left of a column, or 0."""
    above = (line for line in range(number - 1, 0, -1) if lines[line - 1].strip())
    return next((line for line in above if _first(line, lines).column < column), 0)


def _no_space(number: int, lines: Sequence[str]) -> Diagnosis | None:
    match = NO_SPACE.match(lines[number - 1])
    return (Place(number, match.end()), "no_space", {"name": match["key"]}) if match else None


def _long_text(number: int, lines: Sequence[str]) -> Diagnosis | None:
    """Return the mistake if a line is part of a text of several lines without its sign `|`."""
    opener = _above(number, lines, _first(number, lines).column)
    match = _TEXT.match(lines[opener - 1]) if opener else None
    return (Place(opener, match.end()), "body_lines", {}) if match and match["key"] in long_texts() else None


def _colon(place: Place, lines: Sequence[str]) -> Diagnosis:
    """Return the mistake behind a colon inside a text, or after a key that the line above has swallowed."""
    if body := _long_text(place.line, lines):
        return body
    above = _above(place.line, lines)
    if not above or ":" in lines[place.line - 1][: place.column - 1].replace("://", ""):
        return place, "colon", {}
    if _KEY.match(lines[above - 1]):
        return _misindented(place.line, lines)
    return _no_space(above, lines) or (_first(above, lines), "no_colon", {})


def _block(place: Place, lines: Sequence[str], last: yaml.Event | None) -> Diagnosis:
    """Return the mistake if the parser expected a block's next key but met something else."""
    if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"') and place_of(last.end_mark).line == place.line:
        start = place_of(last.start_mark)
        return (start, "unclosed_quote", {}) if start.line < place.line else (place, "quote_ends", {})
    if flow := re.search(r":\s+[\[{]", lines[place.line - 1][: place.column]):
        return Place(place.line, flow.end()), "start", {"character": flow[0][-1]}
    return _misindented(place.line, lines)


def _misindented(number: int, lines: Sequence[str]) -> Diagnosis:
    """Return the mistake of a line indented unlike its block, placed at it or at the line above."""
    place, key, above = _first(number, lines), _TEXT.match(lines[number - 1]), _above(number, lines)
    before = _above(above, lines)
    if not key or not before:
        return place, "indent", {}
    start, first, item = _first(above, lines), _first(before, lines), _ITEM.match(lines[above - 1])
    if item and start.column == place.column:
        return place, "outdented", {"name": item["key"]}
    opens = lines[before - 1].rstrip().endswith(":") and first.column == start.column
    if start.column < place.column and (opens or first.column == place.column):
        return start, "outdented", {"name": key["key"]}
    return (start if re.match(r"\s*-[^\s-]", lines[above - 1]) else place), "indent", {}
