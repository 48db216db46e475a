"""A folder is read as it would be with candidate files, before anything in it is written."""

from pathlib import Path

import pytest

from brochure.model.site import Logo
from brochure.reading.draft import Draft
from brochure.reading.loader import read
from brochure.reading.yaml_reader import MAX_BYTES
from support.photos import JPEG, drawn, file_of
from support.sites import THEME, contents


def told(draft: Draft) -> list[str]:
    """Return the keys of the problems, and the names of their files."""
    return [f"{problem.file}: {problem.key}" for problem in sorted(draft.problems)]


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("services/pair.yml", None, "overview.yml: dead_link"),
        ("services/team.yml", b"order: x\n", "team.yml: not_number"),
        ("services/team.yml", b" " * (MAX_BYTES + 1), "team.yml: too_large"),
        ("languages/sv.yml", None, "home.yml: no_language"),
        ("languages/de.yml", b"name: Deutsch\n", "de.yml: no_words"),
        ("site.yml", None, "site.yml: empty_file"),
        ("pictures/a.jpg", None, "home.yml: no_picture"),
    ],
)
def test_candidates_are_read_in_place_of_files(tiny: Path, file: str, content: bytes | None, expected: str) -> None:
    """A candidate may add, replace or remove a file, and the folder stays as it is."""
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "a.jpg").write_bytes(JPEG)
    with (tiny / "pages" / "home.yml").open("a") as home:
        home.write("  body: |\n    ![Text](a.jpg)\n")
    before = contents(tiny)
    assert read(tiny, THEME).problems == []
    assert expected in " ".join(told(read(tiny, THEME, candidates={file: content})))
    assert contents(tiny) == before


def test_a_removed_page_has_no_source(tiny: Path) -> None:
    """Nothing of it is left in the draft."""
    draft = read(tiny, THEME, candidates={"services/team.yml": None})
    assert ("services", "team") not in draft.sources
    assert "team" not in {entry.id for entry in draft.entries}
    assert draft.problems == []


def test_a_removed_picture_can_be_restored_as_the_logo(tiny: Path) -> None:
    """A candidate is the logo although its file is not on the disk."""
    site = (tiny / "site.yml").read_bytes() + b"logo: new.png\n"
    png = file_of(drawn(40, 30), "PNG")
    logo = read(tiny, THEME, candidates={"site.yml": site, "pictures/new.png": png}).logo
    assert logo == Logo(png, "png", 40, 30)
