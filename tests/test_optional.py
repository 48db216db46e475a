"""Optional parts of an entry: facts, search words, pictures, a hidden state, another language."""

import re
import shutil
from pathlib import Path

import pytest

from support.dom import Page, pages, parse, text
from support.sites import ROOT, TINY, built, built_once, project

pytestmark = pytest.mark.slow

PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><rect width='4' height='3'/></svg>"
FACTS = "  facts:\n    - {label: 'Price *', value: '90 € | h'}\n    - label: Place\n      value: Here\n"
BODY = """\
  aliases: [crew, squad]
  body: |
    ![Two chairs](chairs.svg)
    :smile: :30:

    | a | b |
    |:--|--:|
    | 1 | 2 |
"""


def add(folder: Path, name: str, addition: str) -> None:
    """Add lines to the end of a file, which is inside its last block."""
    path = folder / "content" / name
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny site with facts, search words, a picture, a table and a hidden page."""

    def make(folder: Path) -> None:
        project(folder, TINY)
        add(folder, "services/team.yml", FACTS)
        add(folder, "services/pair.yml", BODY)
        add(folder, "pages/contact.yml", FACTS)
        hidden = "draft: true\nfi: {title: Piilo, summary: x, who: x, purpose: x}\n"
        (folder / "content" / "services" / "hidden.yml").write_text(hidden)
        (folder / "content" / "pictures").mkdir()
        for name in ("chairs.svg", "unused.svg"):
            (folder / "content" / "pictures" / name).write_bytes(PICTURE)

    return built_once(tmp_path_factory, "optional", make)


def test_facts_are_a_small_table_and_nothing_when_absent(site: Path) -> None:
    """Labels and values are in order, as typed, in that language alone."""
    table = parse(site / "en" / "team" / "index.html").find(".//table")
    assert table is not None
    assert [[text(cell) for cell in row] for row in table.iter("tr")] == [["Price *", "90 € | h"], ["Place", "Here"]]
    assert [th.get("scope") for th in table.iter("th")] == ["row", "row"]
    assert parse(site / "sv" / "kontakt" / "index.html").find(".//table") is not None
    for path in ("tiimi", "en/pair-supervision", "en/contact"):
        assert parse(site / path / "index.html").find(".//table") is None


def test_a_picture_is_published_with_its_words_if_a_page_shows_it(site: Path) -> None:
    """Its address is right at any depth; a picture that no page shows is not published."""
    (picture,) = parse(site / "sv" / "arbetspar" / "index.html").iter("img")
    (published,) = (site / "pictures").iterdir()
    assert re.fullmatch(r"chairs\.[0-9a-f]{8}\.svg", published.name)
    assert (picture.get("alt"), picture.get("src")) == ("Two chairs", f"../../pictures/{published.name}")
    assert published.read_bytes() == PICTURE
    assert (picture.get("width"), picture.get("height"), picture.get("loading")) == ("1200", "900", "lazy")


def test_a_text_is_published_without_styles_and_emojis(site: Path) -> None:
    """A strict policy forbids a column's inline style, and an emoji's name asks no other host for a picture."""
    root = parse(site / "sv" / "arbetspar" / "index.html")
    assert ":smile: :30:" in text(root.find(".//main"))
    assert [text(td) for td in root.iter("td")] == ["1", "2"]
    assert [element for element in root.iter() if element.get("style")] == []


def test_search_words_and_hidden_pages_are_never_shown(site: Path) -> None:
    """A hidden page has no page, card, row, neighbour or line of the sitemap."""
    assert not (site / "piilo").exists()
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.*ml")}
    assert [path for path, content in texts.items() if "Piilo" in content] == []
    assert [path for path, content in texts.items() if "squad" in content] == []


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
    """Return the pages of the shipped content with a third language: a file, and blocks in two entries and site.yml."""
    folder = project(tmp_path, ROOT / "content")
    shutil.copy(TINY / "languages" / "sv.yml", folder / "content" / "languages")
    add(folder, "pages/home.yml", SWEDISH_HOME)
    add(folder, "services/individual.yml", SWEDISH_SERVICE)
    add(folder, "site.yml", "sv:\n  name: Handledning Exempel\n")
    return pages(built(folder))


@pytest.mark.sample
def test_a_third_language_is_one_file_and_blocks(swedish: dict[str, Page]) -> None:
    """Code, templates and overrides do not change, and its two pages link to pages of that language alone."""
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
    """The link's text says so, and the page names no Swedish version of itself."""
    page = swedish["tiimityonohjaus/"]
    assert ("sv switch_front", "sv/") in page.links(".//header//a")
    assert ("sv switch", "sv/individuell-handledning/") in swedish["yksilotyonohjaus/"].links(".//header//a")
    assert "sv" not in page.alternates()


def test_a_front_page_alone_shows_no_braces(folder: Path) -> None:
    """A language may begin with nothing but its front page."""
    for path in (folder / "content").rglob("*.yml"):
        if path.parent.name in ("services", "pages") and path.stem != "home":
            path.write_text(re.sub(r"(?ms)^sv:\n.*?(?=^\S|\Z)", "", path.read_text(encoding="utf-8")))
    page = parse(built(folder) / "sv" / "index.html").find(".//main")
    assert "{" not in text(page)
