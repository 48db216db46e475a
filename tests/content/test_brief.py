"""The sample's pages are those of the brief: their addresses, menus, forms and ways to make contact."""

from urllib.parse import parse_qs, urlsplit

import pytest

from brochure.model.site import SPEAKERS, ServiceTranslation
from support.dom import Page, text
from support.pages import ADDRESS, FORMS, NINE, PATHS, ROUTES, SLUGS, VERSIONS, made_with

pytestmark = pytest.mark.sample

MENU = {
    "fi": ["Työnohjaus", "Työnohjauksen muodot", "Ota yhteyttä", "Haku", "Tietosuoja"],
    "en": ["Supervision", "Forms of supervision", "Get in touch", "Search", "Privacy"],
}
NOTE = {"fi": "Ethän kirjoita", "en": "Please do not include any patient or client details"}
MAIL = {"fi": "Yhteydenotto", "en": "Enquiry"}
each_language = pytest.mark.parametrize("lang", ["fi", "en"])


def test_each_entry_has_its_page_in_both_languages() -> None:
    """The pages are those of the brief at their slugs, and no others; the forms are in order, each with a pictogram."""
    assert {route.entry.id: VERSIONS[route.path] for route in ROUTES.values()} == SLUGS
    assert [list(VERSIONS[route.path]) for route in ROUTES.values()] == [["fi", "en"]] * len(PATHS)
    assert list(FORMS.values()) == [[SLUGS[form][code] for form in NINE] for code in ("fi", "en")]
    assert all(ROUTES[path].entry.settings.icon for paths in FORMS.values() for path in paths)
    assert ADDRESS == "https://www.example.org/"


def test_no_two_pages_share_a_title_or_a_description() -> None:
    """A search engine can tell the pages apart."""
    assert len({(route.language.code, route.title) for route in ROUTES.values()}) == len(PATHS)
    assert len({route.translation.summary for route in ROUTES.values()}) == len(PATHS)


@each_language
def test_the_menus_are_those_of_the_brief(own_pages: dict[str, Page], lang: str) -> None:
    """Four pages in the header, contact among them; privacy comes to them in the footer; then the other language."""
    page = own_pages[SLUGS["home"][lang]]
    entries = ["about", "overview", "contact", "search", "privacy"]
    expected = list(zip(MENU[lang], [SLUGS[entry][lang] for entry in entries], strict=True))
    assert page.links(".//header/nav[@class='wide']//a") == expected[:-1]
    assert page.links(".//footer//a") == expected
    (language,) = page.having("nav", "languages")
    assert text(language) == {"fi": "In English", "en": "Suomeksi"}[lang]


@each_language
def test_a_form_of_supervision_leads_to_the_contact_form(own_pages: dict[str, Page], lang: str) -> None:
    """The link carries the form, its title and the language, with the note on patient details beside it."""
    for form in NINE:
        page = own_pages[SLUGS[form][lang]]
        ((_, address),) = page.links(".//aside//a")
        assert urlsplit(address)[:2] == ("https", "lomake.example.org")
        assert "+" not in address
        values = list(parse_qs(urlsplit(address).query, strict_parsing=True).values())
        assert values == [[text(page.root.find(".//h1"))], [form], [lang]]
        assert f"lomake.example.org. {NOTE[lang]}" in text(page.root.find(".//aside"))


@each_language
def test_the_contact_page_has_every_channel_and_the_note(own_pages: dict[str, Page], lang: str) -> None:
    """The form in this language, the e-mail with a subject, and the request to leave details of patients out."""
    page = own_pages[SLUGS["contact"][lang]]
    form, mail = (address for _, address in page.links(".//main//ul//a"))
    assert parse_qs(urlsplit(form).query)[{"fi": "kieli", "en": "language"}[lang]] == [lang]
    assert mail == f"mailto:yhteys@example.org?subject={MAIL[lang]}"
    assert f"lomake.example.org. {NOTE[lang]}" in text(page.root.find(".//main"))


@each_language
def test_each_form_has_its_sentences_and_its_row(lang: str) -> None:
    """Two situations or more for each form, of five speakers; two forms say how often or how long."""
    words = {ROUTES[path].entry.id: ROUTES[path].translation for path in FORMS[lang]}
    services = {name: form for name, form in words.items() if isinstance(form, ServiceTranslation)}
    assert all(len(form.situations) >= 2 for form in services.values())
    assert {ROUTES[path].entry.settings.speaker for path in FORMS[lang]} == {*SPEAKERS}
    assert [name for name, form in services.items() if form.time] == ["individual", "consultation"]
    assert len(made_with("finder")) == 2
