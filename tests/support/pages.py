"""What pages the own content has, as its entries say, and those of the sample by name."""

import pytest

from brochure.model.routes import Route, Routes
from brochure.model.site import SERVICES
from support.sites import own_site

SITE = own_site()
ADDRESS = SITE.settings.address
LANGUAGES = {language.code: language for language in SITE.languages}
ROUTES = {route.path: route for route in Routes(SITE)}
PATHS = list(ROUTES)
FORMS = {
    code: [path for path, route in ROUTES.items() if route.entry.folder is SERVICES and route.language.code == code]
    for code in LANGUAGES
}
VERSIONS = {
    path: {other.language.code: other.path for other in ROUTES.values() if other.entry is route.entry}
    for path, route in ROUTES.items()
}
"""The path of each version of a page by language, the language at the root first."""

SLUGS = {
    "home": ("", "en/"),
    "about": ("tyonohjaus/", "en/professional-supervision/"),
    "overview": ("tyonohjauksen-muodot/", "en/forms-of-supervision/"),
    "contact": ("yhteys/", "en/contact/"),
    "privacy": ("tietosuoja/", "en/privacy/"),
    "finder": ("tunnistatko-tilanteen/", "en/does-this-sound-like-you/"),
    "search": ("haku/", "en/search/"),
    "individual": ("yksilotyonohjaus/", "en/individual-supervision/"),
    "pair": ("tyoparin-tyonohjaus/", "en/pair-supervision/"),
    "team": ("tiimityonohjaus/", "en/team-supervision/"),
    "group": ("ryhmatyonohjaus/", "en/group-supervision/"),
    "workplace": ("tyoyhteison-tyonohjaus/", "en/workplace-supervision/"),
    "clinical": ("potilastyonohjaus/", "en/clinical-supervision/"),
    "managers": ("esimiestyon-tyonohjaus/", "en/supervision-for-managers/"),
    "consultation": ("konsultaatio/", "en/consultation/"),
    "change": ("prosessi-ja-muutostyonohjaus/", "en/process-and-change-supervision/"),
}
"""The pages of the brief by entry, in Finnish and in English; its nine forms are at the end, in their order."""
NINE = list(SLUGS)[7:]


def made_with(template: str) -> list[str]:
    """The paths of the pages that are made with a template."""
    return [path for path, route in ROUTES.items() if route.entry.template == template]


def menu(code: str, name: str) -> list[Route]:
    """The pages that ask for a place in one of a language's menus."""
    return [route for route in ROUTES.values() if (route.language.code, route.entry.settings.menu) == (code, name)]


each_page = pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "/")
each_form = pytest.mark.parametrize("path", [path for paths in FORMS.values() for path in paths])
each_language = pytest.mark.parametrize("code", LANGUAGES)
