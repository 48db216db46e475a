"""Make a model of a block of a YAML file, or messages about each key that does not fit."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from brochure.author.messages import AUTHOR_LANGUAGES, sentence, synonyms
from brochure.author.problems import Problem
from brochure.model.keys import BLOCK, KeyPlace, inner_models, place_for
from brochure.model.prose import Prose
from brochure.model.site import Kind
from brochure.model.values import LANGUAGE_CODE, nearest
from brochure.reading.yaml_errors import NO_SPACE, Place
from brochure.reading.yaml_reader import KeyPath, Source, Value

_SHAPES = {
    "model_type": "not_block",
    **dict.fromkeys(("dict_type", "mapping_type"), "each_language"),
    **dict.fromkeys(("string_type", "bool_type"), "not_text"),
    "tuple_type": "not_list",
    "too_long": "many_items",
}
"""The messages about a value that is no text, or of another shape, by pydantic's error."""


@dataclass
class BlockReader:
    """Makes models of the blocks of one file, and messages of what does not fit."""

    source: Source
    kind: Kind
    languages: Sequence[str]
    """The codes of the languages that may have a block."""
    read: Callable[[str], Prose]
    """Makes prose of Markdown."""
    problems: list[Problem]
    """The list that the messages are added to."""

    def models(self) -> tuple[Any, dict[str, Any]]:
        """Return the settings, or None, and the words by language, without the blocks that have problems."""
        data, words = self.source.data, self.kind.words
        value = {key: part for key, part in data.items() if key not in self.languages}
        settings = self._model(self.kind.settings, (), value)
        blocks = {code: words and self._model(words, (code,), data[code]) for code in self.languages if code in data}
        return settings, {code: block for code, block in blocks.items() if block}

    def _model(self, model: type[BaseModel], path: KeyPath, value: Value) -> BaseModel | None:
        try:
            return model.model_validate(value, context=self.read)
        except ValidationError as error:
            self.problems += self._problems(model, path, error.errors(include_url=False))
            return None
        finally:
            self.problems += self._swallowed(model, path)

    def _swallowed(self, model: type[BaseModel], path: KeyPath) -> Iterator[Problem]:
        """Yield a problem for each line that looks like a key and has become part of the text above it."""
        source, key = self.source, re.compile(rf"\s*({'|'.join(model.model_fields)}):( |$)")
        for name in model.model_fields:
            span = source.span((*path, name))
            for number in range(span.start.line + 1, span.end_line + 1) if span.style not in ("|", "[", "-") else ():
                if match := key.match(source.line(number)):
                    place = Place(number, match.start(1) + 1)
                    yield source.problem((*path, name), "swallowed", place, name=match[1])

    def _problems(self, model: type[BaseModel], path: KeyPath, errors: Sequence[ErrorDetails]) -> Iterator[Problem]:
        """Yield the problems of a block; a required key that is misspelt, or at the top of the file, is not missing."""
        misspelt: set[KeyPath] = {(*path, name) for name in self.source.data if path}
        for error in sorted(errors, key=lambda error: error["type"] != "extra_forbidden"):
            where = (*path, *error["loc"])
            if error["type"] == "extra_forbidden":
                known = [*_keys_at(model, error["loc"][:-1]), *(self.languages if len(where) == 1 else ())]
                yield self._unknown(where, known, error["input"])
                misspelt.update((*where[:-1], near) for near in _meant(str(where[-1]), known))
            elif error["type"] != "missing" or where not in misspelt:
                yield self._misfit(where, error, model)

    def _unknown(self, where: KeyPath, known: Sequence[str], value: object) -> Problem:
        """Return the problem of a key that the model does not have: misspelt, in the wrong place, or unknown."""
        source, name = self.source, str(where[-1])
        above = tuple(BLOCK if key in self.languages else key for key in where[:-1] if isinstance(key, str))
        values: dict[str, object] = {"name": name, "known": ", ".join(known)}
        near = _meant(name, known)
        place = KeyPlace(self.kind, ()) if name in self.languages else place_for(name, KeyPlace(self.kind, above))
        if near and near[0] in synonyms(name):
            key, values["near"] = "unknown_near", near[0]
        elif place and place.kind is self.kind:
            key, values["place"] = "elsewhere", _place(place)
        elif len(where) == 1 and re.fullmatch(LANGUAGE_CODE, name) and isinstance(value, Mapping) and self.languages:
            key, values["known"] = "no_language", ", ".join(self.languages)
        elif place:
            key, values["place"] = "other_folder", f"{place.kind.folder}/" if place.kind.folder else place.kind.pattern
        elif near:
            key, values["near"] = "unknown_near", near[0]
        else:
            key = "unknown"
        return source.problem(where, key, source.key_at(where), **values)

    def _misfit(self, where: KeyPath, error: ErrorDetails, model: type[BaseModel]) -> Problem:
        """Return the problem of a required key that is missing, or of a value that does not fit its key."""
        source, key = self.source, _SHAPES.get(error["type"], error["type"])
        place = source.key_at(where[:-1]) if key == "missing" else source.at(where)
        line, values = source.line(place.line), {"name": where[-1], **error.get("ctx", {})}
        if key == "empty" and where[1:] == ("title",):
            key, values["language"] = "empty_title", where[0]
        elif key == "not_text" and line[place.column - 1] in ("[", "{"):
            key, values["character"] = "start", line[place.column - 1]
        elif key == "not_text" and isinstance(where[-1], int) and (colon := re.search(r":(?!\S)", line)):
            key, place = "colon", Place(place.line, colon.start() + 1)
        elif key in ("not_block", "each_language") and error["input"] and (spaced := NO_SPACE.match(line)):
            key, place, values["name"] = "no_space", Place(place.line, spaced.end()), spaced["key"]
        elif key == "not_block":
            values["known"] = ", ".join(_keys_at(model, error["loc"]))
        return source.problem(where, key, place, **values)


def _meant(name: str, known: Collection[str]) -> list[str]:
    """Return the key that a name is a synonym or a misspelling of, or an empty list."""
    return [key for key in synonyms(name) if key in known][:1] or nearest(name, known)


def _place(place: KeyPlace) -> dict[str, str]:
    """Return the name of a place in this file, in each of the author's languages."""
    key = "below_language" if place.above == (BLOCK,) else "below_key" if place.above else "at_top"
    return {
        language: sentence(key, language, key=place.above[-1] if place.above else "") for language in AUTHOR_LANGUAGES
    }


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> Iterable[str]:
    """Return the keys of the block at `path` inside a model."""
    for name in path:
        if isinstance(name, str):
            model = next(inner_models(model.model_fields[name].annotation))
    return model.model_fields
