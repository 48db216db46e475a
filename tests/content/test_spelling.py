"""The texts for visitors and authors are spelt right, in Finnish by Voikko, in British English by Hunspell.

A right word that they do not know is in a list in tests/spelling/.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import libvoikko
import pytest

from brochure.author.messages import catalogue
from support.dom import Page, pieces
from support.guide import BLOCK, guide
from support.programs import missing, program
from support.sites import ROOT

WORD = re.compile(r"[^\W\d_]{2,}(?:[-:'’][^\W\d_]+)*")
NO_WORDS = re.compile(r"`[^`]*`|\]\(\S*\)|\{+\w+\}+|\S*(?:[@/]|\.[a-z])\S*")
"""Code, the targets of links, placeholders, addresses and the names of files."""
Words = dict[str, set[str]]
"""Words, each with the places where it stands."""
each_language = pytest.mark.parametrize("language", ["fi", "en"])


def words(texts: Iterable[tuple[str, str]]) -> Words:
    """Return the words of texts, each given after its place."""
    found = defaultdict(set)
    for place, text in texts:
        for word in WORD.findall(NO_WORDS.sub(" ", text)):
            found[word].add(place)
    return found


@pytest.fixture(scope="module")
def pages(shipped: Path) -> list[Page]:
    """Return all pages of the shipped content, also those for unknown addresses."""
    return [Page(shipped, file) for file in shipped.rglob("*.html")]


def on_pages(pages: Iterable[Page], language: str) -> Words:
    """Return the words of the pages in a language, also on a page in another one."""
    found = [(page.path, *piece) for page in pages for piece in pieces(page.root, attributes=("alt", "aria-label"))]
    return words((f"/{path}", text) for path, lang, text in found if lang == language)


def in_guide(language: str) -> Words:
    """Return the words of the author's guide in a language, each with the heading above it."""
    tasks = BLOCK.sub("", guide(language)).split("\n## ")
    return words((f"content/README.md ({task.strip().splitlines()[0]})", task) for task in tasks)


def in_messages(language: str) -> Words:
    """Return the words of the messages in a language, without the examples."""
    return words((place, text) for place, text in flat(catalogue(language), f"{language}.yml"))


def flat(texts: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a catalogue with its keys, but for names that an author may have guessed."""
    for key, part in texts.items():
        if key == "synonyms":
            continue
        if isinstance(part, Mapping):
            yield from flat(part, f"{path} {key}")
        elif key != "example":
            yield f"{path} {key}", part


def alone(told: Callable[[str], Words], language: str) -> Words:
    """Return the words of one language only; a word of both is a name or a key."""
    (other,) = {"fi", "en"} - {language}
    shared = {word.lower() for word in told(other)}
    return {word: places for word, places in told(language).items() if word.lower() not in shared}


def finnish(asked: Iterable[str]) -> set[str]:
    """Return the words that Voikko does not know."""
    try:
        libvoikko.VoikkoLibrary.open()  # looked for first, since a Voikko without it stumbles when it is cleared away
        voikko = libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException) as error:
        missing(f"Voikko or its Finnish dictionary is not installed: {error}")
    return {word for word in asked if not voikko.spell(word)}


def english(asked: Iterable[str]) -> set[str]:
    """Return the words that Hunspell does not know."""
    result = subprocess.run(
        [program("hunspell"), "-d", "en_GB", "-i", "utf-8", "-L"],
        input="\n".join(asked),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        missing(f"Hunspell's British dictionary is not installed: {result.stderr}")
    return set(result.stdout.splitlines())


UNKNOWN = {"fi": finnish, "en": english}
LISTED = {code: (ROOT / "tests" / "spelling" / f"{code}.txt").read_text("utf-8").splitlines() for code in UNKNOWN}
"""Right words that the dictionary does not know."""


def mistakes(language: str, found: Words) -> str:
    """Return the words that neither the dictionary nor the list knows, a line each, with their places."""
    unknown = UNKNOWN[language](found) - set(LISTED[language])
    return "".join(f"\n{word}: {', '.join(sorted(found[word]))}" for word in sorted(unknown))


@each_language
def test_messages_are_spelt_right(language: str) -> None:
    """Each text of the catalogue, and what a build says when all is well."""
    assert mistakes(language, alone(in_messages, language)) == ""


@pytest.mark.sample
@each_language
def test_pages_and_the_guide_are_spelt_right(pages: list[Page], language: str) -> None:
    """Each word of a page, in the language that it is marked as, and of each half of the guide, but for its examples.

    Each listed word is among them, the dictionary does not know it, and the list is in order.
    """
    found = {**on_pages(pages, language), **alone(in_guide, language)}
    assert mistakes(language, found) == ""
    found |= alone(in_messages, language)
    assert LISTED[language] == sorted(UNKNOWN[language](found) & set(LISTED[language]))
