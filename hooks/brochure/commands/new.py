"""A practice's own folder, made from the sample: words, pictures and addresses, apart from the generator."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from brochure.author.messages import sentence
from brochure.author.problems import ContentError, Problem
from brochure.commands.schema import write_schemas
from brochure.project import Project, theme_of
from brochure.reading.yaml_reader import Source

PARTS = Path(__file__).parent / "practice"
"""What is in the folder besides the sample's words; in capitals what is filled in."""
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.)[A-Za-z0-9._-]+(?<!\.git)")
VERSION = "v1"
"""The tag of the generator that a workflow of hers follows."""


def make_folder(root: Path, folder: str, name: str, generator: str, language: str) -> int:
    """Make a `folder` from the sample of the generator in `root`, and say where it is; give the exit code.

    `name` is the practice's, `generator` the repository that her workflow calls; either may be empty. Raises
    `ContentError` if there is no place for it, or something is wrong with what it was given; then nothing is written.
    """
    name = name.strip()
    if problems := list(_check(root, folder, name, generator)):
        raise ContentError(problems, language)
    sample = Project.open(root, "", root / "content").site
    place, title = _place(folder), name or sample.practices[sample.languages[0].code].name
    try:
        aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        aside.mkdir(parents=True)
        try:
            _fill(aside, root, name, generator)
            _write(aside / "README.md", _readme(root, place, title, generator))
            Project.open(root, "", aside)
            _put(aside, place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        raise ContentError([Problem(folder, "inaccessible", {"reason": error.strerror}, line=0)], language) from None
    except ContentError as error:  # the sample is without mistakes; what is wrong came with the name
        told = [Problem("NAME", each.key, each.values, line=0) for each in error.problems]
        raise ContentError(told, language) from None
    print(sentence("new", language, folder=Path(folder).as_posix()))
    return 0


def _place(folder: str) -> Path:
    """Where a folder really is, whatever `..` and links are on the way there."""
    return Path(os.path.realpath(folder))


def _check(root: Path, folder: str, name: str, generator: str) -> Iterator[Problem]:
    place = _place(folder)
    if not folder:
        yield Problem("FOLDER", "no_new_folder", line=0)
    elif place.is_relative_to(_place(str(root))):
        yield Problem(folder, "inside_generator", line=0)
    elif place.is_symlink():
        yield Problem(folder, "linked", line=0)
    elif place.exists() and not place.is_dir():
        yield Problem(folder, "not_folder", line=0)
    elif place.is_dir() and any(path.name != ".git" for path in place.iterdir()):
        yield Problem(folder, "not_empty", line=0)
    if generator and not _REPOSITORY.fullmatch(generator):
        yield Problem("GENERATOR", "generator", line=0)
    if odd := next((character for character in name if not character.isprintable()), None):
        yield Problem("NAME", "character", {"name": f"U+{ord(odd):04X}"}, line=0)


def _fill(folder: Path, root: Path, name: str, generator: str) -> None:
    """Write all that she begins with."""
    _copy(root / "content", folder)
    (folder / "README.md").unlink(missing_ok=True)
    if name:
        _write(folder / "site.yml", _with_name(Source(folder, "site.yml"), name))
    _write(folder / ".gitignore", (PARTS / "gitignore").read_text(encoding="utf-8"))
    write_schemas(theme_of(root), folder)
    if generator:
        workflow = (PARTS / "publish.yml").read_text(encoding="utf-8")
        _write(folder / ".github" / "workflows" / "publish.yml", workflow.replace("OWNER/REPO", generator))


def _readme(root: Path, place: Path, name: str, generator: str) -> str:
    """Five lines, which lead to the guide: on the code host, or the way there from the new folder."""
    guide = f"https://github.com/{generator}/blob/{VERSION}/content/README.md"
    if not generator:
        guide = Path(os.path.relpath(root / "content" / "README.md", place)).as_posix()
    return (PARTS / "README.md").read_text(encoding="utf-8").replace("GUIDE", guide).replace("NAME", name, 1)


def _with_name(source: Source, name: str) -> str:
    """The text of site.yml with the practice's name in each language."""
    lines = source.text.split("\n")
    written = yaml.safe_dump(name, allow_unicode=True, width=10**6).split("\n")[0]
    for code, block in source.data.items():
        if isinstance(block, dict) and "name" in block:
            place = source.at((code, "name"))
            lines[place.line - 1] = lines[place.line - 1][: place.column - 1] + written
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _put(made: Path, place: Path) -> None:
    """Let what is made take its place. What is there by now stays: of two at once, the second gets an `OSError`."""
    if not place.exists():
        made.rename(place)
        return
    for path in sorted(made.iterdir(), key=Path.is_file):  # a folder never takes another's place
        path.rename(place / path.name)


def _copy(source: Path, target: Path) -> None:
    """Copy a folder's files and folders; unlike `shutil.copytree` the first that fails ends it, and says why."""
    for path in sorted(source.rglob("*")):
        parts = path.relative_to(source).parts
        if any(part.startswith(".") for part in parts):
            continue
        copy = target.joinpath(*parts)
        if path.is_dir():
            copy.mkdir()
        else:
            shutil.copyfile(path, copy)
