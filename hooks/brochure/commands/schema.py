"""JSON Schemas for the author's editor, and the guide's reference of every key, made from the model.

A schema accepts what the loader accepts, within one file. An editor's YAML parser makes numbers of `12:30` and booleans
of `no`, so a text may be any scalar.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT, catalogue
from brochure.model.keys import described, inner_models
from brochure.model.site import ENTRIES, KINDS, Accepted, Words
from brochure.model.theme import Theme
from brochure.model.values import LANGUAGE_CODE, SOME

Schema = dict[str, Any]
VSCODE = ".vscode"
"""The folder of VS Code's settings and schemas."""
REMARKS = "remarks.schema.json"
"""The schema of the names of remarks, to which the other schemas refer."""


def schemas(theme: Theme) -> dict[str, Schema]:
    """Return the schema of each kind of file by its pattern; `theme` has the examples of the interface words."""
    by_pattern = {}
    for kind in KINDS:
        schema = _explained(kind.settings, theme)
        if kind.words:
            block = _explained(kind.words, theme)
            schema["$defs"] = schema.get("$defs", {}) | block.pop("$defs", {}) | {kind.words.__name__: block}
            schema["patternProperties"] = {f"^{LANGUAGE_CODE}$": {"$ref": f"#/$defs/{kind.words.__name__}"}}
        by_pattern[kind.pattern] = schema
    return by_pattern


def _explained(model: type[BaseModel], theme: Theme) -> Schema:
    """Return the schema of a model with the label, hint and examples of each key in every author's language."""
    schema = model.model_json_schema()
    models = {each.__name__: each for each in _models(model)}
    for name, definition in {model.__name__: schema, **schema.get("$defs", {})}.items():
        for key, about in definition.get("properties", {}).items():
            texts = [described(models[name], key, language) for language in AUTHOR_LANGUAGES]
            words = [theme.words(language).get(key) for language in AUTHOR_LANGUAGES] if models[name] is Words else []
            examples = [*words, *(text.get("example") for text in texts)]
            about["title"] = " / ".join(text["label"] for text in texts)
            about["description"] = "\n\n".join(_hint(models[name], key, language) for language in AUTHOR_LANGUAGES)
            if models[name].model_fields[key].annotation == Accepted:
                about["items"] = {"anyOf": [{"$ref": REMARKS}, SOME]}
            about["examples"] = list(dict.fromkeys(filter(None, examples)))
    return schema


def _hint(model: type[BaseModel], key: str, language: str) -> str:
    """Return the hint of a key, with the meaning of each choice."""
    choices = {} if model is Words else catalogue(language)["form"]["choices"].get(key, {})
    meanings = (f"`{value}` = {label}." for value, label in choices.items() if value)
    return " ".join([described(model, key, language)["hint"], *meanings])


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for inner in inner_models(field.annotation):
            yield from _models(inner)


def files(theme: Theme, content: str) -> dict[str, str]:
    """Return the files of VS Code's folder: the schemas, and the settings that assign them.

    `content` is the path of the content from the folder opened in the editor: empty, or with a slash at its end.
    """
    texts, patterns = {REMARKS: _json({"enum": sorted(catalogue(DEFAULT)["remarks"])})}, {}
    for pattern, schema in schemas(theme).items():
        name = f"{pattern.removesuffix('.yml').removesuffix('/*')}.schema.json"
        patterns[f"{VSCODE}/{name}"] = f"{content}{pattern}"
        texts[name] = _json(schema)
    settings = {"yaml.schemas": patterns, "yaml.format.enable": False, "[yaml]": {"editor.wordWrap": "on"}}
    settings |= {"files.encoding": "utf8", "files.eol": "\n"}
    recommendations = {"recommendations": ["redhat.vscode-yaml"]}
    return {**texts, "settings.json": _json(settings), "extensions.json": _json(recommendations)}


def write_references(theme: Theme, guide: Path) -> None:
    """Write the reference of every key into the `guide`, in each author's language."""
    for code in AUTHOR_LANGUAGES:
        file = guide / code / f"{catalogue(code)['reference']['file']}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([*_reference(theme, code), ""]), encoding="utf-8", newline="\n")


def _reference(theme: Theme, language: str) -> Iterator[str]:
    texts, known = catalogue(language)["reference"], list[str]()
    yield texts["intro"]
    for kind in KINDS:
        models = {"": kind.settings, f"`{language}` › ": kind.words}
        rows = [row for above, model in models.items() if model for row in _rows(model, theme, language, above)]
        yield f"\n## `{kind.pattern}`\n\n{texts['kinds'][kind.folder or 'site']}\n\n{texts['columns']}"
        yield from (row for row in rows if row not in known or kind not in ENTRIES[1:])
        known = rows


def _rows(model: type[BaseModel], theme: Theme, language: str, above: str = "") -> Iterator[str]:
    """Yield a row for each key of a model and of the models in it; `above` are the keys above."""
    for key, field in model.model_fields.items():
        about, name = described(model, key, language), f"{above}`{key}`"
        example = about.get("example") or (theme.words(language)[key] if model is Words else "")
        needed = catalogue(language)["reference"]["needed"] if field.is_required() else ""
        text = f"**{about['label']}** – {_hint(model, key, language)}".replace("|", r"\|")
        yield f"| {name}{needed} | {text} | {example and f'`{example}`'} |"
        for inner in inner_models(field.annotation):
            yield from _rows(inner, theme, language, f"{name} › ")


def write_schemas(theme: Theme, folder: Path, content: str = "") -> Path:
    """Write the files for an editor that opens `folder`, and return their folder; `content` is as in `files`."""
    settings = folder / VSCODE
    settings.mkdir(exist_ok=True)
    for name, text in files(theme, content).items():
        (settings / name).write_text(text, encoding="utf-8", newline="\n")
    return settings


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
