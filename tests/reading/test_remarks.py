"""Possible mistakes: each file in tests/remarks/ contains a site and the remarks about it.

The files are like those of tests/mistakes/; `pytest --renew` rewrites the remarks.
"""

from pathlib import Path

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.project import theme_of
from brochure.reading.loader import load, read
from brochure.reading.remarks import remarks
from support.guide import BLOCK, each_half, guide
from support.mistakes import REMARKS, CheckFile, check_case
from support.photos import photo
from support.sites import ROOT, THEME, change


def told(content: Path) -> dict[str, str]:
    """Return the remarks about a folder of content without mistakes, in each language."""
    draft = read(content, theme_of(ROOT))
    load(draft)
    found = list(remarks(draft))
    return {language: "".join(f"{remark.report(language)}\n" for remark in found) for language in AUTHOR_LANGUAGES}


@pytest.mark.parametrize("case", REMARKS, ids=lambda case: case.stem)
def test_a_remark_is_reported_word_for_word(case: Path, tiny: Path, check_file: CheckFile) -> None:
    """Each says its place, an advice and the name by which it is accepted; the site can be published nevertheless."""
    check_case(case, tiny, told, check_file)


@pytest.mark.parametrize("folder", ["content", "tests/practice", "tests/quiet"])
def test_ordinary_text_gets_no_remark(folder: str) -> None:
    """Prices, hours, quotations, names, foreign titles and a language of three pages are right."""
    assert set(told(ROOT / folder).values()) == {""}


def test_a_photo_that_fills_no_phone_gets_a_remark(tiny: Path) -> None:
    """The remark contains the width of a photo that is narrower than 320 pixels."""
    (tiny / "pictures").mkdir()
    change(tiny / "services" / "solo.yml", "fi:\n", "image: chairs.jpg\nfi:\n  image_text: Kaksi tuolia\n")
    for width, count in ((319, 1), (320, 0)):
        (tiny / "pictures" / "chairs.jpg").write_bytes(photo(width, 200))
        assert told(tiny)["en"].count(f"the picture chairs.jpg is only {width} pixels wide") == count


@each_half
def test_what_the_guide_gives_to_be_filled_in_is_known(language: str) -> None:
    """The texts of its example files would get a remark on a page, but for names and rows that could be anyone's."""
    (example, *_) = (block["text"] for block in BLOCK.finditer(guide(language)) if block["use"] == "file")
    given = THEME.known("guide_texts")
    assert any(text in example for text in given if len(text.split()) > 3)
    assert any(f"    {text}\n" in example for text in given)
