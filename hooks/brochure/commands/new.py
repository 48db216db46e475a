"""Make a practice's own folder from the sample: words, pictures and addresses, apart from the generator."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from brochure.author.problems import ContentError, Problem, inaccessible
from brochure.commands.schema import write_schemas
from brochure.model.files import GUIDE
from brochure.model.values import MAX_TEXT
from brochure.project import Project, theme_of
from brochure.reading.yaml_reader import Source

PARTS = Path(__file__).parent / "practice"
"""Templates of the files that are not the sample's; their words in capitals are replaced."""
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.)[A-Za-z0-9._-]+(?<!\.git)")
VERSION = "v1"
"""The generator's tag that a practice's workflow follows."""


def make_folder(root: Path, folder: str, name: str, generator: str, language: str) -> None:
    """Make a `folder` from the sample of the generator in `root`.

    `name` is the practice's, `generator` the repository that its workflow calls; either may be empty. Raises
    `ContentError` if there is no place for the folder or an argument is wrong; then nothing is written.
    """
    place, name = Path(os.path.realpath(folder)), " ".join(name.split())
    if problems := list(_check(root, folder, place, name, generator)):
        raise ContentError(problems, language)
    sample = Project.open(root, "", root / "content")
    unfinished = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        for path, content in _files(sample, place, name, generator).items():
            (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
            (unfinished / path).write_bytes(content)
        write_schemas(theme_of(root), unfinished)
        Project.open(root, "", unfinished)
        _put(unfinished, place)
    except OSError as error:
        raise ContentError([inaccessible(error, folder)], language) from None
    except ContentError as error:  # the sample has no mistakes, so the name has
        problems = [Problem("NAME", each.key, each.values, line=0) for each in error.problems]
        raise ContentError(problems, language) from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _check(root: Path, folder: str, place: Path, name: str, generator: str) -> Iterator[Problem]:
    if not folder:
        yield Problem("FOLDER", "no_new_folder", line=0)
    elif place.is_relative_to(os.path.realpath(root)):
        yield Problem(folder, "inside_generator", line=0)
    elif place.exists() and not (place.is_dir() and {path.name for path in place.iterdir()} <= {".git"}):
        yield Problem(folder, "not_empty", line=0)
    if len(name) > MAX_TEXT:
        yield Problem("NAME", "long_name", {"limit": MAX_TEXT}, line=0)
    if generator and not _REPOSITORY.fullmatch(generator):
        yield Problem("GENERATOR", "generator", line=0)


def _files(sample: Project, place: Path, name: str, generator: str) -> dict[Path, bytes]:
    """Return the content of each file: the sample's, in the practice's `name`, without its guide, and our own."""
    folder, files = sample.draft.folder, {}
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder)
        ours = file.parts[0] in ("README.md", GUIDE) or any(part.startswith(".") for part in file.parts)
        if path.is_file() and not ours:
            files[file] = path.read_bytes()
    shares_drive = folder.absolute().drive == place.drive  # on Windows, no relative path leads to another drive
    guide = Path(os.path.relpath(folder, place) if shares_drive else folder, "README.md").as_posix()
    if name:
        files[Path("site.yml")] = _with_name(sample.draft.sources["", "site"], name).encode()
    if generator:
        guide = f"https://github.com/{generator}/blob/{VERSION}/content/README.md"
        workflow = (PARTS / "publish.yml").read_bytes()
        files[Path(".github/workflows/publish.yml")] = workflow.replace(b"OWNER/REPO", generator.encode())
    title = name or sample.site.practices[sample.site.languages[0].code].name
    readme = (PARTS / "README.md").read_text(encoding="utf-8").replace("GUIDE", guide).replace("NAME", title, 1)
    files[Path("README.md")] = readme.encode(errors="replace")  # the path of the guide may be no UTF-8
    return {**files, Path(".gitignore"): (PARTS / "gitignore").read_bytes()}


def _with_name(source: Source, name: str) -> str:
    """Return the text of site.yml with the practice's name in each language."""
    lines = source.text.split("\n")
    value = yaml.safe_dump(name, allow_unicode=True, width=10**6).split("\n")[0]
    for code, block in source.data.items():
        if isinstance(block, dict) and "name" in block:
            place = source.at((code, "name"))
            lines[place.line - 1] = lines[place.line - 1][: place.column - 1] + value
    return "\n".join(lines)


def _put(unfinished: Path, place: Path) -> None:
    """Move the folder to its place, or raise `OSError` if another run was there first."""
    if not place.exists():
        unfinished.rename(place)
        return
    for path in sorted(unfinished.iterdir(), key=Path.is_file):  # renaming a folder replaces nothing
        path.rename(place / path.name)
