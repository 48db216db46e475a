"""The texts for visitors and authors are spelt right, in Finnish by Voikko, in British English by Hunspell.

A right word that they do not know is in a list in tests/spelling/.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

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
each_language = pytest.mark.parametrize("language", ["fi", "en"])


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of texts."""
    return {word for text in texts for word in WORD.findall(NO_WORDS.sub(" ", text))}


def on_pages(shipped: Path, language: str) -> set[str]:
    """Return the words of the pages in a language, also on a page in another one or for an unknown address."""
    found = (Page(shipped, file).root for file in shipped.rglob("*.html"))
    attributes = ("alt", "aria-label")
    return words(text for root in found for lang, text in pieces(root, attributes=attributes) if lang == language)


def in_guide(language: str) -> set[str]:
    """Return the words of the author's guide in a language, without its examples."""
    return words([BLOCK.sub("", guide(language))])


def in_messages(language: str) -> set[str]:
    """Return the words of the texts for authors, without the examples and the names that an author may have guessed."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, Mapping):
            for key, part in value.items():
                yield from texts(part) if key not in ("example", "synonyms") else ()
        else:
            yield str(value)

    return words(texts(catalogue(language)))


def alone(found: Callable[[str], set[str]], language: str) -> set[str]:
    """Return the words of one language only; a word of both is a name or a key."""
    (other,) = {"fi", "en"} - {language}
    shared = {word.lower() for word in found(other)}
    return {word for word in found(language) if word.lower() not in shared}


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


@each_language
def test_messages_are_spelt_right(language: str) -> None:
    """Each text of the catalogue, and the summary of a build."""
    assert UNKNOWN[language](alone(in_messages, language)) <= {*LISTED[language]}


@pytest.mark.sample
@each_language
def test_pages_and_the_guide_are_spelt_right(shipped: Path, language: str) -> None:
    """Each word of a page, in the language that it is marked as, and of each half of the guide, but for its examples.

    Each listed word is among them, the dictionary does not know it, and the list is in order.
    """
    unknown = UNKNOWN[language](on_pages(shipped, language) | alone(in_guide, language))
    assert unknown <= {*LISTED[language]}
    unknown |= UNKNOWN[language](alone(in_messages, language))
    assert LISTED[language] == sorted(unknown)
