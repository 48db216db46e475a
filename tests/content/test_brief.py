"""The sample's pages are those of the brief: their addresses, menus, forms and ways to make contact."""

from urllib.parse import parse_qs, urlsplit

import pytest

from support.dom import Page, text
from support.pages import ADDRESS, FORMS, NINE, PATHS, ROUTES, SLUGS, VERSIONS

pytestmark = pytest.mark.sample

MENU = {
    "fi": ["Työnohjaus", "Työnohjauksen muodot", "Ota yhteyttä", "Haku", "Tietosuoja"],
    "en": ["Supervision", "Forms of supervision", "Get in touch", "Search", "Privacy"],
}


def test_each_entry_has_its_page_in_both_languages() -> None:
    """The pages are those of the brief at their slugs, and no others; the forms are in order, each with a pictogram."""
    assert {route.entry.id: VERSIONS[route.path] for route in ROUTES.values()} == SLUGS
    assert [list(VERSIONS[route.path]) for route in ROUTES.values()] == [["fi", "en"]] * len(PATHS)
    assert list(FORMS.values()) == [[SLUGS[form][code] for form in NINE] for code in ("fi", "en")]
    assert all(ROUTES[path].entry.settings.icon for paths in FORMS.values() for path in paths)
    assert ADDRESS == "https://www.example.org/"


def test_no_two_pages_share_a_title_or_a_description(own_pages: dict[str, Page]) -> None:
    """A search engine can tell the pages apart."""
    titles = [text(page.root.find(".//title")) for page in own_pages.values()]
    descriptions = [page.root.find(".//meta[@name='description']") for page in own_pages.values()]
    assert len(set(titles)) == len(PATHS)
    assert len({element.get("content") for element in descriptions if element is not None}) == len(PATHS)


def test_the_language_link_speaks_the_other_language(own_pages: dict[str, Page]) -> None:
    """From Finnish it is called In English, and from English Suomeksi."""
    links = {
        path: [text(link) for link in own_pages[path].root.iter("a") if link.get("hreflang")] for path in ("", "en/")
    }
    assert links == {"": ["In English"], "en/": ["Suomeksi"]}


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_the_menus_are_those_of_the_brief(own_pages: dict[str, Page], lang: str) -> None:
    """Four pages in the header, contact among them; privacy comes to them in the footer."""
    page = own_pages[SLUGS["home"][lang]]
    entries = ["about", "overview", "contact", "search", "privacy"]
    expected = list(zip(MENU[lang], [SLUGS[entry][lang] for entry in entries], strict=True))
    assert page.links(".//header/nav[@class='wide']//a") == expected[:-1]
    assert page.links(".//footer//a") == expected


@pytest.mark.parametrize("form", NINE)
@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_form_of_supervision_leads_to_the_contact_form(own_pages: dict[str, Page], form: str, lang: str) -> None:
    """The link carries the form, its title and the language, with the note on patient details beside it."""
    page = own_pages[SLUGS[form][lang]]
    call = page.root.find(".//aside")
    assert call is not None
    (link,) = call.iter("a")
    address = urlsplit(link.get("href", ""))
    assert (address.scheme, address.netloc) == ("https", "lomake.example.org")
    assert "+" not in address.query
    values = list(parse_qs(address.query, strict_parsing=True).values())
    assert values == [[text(page.root.find(".//h1"))], [form], [lang]]
    note = {"fi": "Ethän kirjoita", "en": "Please do not include any patient or client details"}[lang]
    assert note in text(call)
    assert "lomake.example.org." in text(call)


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_the_contact_page_has_every_channel_and_the_note(own_pages: dict[str, Page], lang: str) -> None:
    """The form in this language, the e-mail with a subject, and the request to leave details of patients out."""
    page = own_pages[SLUGS["contact"][lang]]
    form, mail = (address for _, address in page.links(".//main//ul//a"))
    assert parse_qs(urlsplit(form).query)[{"fi": "kieli", "en": "language"}[lang]] == [lang]
    assert mail == "mailto:yhteys@example.org?subject=" + {"fi": "Yhteydenotto", "en": "Enquiry"}[lang]
    assert {"fi": "potilaiden", "en": "patient"}[lang] in text(page.root.find(".//main"))
    assert "lomake.example.org." in text(page.root.find(".//main"))


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_time_stands_where_the_brief_gives_it(own_pages: dict[str, Page], lang: str) -> None:
    """Two of the nine forms say how often or how long; who and purpose stand in every row."""
    rows = own_pages[SLUGS["overview"][lang]].root.findall(".//tbody/tr")
    assert [form for form, row in zip(NINE, rows, strict=True) if text(row[4])] == ["individual", "consultation"]
    assert all(text(cell) for row in rows for cell in row[1:3])
