"""The index of an author's keys: the places that allow each, and its label, hint and example."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brochure.author.messages import catalogue
from brochure.model.prose import Prose
from brochure.model.site import KINDS, LANGUAGES, Kind, Trait

BLOCK = "<language>"
"""Any language's code in `KeyPlace.above`."""


class KeyPlace(NamedTuple):
    """A block of a kind of file, in which a key may be."""

    kind: Kind
    above: tuple[str, ...]
    """The keys above the block; `BLOCK` is in place of a language's code."""


def inner_models(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the model that an annotation is or contains, such as that of a tuple's items."""
    for part in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part


def _keys(model: type[BaseModel], place: KeyPlace) -> Iterator[tuple[str, FieldInfo, KeyPlace]]:
    for key, field in model.model_fields.items():
        yield key, field, place
        for inner in inner_models(field.annotation):
            yield from _keys(inner, KeyPlace(place.kind, (*place.above, key)))


@functools.cache
def keys() -> Sequence[tuple[str, FieldInfo, KeyPlace]]:
    """Return every key with its field and its place."""
    models = ((kind, model, above) for kind in KINDS for model, above in ((kind.settings, ()), (kind.words, (BLOCK,))))
    return [key for kind, model, above in models if model for key in _keys(model, KeyPlace(kind, above))]


def keys_with(trait: Trait) -> frozenset[str]:
    """Return the keys that have a trait."""
    return frozenset(key for key, field, _ in keys() if trait in field.metadata)


def long_texts() -> frozenset[str]:
    """Return the keys of texts that may have several lines."""
    return frozenset(key for key, field, _ in keys() if field.annotation is Prose)


def place_for(key: str, here: KeyPlace) -> KeyPlace | None:
    """Return the place that allows a key which is unknown `here`, preferably in this kind of file.

    Return None if no place does. The words of `languages/` share names with other keys and are meant there alone.
    """
    places = (place for name, _, place in keys() if name == key)
    allowed = (place for place in places if place.kind is here.kind or LANGUAGES not in (place.kind, here.kind))
    return min(allowed, key=lambda place: (place.kind is not here.kind, len(place.above)), default=None)


def described(model: type[BaseModel], key: str, language: str, *, form: bool = False) -> Mapping[str, str]:
    """Return a key's `label`, `hint` and perhaps `example` in an author's language, for the editor's `form` or not."""
    texts = catalogue(language)
    name = next(base.__name__ for base in model.__mro__ if key in texts["keys"].get(base.__name__, {}))
    return {**texts["keys"][name][key], **(texts["form"]["keys"].get(name, {}).get(key, {}) if form else {})}
