"""What a practice is found by beside its ways to make contact, its questions and its prices, in the tiny site."""

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from support.dom import Page, pages, text
from support.sites import built, change

BOOKED = {"": "https://book.example.org/?q=Yhteydenotto&s=&l=fi", "sv/": "https://book.example.org/sv"}
"""Where a time is booked from each front page that has a booking page."""
PLACE = "Gatan 1 B, 00100 Ort"
MAP = "https://map.example.org/?a=1&b=2"
DETAILS = {
    "": [
        (f"Käyntiosoite: {PLACE} Kartta", MAP),
        ("Y-tunnus: 1234567-1", None),
        ("Liitto & <co>", "https://club.example.org/me?a=1&b=2"),
    ],
    "en/": [(f"Address: {PLACE} Map", MAP), ("Business ID: 1234567-1", None)],
    "sv/": [(f"sv visit: {PLACE} sv map", MAP), ("sv business_id: 1234567-1", None)],
}
"""What of the practice is shown in each language, and where each leads."""


@pytest.fixture(scope="module")
def tiny_pages(tiny_site: Path) -> dict[str, Page]:
    """The pages of the tiny site."""
    return pages(tiny_site)


def front(page: Page) -> str:
    """Where the front page of a page's language is."""
    return {"fi": "", "en": "en/", "sv": "sv/"}[page.lang]


def shown(details: Element) -> list[tuple[str, str | None]]:
    """Each item of a list with the address of its link; what is for paper alone is passed over."""
    items = []
    for item in details:
        for part in item.iterfind("span"):
            part.text = ""
        link = item.find("a")
        items.append((text(item), None if link is None else link.get("href")))
    return items


def test_each_page_ends_with_the_practice(tiny_pages: dict[str, Page]) -> None:
    """Its address with a map, its business ID and its pages elsewhere, as typed and in the page's language."""
    for page in tiny_pages.values():
        (details,) = page.root.iterfind(".//footer/ul")
        assert shown(details) == DETAILS[front(page)]


def test_the_contact_page_shows_the_practice(tiny_pages: dict[str, Page]) -> None:
    """The same stands there, and on paper the address of a page elsewhere beside its title."""
    for path in ("yhteys/", "en/contact/", "sv/kontakt/"):
        page = tiny_pages[path]
        (details,) = page.root.iterfind(".//main//ul[@class='practice']")
        assert [text(part) for part in details.iter("span")] == [
            link for title, link in DETAILS[front(page)] if title.startswith("Liitto")
        ]
        assert shown(details) == DETAILS[front(page)]


def test_a_printed_page_says_where_the_practice_is(tiny_pages: dict[str, Page]) -> None:
    """Beside what can be typed, and before the page's own address."""
    paper = text(tiny_pages[""].root.find(".//p[@class='paper']"))
    assert paper == (
        f"desk@example.org · Käyntiosoite: {PLACE} · Y-tunnus: 1234567-1 · "
        "https://club.example.org/me?a=1&b=2 · https://www.example.org/below/"
    )


def test_a_time_is_booked_beside_the_best_channel(tiny_pages: dict[str, Page]) -> None:
    """A second, quiet button, told of the page, on each page of a language that has a booking page, and the note."""
    for path, page in tiny_pages.items():
        links = page.root.findall(".//main/aside//a") or page.root.findall(".//main//ul[@class='channels']//a")
        quiet = [link.get("href") for link in links if link.get("class") == "button quiet"]
        assert len(quiet) == (page.lang != "en")
        assert links[0].get("class") != "button quiet"
        if quiet:
            assert links[1].get("href") == quiet[0]
            assert path != front(page) or quiet == [BOOKED[path]]
            (note,) = (text(part) for part in page.root.iterfind(".//main//p[@class='note']"))
            opens = {"fi": "Ajanvaraus avautuu palvelussa", "sv": "sv opens_booking"}[page.lang]
            end = {"fi": "Ethän kirjoita", "sv": "sv contact_note"}[page.lang]
            assert f"{opens} book.example.org. {end}" in note


