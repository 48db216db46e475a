"""What can be read and may still be wrong: told to the author, and no reason not to publish.

Each remark is named by the key of its message. A remark that is wrong itself is accepted under that name, at the top of
the file that it is about.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from brochure.author.problems import Problem
from brochure.model.site import (
    FINDER,
    LONG_TEXTS,
    OVERVIEW,
    PAGES,
    PRIVACY,
    SERVICES,
    WORDS,
    Entry,
    ServiceTranslation,
    Translation,
)
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath

FEW = 8
"""Words; a shorter text may well be the same in two languages, or have none of the small words of its own."""
SURE = 3
"""Small words of another language, and none of its own, by which a text is in that language."""
SHORTENERS = (
    *("bit.ly", "cutt.ly", "forms.gle", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at"),
    *("t.co", "t.ly", "tiny.cc", "tinyurl.com", "urly.fi", "v.gd"),
)
"""Hosts that send on to a longer address, and drop what is added to theirs."""
_ANSWER = re.compile(r"entry\.\d+(\.\w+)?|r[0-9a-f]{32}")
"""What Google Forms and Microsoft Forms call an answer in a link that fills the form in."""

Check = Callable[[Draft], Iterator[Problem]]


def check_titles(draft: Draft) -> Iterator[Problem]:
    """No two pages of a language are called the same."""
    for code in draft.codes:
        first: dict[str, Entry] = {}
        for entry, translation in draft.published(code):
            title = translation.title.casefold()
            if title in first:
                source, other = draft.of(entry), draft.of(first[title]).file
                yield source.problem(source.at((code, "title")), "same_title", title=translation.title, other=other)
            first.setdefault(title, entry)


def check_forms(draft: Draft) -> Iterator[Problem]:
    """A form's address is filled in on the way, and holds no answer already."""
    source = draft.sources["", "site"]
    for code, address in draft.settings.contact.form.items() if draft.settings else ():
        place, parts = source.at(("contact", "form", code)), urlsplit(address)
        if (parts.hostname or "").removeprefix("www.") in SHORTENERS and "{" in address:
            yield source.problem(place, "form_shortened", host=parts.hostname)
        for name, value in parse_qsl(parts.query):
            if _ANSWER.fullmatch(name) and "{" not in value:
                yield source.problem(place, "form_answer", name=name, value=value)


def check_words(draft: Draft) -> Iterator[Problem]:
    """A practice's own words are of the language that they are for."""
    known = {code: draft.theme.words(code) for code in draft.theme.function_words()}
    for code, language in draft.languages.items():
        source, base = draft.sources["languages", code], code.split("-")[0]
        for word in (word for word in WORDS if word in language.settings.words.model_fields_set):
            own, place = language.words[word], source.at(("words", word))
            others = [other for other, words in known.items() if other != base and words.get(word) == own]
            if base in known and own == known[base].get(word):
                continue
            if others:
                yield source.problem(place, "foreign_word", text=own, language=others[0])
            elif base in known and word == "switch":
                yield source.problem(place, "own_switch", usual=known[base][word])


def check_long_texts(draft: Draft) -> Iterator[Problem]:
    """A text of some length is in the language of its block, and stands nowhere else."""
    small = {code: set(words) for code, words in draft.theme.function_words().items()}
    first: dict[str, str] = {}
    for entry, code in ((entry, code) for entry in draft.entries for code in draft.codes):
        for path, text in _texts(entry, code):
            words = re.findall(r"\w+", text.casefold())
            if len(words) < FEW:
                continue
            source, plain = draft.of(entry), " ".join(words)
            place = source.at(path)
            if plain in first and path[-1] != "image_text":  # a picture may well be on several pages
                yield source.problem(place, "same_text", other=first[plain])
            elif (other := _reads_as(words, code.split("-")[0], small)) and other in draft.codes:
                yield source.problem(place, "other_language", language=other)
            first.setdefault(plain, f"{source.file}:{place.line}")


def _reads_as(words: Sequence[str], own: str, small: dict[str, set[str]]) -> str | None:
    """The language that a text is in, if that is certainly another than its own."""
    found = {code: sum(word in known for word in words) for code, known in small.items()}
    best = max(found, key=lambda code: found[code])
    return best if own in found and found[own] == 0 and found[best] >= SURE else None


def check_guide_texts(draft: Draft) -> Iterator[Problem]:
    """No published text is the guide's, given to be filled in."""
    given = set(draft.theme.guide_texts())
    for code in draft.codes:
        for entry, _ in draft.published(code):
            for path, text in _texts(entry, code):
                lines = {" ".join(line.split()) for line in text.splitlines()}
                for line in sorted(lines & given):
                    source = draft.of(entry)
                    yield source.problem(source.at(path), "guide_text", text=line)


def _texts(entry: Entry, code: str) -> Iterator[tuple[KeyPath, str]]:
    """Each text of an entry in a language with its place among the keys; of a body what a reader reads."""
    translation = entry.translations.get(code)
    for name in type(translation).model_fields if translation else ():
        value = getattr(translation, name)
        if name in LONG_TEXTS and value:
            yield (code, name), "\n".join("".join(block.itertext()) for block in value.root)
        elif isinstance(value, str):
            yield (code, name), value
    for number, text in enumerate(_situations(translation)):
        yield (code, "situations", number), text


def _situations(translation: Translation | None) -> Iterable[str]:
    return translation.situations if isinstance(translation, ServiceTranslation) else ()


def check_what_is_left(draft: Draft) -> Iterator[Problem]:
    """The pages about all forms have forms to show, and a contact form has a privacy page beside it."""
    for code in draft.codes:
        published = {entry.id: entry for entry, _ in draft.published(code)}
        if not any(entry.folder is SERVICES for entry in published.values()):
            for name in sorted({OVERVIEW, FINDER} & published.keys()):
                source = draft.sources[PAGES.name, name]
                yield source.problem(source.key_at((code,)), "no_forms", language=code)
        if draft.settings and draft.settings.contact.form.get(code) and PRIVACY not in published:
            source = draft.sources["", "site"]
            yield source.problem(source.key_at(("contact", "form", code)), "no_privacy", language=code)


CHECKS: Sequence[Check] = (
    check_titles,
    check_forms,
    check_words,
    check_long_texts,
    check_guide_texts,
    check_what_is_left,
)


def remarks(draft: Draft, others: Iterable[Problem] = ()) -> list[Problem]:
    """What an author is told of a draft without mistakes, and of the `others`, in order; less what is accepted.

    An acceptance that answers nothing is told too.
    """
    accepted = {
        source.file: {name: source.at(("accepted", number)) for number, name in enumerate(names)}
        for source in draft.sources.values()
        if isinstance(names := source.data.get("accepted"), list)
    }
    found = list(itertools.chain(others, *(check(draft) for check in CHECKS)))
    answered = {(problem.file, problem.key) for problem in found}
    open_ = [problem for problem in found if problem.key not in accepted.get(problem.file, {})]
    idle = [
        source.problem(place, "accepted_nothing", name=name)
        for source in draft.sources.values()
        for name, place in accepted.get(source.file, {}).items()
        if (source.file, name) not in answered
    ]
    return sorted([*open_, *idle])
