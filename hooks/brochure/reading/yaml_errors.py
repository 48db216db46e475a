"""What an author meant where the YAML parser gave up.

The parser says where it could not go on. The mistake is often earlier, and its words are not an author's, so each
of its complaints is turned into a message and the place that the message is about. The words matched here are
those of libyaml (`scanner.c`, `parser.c`).
"""

import re
from collections.abc import Collection, Sequence

import yaml

from brochure.reading.place import Place, last_line, place_of

Diagnosis = tuple[Place, str, dict[str, object]]
"""A place, a message's key and its values."""

NO_SPACE = re.compile(r"\s*(?:- )?(?P<key>[a-z_]+):(?![ /]|$)")
"""A line that would be a key and its text, had it a space after the colon."""

_KEY = re.compile(r"\s*(?:- )?[^\s:]+:( |$)")
_TEXT = re.compile(r"\s*(?P<key>[a-z_]+): *(?=[^|]|$)")
_BEGINNINGS = ("while scanning an alias", "while scanning an anchor", "while scanning a tag", "while parsing a tag")
_LOST = re.compile(r"[\[{,:]\s*#(?=\S)")
_FLOWS = ("while parsing a flow sequence", "while parsing a flow mapping")


def diagnose(
    error: yaml.MarkedYAMLError, lines: Sequence[str], last: yaml.Event | None, long_texts: Collection[str]
) -> Diagnosis:
    """Say what is wrong, given the file's lines and the last event before the parser gave up.

    `long_texts` are the keys of texts that may have several lines.
    """
    place = _inside(place_of(error.problem_mark), lines)
    context = _inside(place_of(error.context_mark), lines)
    line = lines[place.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return Place(place.line, indent.index("\t") + 1), "tab", {}
    if _at(place, lines) == "\t":
        return place, "tab", {}
    if error.context == "while scanning a quoted scalar":
        return context, "unclosed_quote", {}
    if error.context == "while parsing a quoted scalar":
        return context, "escape", {}
    if (error.context or "").startswith("while parsing a flow") and (lost := _LOST.search(lines[context.line - 1])):
        return Place(context.line, lost.end()), "comment", {}
    if error.context in _FLOWS and not _follows(context, lines):
        return context, "flow", {"character": _at(context, lines)}
    if error.context in (*_BEGINNINGS, *_FLOWS, "while scanning a block scalar"):
        return context, "start", {"character": _at(context, lines)}
    if error.problem in ("found character that cannot start any token", _DASH):
        return place, "start", {"character": _at(place, lines)}
    if error.context == "while scanning a simple key":
        if match := NO_SPACE.match(lines[context.line - 1]):
            return Place(context.line, match.end()), "no_space", {"name": match["key"]}
        return _long_text(context.line, lines, long_texts) or (context, "no_colon", {})
    if error.problem == "mapping values are not allowed in this context":
        return _colon(place, lines, long_texts)
    if error.context in ("while parsing a block mapping", "while parsing a block collection"):
        return _block(place, lines, last)
    if _at(place, lines) in tuple("?,]}") and line[: place.column - 1].rstrip().endswith(":"):
        return place, "start", {"character": _at(place, lines)}
    if indent and not "".join(lines[: place.line - 1]).strip():
        return _first(place.line, lines), "indent", {}
    if first := next((number for number, text in enumerate(lines, 1) if text.strip() and text[0] == " "), None):
        return _first(first, lines), "indent", {}
    return place, "syntax", {}


_DASH = "block sequence entries are not allowed in this context"


def _inside(place: Place, lines: Sequence[str]) -> Place:
    """The place, or the end of the last line with text if the parser gave up behind it."""
    while place.line > 1 and (place.line > len(lines) or not lines[place.line - 1].strip()):
        place = Place(place.line - 1, 10**6)
    return Place(place.line, min(place.column, len(lines[place.line - 1]) + 1))


def _at(place: Place, lines: Sequence[str]) -> str:
    return lines[place.line - 1][place.column - 1 : place.column]


def _first(line_number: int, lines: Sequence[str]) -> Place:
    """The place of a line's first character that is no space."""
    line = lines[line_number - 1]
    return Place(line_number, len(line) - len(line.lstrip()) + 1)


def _colon(place: Place, lines: Sequence[str], long_texts: Collection[str]) -> Diagnosis:
    """A colon where none can be: inside a text, or after a key that the line before has swallowed."""
    if body := _long_text(place.line, lines, long_texts):
        return body
    line = lines[place.line - 1]
    if place.line == 1 or ":" in line[: place.column - 1].replace("://", ""):
        return place, "colon", {}
    before = place.line - 1
    while before > 1 and not lines[before - 1].strip():
        before -= 1
    above = lines[before - 1]
    if match := NO_SPACE.match(above):
        return Place(before, match.end()), "no_space", {"name": match["key"]}
    if _KEY.match(above):
        return _odd_indent(place.line, lines)
    if _opens_block(before, lines):
        return _first(before, lines), "no_colon", {}
    return place, "colon", {}


def _opens_block(number: int, lines: Sequence[str]) -> bool:
    """Whether a line belongs to a block, and not to a text of several lines: a key without a text is above it."""
    opener = _opener(number, lines)
    return opener == 0 or lines[opener - 1].rstrip().endswith(":")


def _opener(number: int, lines: Sequence[str]) -> int:
    """The nearest line above that begins further to the left; 0 if there is none."""
    indent = _first(number, lines).column
    for above in range(number - 1, 0, -1):
        if lines[above - 1].strip() and _first(above, lines).column < indent:
            return above
    return 0


def _long_text(number: int, lines: Sequence[str], keys: Collection[str]) -> Diagnosis | None:
    """Say so if a line belongs to a text of several lines that begins without the sign for one."""
    opener = _opener(number, lines)
    if opener and (match := _TEXT.match(lines[opener - 1])) and match["key"] in keys:
        return Place(opener, match.end()), "body_lines", {}
    return None


def _follows(place: Place, lines: Sequence[str]) -> bool:
    """Whether text comes after the bracket that closes the one at the place: then it was no list but a text."""
    return bool(re.search(r"[\]}]\s*\S", lines[place.line - 1][place.column :]))


def _block(place: Place, lines: Sequence[str], last: yaml.Event | None) -> Diagnosis:
    """Something that is no key where a block's next key should be."""
    if isinstance(last, yaml.ScalarEvent) and last.style in ("'", '"') and last_line(last) == place.line:
        start = place_of(last.start_mark)
        return (start, "unclosed_quote", {}) if start.line < place.line else (place, "quote_ends", {})
    if flow := re.search(r":\s+[\[{]", lines[place.line - 1][: place.column]):
        return Place(place.line, flow.end()), "start", {"character": flow[0][-1]}
    return _odd_indent(place.line, lines)


def _odd_indent(number: int, lines: Sequence[str]) -> Diagnosis:
    """Which of the lines around one that fits nowhere is the odd one: itself, the one above, or its block's first."""
    here = _first(number, lines).column
    written = [above for above in range(1, number) if lines[above - 1].strip()]
    if not written:
        return _first(number, lines), "indent", {}
    before = written[-1]
    indents = {above: _first(above, lines).column for above in written}
    if indents[before] < here and here in [indents[above] for above in written[:-1]][-3:]:
        return _first(before, lines), "indent", {}
    inner = [above for above in written if above > _opener(number, lines)]
    after = next(
        (_first(below, lines).column for below in range(number + 1, len(lines)) if lines[below - 1].strip()), 0
    )
    if len(inner) == 1 and here == after < indents[inner[0]]:
        return _first(inner[0], lines), "indent", {}
    deeper = indents[before] < here and not lines[before - 1].rstrip().endswith(":")
    return _first(number, lines), "indent_deeper" if deeper else "indent", {}
