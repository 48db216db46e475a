"""Optional parts of an entry: facts, search words, pictures, a hidden state, another language."""

import re
from pathlib import Path

import pytest

from support.dom import pages, parse, text
from support.sites import TINY, built, built_once, project

pytestmark = pytest.mark.slow

PICTURE = b'<svg viewBox="0 0 4 3" xmlns="http://www.w3.org/2000/svg"><rect width="4" height="3"/></svg>'
FACTS = "  facts:\n    - {label: 'Price *', value: '90 € | h'}\n    - label: Place\n      value: Here\n"
BODY = """\
  aliases: [crew, squad]
  body: |
    ![Two chairs](chairs.svg)
"""


def add(folder: Path, name: str, addition: str) -> None:
    """Add lines to the end of a file, which is inside its last block."""
    path = folder / "content" / name
    path.write_text(path.read_text(encoding="utf-8") + addition, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny site with facts, search words, a picture and a hidden page."""

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


def test_search_words_and_hidden_pages_are_never_shown(site: Path) -> None:
    """A hidden page has no page, card, row, neighbour or line of the sitemap."""
    assert not (site / "piilo").exists()
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.*ml")}
    assert [path for path, content in texts.items() if "Piilo" in content] == []
    assert [path for path, content in texts.items() if "squad" in content] == []


def test_a_language_may_begin_with_its_front_page(folder: Path) -> None:
    """Without any other page the front page shows no braces, and its links lead to its language or to a mailbox."""
    for path in (folder / "content").rglob("*.yml"):
        if path.parent.name in ("services", "pages") and path.stem != "home":
            path.write_text(re.sub(r"(?ms)^sv:\n.*?(?=^\S|\Z)", "", path.read_text(encoding="utf-8")))
    front = pages(built(folder))["sv/"]
    assert "{" not in text(front.root.find(".//main"))
    links = [address for _, address in front.links(".//main//a")]
    assert links
    assert [address for address in links if not address.startswith(("sv/", "mailto:", "https:"))] == []
