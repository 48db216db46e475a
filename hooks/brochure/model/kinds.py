"""The index of an author's keys: where each may be, and its label, hint and example."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from brochure.author.messages import catalogue
from brochure.model.site import KINDS, LANGUAGES, Kind

BLOCK = "<language>"
"""A language's code in `Home.above`."""


class Home(NamedTuple):
    """A place where keys may be."""

    kind: Kind
    above: tuple[str, ...]
    """The keys above, `BLOCK` for a language's code."""


def inner_models(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the model that an annotation is or contains, such as that of a tuple's items."""
    for part in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part


def _homes(model: type[BaseModel], home: Home) -> Iterator[tuple[str, Home]]:
    for key, field in model.model_fields.items():
        yield key, home
        for inner in inner_models(field.annotation):
            yield from _homes(inner, Home(home.kind, (*home.above, key)))


@functools.cache
def homes() -> Mapping[str, list[Home]]:
    """Return the places of every key."""
    found = defaultdict(list)
    for kind in KINDS:
        for model, above in ((kind.settings, ()), (kind.words, (BLOCK,))):
            for key, home in _homes(model, Home(kind, above)) if model else ():
                found[key].append(home)
    return found


def meant_for(key: str, here: Home) -> Home | None:
    """Return the place where a key belongs that is unknown `here`: in the same kind of file if possible.

    Return None if it is a key nowhere. The words of `languages/` share names with other keys and are meant there alone.
    """
    places = (
        home for home in homes().get(key, ()) if LANGUAGES not in (home.kind, here.kind) or home.kind is here.kind
    )
    return min(places, key=lambda home: (home.kind is not here.kind, len(home.above)), default=None)


def described(model: type[BaseModel], key: str, language: str) -> Mapping[str, str]:
    """Return the `label`, the `hint` and the `example`, if any, of a model's key in an author's language."""
    keys: Mapping[str, Mapping[str, Mapping[str, str]]] = catalogue(language)["keys"]
    return next(keys[base.__name__][key] for base in model.__mro__ if key in keys.get(base.__name__, {}))
