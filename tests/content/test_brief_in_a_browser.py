"""What a visitor of the sample does: walks by keyboard, finds a form by a sentence or a search, prints a leaflet."""

import pytest
from playwright.sync_api import Page, expect

from support.browsers import printed, walk
from support.pages import NINE, SLUGS

pytestmark = pytest.mark.sample


def test_the_keyboard_leads_to_contact_in_the_other_language(page: Page) -> None:
    """From a form: skip link, name, menu; in the menu contact is the third; from there to its English."""
    page.goto("tiimityonohjaus/")
    assert walk(page, 3) == ["Siirry sisältöön", "Työnohjaus Esimerkki", "Valikko"]
    page.keyboard.press("Enter")
    assert walk(page, 3)[-1] == "Ota yhteyttä"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ota yhteyttä")
    assert walk(page, 4)[-1] == "In English"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Get in touch")


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_all_nine_forms_are_reached_from_sentences(page: Page, lang: str) -> None:
    """Two or more for each form, of five speakers; home and overview lead there."""
    for entry in ("home", "overview"):
        page.goto(SLUGS[entry][lang])
        name = {"fi": "Tunnistatko tilanteen?", "en": "Does this sound like you?"}[lang]
        page.get_by_role("link", name=name).click()
        assert page.url.endswith(SLUGS["finder"][lang])
    assert page.get_by_role("main").get_by_role("heading", level=2).count() == 6
    hrefs = page.locator(".finder a").evaluate_all("links => links.map(link => link.href)")
    assert len(hrefs) >= 18
    assert len({*hrefs}) == len(NINE)


SEARCHES = {
    "": None,
    "oh": None,
    "ohjaus": "Tiimityönohjaus",
    "OHJAUS": "Tiimityönohjaus",
    "esihenkilöiden": "Esimiestyön työnohjaus",
    "esihenkiloiden": "Esimiestyön työnohjaus",
    "sairaanhoitajille": "Potilastyönohjaus",
    "tyoyhteiso": "Työyhteisön työnohjaus",
    "  konsul  ": "Konsultaatio",
    "muutos organisaatio": "Prosessi- ja muutostyönohjaus",
}


@pytest.mark.parametrize("query", SEARCHES, ids=lambda query: query or "nothing")
def test_search_finds(page: Page, query: str) -> None:
    """From three letters: parts of compounds, any case, bent aliases, and letters typed without their dots."""
    page.goto("haku/")
    items = page.locator(".results li")
    everything = items.count()
    assert everything == len(SLUGS) - 1
    page.get_by_role("searchbox", name="Hae sivuilta").fill(query)
    found = page.locator(".results li:visible h2").all_inner_texts()
    if SEARCHES[query] is None:
        assert len(found) == everything
        expect(page.get_by_role("status")).to_have_text("")
    else:
        assert SEARCHES[query] in found
        assert len(found) < everything
        expect(page.get_by_role("status")).to_have_text(f"Sivuja: {len(found)}")


def test_search_keeps_dotted_letters_apart(page: Page) -> None:
    """A letter typed with its dots is that letter and no other."""
    page.goto("haku/?q=tyonohjäus")
    expect(page.get_by_role("status")).to_have_text("Sivuja: 0")


@pytest.mark.parametrize("lang", ["fi", "en"])
@pytest.mark.parametrize("form", NINE)
def test_a_form_prints_as_a_leaflet(page: Page, form: str, lang: str) -> None:
    """One sheet: heading, text, how to make contact in words and the page's address; no menu and no button."""
    path = SLUGS[form][lang]
    (sheet,) = printed(page, path)
    title = page.get_by_role("heading", level=1).inner_text()
    assert title.replace(" ", "") in sheet.replace(" ", "")
    assert "yhteys@example.org" in sheet
    assert f"www.example.org/{path}" in sheet.replace(" ", "")
    for word in {"fi": ["Valikko", "Haku", "Avaa"], "en": ["Menu", "Search", "Open the"]}[lang]:
        assert word not in sheet


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_home_prints_as_an_overview(page: Page, lang: str) -> None:
    """One sheet with the nine forms on it."""
    (sheet,) = printed(page, SLUGS["home"][lang])
    titles = page.locator(".cards h3").all_inner_texts()
    assert len(titles) == 9
    assert [title for title in titles if title.replace(" ", "") not in sheet.replace(" ", "")] == []
