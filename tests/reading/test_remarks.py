"""What can be read and may be wrong all the same: each file in tests/remarks/ holds a site and what is told of it.

The files are like those of tests/mistakes/; `pytest --renew` writes the remarks anew.
"""

from pathlib import Path

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES, sentence
from brochure.project import theme_of
from brochure.reading.loader import load, read
from brochure.reading.remarks import remarks
from support.guide import BLOCK, each_half, guide
from support.mistakes import REMARKS, check_case
from support.photos import photo
from support.sites import ROOT, THEME, change


def told(content: Path, language: str) -> str:
    """The remarks on a folder of content without mistakes."""
    draft = read(content, theme_of(ROOT))
    load(draft, language)
    return "".join(f"{remark.report(language)}\n" for remark in remarks(draft))


@pytest.mark.parametrize("case", REMARKS, ids=lambda case: case.stem)
def test_a_remark_is_told_word_for_word(case: Path, tiny: Path, request: pytest.FixtureRequest) -> None:
    """Each with its place, what to do and the name by which it is accepted; the site can be published all the same."""
    check_case(case, tiny, told, renew=request.config.getoption("--renew"))


@pytest.mark.parametrize("folder", ["content", "tests/practice", "tests/quiet"])
def test_ordinary_text_gets_no_remark(folder: str) -> None:
    """Prices, hours, quotations, names, foreign titles and a language of three pages are right as they are."""
    assert told(ROOT / folder, "en") == ""


def test_a_photo_that_fills_no_phone_is_told(tiny: Path) -> None:
    """With its width, once for each language that shows it."""
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "chairs.jpg").write_bytes(photo(319, 200))
    pair = tiny / "services" / "pair.yml"
    pair.write_text(f"image: chairs.jpg\n{pair.read_text(encoding='utf-8')}", encoding="utf-8")
    change(pair, "fi:\n", "fi:\n  image_text: Kaksi tuolia\n")
    change(pair, "en:\n", "en:\n  image_text: Two chairs\n")
    change(pair, "sv:\n", "sv:\n  image_text: Två stolar\n")
    small = "the picture chairs.jpg is only 319 pixels wide and would look blurred; put a larger one in its place"
    assert told(tiny, "en").count(f"content/services/pair.yml:1:8: {small}, or accept") == 1
    (tiny / "pictures" / "chairs.jpg").write_bytes(photo(320, 200))
    assert told(tiny, "en") == ""


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_each_remark_says_its_name(language: str) -> None:
    """Whoever reads it can copy the line that accepts it."""
    assert sentence("accept", language, name="older").endswith("accepted: [older]")


@each_half
def test_what_the_guide_gives_to_be_filled_in_is_known(language: str) -> None:
    """The texts of its whole example files, but for names and rows that could be anyone's, would be told on a page."""
    (example, *_) = (block["text"] for block in BLOCK.finditer(guide(language)) if block["use"] == "file")
    given = THEME.known("guide_texts")
    assert any(text in example for text in given if len(text.split()) > 3)
    assert any(f"    {text}\n" in example for text in given)
