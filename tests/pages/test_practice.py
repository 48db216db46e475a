"""What a practice is found by besides its ways to make contact, its questions and its prices, in the tiny site."""

from xml.etree.ElementTree import Element

import pytest

from support.dom import Page, text

BOOKED = {"fi": "https://book.example.org/?q=Yhteydenotto&s=&l=fi", "sv": "https://book.example.org/sv"}
"""Where a time is booked from a front page."""
PLACE = "Gatan 1 B, 00100 Ort"
MAP = "https://map.example.org/?a=1&b=2"
CLUB = "https://club.example.org/me?a=1&b=2"
DETAILS = {
    "fi": [(f"Käyntiosoite: {PLACE} Kartta", MAP), ("Y-tunnus: 1234567-1", None), ("Liitto & <co>", CLUB)],
    "en": [(f"Address: {PLACE} Map", MAP), ("Business ID: 1234567-1", None)],
    "sv": [(f"sv visit: {PLACE} Karta", MAP), ("FO-nummer: 1234567-1", None)],
}
"""The details of the practice in each language, and where each leads."""
NOTES = {
    "fi": "Ajanvaraus avautuu palvelussa book.example.org. Ethän kirjoita",
    "sv": "Tidsbokningen öppnas på book.example.org. Skriv inga uppgifter",
}


def shown(details: Element) -> list[tuple[str, str | None]]:
    """Each item of a list with the address of its link."""
    return [(text(item), next((link.get("href") for link in item.iter("a")), None)) for item in details]


def test_each_page_ends_with_the_practice(tiny_pages: dict[str, Page]) -> None:
    """Its address with a map, its business ID and its pages elsewhere, as typed and in the page's language."""
    for page in tiny_pages.values():
        (details,) = page.root.iterfind(".//footer/ul")
        assert shown(details) == DETAILS[page.lang]


def test_the_contact_page_shows_the_practice(tiny_pages: dict[str, Page]) -> None:
    """The same is there, and for paper the address of a page elsewhere besides its title."""
    for path in ("yhteys/", "en/contact/", "sv/kontakt/"):
        page = tiny_pages[path]
        (details,) = page.root.iterfind(".//main//ul[@class='practice']")
        assert shown(details) == [
            (f"{title} {CLUB}" if link == CLUB else title, link) for title, link in DETAILS[page.lang]
        ]


def test_a_printed_page_says_where_the_practice_is(tiny_pages: dict[str, Page]) -> None:
    """After the ways to make contact that can be typed, and before the page's own address."""
    paper = text(tiny_pages[""].root.find(".//p[@class='paper']"))
    assert paper == (
        f"desk@example.org · Käyntiosoite: {PLACE} · Y-tunnus: 1234567-1 · {CLUB} · https://www.example.org/below/"
    )


def test_a_time_is_booked_beside_the_best_channel(tiny_pages: dict[str, Page]) -> None:
    """A second, quiet button, told of the page, on each page of a language that has a booking page, and the note."""
    for path, page in tiny_pages.items():
        links = page.root.findall(".//main/aside//a") or page.root.findall(".//main//ul[@class='channels']//a")
        quiet = [number for number, link in enumerate(links) if link.get("class") == "button quiet"]
        assert quiet == ([1] if page.lang in NOTES else [])
        if page.lang in NOTES:
            assert NOTES[page.lang] in text(page.root.find(".//main//p[@class='note']"))
            assert path not in ("", "sv/") or links[1].get("href") == BOOKED[page.lang]


@pytest.mark.sample
def test_what_is_not_given_is_not_shown(own_pages: dict[str, Page]) -> None:
    """The sample has none of it: no empty list, no label, no second button, no price, no word more in the graph."""
    for page in own_pages.values():
        assert page.having("ul", "practice") == []
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
    assert columns["sv/former/"] == ["Form", "För vem", "Syfte och innehåll"]
    brief = tiny_pages["en/pair-supervision/"].root.find(".//section/dl")
    assert [text(part) for part in brief or ()][-2:] == ["Price", "90 € + VAT"]