def test_a_form_is_booked_by_its_name(tiny_pages: dict[str, Page]) -> None:
    """The booking page is filled in like a contact form."""
    link = tiny_pages["tyoparin-tyonohjaus/"].root.findall(".//main/aside//a")[1]
    assert link.get("href") == "https://book.example.org/?q=Ty%C3%B6parin%20ty%C3%B6nohjaus&s=pair&l=fi"


@pytest.mark.sample
def test_what_is_not_given_is_not_shown(shipped: Path) -> None:
    """The sample has none of it: no empty list, no label, no second button, no price, no word more in the graph."""
    for page in pages(shipped).values():
        source = (shipped / page.path / "index.html").read_text(encoding="utf-8")
        assert 'class="practice"' not in source
        assert [link for link in page.root.iterfind(".//main/aside//a") if link.get("class") != "button"] == []
        assert not {"Y-tunnus", "Business ID", "Käyntiosoite", "Hinta", "Price"} & {
            text(part).rstrip(":") for part in page.root.iter() if part.tag in ("li", "dt", "th")
        }
        (practice,) = (node for kind, node in page.linked_data().items() if kind in ("Organization", "Person"))
        assert practice.keys() <= {"@type", "@id", "name", "url", "email", "telephone"}


def test_questions_are_headings_with_open_answers(tiny_pages: dict[str, Page]) -> None:
    """On a form, a front page and the overview; each can be linked to, and nothing of what was typed is lost."""
    found = {
        path: [(part.tag, part.get("id"), text(part)) for part in tiny_pages[path].root.iterfind(".//main//div/*[@id]")]
        for path in ("en/pair-supervision/", "sv/arbetspar/", "sv/", "sv/former/")
    }
    assert found["en/pair-supervision/"][1:] == [("h2", "price", "Price"), ("h2", "price_1", "Price")]
    assert ("h2", "vad-kostar-det", "Vad kostar det?") in found["sv/arbetspar/"]
    assert ("h3", "mer", "Mer") in found["sv/arbetspar/"]
    assert ("h2", "var-i-x", "Var? <i> *x*") in found["sv/"]
    assert ("h2", "compare_1", "Compare?") in found["sv/former/"]
    (link,) = (link for link in tiny_pages["en/pair-supervision/"].root.iter("a") if text(link) == "the price")
    assert link.get("href") == "#price_1"


def test_a_column_is_there_if_any_form_fills_it(tiny_pages: dict[str, Page]) -> None:
    """A price is in brief on its form, and a column in the languages that have one."""
    columns = {
        path: [text(th) for th in tiny_pages[path].root.iterfind(".//thead//th")]
        for path in ("muodot/", "en/forms/", "sv/former/")
    }
    assert columns["muodot/"] == ["Muoto", "Kenelle", "Tarkoitus ja sisältö"]
    assert columns["en/forms/"][-2:] == ["How often, how long", "Price"]
    assert columns["sv/former/"] == ["sv form", "sv who", "sv purpose"]
    brief = tiny_pages["en/pair-supervision/"].root.find(".//section/dl")
    assert brief is not None
    assert [text(part) for part in brief][-2:] == ["Price", "90 € + VAT"]


@pytest.mark.slow
def test_an_answer_holds_what_a_body_holds(folder: Path) -> None:
    """Its pictures are published, its links lead to the page's language, and nobody's HTML is in it."""
    (folder / "content" / "pictures").mkdir()
    (folder / "content" / "pictures" / "chairs.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    answer = "`</div>` [x](overview#compare) ![Two chairs](chairs.svg)"
    change(
        folder / "content" / "services" / "team.yml",
        "  purpose: Interaction\n",
        f"  purpose: Interaction\n  questions:\n    - question: A?\n      answer: |\n        {answer}\n",
    )
    site = built(folder)
    page = pages(site)["en/team/"]
    ((link, picture),) = [
        (part.find("a"), part.find("img")) for part in page.root.iter("p") if text(part).endswith("> x")
    ]
    assert link is not None
    assert page.target(link) == "en/forms/#compare"
    assert picture is not None
    assert (site / page.target(picture)).is_file()
