"""The pages of the project's own content, whatever an author has made of the sample."""

import re
from pathlib import Path

import pytest

from support.dom import Page, text


def test_every_link_leads_somewhere(own_pages: dict[str, Page], shipped: Path) -> None:
    """A link inside is relative and leads to a page or file and to a place on it; no id is on a page twice."""
    ids = {path: [part.get("id") for part in page.root.iter() if part.get("id")] for path, page in own_pages.items()}
    for path, page in own_pages.items():
        assert len(ids[path]) == len(set(ids[path])), path
        for element in page.root.iter():
            address = element.get("href") or element.get("src")
            if address is None or re.match(r"(https|mailto|tel):", address):
                continue
            assert not address.startswith("/"), (path, address)
            target, _, fragment = page.target(element).partition("#")
            assert target in own_pages or (shipped / target).is_file(), (path, address)
            assert not fragment or fragment in ids[target], (path, address)


@pytest.mark.sample
def test_what_is_not_given_is_not_shown(own_pages: dict[str, Page]) -> None:
    """The sample has no details of a practice and no prices: no empty list and no label is shown."""
    for page in own_pages.values():
        assert page.having("ul", "practice") == []
        labels = {text(part).rstrip(":") for part in page.root.iter() if part.tag in ("li", "dt", "th")}
        assert not {"Y-tunnus", "Business ID", "Käyntiosoite", "Hinta", "Price"} & labels
