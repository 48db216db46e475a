"""What lies in docs/ is checked like the content: each mistake is told, and none is published."""

from pathlib import Path

import pytest

from support.mistakes import LINKED
from support.sites import build

DOCS = {
    "assets/x.SVG": (
        DRAWING_WITH_SCRIPT := b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "this drawing has a part",
    ),
    "x.svg": (DRAWING_WITH_SCRIPT, "this drawing has a part"),
    "z.png": (b"password", "this file is not the kind of picture that its ending .png says"),
    "y.html": (b"<script>alert(1)</script>", "no pages are made from this folder"),
    "assets/a\n  X-Evil: 1.txt": (b"x", "a file name here may hold only"),
    "assets/*.txt": (b"x", "a file name here may hold only"),
}


def refused(folder: Path) -> str:
    """What is told by a build that must end without a site, and without a traceback."""
    result = build(folder)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stdout


@pytest.mark.parametrize("name", DOCS, ids=lambda name: name.replace("\n", " "))
def test_what_lies_in_docs_is_checked_like_the_content(folder: Path, name: str) -> None:
    """Drawings, pictures, pages, and names that would mean something in the rules for hosts."""
    content, expected = DOCS[name]
    (folder / "docs" / name).write_bytes(content)
    assert expected in refused(folder)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_below_docs_is_refused(folder: Path, tmp_path: Path, kind: str) -> None:
    """What it leads to is not published."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("secret")
    target = elsewhere / "secret.txt" if kind == "file" else elsewhere
    (folder / "docs" / "assets" / "x.txt").symlink_to(target)
    assert f"docs/assets/x.txt:1:1: {LINKED}" in refused(folder)


def test_two_versions_of_a_stylesheet_in_conflict_are_told(folder: Path) -> None:
    """What git leaves in a file that two have changed is told for css and script as for YAML."""
    css = folder / "docs" / "assets" / "brochure.css"
    css.write_text("<<<<<<< HEAD\n" + css.read_text(encoding="utf-8"), encoding="utf-8")
    assert "docs/assets/brochure.css:1:1: two versions are in conflict here (git)" in refused(folder)


@pytest.mark.parametrize(
    "name",
    ["_headers", ".htaccess", "robots.txt", "sitemap.xml", "en/404.html", "en/index.html", "esite.pdf", "Robots.TXT"],
)
def test_a_file_in_docs_never_meets_one_that_the_site_makes(folder: Path, name: str) -> None:
    """A host's file that the author has put into docs/ would be lost or lose the site's own: it is told instead."""
    path = folder / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("Mine.")
    assert refused(folder).splitlines()[-2:] == [
        f"docs/{name}:1:1: the site makes a file of this name by itself, and there cannot be two; delete this one",
        "1 problem; nothing was published, and the earlier site is as it was.",
    ]


@pytest.mark.parametrize("name", ["news.md", "News.MD", "inner/news.markdown"])
def test_a_page_in_docs_is_told(folder: Path, name: str) -> None:
    """Pages come from the content alone; one laid elsewhere would have neither menu nor language."""
    (folder / "docs" / name).parent.mkdir(exist_ok=True)
    (folder / "docs" / name).write_text("# News\n")
    assert (
        f"docs/{name}:1:1: no pages are made from this folder; "
        "write the text in pages/news.yml, as the guide explains, and delete this file"
    ) in refused(folder).splitlines()


def test_a_stylesheet_that_fetches_another_file_is_told(folder: Path) -> None:
    """Its name would have changed, and the page would lack it without a word."""
    css = folder / "docs" / "assets" / "brochure.css"
    lines = css.read_text(encoding="utf-8").count("\n")
    css.write_text(css.read_text(encoding="utf-8") + "body { background: url(bg.png); }\n", encoding="utf-8")
    assert (
        f"docs/assets/brochure.css:{lines + 1}:20: a stylesheet cannot fetch another file (url); "
        "published names change, so delete this"
    ) in refused(folder).splitlines()


def test_an_asset_that_the_pages_need_is_missed(folder: Path) -> None:
    """One that somebody has deleted is told by its name."""
    (folder / "docs" / "assets" / "search.js").unlink()
    assert "docs/assets/search.js:1:1: this file is missing; " in refused(folder)
