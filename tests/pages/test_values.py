"""Values as they are meant: spaces that look like spaces, names with umlauts, scripts written from right to left."""

import re
from pathlib import Path

import pikepdf
import pytest
import yaml

from support.dom import Page, pages, text
from support.pdf import elements, squeezed, words
from support.sites import ROOT, TINY, built_once, project

pytestmark = pytest.mark.slow

HEBREW = "name: עברית\nlocale: he_IL\nprefix: /he/\nwords:\n"
SPACED = """speaker: me
fi:
  title:\u00a0Väli
  slug: vali
  summary: x
  who: x
  purpose: x
  situations:
    -\u00a0Yksi lause.
    - Toinen lause.
  questions:
    - question:\u00a0Mitä?
      answer:\u00a0|
        Vastaus.
  body: |\u00a0
    Teksti.
    \u00a0\u00a0
    Toinen kappale:\u00a0tässä.
"""
RIGHT_TO_LEFT = """order: 90
he:
  title: הדרכה
  slug: hadracha
  summary: הדרכה מקצועית.
  who: צוות
  purpose: עבודה
  body: |
    אפשר להתקשר (123) היום.
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site in Hebrew too, with a phone number and a mailbox that were refused once."""

    def make(folder: Path) -> None:
        content = project(folder, TINY) / "content"
        english = yaml.safe_load((ROOT / "docs" / "templates" / "words" / "en.yml").read_text(encoding="utf-8"))
        lines = [f"  {word}: {told!r}\n" for word, told in english.items()]
        hebrew = HEBREW + "".join(lines).replace("'brochure'", "'brochure-he'").replace("'Phone'", "טלפון")
        (content / "languages" / "he.yml").write_text(hebrew, encoding="utf-8")
        site = (content / "site.yml").read_text(encoding="utf-8") + "he: {name: הדרכה}\n"
        site = site.replace("https://www.example.org/below/", "https://www.työkoe.fi/")
        site = site.replace(
            "email: desk@example.org", "email: yhteys@työkoe.fi\n  phone: +358\u00a0(0)40\u2009765–4321"
        )
        (content / "site.yml").write_text(site, encoding="utf-8")
        home = "he: {title: בית, slug: index, summary: הדרכה.}\n"
        contact = "he: {title: קשר, slug: kesher, summary: קשר.}\n"
        for name, block in (("home", home), ("contact", contact)):
            path = content / "pages" / f"{name}.yml"
            path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")
        (content / "services" / "spaced.yml").write_text(SPACED, encoding="utf-8")
        (content / "services" / "hebrew.yml").write_text(RIGHT_TO_LEFT, encoding="utf-8")

    return built_once(tmp_path_factory, "values", make)


@pytest.fixture(scope="module")
def found(built: Path) -> dict[str, Page]:
    """Its pages."""
    return pages(built)


def test_other_spaces_are_spaces_where_yaml_wants_one(built: Path, found: dict[str, Page]) -> None:
    """Behind a hyphen, a colon and the sign of a text of several lines; a line of nothing else is empty."""
    (prose,) = found["vali/"].having("div", "prose")[:1]
    assert [paragraph.text for paragraph in prose.iter("p")][:2] == ["Teksti.", "Toinen kappale:\u00a0tässä."]
    page = text(found["vali/"].root)
    for said in ("Väli", "Yksi lause.", "Toinen lause.", "Mitä?", "Vastaus.", "Teksti. Toinen kappale: tässä."):
        assert said in page
        assert squeezed(said) in words(built / "vali" / "vali.pdf")


def test_a_mailbox_may_be_at_a_name_with_an_umlaut(built: Path, found: dict[str, Page]) -> None:
    """It is shown as typed, and its link has the name as RFC 6068 has it."""
    link = next(target for said, target in found["yhteys/"].links() if said == "yhteys@työkoe.fi")
    assert link.startswith("mailto:yhteys@ty%C3%B6koe.fi?subject=")
    assert squeezed("yhteys@työkoe.fi") in words(built / "vali" / "vali.pdf")


def test_a_script_has_its_direction(built: Path, found: dict[str, Page]) -> None:
    """On the page, on links to a page of the other direction, and where the page for unknown addresses speaks it."""
    hebrew, finnish = found["he/"].root, found[""].root
    assert (hebrew.get("dir"), finnish.get("dir")) == ("rtl", None)
    directions = [
        {link.get("lang"): link.get("dir") for link in root.iter("a") if link.get("hreflang") and link.get("lang")}
        for root in (hebrew, finnish)
    ]
    assert directions == [{"fi": "ltr", "en": "ltr", "sv": "ltr"}, {"en": None, "sv": None, "he": "rtl"}]
    lost = (built / "404.html").read_text(encoding="utf-8")
    assert re.findall(r'<(?:html|section) lang="(\w\w)"(?: dir="(\w+)")?', lost) == [
        *(("fi", ""), ("fi", ""), ("en", ""), ("he", "rtl"), ("sv", "")),
    ]


def test_paper_has_that_direction(built: Path) -> None:
    """Its first line begins at the right, and it says so to who hears it."""
    with pikepdf.open(built / "he" / "hadracha" / "hadracha.pdf") as pdf:
        assert pdf.Root.Lang == "he"
        assert pdf.Root.ViewerPreferences.get("/Direction") == "/R2L"
        assert list(elements(pdf.Root.StructTreeRoot.K))
    assert "123" in words(built / "he" / "hadracha" / "hadracha.pdf")


def test_the_stylesheet_knows_no_left_and_right() -> None:
    """Each property follows the direction of the text: none names a side or gives the two sides different values."""
    style = (ROOT / "docs" / "assets" / "brochure.css").read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w-])(?:[\w-]+-)?(?:left|right)(?![\w-])", style) == []
    boxes = re.findall(r"(?:margin|padding|inset): \S+ (\S+) \S+ (\S+);", style)
    corners = re.findall(r"border-radius: (\S+) (\S+) (\S+) (\S+);", style)
    assert [sides for sides in boxes if sides[0] != sides[1]] == []
    assert [sides for sides in corners if sides[0] != sides[1] or sides[2] != sides[3]] == []
