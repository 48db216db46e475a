"""From a block of a YAML file to a model, or to messages about each key that does not fit."""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from brochure.author.problems import Problem
from brochure.model.prose import Prose
from brochure.model.values import LANGUAGE_CODE
from brochure.reading.place import Place
from brochure.reading.yaml_errors import NO_SPACE
from brochure.reading.yaml_reader import KeyPath, Source, Value

Block = TypeVar("Block", bound=BaseModel)


@dataclass(frozen=True)
class Around:
    """What a block's unknown keys may have been meant for."""

    languages: Sequence[str] = ()
    """The codes of the languages whose blocks are beside the keys."""
    elsewhere: Collection[str] = ()
    """Keys that belong one level further out or in."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """The folder of each key that is for the entries of another folder alone."""
    beside: type[BaseModel] | None = None
    """The model of what is outside the block, one of whose own blocks a key may be for."""
    without: Mapping[str, str] = field(default_factory=dict)
    """The folder whose entries do without a key that these must have."""


def read_block(
    source: Source,
    model: type[Block],
    problems: list[Problem],
    around: Around,
    key: str | None = None,
    read: Callable[[str], Prose] | None = None,
) -> Block | None:
    """Make a model of the block at `key`, or of the whole file without its language blocks if there is no key.

    `read` makes prose of the block's Markdown. What is wrong is added to `problems`; then there is no model.
    """
    if key is None:
        path: KeyPath = ()
        value: Value = {name: part for name, part in source.data.items() if name not in around.languages}
    else:
        path, value = (key,), source.data[key]
    try:
        return model.model_validate(value, context=read)
    except ValidationError as error:
        problems += _problems(source, path, model, around, error.errors(include_url=False))
        return None
    finally:
        problems += _swallowed(source, path, model)


def _swallowed(source: Source, path: KeyPath, model: type[BaseModel]) -> Iterator[Problem]:
    """Lines that look like a key of the block and are inside the text of another, since they are indented too far."""
    key = re.compile(rf"\s*({'|'.join(model.model_fields)}):( |$)")
    for name in model.model_fields:
        if (span := source.text_span((*path, name))) is None:
            continue
        for number in range(span.start.line + 1, span.end_line + 1):
            if match := key.match(source.line(number)):
                yield source.problem(Place(number, match.start(1) + 1), "swallowed", name=match[1])


def _problems(
    source: Source, path: KeyPath, model: type[BaseModel], around: Around, errors: Sequence[ErrorDetails]
) -> Iterator[Problem]:
    """Turn pydantic's errors about the block at `path` into messages with places."""
    misspelt: set[KeyPath] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *block, name = error["loc"]
            here = _model_at(model, block)
            known = [*here.model_fields, *(around.languages if not [*block, *path] else ())]
            if holder := _holder(here, name) or (around.beside and _holder(around.beside, name)):
                place = source.key_at((*path, *error["loc"]))
                yield source.problem(place, "below", name=name, block=holder)
            else:
                yield _unknown(source, (*path, *error["loc"]), known, around, error["input"])
            misspelt.update((*block, near) for near in nearest(str(name), known))
    for error in errors:
        if error["type"] == "extra_forbidden" or (error["type"] == "missing" and error["loc"] in misspelt):
            continue
        where = (*path, *error["loc"])
        if error["type"] == "missing":
            yield _missing(source, where, around)
        else:
            yield _misfit(source, where, error)


def _missing(source: Source, where: KeyPath, around: Around) -> Problem:
    """The message about a key that is not there."""
    name, place = where[-1], source.key_at(where[:-1])
    if where == ("contact",):
        return source.problem(place, "no_contact")
    if where[:-1] == ("contact", "visit"):
        return source.problem(place, "visit_part", name=name)
    beside: Any = source.data
    for key in where[:-1]:
        beside = beside[key]
    if (folder := around.without.get(str(name))) and around.without.keys().isdisjoint(beside):
        return source.problem(place, "missing_in_form", name=name, folder=folder)
    return source.problem(place, "missing", name=name)


def _misfit(source: Source, where: KeyPath, error: ErrorDetails) -> Problem:
    """The message about a key whose value does not fit."""
    place = source.at(where)
    line = source.line(place.line)
    match error["type"]:
        case "empty" if where[:-1] == ("contact", "visit"):
            return source.problem(source.key_at(where), "visit_part", name=where[-1])
        case "string_type" if line[place.column - 1 : place.column] in ("[", "{"):
            return source.problem(place, "start", character=line[place.column - 1])
        case "string_type":
            return source.problem(place, "not_text")
        case "empty" if where[1:] == ("title",):
            return source.problem(place, "empty_title", language=where[0])
        case "tuple_type":
            return source.problem(place, "not_list")
        case "model_type" | "dict_type" | "mapping_type" if (spaced := NO_SPACE.match(line)) and error["input"]:
            return source.problem(Place(place.line, spaced.end()), "no_space", name=spaced["key"])
        case "dict_type" | "mapping_type":
            return source.problem(place, "each_language", name=where[-1])
        case "model_type" if where == ("contact", "visit"):
            return source.problem(place, "visit_lines")
        case "model_type":
            return source.problem(place, "not_block")
        case "literal_error" | "not_choice":
            context, text = error["ctx"], error["input"]
            choices = context.get("choices") or ", ".join(re.findall("'([^']+)'", context["expected"]))
            if isinstance(text, str):
                for near in nearest(text, choices.split(", ")):
                    return source.problem(place, "not_choice_near", text=text, near=near)
            key = "not_choice" if isinstance(text, str) else "one_choice"
            return source.problem(place, key, text=text, choices=choices)
        case key:
            return source.problem(place, key, **error["ctx"])


def nearest(name: str, known: Collection[str], likeness: float = 0.6) -> list[str]:
    """The one of the known names that was probably meant, if any is as much like the name as that."""
    return difflib.get_close_matches(name.lower(), known, 1, likeness)


def _unknown(source: Source, where: KeyPath, known: Collection[str], around: Around, value: object) -> Problem:
    """The message about a key that the model does not have."""
    name, place = str(where[-1]), source.key_at(where)
    if name in around.elsewhere:
        outside = len(where) == 1 or around.languages
        return source.problem(place, "outside_block" if outside else "inside_block", name=name)
    if len(where) == 1 and re.fullmatch(LANGUAGE_CODE, name) and isinstance(value, Mapping) and around.languages:
        return source.problem(place, "no_language", name=name, known=", ".join(around.languages))
    if " " in name and len(where) > 1:
        return source.problem(place, "indent")
    if name in around.folders:
        return source.problem(place, "other_folder", name=name, folder=around.folders[name])
    for near in nearest(name, known):
        return source.problem(place, "unknown_near", name=name, near=near)
    return source.problem(place, "unknown", name=name, known=", ".join(known))


def _model_at(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    """The model of the block at `path` inside a model."""
    for name in path:
        if isinstance(name, str):
            model = next(_inner(model.model_fields[name].annotation))
    return model


def _holder(model: type[BaseModel], name: str | int) -> str | None:
    """The key of a model below which a name is a key."""
    fields = model.model_fields.items()
    return next(
        (key for key, field in fields for inner in _inner(field.annotation) if name in inner.model_fields), None
    )


def _inner(annotation: object) -> Iterator[type[BaseModel]]:
    """The model in an annotation, if any: the one itself, or the one of a tuple's items."""
    for part in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part
