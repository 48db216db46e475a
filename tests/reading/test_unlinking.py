"""Links to a page become plain text, and nothing else changes."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from brochure.reading.unlinking import remove_links
from support.sites import reader

CASES = yaml.safe_load(Path(__file__).with_name("unlinking.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:20])
def test_a_link_becomes_its_words(case: list[str]) -> None:
    """Only the marks of the link go; what would read otherwise without them stays."""
    assert remove_links(case[0], "team", reader().read) == case[-1]


@given(st.lists(st.sampled_from([*"[]()!*`|\n -#\\", "team", "](team)", "[", "a", "1. "]), max_size=25).map("".join))
def test_the_words_of_any_text_stay(text: str) -> None:
    """Whatever the text, it has all its words afterwards, and its other links."""
    before, after = (reader().read(each).root for each in (text, remove_links(text, "team", reader().read)))
    assert "".join(before.itertext()) == "".join(after.itertext())
    assert [each.get("href") for each in after.iter("a") if each.get("href") != "team"] == [
        each.get("href") for each in before.iter("a") if each.get("href") != "team"
    ]
