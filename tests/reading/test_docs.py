"""The files in docs/ are checked like the content: each mistake is reported, and none is published."""

import os
import shutil
from pathlib import Path

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.author.problems import ContentError
from brochure.project import Project
from support.mistakes import LINKED, CheckFile, check_case
from support.photos import drawn, file_of, photo
from support.sites import ROOT, TINY


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Return a copy of docs/, for a project with the tiny site."""
    (tmp_path / "overrides").symlink_to(ROOT / "overrides")
    return shutil.copytree(ROOT / "docs", tmp_path / "docs")


def told(docs: Path) -> dict[str, str]:
    """Return the messages about it in each language."""
    with pytest.raises(ContentError) as caught:
        Project.open(docs.parent, "", TINY)
    problems = caught.value.problems
    return {language: "".join(f"{each.report(language)}\n" for each in problems) for language in AUTHOR_LANGUAGES}


def test_each_file_that_cannot_be_published_is_reported(docs: Path, check_file: CheckFile) -> None:
    """It has the name of a generated file in any case, or would be a page without a template."""
    check_case(Path(__file__).with_name("docs.txt"), docs, told, check_file)


def test_a_search_engines_proof_of_ownership_is_published(docs: Path) -> None:
    """Pages and XML may be in docs/: Google, Bing and Yandex ask for such files."""
    (docs / "BingSiteAuth.xml").write_text("<?xml version='1.0'?><users><user>1234</user></users>")
    (docs / "yandex_1234.html").write_text("<html><body>Verification: 1234</body></html>")
    Project.open(docs.parent, "", TINY)


KINDS = ["JPEG", "MPO", "TIFF", "PNG", "WEBP", "AVIF", "GIF"]
PLACE = {
    "en": "pictures belong in the folder pictures/; move this one there",
    "fi": "kuvat kuuluvat kansioon pictures/; siirrä tämä sinne",
}


@pytest.mark.parametrize("language", PLACE)
def test_no_photo_is_published_with_its_metadata(docs: Path, language: str) -> None:
    """A photo under any name belongs in pictures/; another picture may be here if it has no metadata."""
    for kind in KINDS:
        (docs / "assets" / kind).write_bytes(photo(90, 60, kind))
        if kind not in ("JPEG", "MPO", "TIFF"):
            (docs / "assets" / f"plain-{kind}").write_bytes(file_of(drawn(90, 60), kind))
    (docs / "x.dat").write_bytes(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic")
    files = [*(f"assets/{kind}" for kind in KINDS), "x.dat"]
    assert told(docs)[language].splitlines() == sorted(f"docs/{file}:1:1: {PLACE[language]}" for file in files)


def test_nothing_waits_for_a_pipe(docs: Path) -> None:
    """A pipe has no end; it is refused unread, whatever its name."""
    names = ["assets/x.css", "assets/x.js", "templates/paper/x.typ", "x.html", "x.jpg", "x.svg", "x.txt"]
    for name in names:
        os.mkfifo(docs / name)
    unreadable = "this file cannot be opened; check that it is an ordinary file that you are allowed to open"
    assert told(docs)["en"].splitlines() == [f"docs/{name}:1:1: {unreadable}" for name in names]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_below_docs_is_refused(docs: Path, kind: str) -> None:
    """The file that it points at is not published."""
    elsewhere = docs.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("secret")
    (docs / "assets" / "x.txt").symlink_to(elsewhere / "secret.txt" if kind == "file" else elsewhere)
    assert told(docs)["en"] == f"docs/assets/x.txt:1:1: {LINKED}\n"
