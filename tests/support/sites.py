"""The project and its sites: the own content and the tiny one, built or asked a command in a folder apart."""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from filecmp import cmp
from pathlib import Path
from threading import get_ident
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from filelock import FileLock

from brochure.model.files import ASSETS, fingerprints
from brochure.model.site import Site
from brochure.model.theme import Theme
from brochure.project import Project
from brochure.reading.markdown import Reader
from brochure.reading.placeholders import placeholders
from support.forks import Forks

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "site"
THEME = Theme(ROOT / "docs" / "templates", [ROOT / "overrides" / ".icons"])
NAMES = fingerprints(ROOT / "docs", ASSETS)
TINY_ADDRESS = "https://www.example.org/below/"
"""Where the tiny site stands."""


@functools.cache
def reader() -> Reader:
    """What reads a body."""
    return Reader(THEME.ids)


@functools.cache
def own_project() -> Project:
    """Return what is in content/: the shipped sample, or what an author has made of it."""
    return Project.open(ROOT)


def own_site() -> Site:
    """Return the site of that."""
    return own_project().site


@functools.cache
def command_line() -> ModuleType:
    """Return the module that parses commands."""
    specification = importlib.util.spec_from_file_location("command_line", ROOT / "hooks" / "__main__.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def is_sample() -> bool:
    """Return whether content/ is the sample still, or a part of it; its address does not count."""
    return any(placeholders(own_project().draft, "https://elsewhere.fi/"))


ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("GITHUB_ACTIONS", "SITE_URL", "CONTENT")},
    "NO_MKDOCS_2_WARNING": "1",
    "BROCHURE_LANGUAGE": "en",
    "PYTHONIOENCODING": "utf-8",
    "BROCHURE_CACHE": str(ROOT / ".cache"),
}
"""What a command is run with; projects share what has been made of photos and for paper."""


def project(folder: Path, content: Path, root: Path = ROOT) -> Path:
    """A copy of the project, or of another checkout of it, with other content; what is compiled of it goes along."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("*.pyc.*"))
    shutil.copy(root / "mkdocs.yml", folder)
    shutil.copytree(content, folder / "content")
    return folder


MKDOCS = (sys.executable, "-m", "mkdocs")


def run(command: Sequence[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with messages in English unless the environment says otherwise."""
    values = ENVIRONMENT | environment
    return subprocess.run(command, cwd=folder, env=values, capture_output=True, text=True, check=False)


@functools.cache
def forks_of(_: int) -> Forks:
    """Return the process for commands in forks of a thread."""
    return Forks()


def forked(arguments: Sequence[str], folder: Path, hooks: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder as `run` does, in a fork if the hooks are unchanged and the system is Linux.

    What the environment says to Python itself needs a new process.
    """
    files = [path for path in hooks.rglob("*") if path.suffix in (".py", ".yml")]
    is_known = environment.keys() <= {"CONTENT", "BROCHURE_LANGUAGE", "BROCHURE_CACHE", "SITE_URL", "GITHUB_ACTIONS"}
    pairs = ((path, ROOT / "hooks" / path.relative_to(hooks)) for path in files)
    changed = (path for path, known in pairs if not (known.exists() and cmp(path, known)))
    if sys.platform != "linux" or not is_known or next(changed, None):
        return run([sys.executable, *arguments], folder, **environment)
    forks = forks_of(get_ident())
    forks.start(arguments, folder, ENVIRONMENT | environment)
    return forks.wait()


def build(
    folder: Path, *options: str, engine: Sequence[str] = MKDOCS, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` in a folder; MkDocs in a fork."""
    command = [*engine, "build", "--strict", "-f", "mkdocs.yml", *options]
    if tuple(engine) == MKDOCS:
        return forked(command[1:], folder, folder / "hooks", **environment)
    return run(command, folder, **environment)


def built(folder: Path, *options: str) -> Path:
    """Build a project's site, which must go well; give the folder of the site."""
    result = build(folder, *options)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


def built_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The site of a project, made in a folder of that name by the first of the workers that asks for it."""
    room = factory.getbasetemp()
    folder = (room.parent if "PYTEST_XDIST_WORKER" in os.environ else room) / name
    with FileLock(f"{folder}.lock"):
        if not (folder / "site").exists():
            make(folder)
            built(folder)
    return folder / "site"


def brochure(
    folder: Path, *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run one of the Makefile's commands in a project; a folder without hooks is content for those of this checkout."""
    hooks = next(root / "hooks" for root in (folder, ROOT) if (root / "hooks").is_dir())
    content = {} if hooks.parent == folder else {"CONTENT": str(folder / "content")}
    return forked([str(hooks), *arguments], cwd or folder, hooks, **{**content, **environment})


def contents(folder: Path) -> dict[str, bytes]:
    """What is in each file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def own_path() -> str:
    """The path of the own site on its host."""
    return urlsplit(own_site().settings.address).path


def change(path: Path, old: str, new: str) -> None:
    """Change a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def show(folder: Path, name: str, data: bytes, page: str = "services/team.yml") -> None:
    """Put a picture into a project's content, at the top of a page and at the end of its text in one language."""
    pictures, path = folder / "content" / "pictures", folder / "content" / page
    pictures.mkdir(exist_ok=True)
    (pictures / name).write_bytes(data)
    text = re.sub(r"(?m)^(..):$", r"\1:\n  image_text: Above", path.read_text(encoding="utf-8"))
    path.write_text(f"image: {name}\n{text}  body: |\n    ![Within]({name})\n", encoding="utf-8")
