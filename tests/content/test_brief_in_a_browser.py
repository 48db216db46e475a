"""What a visitor of the sample does: finds a form by a search, prints a leaflet."""

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from support.browsers import printed
from support.pages import NINE, SLUGS

pytestmark = pytest.mark.sample

SEARCHES = yaml.safe_load(Path(__file__).with_name("brief.yml").read_text(encoding="utf-8"))["searches"]


def test_search_finds(page: Page) -> None:
    """From three letters: parts of compounds, any case, bent aliases, and letters typed without their dots."""
    page.goto("haku/")
    everything = page.locator(".results li").count()
    field, status = page.get_by_role("searchbox", name="Hae sivuilta"), page.get_by_role("status")
    for query, title in SEARCHES.items():
        field.fill(query)
        found = page.locator(".results li:visible h2").all_inner_texts()
        assert title in found, query
        assert len(found) < everything, query
        expect(status).to_have_text(f"Sivuja: {len(found)}")
    for query in ("", "oh"):
        field.fill(query)
        expect(page.locator(".results li:visible")).to_have_count(everything)
        expect(status).to_have_text("")


def test_search_keeps_dotted_letters_apart(page: Page) -> None:
    """A letter typed with its dots is that letter and no other."""
    page.goto("haku/?q=tyonohjäus")
    expect(page.get_by_role("status")).to_have_text("Sivuja: 0")


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_form_prints_as_a_leaflet_and_home_as_an_overview(page: Page, lang: str) -> None:
    """On one sheet, without the words of a menu or a button."""
    for entry in (*NINE, "home"):
        (sheet,) = printed(page, SLUGS[entry][lang])
        for word in {"fi": ["Valikko", "Haku", "Avaa"], "en": ["Menu", "Search", "Open the"]}[lang]:
            assert word not in sheet, entry
