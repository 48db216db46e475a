"""The author's guide in the editor."""

from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.preview import EDITOR_PATH
from support.forms import HOST, Screen, parsed
from support.sites import change

pytestmark = pytest.mark.sample


@pytest.mark.slow
def test_the_guide_opens_in_the_authors_language_and_its_links_work(tiny: Path) -> None:
    """From its link in the list every file is reached, and every link leads to a page and a place in it."""
    for language in AUTHOR_LANGUAGES:
        change(tiny / "site.yml", "address:", f"author_language: {language}\naddress:")
        screen, ids, links = Screen(tiny), dict[str, set[str]](), {f"{EDITOR_PATH}guide/{language}/"}
        assert screen.document.find(f".//a[@href='{EDITOR_PATH}guide/{language}/']") is not None
        while new := {urldefrag(link).url for link in links} - ids.keys():
            for address in new:
                answer = screen.client.get(address, base_url=HOST)
                assert answer.status_code == 200, address
                (main,) = parsed(answer.text).iter("main")
                assert [each.get("lang") for each in main.iter("article")] == [language]
                ids[address] = {"", *(element.get("id", "") for element in main.iter())}
                hrefs = [element.get("href", "") for element in main.iter("a")]
                links |= {link for href in hrefs if (link := urljoin(address, href)).startswith(f"{EDITOR_PATH}guide")}
        assert all(unquote(urldefrag(link).fragment) in ids[urldefrag(link).url] for link in links)
        assert len(ids) == 8
        change(tiny / "site.yml", f"author_language: {language}\n", "")


@pytest.mark.parametrize("name", ["", "fi/x.md", "../README.md", "..%2fREADME.md", "fi/../../README.md"])
def test_nothing_else_is_shown(tiny: Path, name: str) -> None:
    """A path that is no file of the guide is not found."""
    screen = Screen(tiny)
    screen.open(f"guide/{name}")
    assert screen.status == 404
