"""The fields of a form for one file, made from the model, and the values of a form that was sent.

Values from a file and from a form are normalised: no empty parts or control characters, line breaks only in Markdown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from brochure.author.messages import choice
from brochure.model.keys import described, inner_models
from brochure.model.prose import Prose
from brochure.model.site import Kind, Trait, Words
from brochure.model.values import INVISIBLE, OneOf, Pattern, is_seen
from brochure.reading.yaml_reader import KeyPath, Value

Widget = Literal["text", "line", "number", "prose", "flag", "choice", "icon", "picture", "block", "rows"]
OFFERED: Mapping[Trait, Widget] = {Trait.ICON: "icon", Trait.PICTURE: "picture", Trait.TEMPLATE: "choice"}
"""The widget for each trait whose values are names of existing icons, pictures or templates."""
_WIDGETS: Mapping[object, Widget] = {bool: "flag", int: "number", Prose: "prose"}


@dataclass(frozen=True)
class Field:
    """A field of a form: a value, or a block or a list of fields."""

    path: KeyPath
    widget: Widget
    label: str = ""
    hint: str = ""
    example: str = ""
    required: bool = False
    text: str = ""
    default: str = ""
    """The text that counts as an empty value."""
    default_word: str = ""
    """The interface word that the site uses if this one is empty."""
    choices: Sequence[tuple[str, str]] = ()
    """The values to choose from with their labels, none first."""
    parts: Sequence["Field"] = ()

    @property
    def id(self) -> str:
        """The name of its control, and its place in the page."""
        return "/".join(map(str, self.path))

    @property
    def value(self) -> Value:
        """The value for comparing and saving: spaces and line breaks normalised, empty parts removed."""
        if self.widget == "rows":
            return [value for part in self.parts if (value := part.value)]
        if self.widget == "block":
            return {str(part.path[-1]): value for part in self.parts if (value := part.value)}
        text = INVISIBLE.sub("", re.sub("\r\n?", "\n", self.text)).strip()
        if self.widget == "prose":  # YAML indents by U+0020 alone, web pages by other spaces too
            text = re.sub(r"(?m)^[^\S\n]+", lambda space: " " * len(space[0].expandtabs(4)), text)
        else:
            text = re.sub(r"\s*\n\s*", " ", text)
        return text if text != self.default and is_seen(text) else ""

    @property
    def is_used(self) -> bool:
        """True if it has a value, or rows without one, or needs a value."""
        return self.required or bool(self.value) or any(part.widget == "rows" and part.parts for part in self.walk())

    def walk(self) -> Iterator["Field"]:
        """Yield the field and all fields in it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True)
class Fields:
    """Makes the fields of one kind of file."""

    kind: Kind
    languages: Mapping[str, str]
    """The names of the site's languages by code, the root language first."""
    language: str
    """The author's."""
    offers: Mapping[Trait, Sequence[str]]
    """The names to choose from, by trait."""
    words: Mapping[str, str]
    """The defaults of interface words."""

    def of(self, data: Mapping[str, Value]) -> Field:
        """Return the fields of a whole file as one block, with the values of its `data`."""
        parts = list(self._block(self.kind.settings, (), data))
        if words := self.kind.words:
            blocks = {code: tuple(self._block(words, (code,), data.get(code))) for code in self.languages}
            parts += [Field((code,), "block", self.languages[code], parts=block) for code, block in blocks.items()]
        return Field((), "block", parts=parts)

    def _block(self, model: type[BaseModel], path: KeyPath, data: object) -> Iterator[Field]:
        values = data if isinstance(data, Mapping) else {}
        for key, info in model.model_fields.items():
            about = described(model, key, self.language, form=True)
            field = self._field(info, (*path, key), values.get(key, ""))
            yield replace(
                field,
                label=about["label"],
                hint=about["hint"],
                example="" if field.choices or field.widget == "flag" else about.get("example", ""),
                required=info.is_required(),
                default_word=self.words.get(key, "") if model is Words else "",
            )

    def _field(self, info: FieldInfo, path: KeyPath, value: object) -> Field:
        """Return the field of a value, without its texts."""
        model, arguments = next(inner_models(info.annotation), None), get_args(info.annotation)
        if get_origin(info.annotation) is tuple:
            items = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
            inner = FieldInfo.from_annotation(arguments[0])
            rows = tuple(self._field(inner, (*path, number), item) for number, item in enumerate(items))
            return Field(path, "rows", parts=rows)
        if get_origin(info.annotation) in (Mapping, dict):
            values = value if isinstance(value, Mapping) else {}
            inner = FieldInfo.from_annotation(arguments[1])
            fields = {code: self._field(inner, (*path, code), values.get(code, "")) for code in self.languages}
            parts = tuple(replace(field, label=self.languages[code]) for code, field in fields.items())
            return Field(path, "block", parts=parts)
        if model:
            return Field(path, "block", parts=tuple(self._block(model, path, value)))
        return self._leaf(info, path, value if isinstance(value, str) else "")

    def _leaf(self, info: FieldInfo, path: KeyPath, text: str) -> Field:
        values: Iterable[str] = next((part.choices for part in info.metadata if isinstance(part, OneOf)), ())
        widget = _WIDGETS.get(info.annotation) or ("choice" if values else "line" if _is_fixed(info) else "text")
        forms = [part.pattern for part in info.metadata if isinstance(part, Pattern)]
        for trait in OFFERED.keys() & {part for part in info.metadata if isinstance(part, Trait)}:
            widget, values = OFFERED[trait], self.offers[trait]
        fitting = (each for each in values if all(re.fullmatch(form, each) for form in forms))
        offered = dict.fromkeys(("", *fitting, text)) if widget in ("choice", "icon", "picture") else ()
        choices = [(each, choice(str(path[-1]), each, self.language)) for each in offered]
        default = str(info.default).lower() if widget == "flag" else ""
        return Field(path, widget, text=text or default, default=default, choices=choices)


def _is_fixed(info: FieldInfo) -> bool:
    """Return whether a text has a fixed form, such as an address, which no line break helps."""
    schemas = [part.json_schema for part in info.metadata if isinstance(part, WithJsonSchema) and part.json_schema]
    return any(isinstance(part, Pattern) for part in info.metadata) or any(
        schema.get("format") or schema.get("pattern", r"\S") != r"\S" for schema in schemas
    )


def nested(names: Mapping[str, str]) -> dict[str, Any]:
    """Return the blocks and lists that the names of controls describe, such as `fi/facts/0/label`."""
    tree: dict[str, Any] = {}
    for name, text in names.items():
        *above, last = name.split("/")
        block = tree
        for key in above:
            below = block.setdefault(key, {})
            block = below if isinstance(below, dict) else {}
        block[last] = text
    return {key: _with_lists(value) for key, value in tree.items()}


def _with_lists(value: Any) -> Any:  # noqa: ANN401 (texts, blocks and lists at any depth)
    """Return a value in which each block of numbered items is a list."""
    if not isinstance(value, dict):
        return value
    parts = {key: _with_lists(part) for key, part in value.items()}
    if parts and all(re.fullmatch("[0-9]{1,4}", key) for key in parts):
        return [parts[key] for key in sorted(parts, key=int)]
    return parts
