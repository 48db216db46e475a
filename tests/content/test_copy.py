"""Each part of a page has one job: none says again what another has said, and no page leans on a few words."""

import re
from collections import Counter
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
STEM = 6
"""Letters by which a word is known, however it bends; one of three letters or fewer is not counted."""
OFTEN = 3
"""Times that a word stands on a page before it counts as said again."""
MOST = {"fi": 0.35, "en": 0.45}
"""The share of words said again that the pages of the forms may have, all together."""
ROW = 8
"""Words of a row of the table."""
STOP = {
    "fi": "että joka jonka jossa jota jotka kuin mikä mitä myös mutta niin niitä sekä siihen siinä sitä tämä vain",
    "en": "about also been does from have into more only other than that their them then there they this what when "
    "where which will with would your",
}
"""Words that carry a sentence and not what it says."""


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


def said_again(code: str) -> float:
    """The share of the forms' words that stand on their own page three times or more."""
    again = counted = 0
    for form in FORMS:
        said = [word for part in parts(form.translations[code]) for word in spoken(part)]
        counts = Counter(word[:STEM] for word in said if len(word) > 3 and word not in STOP[code].split())
        counted += counts.total()
        again += sum(count for count in counts.values() if count >= OFTEN)
    return again / counted


@pytest.mark.parametrize("code", MOST)
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_no_part_says_what_another_has_said(entry: Entry, code: str) -> None:
    """No five words in a row stand in two parts of a page."""
    said = [set(runs(part)) for part in parts(entry.translations[code])]
    assert [run for one, other in combinations(said, 2) for run in one & other] == []


@pytest.mark.parametrize("code", MOST)
def test_the_pages_do_not_lean_on_a_few_words(code: str) -> None:
    """Of the words of the nine forms no more than a third or so are said three times on a page."""
    assert said_again(code) <= MOST[code]


@pytest.mark.parametrize("code", MOST)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_the_table_holds_labels(form: Entry, code: str) -> None:
    """No row of what a form is in brief is a sentence that the text should hold."""
    words = form.translations[code]
    assert isinstance(words, ServiceTranslation)
    assert [row for row in (words.who, words.purpose, words.outcome, words.time) if len(spoken(row)) > ROW] == []
