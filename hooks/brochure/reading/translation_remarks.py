"""What may be wrong between the languages of a page: a text is not translated, is missing, or says another number."""

import re
from collections.abc import Iterator, Sequence

from brochure.author.problems import Problem
from brochure.model.site import Entry
from brochure.reading.draft import Draft
from brochure.reading.passages import Passage

FEW = 8
"""Words; a shorter text may have none of the small words of its language."""
SURE = 3
"""Small words of another language, and none of its own, by which a text is in that language."""
SENTENCE = 3
"""Words; a shorter text may be a name, which is the same in every language."""
WORD = re.compile(r"[^\W\d_]{4}")
"""A word that is more than a number's unit."""
LABELS = frozenset({"title", "menu_title", "who", "purpose", "outcome", "time", "label", "question"})
"""The keys of texts that are in a language even if they are one word."""
LISTS = ("questions", "situations", "facts")
PARTS = ("body", *LISTS, "outcome", "time", "price")
"""What a page may have or not."""
_AMOUNT = re.compile(r"[€$£]\s?(\d(?:[\d\s.,]*\d)?)|(\d(?:[\d\s.,]*\d)?)\s?(?:[€$£]|eur|min)", re.IGNORECASE)
"""A sum of money, or a time in minutes."""
_NUMBER = re.compile(r"(\d(?:[\d\s.,]*\d)?)")


def check_untranslated(draft: Draft) -> Iterator[Problem]:
    """A text is in the language of its block, and is not the same in two languages."""
    small = {code: set(words) for code, words in draft.theme.function_words().items()}
    for entry in _published(draft):
        first: dict[str, Passage] = {}
        for language in draft.in_order():
            told: set[object] = set()
            for passage in draft.passages(entry, language.code):
                if (found := _foreign(passage, first, small, draft)) and (path := found[0].path) not in told:
                    told.add(path)
                    copy, key, other = found
                    source = draft.of(entry)
                    yield source.problem(copy.at(source), key, other=other, language=copy.path[0])


def _foreign(
    passage: Passage, first: dict[str, Passage], small: dict[str, set[str]], draft: Draft
) -> tuple[Passage, str, object] | None:
    """The passage that is in another language than its own, the key of the message, and that other language.

    `first` has the passages of the languages before, by their words, and gets this one.
    """
    words, code = passage.words, str(passage.path[0])
    twin = first.setdefault(" ".join(words), passage)
    if twin.path[0] != code and _is_language(passage):
        original, copy = (twin, passage) if not _reads_as(words, str(twin.path[0]), small, 1) else (passage, twin)
        return copy, "untranslated", original.path[0]
    if len(words) >= FEW and (other := _reads_as(words, code, small, SURE)) in draft.codes:
        return passage, "other_language", other
    return None


def _is_language(passage: Passage) -> bool:
    """Whether a text can hardly be a name, a number or a mark."""
    label = passage.path[-1] in LABELS
    return passage.path[-1] == "title" or (
        bool(WORD.search(passage.text)) and (label or len(passage.words) >= SENTENCE) and passage.path[-1] != "price"
    )


def _reads_as(words: Sequence[str], own: str, small: dict[str, set[str]], least: int) -> str | None:
    """The language that a text is in, if that is certainly another than its own."""
    base = own.partition("-")[0]
    found = {code: sum(word in known for word in words) for code, known in small.items()}
    best = max(found, key=lambda code: found[code])
    return best if base in found and found[base] == 0 and found[best] >= least else None


def check_missing_parts(draft: Draft) -> Iterator[Problem]:
    """What a page has in one language it has in the others too, and as many of it."""
    in_order = [language.code for language in draft.in_order()]
    for entry in _published(draft):
        source, missing = draft.of(entry), dict[tuple[str, str], list[str]]()
        for part in PARTS:
            texts = [(code, entry.translations[code]) for code in in_order if code in entry.translations]
            counts = {code: _count(getattr(text, part, None)) for code, text in texts}
            most = max(counts, key=lambda code: counts[code])
            for code, count in counts.items():
                if not count and counts[most]:
                    missing.setdefault((code, most), []).append(part)
                elif count < counts[most]:
                    values = {"part": part, "count": count, "other": most, "number": counts[most]}
                    yield source.problem(source.key_at((code, part)), "fewer_items", **values)
        for (code, other), parts in missing.items():
            place, part = source.key_at((code,)), ", ".join(parts)
            yield source.problem(place, "missing_part", language=code, part=part, other=other)
    source = draft.sources["", "site"]
    having = [code for code, practice in draft.practices.items() if practice.links]
    for code in draft.practices.keys() - set(having) if having else ():
        place = source.key_at((code,))
        yield source.problem(place, "missing_part", language=code, part="links", other=having[0])


def _count(part: object) -> int:
    return len(part) if isinstance(part, tuple) else int(bool(part))


def check_numbers(draft: Draft) -> Iterator[Problem]:
    """A price or a time is the same in every language of a page."""
    for entry in _published(draft):
        first: dict[str, Passage] = {}
        for language in draft.in_order():
            own = {number: passage for passage in draft.passages(entry, language.code) for number in _numbers(passage)}
            if first and own and (apart := first.keys() ^ own.keys()):
                number = next(iter(sorted(apart & own.keys()) or sorted(apart)))
                passage, others = (own[number], first) if number in own else (first[number], own)
                source, other = draft.of(entry), next(iter(others.values())).path[0]
                yield source.problem(passage.at(source), "other_number", number=number, language=other)
            first = first or own


def _numbers(passage: Passage) -> Iterator[str]:
    """What is said of money and minutes, and every number of a row that is there for such."""
    pattern = _NUMBER if passage.path[-1] in ("price", "time") else _AMOUNT
    for match in pattern.finditer(passage.text):
        yield re.sub(r"[.,]00$|[\s.,]", "", next(filter(None, match.groups())))


def _published(draft: Draft) -> Iterator[Entry]:
    return (entry for entry in draft.entries if not entry.settings.draft)
