"""A value as YAML, in the way that an author writes it by hand.

No rule of YAML is repeated here: each way to write a text is tried on the reader.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from brochure.model.kinds import long_texts
from brochure.reading.yaml_reader import Source, Value

_TERM = re.compile(r"[\w /-]{1,40}")
"""An item such as a search word; a new list of these is written in brackets."""


class UnwritableError(Exception):
    """A value that would not read back as it was meant."""


class Look(NamedTuple):
    """The way in which a text is written."""

    style: str | None = None
    """As in `Span`."""
    indent: int = 0
    """Spaces before the lines of a text `|`, counted from its key or dash; 0 for as many as before a block's keys."""


def read(content: bytes) -> Source:
    """Return the source of a file with this content."""
    return Source(Path(), "", long_texts(), content)


def children(value: Value) -> dict[str | int, Value]:
    """Return the parts of a block by their keys, and those of a list by their indices."""
    parts: Iterable[tuple[str | int, Value]] = ()
    if not isinstance(value, str):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
    return dict(parts)


def indented(text: str, spaces: int) -> str:
    """Return a text with every line but the first indented."""
    return re.sub("\n(?=[^\n])", "\n" + " " * spaces, text)


def written(key: str | int, value: Value, unit: int, look: Look | None = None) -> str:
    """Return a key with its value, or an item of a list if the key is an index, in the `look` if that is possible.

    `unit` is the number of spaces before the keys of a block. Raises `UnwritableError` if there is no way to write it.
    """
    item, head, inside = isinstance(key, int), "-", 2
    if isinstance(key, str):
        head, inside = f"{_key(key)}:", unit
    if isinstance(value, str):
        text = _text(value, item, look or Look(), inside)
        return f"{head} {text}" if text else head
    parts = children(value)
    if all(isinstance(part, str) and isinstance(value, list) and _TERM.fullmatch(part) for part in parts.values()):
        return f"{head} {in_brackets(value)}"
    block = "\n".join(written(name, part, unit) for name, part in parts.items())
    return head + indented(f" {block}" if item else f"\n{block}", inside)


def in_brackets(value: Value, known: Mapping[str, str] | None = None) -> str:
    """Return a value as it is written in a list in brackets.

    `known` has the form that a text has in the file already, with its quotes, by the text.
    """
    if isinstance(value, str):
        return _tried([(known or {}).get(value, value), *_quoted(value)], "k: [{}]", {"k": [value]})
    parts = children(value).items()
    if isinstance(value, list):
        return f"[{', '.join(in_brackets(part, known) for _, part in parts)}]"
    return f"{{{', '.join(f'{_key(str(key))}: {in_brackets(part, known)}' for key, part in parts)}}}"


def _key(key: str) -> str:
    return _tried([key, *_quoted(key)], "k: {{{}: k}}", {"k": {key: "k"}})


def _text(text: str, item: bool, look: Look, inside: int) -> str:
    """Return a text in its look, else in the plainest possible one."""
    indent = look.indent or inside
    signs = str(indent) if re.match("\n*[ \t]", text) else ""
    signs += "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    block = indented(f"|{signs}\n" + text.removesuffix("\n"), indent)
    quoted = sorted(_quoted(text), key=lambda each: each[0] != look.style)
    plain = [] if look.style in ("'", '"') else [text]
    options = [block] if "\n" in text else plain
    return _tried([*options, *quoted], "k:\n- {}\n" if item else "k: {}\n", {"k": [text] if item else text})


def _quoted(text: str) -> list[str]:
    """Return a text in both kinds of quotation marks, the shorter one first."""
    return sorted((json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'"), key=len)


def _tried(options: Iterable[str], frame: str, meant: Mapping[str, Value]) -> str:
    """Return the first of the options that the reader understands, in its frame, as it was meant."""
    for option in options:
        again = read(frame.format(option).encode("utf-8", "surrogatepass"))
        if again.data == meant and not again.problems:
            return option
    raise UnwritableError
