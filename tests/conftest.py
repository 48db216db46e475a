"""What the tests share: where the project is, a copy of the tiny site, and the built sites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brochure.content import Look, load
from brochure.model import Site
from brochure.routes import Routes

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "site"
LOOK = Look(ROOT / "docs" / "templates", [ROOT / "overrides" / ".icons"])


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the expected messages be written anew."""
    parser.addoption("--renew", action="store_true", help="write the expected messages in tests/mistakes/ anew")


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    """Run the fast tests first, then those that build a site, then those with a server and a browser."""
    slow = ("shipped", "tiny_site", "server", "browser")
    items.sort(key=lambda item: max((slow.index(name) for name in slow if name in item.fixturenames), default=-1))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny site's content, to be spoilt."""
    return shutil.copytree(TINY, tmp_path / "content")


@pytest.fixture
def site() -> Site:
    """The tiny site, in Finnish, English and Swedish, not all of it translated."""
    return load(TINY, LOOK)


@pytest.fixture
def routes(site: Site) -> Routes:
    """The pages of the tiny site."""
    return Routes(site)


def project(folder: Path, content: Path) -> Path:
    """A copy of the project with other content."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(content, folder / "content")
    return folder


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` in a folder as an author would."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *options],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def built(folder: Path, *options: str) -> Path:
    """Build a project's site, which must go well; give the folder of the site."""
    result = build(folder, *options)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped content, built once."""
    return built(project(tmp_path_factory.mktemp("shipped"), ROOT / "content"))


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny content, built once."""
    return built(project(tmp_path_factory.mktemp("tiny"), TINY))
