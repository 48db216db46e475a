"""What an entry may have and need not: facts, search words, pictures, a hidden state, a language of its own."""

import re
import shutil
from pathlib import Path

import pytest

from support.dom import Page, pages, parse, text
from support.sites import ROOT, TINY, build, built, project

pytestmark = pytest.mark.slow

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><rect width='4' height='3'/></svg>"


def add(folder: Path, name: str, addition: str) -> None:
    """Add lines to the end of a file, which is inside its last block."""
    path = folder / "content" / name
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")


def test_facts_are_a_small_table_and_nothing_when_absent(folder: Path) -> None:
    """Label and value in order, literally, in that language alone."""
    facts = "  facts:\n    - {label: 'Price *', value: '90 € | h'}\n    - label: Place\n      value: Here\n"
    add(folder, "services/team.yml", facts)
    add(folder, "pages/contact.yml", facts)
    site = built(folder)
    table = parse(site / "en" / "team" / "index.html").find(".//table")
    assert table is not None
    assert [[text(cell) for cell in row] for row in table.iter("tr")] == [["Price *", "90 € | h"], ["Place", "Here"]]
    assert [th.get("scope") for th in table.iter("th")] == ["row", "row"]
    assert parse(site / "sv" / "kontakt" / "index.html").find(".//table") is not None
    for path in ("tiimi", "en/pair-supervision", "en/contact"):
        assert parse(site / path / "index.html").find(".//table") is None


def test_search_words_are_never_shown(folder: Path) -> None:
    """They are for search alone."""
    add(folder, "services/team.yml", "  aliases: [crew, squad]\n")
    site = built(folder)
    assert [path for path in site.rglob("*.html") if "squad" in path.read_text(encoding="utf-8")] == []


def test_a_picture_is_published_with_its_words_if_a_page_shows_it(folder: Path) -> None:
    """From its name in a text to its address at any depth; a picture that no page shows stays at home."""
    pictures = folder / "content" / "pictures"
    pictures.mkdir()
    for name in ("chairs.svg", "unused.svg"):
        (pictures / name).write_bytes(PICTURE)
    add(folder, "services/team.yml", "  body: |\n    ![Two chairs](chairs.svg)\n")
    site = built(folder)
    (picture,) = parse(site / "en" / "team" / "index.html").iter("img")
    (published,) = (site / "pictures").iterdir()
    assert re.fullmatch(r"chairs\.[0-9a-f]{8}\.svg", published.name)
    assert (picture.get("alt"), picture.get("src")) == ("Two chairs", f"../../pictures/{published.name}")
    assert published.read_bytes() == PICTURE
    assert (picture.get("width"), picture.get("height"), picture.get("loading")) == ("1200", "900", "lazy")


def test_words_between_colons_stay_as_typed(folder: Path) -> None:
    """An emoji's name asks no other host for a picture."""
    add(folder, "services/team.yml", "  body: |\n    :smile: :30:\n")
    (main,) = parse(built(folder) / "en" / "team" / "index.html").iter("main")
    assert ":smile: :30:" in text(main)
    assert list(main.iter("img")) == []


def test_a_table_in_a_text_has_no_inline_style(folder: Path) -> None:
    """Columns that are set to one side must not need a style that a strict policy forbids."""
    add(folder, "services/team.yml", "  body: |\n    | a | b |\n    |:--|--:|\n    | 1 | 2 |\n")
    root = parse(built(folder) / "en" / "team" / "index.html")
    assert [text(td) for td in root.iter("td")] == ["1", "2"]
    assert [element for element in root.iter() if element.get("style")] == []


def test_a_hidden_page_is_nowhere(folder: Path) -> None:
    """No page, card, row, neighbour or line of the sitemap."""
    path = folder / "content" / "services" / "team.yml"
    path.write_text("draft: true\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    site = built(folder)
    assert not (site / "tiimi").exists()
    assert [file for file in site.rglob("*.*ml") if "Tiimi" in file.read_text(encoding="utf-8")] == []


SWEDISH_HOME = """sv:
  title: Handledning ger dig rum att tänka
  slug: index
  menu_title: Hem
  summary: Tillsammans med en utbildad handledare ser du på ditt arbete.
  body: |
    [Individuell handledning](individual)
"""
SWEDISH_SERVICE = """sv:
  title: Individuell handledning
  summary: Regelbundet arbete på tu man hand.
  who: En person
  purpose: Yrkeskunskap
"""


@pytest.fixture
def swedish(tmp_path: Path) -> dict[str, Page]:
    """The shipped content with a third language: one file, and a block in two entries and in site.yml."""
    folder = project(tmp_path, ROOT / "content")
    shutil.copy(TINY / "languages" / "sv.yml", folder / "content" / "languages")
    add(folder, "pages/home.yml", SWEDISH_HOME)
    add(folder, "services/individual.yml", SWEDISH_SERVICE)
    add(folder, "site.yml", "sv:\n  name: Handledning Exempel\n")
    return pages(built(folder))


@pytest.mark.sample
def test_a_third_language_is_one_file_and_blocks(swedish: dict[str, Page]) -> None:
    """It builds strictly, with no change of code, templates or overrides, and its two pages stand on their own."""
    assert {path for path in swedish if path.startswith("sv/")} == {"sv/", "sv/individuell-handledning/"}
    home, service = swedish["sv/"], swedish["sv/individuell-handledning/"]
    assert home.lang == service.lang == "sv"
    assert home.alternates() == {"fi": "", "en": "en/", "sv": "sv/", "x-default": ""}
    assert ("Individuell handledning", "sv/individuell-handledning/") in home.links()
    for page in (home, service):
        for label, address in page.links(".//main//a"):
            assert address.startswith(("sv/", "mailto:")), label
        assert next(address for _, address in page.links(".//main//aside//a")).startswith("mailto:")


@pytest.mark.sample
def test_a_page_without_a_translation_leads_to_that_languages_front_page(swedish: dict[str, Page]) -> None:
    """The link says so, and the page names no Swedish version of itself."""
    page = swedish["tiimityonohjaus/"]
    assert ("sv switch_front", "sv/") in page.links(".//header//a")
    assert ("sv switch", "sv/individuell-handledning/") in swedish["yksilotyonohjaus/"].links(".//header//a")
    assert "sv" not in page.alternates()


def test_a_required_language_must_be_everywhere(tmp_path: Path) -> None:
    """`required: true` in a language's file makes a missing block a mistake; without it the page is just absent."""
    folder = project(tmp_path, TINY)
    path = folder / "content" / "languages" / "en.yml"
    path.write_text("required: true\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    result = build(folder)
    assert result.returncode == 1
    assert result.stdout.splitlines()[1:-1] == [
        'content/services/solo.yml:1:1: the block "en:" is missing; this language is required, '
        "so add the line en: and the page's texts below it, indented"
    ]


def test_a_front_page_alone_shows_no_braces(folder: Path) -> None:
    """A language may begin with nothing but its front page."""
    for path in (folder / "content").rglob("*.yml"):
        if path.parent.name in ("services", "pages") and path.stem != "home":
            path.write_text(re.sub(r"(?ms)^sv:\n.*?(?=^\S|\Z)", "", path.read_text(encoding="utf-8")))
    page = parse(built(folder) / "sv" / "index.html").find(".//main")
    assert "{" not in text(page)
