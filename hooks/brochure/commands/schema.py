"""JSON Schemas for the author's editor, made of the model.

A schema says less than the loader: it knows one file and no other. Within that, it accepts what the loader accepts.
The editor's own YAML parser takes 12:30, `no` or 0401234567 for what it likes; a text may be any scalar here.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from brochure.model.site import FOLDERS, LanguageSettings, Practice, Settings, SiteSettings
from brochure.model.values import LANGUAGE_CODE

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """The schema of each kind of file, by the pattern of the files that it is for."""
    return {
        "content/site.yml": _with_blocks(SiteSettings, Practice),
        "content/languages/*.yml": LanguageSettings.model_json_schema(),
        **{f"content/{folder.name}/*.yml": _with_blocks(Settings, folder.translation) for folder in FOLDERS},
    }


def _with_blocks(facts: type[BaseModel], words: type[BaseModel]) -> Schema:
    """The schema of a file that holds facts once and then a block of words for each language."""
    schema, block = facts.model_json_schema(), words.model_json_schema()
    definitions = {**schema.pop("$defs", {}), **block.pop("$defs", {}), words.__name__: block}
    return {
        **schema,
        "patternProperties": {f"^{LANGUAGE_CODE}$": {"$ref": f"#/$defs/{words.__name__}"}},
        "$defs": definitions,
    }


def files(folder: str) -> dict[str, str]:
    """What is in the editor's folder of that name: each schema, and the settings that say what it is for."""
    texts, patterns = {}, {}
    for pattern, schema in schemas().items():
        name = f"{pattern.removeprefix('content/').removesuffix('.yml').removesuffix('/*')}.schema.json"
        patterns[f"{folder}/{name}"] = pattern
        texts[name] = _json(schema)
    settings = {"yaml.schemas": patterns, "yaml.format.enable": False, "files.encoding": "utf8", "files.eol": "\n"}
    return {
        **texts,
        "settings.json": _json(settings),
        "extensions.json": _json({"recommendations": ["redhat.vscode-yaml"]}),
    }


def write_schemas(folder: Path) -> None:
    """Write them all into the editor's folder."""
    folder.mkdir(exist_ok=True)
    for name, text in files(folder.name).items():
        (folder / name).write_text(text, encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
