"""What a visitor of the sample does: finds a form by a search, prints a leaflet."""

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from support.browsers import printed, searched
from support.pages import FORMS, ROUTES, SLUGS

pytestmark = pytest.mark.sample

BRIEF, SEARCHES = (
    yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8")) for name in ("brief.yml", "searches.yml")
)


def test_search_finds(page: Page) -> None:
    """Parts of compounds, any case, inflected aliases, and letters without their dots; two letters change nothing."""
    page.goto("haku/")
    found = searched(page, [*BRIEF["searches"], "oh", ""])
    for query, title in BRIEF["searches"].items():
        assert title in found[query]
        assert len(found[query]) < len(found[""])
    assert found["oh"] == found[""]
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("searchbox", name="Hae sivuilta").fill("ohjaus")
    expect(page.get_by_role("status")).to_have_text(f"Sivuja: {len(found['ohjaus'])}")


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_search_finds_what_people_type(page: Page, lang: str) -> None:
    """The page of each word is among the first three; a word about something else finds none."""
    page.goto(SLUGS["search"][lang])
    found = searched(page, [*SEARCHES[lang]])
    expected = {word: ROUTES[SLUGS[entry][lang]].title if entry else "" for word, entry in SEARCHES[lang].items()}
    assert {word: title for word, title in expected.items() if title not in (found[word][:3] or [""])} == {}


def test_search_lists_the_best_pages_first(page: Page) -> None:
    """The first pages are these, in this order."""
    page.goto("haku/")
    found = searched(page, [*SEARCHES["best"]])
    best = {
        query: [ROUTES[SLUGS[entry]["fi"]].title for entry in entries] for query, entries in SEARCHES["best"].items()
    }
    assert {query: found[query][: len(titles)] for query, titles in best.items()} == best


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_form_prints_as_a_leaflet_and_home_as_an_overview(page: Page, lang: str) -> None:
    """On one sheet, even if the form has the longest text, without the words of a menu or a button."""
    texts = {path: "".join(ROUTES[path].translation.body.root.itertext()) for path in FORMS[lang]}
    for path in (max(texts, key=lambda path: len(texts[path])), SLUGS["home"][lang]):
        (sheet,) = printed(page, path)
        for word in {"fi": ["Valikko", "Haku", "Täytä"], "en": ["Menu", "Search", "Fill in"]}[lang]:
            assert word not in sheet, path
