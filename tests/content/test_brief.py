"""The sample's pages are those of the brief: their addresses, menus, forms and ways to make contact."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from brochure.model.contact import ways
from brochure.model.site import SPEAKERS, ServiceTranslation
from support.pages import ADDRESS, FORMS, NINE, PATHS, ROUTES, SITE, SLUGS, VERSIONS, menu

pytestmark = pytest.mark.sample

BRIEF = yaml.safe_load(Path(__file__).with_name("brief.yml").read_text(encoding="utf-8"))
each_language = pytest.mark.parametrize("code", ["fi", "en"])


def test_each_entry_has_its_page_in_both_languages() -> None:
    """The pages are those of the brief at their slugs, and no others; the forms are in order, each with a pictogram."""
    assert {route.entry.id: VERSIONS[route.path] for route in ROUTES.values()} == SLUGS
    assert [list(VERSIONS[route.path]) for route in ROUTES.values()] == [["fi", "en"]] * len(PATHS)
    assert list(FORMS.values()) == [[SLUGS[form][code] for form in NINE] for code in ("fi", "en")]
    assert all(ROUTES[path].entry.settings.icon for paths in FORMS.values() for path in paths)
    assert ADDRESS == "https://www.example.org/"


@each_language
def test_menus_and_contact_are_those_of_the_brief(code: str) -> None:
    """Four pages in the header, privacy in the footer; the form comes before e-mail, with a note on patients."""
    assert [route.menu_title for route in menu(code, "header")] == BRIEF[code]["header"]
    assert [route.menu_title for route in menu(code, "footer")] == BRIEF[code]["footer"]
    route = ROUTES[SLUGS["contact"][code]]
    assert [way.href for way in ways(SITE, route)] == BRIEF[code]["contact"]
    assert route.language.words["contact_note"].startswith(BRIEF[code]["note"])


@each_language
def test_each_form_has_its_sentences_and_its_row(code: str) -> None:
    """Two situations or more for each form, of five speakers; two forms say how often or how long."""
    routes = [ROUTES[path] for path in FORMS[code]]
    words = {route.entry.id: route.translation for route in routes if isinstance(route.translation, ServiceTranslation)}
    assert all(len(form.situations) >= 2 for form in words.values())
    assert {route.entry.settings.speaker for route in routes} == {*SPEAKERS}
    assert [name for name, form in words.items() if form.time] == ["individual", "consultation"]
    for route in routes:
        best = ways(SITE, route)[0]
        assert best.kind == "form"
        assert best.note.endswith(" lomake.example.org.")
        assert [*parse_qs(urlsplit(best.href).query).values()] == [[route.title], [route.entry.id], [code]]
