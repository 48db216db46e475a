"""Each part of the sample's pages has one purpose: no part repeats another."""

import re
from itertools import combinations

import pytest

from brochure.model.site import BRIEF, Entry, ServiceTranslation
from support.dom import spaced
from support.sites import own_site

pytestmark = pytest.mark.sample
ENTRIES = {entry.id: entry for entry in own_site().entries}


def spoken(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", text.lower())


def runs(part: str) -> set[tuple[str, ...]]:
    """Return each run of five words within a sentence, a heading or an item of a list."""
    sentences = [spoken(sentence) for sentence in re.split(r"[.?!]\s|\n", f"{part} ")]
    return {run for words in sentences for run in zip(*(words[start:] for start in range(5)), strict=False)}


@pytest.mark.parametrize("code", ["fi", "en"])
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_no_part_says_what_another_has_said(entry: Entry, code: str) -> None:
    """No five words in a row are in two parts of a page, and a row of the table has at most eight words."""
    words = entry.translations[code]
    body = [spaced("".join(part.itertext())) for part in words.body.root.iter() if part.tag in ("p", "h2", "li")]
    parts = [words.summary, "\n".join(body)]
    if isinstance(words, ServiceTranslation):
        rows = [getattr(words, key) for key in BRIEF]
        assert [row for row in rows if len(spoken(row)) > 8] == []
        parts += [*rows, *words.situations]
    assert [run for one, other in combinations(map(runs, parts), 2) for run in one & other] == []
