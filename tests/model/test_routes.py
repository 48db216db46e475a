"""The addresses of pages, and the links between them."""

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
