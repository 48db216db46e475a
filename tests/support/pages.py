"""What pages the own content has, as its entries say, and those of the sample by name."""

import pytest
import yaml

from brochure.model.routes import Route, Routes
from brochure.model.site import SERVICES
from support.sites import ROOT, own_site

SITE = own_site()
ADDRESS = SITE.settings.address
LANGUAGES = {language.code: language for language in SITE.languages}
ROUTES = {route.path: route for route in Routes(SITE)}
PATHS = list(ROUTES)
FORMS = {
    code: [path for path, route in ROUTES.items() if route.entry.kind is SERVICES and route.language.code == code]
    for code in LANGUAGES
}
VERSIONS = {
    path: {other.language.code: other.path for other in ROUTES.values() if other.entry is route.entry}
    for path, route in ROUTES.items()
}
"""The path of each version of a page by language, the language at the root first."""

SLUGS: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "tests" / "slugs.yml").read_text(encoding="utf-8"))
"""The pages of the brief by entry and language; its nine forms are at the end, in their order."""
NINE = list(SLUGS)[7:]


def switch(code: str) -> str:
    """What a header calls the link to another language: its name where there are several."""
    language = LANGUAGES[code]
    return language.settings.name if len(LANGUAGES) > 2 else language.words["switch"]


def made_with(template: str) -> list[str]:
    """The paths of the pages that are made with a template."""
    return [path for path, route in ROUTES.items() if route.entry.template == template]


def menu(code: str, name: str) -> list[Route]:
    """The pages that ask for a place in one of a language's menus."""
    return [route for route in ROUTES.values() if (route.language.code, route.entry.settings.menu) == (code, name)]


KINDS = list(
    {
        (route.language.code, route.entry.template): route.path
        for route in sorted(ROUTES.values(), key=lambda route: len(route.title))
    }.values()
)
"""One page of each template in each language: the one with the longest title."""
TEMPLATES = list(
    {ROUTES[path].entry.template: path for path in sorted(KINDS, key=lambda path: len(ROUTES[path].title))}.values()
)
"""One page of each template: the one with the longest title in any language."""
FULL = ["/full/valmennus/", "/full/yhteys/"]
"""The pages of the full site that have nearly all that a page can have."""
each_page = pytest.mark.parametrize("path", [*PATHS, *FULL], ids=lambda path: path or "/")
each_kind = pytest.mark.parametrize("path", [*KINDS, *FULL], ids=lambda path: path or "/")
each_template = pytest.mark.parametrize("path", [*TEMPLATES, *FULL], ids=lambda path: path or "/")
each_language = pytest.mark.parametrize("code", LANGUAGES)
