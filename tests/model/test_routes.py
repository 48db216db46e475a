"""Where pages stand, and what stands beside them."""

import pytest

from brochure.model.routes import Routes
from brochure.model.values import make_slug


def test_each_language_has_its_own_slugs_below_its_prefix(routes: Routes) -> None:
    """Front pages are at the prefix; a slug left out is made from the title; an entry without a block is absent."""
    paths: dict[str, list[str]] = {}
    for route in routes:
        paths.setdefault(route.entry.id, []).append(route.path)
    assert paths == {
        "home": ["", "en/", "sv/"],
        "overview": ["muodot/", "en/forms/", "sv/former/"],
        "contact": ["yhteys/", "en/contact/", "sv/kontakt/"],
        "pair": ["tyoparin-tyonohjaus/", "en/pair-supervision/", "sv/arbetspar/"],
        "team": ["tiimi/", "en/team/"],
        "solo": ["yksin/"],
    }


def test_alternates_are_reciprocal_and_end_with_the_default(routes: Routes) -> None:
    """Each version of a page names all versions, itself among them; x-default is the first language that has it."""
    for route in routes:
        found = routes.hreflangs(route)
        assert (route.language.code, route) in found
        assert found[-1] == ("x-default", found[0][1])
        assert all(routes.hreflangs(alternate) == found for _, alternate in found)
    (team,) = (route for route in routes if route.path == "en/team/")
    alternates = [(code, route.path) for code, route in routes.hreflangs(team)]
    assert alternates == [("fi", "tiimi/"), ("en", "en/team/"), ("x-default", "tiimi/")]


def test_neighbours_are_forms_of_the_same_language_in_order(routes: Routes) -> None:
    """Forms follow one another by order, then by file name; the ends and other pages have no neighbour there."""
    pages = [route for route in routes if route.language.code == "fi"]
    assert {route.path: [other and other.path for other in routes.neighbours(route)] for route in pages} == {
        "": [None, None],
        "muodot/": [None, None],
        "yhteys/": [None, None],
        "tyoparin-tyonohjaus/": [None, "yksin/"],
        "yksin/": ["tyoparin-tyonohjaus/", "tiimi/"],
        "tiimi/": ["yksin/", None],
    }


def test_a_menu_has_its_own_pages_in_order(routes: Routes) -> None:
    """Only a page that asks for a menu is in it."""
    finnish, english, _ = routes.languages
    assert [route.path for route in routes.menu(finnish, "header")] == ["muodot/", "yhteys/"]
    assert [route.path for route in routes.menu(english, "header")] == ["en/forms/", "en/contact/"]
    assert routes.menu(finnish, "footer") == []


def test_links_between_pages_are_relative(routes: Routes) -> None:
    """A site works below any path, so no link begins at the root."""
    pages = {route.path: route for route in routes}
    assert pages["en/team/"].href(pages["en/pair-supervision/"]) == "../pair-supervision/"
    assert pages["en/team/"].href(pages[""]) == "../../"
    assert pages[""].href(pages["en/team/"]) == "en/team/"
    assert pages[""].href(pages[""]) == "./"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Prosessi- ja muutostyönohjaus", "prosessi-ja-muutostyonohjaus"),
        ("Åsa & Örjan: över_allt!", "asa-orjan-over-allt"),
        ("– 日本 –", ""),
    ],
)
def test_a_slug_is_made_of_a_title(title: str, slug: str) -> None:
    """Letters lose their marks, everything else becomes single hyphens, and what cannot be folded goes."""
    assert make_slug(title) == slug
