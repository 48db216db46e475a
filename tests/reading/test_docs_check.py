"""What lies in docs/ is checked like the content: each mistake is told, and none is published."""

import shutil
from pathlib import Path

import pytest

from brochure.author.problems import ContentError
from brochure.project import Project
from support.mistakes import LINKED
from support.sites import ROOT, TINY

SCRIPT = "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
OWN = "the site makes a file of this name by itself, and there cannot be two; delete this one"
PAGE = (
    "no pages are made from this folder; write the text in pages/news.yml, as the guide explains, and delete this file"
)
FILES = {
    "assets/x.SVG": (SCRIPT, "1:1: this drawing has a part"),
    "x.svg": (SCRIPT, "1:1: this drawing has a part"),
    "y.html": ("<script>alert(1)</script>", "1:1: no pages are made from this folder"),
    "assets/a\n  X-Evil: 1.txt": ("x", "1:1: a file name here may hold only"),
    "assets/*.txt": ("x", "1:1: a file name here may hold only"),
    **dict.fromkeys(("news.md", "inner/News.MD", "inner/news.markdown"), ("# News\n", f"1:1: {PAGE}")),
    **dict.fromkeys(("_headers", ".htaccess", "robots.txt", "Sitemap.XML"), ("Mine.", f"1:1: {OWN}")),
    **dict.fromkeys(("en/404.html", "en/index.html", "esite.pdf"), ("Mine.", f"1:1: {OWN}")),
}
"""Drawings, pictures, pages, names that mean something in a host's rules, and files that the site makes itself."""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of docs/, for a project with the tiny site."""
    monkeypatch.setenv("BROCHURE_LANGUAGE", "en")
    (tmp_path / "overrides").symlink_to(ROOT / "overrides")
    return shutil.copytree(ROOT / "docs", tmp_path / "docs")


def told(docs: Path) -> list[str]:
    """What is told of mistakes in it, but for the summary."""
    with pytest.raises(ContentError) as caught:
        Project.open(docs.parent, "", TINY)
    return str(caught.value).splitlines()[:-1]


def test_each_file_that_cannot_be_published_is_told(docs: Path) -> None:
    """With its place, and no other file."""
    for name, (content, _) in FILES.items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text(content)
    expected = sorted(f"docs/{name}:{message}".replace("\n", "\\n") for name, (_, message) in FILES.items())
    for line, beginning in zip(sorted(told(docs)), expected, strict=True):
        assert line.startswith(beginning)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_below_docs_is_refused(docs: Path, kind: str) -> None:
    """What it leads to is not published."""
    elsewhere = docs.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("secret")
    (docs / "assets" / "x.txt").symlink_to(elsewhere / "secret.txt" if kind == "file" else elsewhere)
    assert told(docs) == [f"docs/assets/x.txt:1:1: {LINKED}"]


def test_an_asset_that_the_pages_need_is_missed(docs: Path) -> None:
    """One that somebody has deleted is told by its name."""
    (docs / "assets" / "search.js").unlink()
    (line,) = told(docs)
    assert line.startswith("docs/assets/search.js:1:1: this file is missing; ")
