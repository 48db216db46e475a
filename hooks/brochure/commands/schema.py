"""JSON Schemas for the author's editor, made of the model.

A schema says less than the loader: it knows one file and no other. Within that, it accepts what the loader accepts.
The editor's own YAML parser takes 12:30, `no` or 0401234567 for what it likes; a text may be any scalar here.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue
from brochure.model import site
from brochure.model.site import FOLDERS, LanguageSettings, Practice, Settings, SiteSettings
from brochure.model.values import LANGUAGE_CODE

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """The schema of each kind of file, by the pattern of the files that it is for, from a folder of content."""
    return {
        "site.yml": _with_blocks(SiteSettings, Practice),
        "languages/*.yml": _explained(LanguageSettings),
        **{f"{folder.name}/*.yml": _with_blocks(Settings, folder.translation) for folder in FOLDERS},
    }


def _with_blocks(settings: type[BaseModel], words: type[BaseModel]) -> Schema:
    """The schema of a file that holds settings once and then a block of words for each language."""
    schema, block = _explained(settings), _explained(words)
    definitions = {**schema.pop("$defs", {}), **block.pop("$defs", {}), words.__name__: block}
    return {
        **schema,
        "patternProperties": {f"^{LANGUAGE_CODE}$": {"$ref": f"#/$defs/{words.__name__}"}},
        "$defs": definitions,
    }


def _explained(model: type[BaseModel]) -> Schema:
    """The schema of a model, in which each key has what the author's languages say of it."""
    schema = model.model_json_schema()
    for name, definition in {model.__name__: schema, **schema.get("$defs", {})}.items():
        for key, about in definition.get("properties", {}).items():
            texts = [_about(name, key, language) for language in AUTHOR_LANGUAGES]
            about["title"] = " / ".join(text["label"] for text in texts)
            about["description"] = "\n\n".join(text["hint"] for text in texts)
            about["examples"] = list(dict.fromkeys(text["example"] for text in texts if "example" in text))
    return schema


def _about(model: str, key: str, language: str) -> dict[str, str]:
    """What a language says of a key, by the class that the model has it from."""
    keys: dict[str, dict[str, dict[str, str]]] = catalogue(language)["keys"]
    bases = [base.__name__ for base in getattr(site, model).__mro__]
    return next(keys[base][key] for base in bases if key in keys.get(base, {}))


EDITOR = ".vscode"
"""The folder of an editor's settings; the editor is opened in the folder that holds it."""


def files(content: str) -> dict[str, str]:
    """What is in the editor's folder: each schema, and the settings that say what it is for.

    `content` is the way to the content from the folder that the editor is opened in: empty, or with a slash at its end.
    """
    texts, patterns = {}, {}
    for pattern, schema in schemas().items():
        name = f"{pattern.removesuffix('.yml').removesuffix('/*')}.schema.json"
        patterns[f"{EDITOR}/{name}"] = f"{content}{pattern}"
        texts[name] = _json(schema)
    settings = {"yaml.schemas": patterns, "yaml.format.enable": False, "files.encoding": "utf8", "files.eol": "\n"}
    return {
        **texts,
        "settings.json": _json(settings),
        "extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
    }


def write_schemas(folder: Path, content: str = "") -> None:
    """Write them all for an editor that is opened in `folder`; `content` as above."""
    (folder / EDITOR).mkdir(exist_ok=True)
    for name, text in files(content).items():
        (folder / EDITOR / name).write_text(text, encoding="utf-8", newline="\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
