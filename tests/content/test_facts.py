"""The facts of the brief stand on the pages in both languages, and nothing that it leaves unsaid."""

import re

import pytest
import yaml

from support.dom import Page, text
from support.pages import SLUGS
from support.sites import ROOT

FACTS: dict[str, dict[str, list[str]]] = yaml.safe_load((ROOT / "tests" / "facts.yml").read_text(encoding="utf-8"))
NEVER = FACTS.pop("never")
pytestmark = pytest.mark.sample


def main(page: Page) -> str:
    """What a page says itself, without the shell around it and the call to make contact."""
    element = page.root.find(".//main")
    assert element is not None
    return " ".join(text(part) for part in element if part.tag not in ("aside", "nav"))


@pytest.mark.parametrize("lang", ["fi", "en"])
@pytest.mark.parametrize("entry", FACTS)
def test_the_facts_stand_on_the_page(own_pages: dict[str, Page], entry: str, lang: str) -> None:
    """Each term of the entry's row in the brief begins a word of its page."""
    said = main(own_pages[SLUGS[entry][lang]])
    missing = [fact for fact in FACTS[entry][lang] if not re.search(rf"(?<!\w){re.escape(fact)}", said, re.IGNORECASE)]
    assert missing == []


def test_the_definition_leads_to_its_source(own_pages: dict[str, Page]) -> None:
    """Each page that names the association STOry links to its site."""
    naming = [page for page in own_pages.values() if "STOry" in main(page)]
    assert len(naming) == 4
    assert all(page.root.find(".//main//a[@href='https://suomentyonohjaajat.fi/']") is not None for page in naming)


@pytest.mark.parametrize("entry", SLUGS)
@pytest.mark.parametrize("lang", ["fi", "en"])
def test_nothing_is_invented(own_pages: dict[str, Page], entry: str, lang: str) -> None:
    """Prices, lengths, places and promises that nobody has stated are on no page."""
    said = re.sub(r"\(PDF, \d+ kB\)", "", text(own_pages[SLUGS[entry][lang]].root))
    assert [word for word in NEVER[lang] if re.search(rf"(?<!\w){re.escape(word)}", said, re.IGNORECASE)] == []
    assert re.findall(r"\d", said) == []
