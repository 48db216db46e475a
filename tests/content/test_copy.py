"""Each part of the sample's pages has one purpose: no part repeats another."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from brochure.model.prose import Prose
from brochure.model.site import SERVICES, Entry, ServiceTranslation, Translation
from support.sites import own_site

pytestmark = pytest.mark.sample
ENTRIES = {entry.id: entry for entry in own_site().entries}
FORMS = [entry for entry in ENTRIES.values() if entry.kind is SERVICES]
RUN = 5
"""Words in a row that may not stand in two parts of a page."""
ROW = 8
"""Words of a row of the table."""
each_language = pytest.mark.parametrize("code", ["fi", "en"])


def plain(body: Prose) -> str:
    """What a visitor reads of a text, its paragraphs, headings and items apart."""
    return "\n\n".join("".join(part.itertext()) for part in body.root.iter() if part.tag in ("p", "h2", "li"))


def parts(words: Translation) -> list[str]:
    """Each part of a page that is to say something of its own."""
    found = [words.summary, plain(words.body)]
    if isinstance(words, ServiceTranslation):
        found += [words.who, words.purpose, words.outcome, words.time, *words.situations]
    return found


def spoken(text: str) -> list[str]:
    """The words of a text in small letters."""
    return re.findall(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", text.lower())


def runs(part: str) -> Iterator[tuple[str, ...]]:
    """Each run of words within a sentence, a heading or an item of a list."""
    for sentence in re.split(r"[.?!]\s|\n\s*\n|\n-", f"{part} "):
        words = spoken(sentence)
        yield from zip(*(words[start:] for start in range(RUN)), strict=False)


@each_language
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_no_part_says_what_another_has_said(entry: Entry, code: str) -> None:
    """No five words in a row stand in two parts of a page."""
    said = [set(runs(part)) for part in parts(entry.translations[code])]
    assert [run for one, other in combinations(said, 2) for run in one & other] == []


@each_language
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_table_holds_labels(form: Entry, code: str) -> None:
    """No row of what a form is in brief is a sentence that the text should hold."""
    words = form.translations[code]
    assert isinstance(words, ServiceTranslation)
    assert [row for row in (words.who, words.purpose, words.outcome, words.time) if len(spoken(row)) > ROW] == []
