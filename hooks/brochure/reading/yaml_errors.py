"""The author's mistake behind an error of the YAML parser.

The parser reports where it could not go on; the mistake is often earlier. Contexts and problems are those of libyaml
(`scanner.c`, `parser.c`).
"""

import re
from collections.abc import Collection, Sequence

import yaml

from brochure.reading.place import Place, last_line, place_of

Diagnosis = tuple[Place, str, dict[str, object]]
"""A place, a message's key and its values."""

NO_SPACE = re.compile(r"\s*(?:- )?(?P<key>[a-z_]+):(?![ /]|$)")
"""A line that would be a key and its text if there were a space after the colon."""
_KEY = re.compile(r"\s*(?:- )?[^\s:]+:( |$)")
_TEXT = re.compile(r"\s*(?P<key>[a-z_]+): *(?=[^|]|$)")
_LOST = re.compile(r"[\[{,:]\s*#(?=\S)")
_QUOTED = {"while scanning a quoted scalar": "unclosed_quote", "while parsing a quoted scalar": "escape"}
_FLOWS = ("while parsing a flow sequence", "while parsing a flow mapping")
_STARTS = (
    *("while scanning an alias", "while scanning an anchor", "while scanning a tag", "while parsing a tag"),
    *("while scanning a block scalar", "found character that cannot start any token"),
    "block sequence entries are not allowed in this context",
)
"""Errors about the first character of a text."""


def diagnose(
    error: yaml.MarkedYAMLError, lines: Sequence[str], last: yaml.Event | None, long_texts: Collection[str]
) -> Diagnosis:
    """Return what is wrong.

    Args:
        error: The parser's error.
        lines: The lines of the file.
        last: The last event before the error.
        long_texts: The keys of texts that may have several lines.

    """
    place, context = (_inside(place_of(mark), lines) for mark in (error.problem_mark, error.context_mark))
    line, about = lines[place.line - 1], error.context or ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or _at(place, lines) == "\t":
        return (Place(place.line, indent.index("\t") + 1) if "\t" in indent else place), "tab", {}
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
        return (
            _no_space(context.line, lines) or _long_text(context.line, lines, long_texts) or (context, "no_colon", {})
        )
    if error.problem == "mapping values are not allowed in this context":
        return _colon(place, lines, long_texts)
    if about in ("while parsing a block mapping", "while parsing a block collection"):
        return _block(place, lines, last)
    if _at(place, lines) in tuple("?,]}") and line[: place.column - 1].rstrip().endswith(":"):
        return place, "start", {"character": _at(place, lines)}
    if first := next((number for number, text in enumerate(lines, 1) if text.strip() and text[0] == " "), None):
        return _first(first, lines), "indent", {}
    return place, "syntax", {}


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


def _above(number: int, lines: Sequence[str]) -> list[int]:
    """Return the lines with text above a line, nearest first."""
    return [above for above in range(number - 1, 0, -1) if lines[above - 1].strip()]


def _opener(number: int, lines: Sequence[str]) -> int:
    """Return the nearest line above that begins further left, or 0."""
    indent = _first(number, lines).column
    return next((above for above in _above(number, lines) if _first(above, lines).column < indent), 0)


def _no_space(number: int, lines: Sequence[str]) -> Diagnosis | None:
    match = NO_SPACE.match(lines[number - 1])
    return (Place(number, match.end()), "no_space", {"name": match["key"]}) if match else None


def _long_text(number: int, lines: Sequence[str], keys: Collection[str]) -> Diagnosis | None:
    """Return the mistake if a line is part of a text of several lines without its sign `|`."""
    opener = _opener(number, lines)
    match = _TEXT.match(lines[opener - 1]) if opener else None
    return (Place(opener, match.end()), "body_lines", {}) if match and match["key"] in keys else None


def _colon(place: Place, lines: Sequence[str], long_texts: Collection[str]) -> Diagnosis:
    """Return the mistake behind a colon inside a text, or after a key that the line above has swallowed."""
    if body := _long_text(place.line, lines, long_texts):
        return body
    above = next(iter(_above(place.line, lines)), 0)
    if not above or ":" in lines[place.line - 1][: place.column - 1].replace("://", ""):
        return place, "colon", {}
    if _KEY.match(lines[above - 1]):
        return _odd_indent(place.line, lines)
    opener = _opener(above, lines)
    opens_block = not opener or lines[opener - 1].rstrip().endswith(":")
    return _no_space(above, lines) or ((_first(above, lines), "no_colon", {}) if opens_block else (place, "colon", {}))


def _block(place: Place, lines: Sequence[str], last: yaml.Event | None) -> Diagnosis:
    """Return the mistake behind something else than a block's next key."""
    if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"') and last_line(last) == place.line:
        start = place_of(last.start_mark)
        return (start, "unclosed_quote", {}) if start.line < place.line else (place, "quote_ends", {})
    if flow := re.search(r":\s+[\[{]", lines[place.line - 1][: place.column]):
        return Place(place.line, flow.end()), "start", {"character": flow[0][-1]}
    return _odd_indent(place.line, lines)


def _odd_indent(number: int, lines: Sequence[str]) -> Diagnosis:
    """Return the odd one of the lines around one that fits nowhere: itself, the one above, or its block's first."""
    indents = {above: _first(above, lines).column for above in _above(number, lines)}
    if not indents:
        return _first(number, lines), "indent", {}
    here, before = _first(number, lines).column, next(iter(indents))
    if indents[before] < here and here in list(indents.values())[1:4]:
        return _first(before, lines), "indent", {}
    inner = [above for above in indents if above > _opener(number, lines)]
    below = (line for line in range(number + 1, len(lines)) if lines[line - 1].strip())
    if len(inner) == 1 and here < indents[inner[0]] and here == next((_first(line, lines).column for line in below), 0):
        return _first(inner[0], lines), "indent", {}
    deeper = indents[before] < here and not lines[before - 1].rstrip().endswith(":")
    return _first(number, lines), "indent_deeper" if deeper else "indent", {}
