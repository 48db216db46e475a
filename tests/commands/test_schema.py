"""The schemas of the author's editor: fresh, and of one mind with the loader."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from brochure.author.problems import ContentError
from brochure.commands.schema import REMARKS, files, schemas, write_references
from brochure.model.files import GUIDE
from brochure.model.keys import keys
from brochure.reading.loader import load, read
from support.mistakes import lay
from support.sites import ROOT, THEME, TINY, contents

SCHEMAS = schemas(THEME)
FILES = files(THEME, "content/")
REGISTRY = Registry().with_resource(REMARKS, DRAFT202012.create_resource(json.loads(FILES[REMARKS])))
SEEN = {"missing", "unknown", "unknown_near", "not_text", "not_list", "not_block", "not_number", "not_choice", "empty"}
"""The mistakes that a schema of one file can see."""
REFUSED = "details, kinds-of-values, practice, paper, unpublished, misspelt-language, unknown-key, visit"
"""Cases of `tests/mistakes/` that have each of those mistakes in each kind of file."""


def complaints(file: str, text: str, loader: type) -> list[str]:
    """Return the messages of a public validator about a file, its scalars read by one of YAML's loaders."""
    schema = next(schema for pattern, schema in SCHEMAS.items() if Path(file).match(pattern))
    value = json.loads(json.dumps(yaml.load(text, Loader=loader), default=str))
    validator = Draft202012Validator(schema, registry=REGISTRY)
    return [error.message for error in validator.iter_errors(value)]


def test_the_editors_files_are_fresh() -> None:
    """The files in .vscode/ are those that the model gives, and are schemas."""
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    written = {name: (ROOT / ".vscode" / name).read_text(encoding="utf-8") for name in FILES}
    assert written == FILES, "renew it with: make schema"


def test_the_guides_reference_is_fresh(tmp_path: Path) -> None:
    """In each author's language it is the one that the model gives, with every key."""
    write_references(THEME, tmp_path)
    for file, content in contents(tmp_path).items():
        assert (ROOT / "content" / GUIDE / file).read_bytes() == content, "renew it with: make schema"
        assert {key for key, *_ in keys()} <= {*re.findall(r"`(\w+)`", content.decode())}


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader], ids=["text", "typed"])
@pytest.mark.parametrize("folder", ["content", "tests/site", "tests/practice", "tests/quiet"])
def test_it_accepts_what_the_loader_accepts(folder: str, loader: type) -> None:
    """A folder without mistakes passes, whether scalars come as text or as YAML's own types."""
    paths = sorted((ROOT / folder).rglob("*.yml"))
    assert paths
    for path in paths:
        file = f"content/{path.relative_to(ROOT / folder).as_posix()}"
        assert complaints(file, path.read_text(encoding="utf-8"), loader) == [], file


def test_it_refuses_what_the_loader_refuses(tmp_path: Path) -> None:
    """A file in which the loader finds a mistake that a schema can see is refused by the schema too."""
    seen: set[str] = set()
    for name in REFUSED.split(", "):
        content = shutil.copytree(TINY, tmp_path / name / "content")
        text = (ROOT / "tests" / "mistakes" / f"{name}.txt").read_text(encoding="utf-8")
        lay(text, content)
        with pytest.raises(ContentError) as caught:
            load(read(content, THEME))
        for file in re.findall(r"(?m)^== (\S+\.yml)$", text):
            keys = {problem.key for problem in caught.value.problems if problem.file == f"content/{file}"} & SEEN
            written = (content / file).read_text(encoding="utf-8")
            assert not keys or complaints(f"content/{file}", written, yaml.BaseLoader), (name, file)
            seen |= keys
    assert seen == SEEN


def test_the_settings_lead_to_the_schemas() -> None:
    """Each kind of file has its schema in the editor's settings."""
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert {pattern: ROOT.joinpath(path).is_file() for path, pattern in settings["yaml.schemas"].items()} == (
        dict.fromkeys((f"content/{pattern}" for pattern in SCHEMAS), True)
    )
