"""The files in docs/ are checked like the content: each mistake is reported, and none is published."""

import shutil
from pathlib import Path

import pytest

from brochure.author.problems import ContentError
from brochure.project import Project
from support.mistakes import LINKED, check_case
from support.sites import ROOT, TINY

EVIL = "assets/a\n  X-Evil: 1.txt"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Return a copy of docs/, for a project with the tiny site."""
    (tmp_path / "overrides").symlink_to(ROOT / "overrides")
    return shutil.copytree(ROOT / "docs", tmp_path / "docs")


def told(docs: Path, language: str) -> str:
    """Return the messages about it."""
    with pytest.raises(ContentError) as caught:
        Project.open(docs.parent, "", TINY)
    return "".join(f"{problem.report(language)}\n" for problem in caught.value.problems)


def test_each_file_that_cannot_be_published_is_reported(docs: Path, request: pytest.FixtureRequest) -> None:
    """Drawings with scripts, pages, names that mean something in a host's rules, names of generated files."""
    check_case(Path(__file__).with_name("docs.txt"), docs, told, renew=request.config.getoption("--renew"))
    (docs / EVIL).write_text("x")
    assert f"docs/{EVIL}:1:1: a file name here may hold only".replace("\n", "\\n") in told(docs, "en")


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_below_docs_is_refused(docs: Path, kind: str) -> None:
    """The file that it points at is not published."""
    elsewhere = docs.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("secret")
    (docs / "assets" / "x.txt").symlink_to(elsewhere / "secret.txt" if kind == "file" else elsewhere)
    assert told(docs, "en") == f"docs/assets/x.txt:1:1: {LINKED}\n"
