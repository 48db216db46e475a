"""Merge three versions of a file's values: as the form showed them, as they were typed, and as the file is now."""

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple

from brochure.editing.fields import Field
from brochure.reading.yaml_reader import KeyPath, Value


class Merged(NamedTuple):
    """The values to save."""

    data: dict[str, Value]
    """The whole file."""
    changed: list[Field]
    """The typed fields whose values differ from the file; a list is one field."""
    collided: dict[KeyPath, Value]
    """The file's values of fields that have been changed both there and in the form."""


def merge(base: Field, typed: Field, current: Field, data: Mapping[str, Value]) -> Merged:
    """Return the file's `data` with the values that were changed in a form.

    `base` is what the form showed, and `current` the file now. A value that only the file has changed stays the file's.
    """
    in_base, in_file, in_form = (_flat(field) for field in (base, current, typed))
    merged = Merged(copy.deepcopy(dict(data)), [], {})
    for path, field in in_form.items():
        old, present = (each[path].value if path in each else "" for each in (in_base, in_file))
        if field.value == old or field.value == present or not (field.value or old or present):
            continue
        if present != old:
            merged.collided[path] = present
        merged.changed.append(field)
        fields = in_file[path].walk() if path in in_file else ()
        texts = {each.value: each.text for each in fields if isinstance(each.value, str)}
        put(merged.data, typed, path, _written(field.value, texts))
    return merged


def _flat(field: Field) -> dict[KeyPath, Field]:
    """Return the texts and lists of a block and its inner blocks by their paths."""
    if field.widget != "block":
        return {field.path: field}
    return {path: each for part in field.parts for path, each in _flat(part).items()}


def _written(value: Value, before: Mapping[str, str]) -> Value:
    """Return a value for a file. Texts of `before` stay; a new text of several lines gets a line break at its end."""
    if isinstance(value, dict):
        return {key: _written(part, before) for key, part in value.items()}
    if isinstance(value, list):
        return [_written(part, before) for part in value]
    return before.get(value) or (f"{value}\n" if "\n" in value else value)


def put(block: dict[str, Any], fields: Field, path: KeyPath, value: Value) -> None:
    """Set a value in a block, or remove it if it is empty; a new key takes its place in the order of the fields."""
    key, *below = (str(part) for part in path)
    if below:
        inner = dict(block.get(key) or {})
        put(inner, next(part for part in fields.parts if part.path[-1] == key), path[1:], value)
        value = inner
    if not value:
        block.pop(key, None)
    elif key in block:
        block[key] = value
    else:
        order = [part.path[-1] for part in fields.parts]
        place = max((number for number, each in enumerate(block, 1) if each in order[: order.index(key)]), default=0)
        later = [*block][place:]
        block |= {key: value, **{each: block.pop(each) for each in later}}
