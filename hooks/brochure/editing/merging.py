"""Three versions of a file's values merged: as the form showed them, as they were typed, and as the file is now."""

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


def merge(shown: Field, typed: Field, current: Field, data: Mapping[str, Value]) -> Merged:
    """Return the file's `data` with the values that were changed in a form.

    A value that only the file has changed since it was `shown` stays the file's. `current` has the fields of `data`.
    """
    before, now, after = (_flat(field) for field in (shown, current, typed))
    merged = Merged(copy.deepcopy(dict(data)), [], {})
    for path, field in after.items():
        was, present = (each[path].value if path in each else "" for each in (before, now))
        if field.value == was or field.value == present or not (field.value or was or present):
            continue
        if present != was:
            merged.collided[path] = present
        merged.changed.append(field)
        texts = now[path].walk() if path in now else ()
        kept = {each.value: each.text for each in texts if isinstance(each.value, str)}
        put(merged.data, typed, path, _written(field.value, kept))
    return merged


def _flat(field: Field) -> dict[KeyPath, Field]:
    """Return the texts and lists of a block and its inner blocks by their paths."""
    if field.widget != "block":
        return {field.path: field}
    return {path: each for part in field.parts for path, each in _flat(part).items()}


def _written(value: Value, before: Mapping[str, str]) -> Value:
    """Return a value as files have it: texts of `before` unchanged, new ones of several lines with a last break."""
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
        place = max((number for number, other in enumerate(block, 1) if other in order[: order.index(key)]), default=0)
        later = [*block][place:]
        block |= {key: value, **{other: block.pop(other) for other in later}}
