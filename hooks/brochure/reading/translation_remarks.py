"""What may be wrong between the languages of a page: a text is not translated, is missing, or says another number."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from brochure.author.problems import Problem
from brochure.model.prose import ENTRY_LINK, Prose
from brochure.model.site import Entry
from brochure.reading.draft import Draft
from brochure.reading.passages import Passage
from brochure.reading.yaml_reader import KeyPath

FEW = 8
"""Words; a shorter text may have none of the small words of its language."""
SENTENCE = 3
"""Words; a shorter text may be a name, which is the same in every language."""
WORD = re.compile(r"[^\W\d_]{4}")
"""A word that is more than a number's unit."""
LABELS = frozenset({"title", "menu_title", "who", "purpose", "outcome", "time", "label", "question"})
"""The keys of texts that are in a language even if they are one word."""
_COUNTED = {"##": ("h2", "h3", "h4"), "![": ("img",), "-": ("li",), "|": ("tr",)}
"""The elements of a body that a translation has as many of, by the marks that an author writes them with."""
LISTS = ("questions", "situations", "facts")
PARTS = ("body", *LISTS, "outcome", "time", "price")
"""What a page may have or not."""
_AMOUNT = re.compile(r"[€$£]\s?(\d(?:[\d\s.,]*\d)?)|(\d(?:[\d\s.,]*\d)?)\s?(?:[€$£]|eur|min)", re.IGNORECASE)
"""A sum of money, or a time in minutes."""
_NUMBER = re.compile(r"(\d(?:[\d\s.,]*\d)?)")


def check_untranslated(draft: Draft) -> Iterator[Problem]:
    """A text is in the language of its block, and is not the same in two languages."""
    small = {code: set(words) for code, words in draft.theme.known("function_words").items()}
    spread = _spread(draft)
    for entry in _published(draft):
        first: dict[str, Passage] = {}
        for language in draft.in_order():
            told: set[object] = set()
            for passage in draft.passages(entry, language.code):
                if (found := _foreign(passage, first, small, spread)) and (path := found[0].path) not in told:
                    told.add(path)
                    copy, key, other = found
                    source = draft.of(entry)
                    yield source.problem(copy.at(source), key, other=other, language=copy.path[0])


def _spread(draft: Draft) -> Mapping[str, Counter[str]]:
    """In how many passages of each language each word is; the language at the root, the original, first."""
    spread: dict[str, Counter[str]] = {language.code: Counter() for language in draft.in_order()}
    for code, words in spread.items():
        for entry, _ in draft.published(code):
            for passage in draft.passages(entry, code):
                words.update(_long(passage.words))
    return spread


def _long(words: Sequence[str]) -> set[str]:
    return {word for word in words if WORD.match(word)}


def _foreign(
    passage: Passage, first: dict[str, Passage], small: dict[str, set[str]], spread: Mapping[str, Counter[str]]
) -> tuple[Passage, str, object] | None:
    """The passage that is in another language than its own, the key of the message, and that other language.

    `first` has the passages of the languages before, by their words, and gets this one.
    """
    words, code, original_code = passage.words, str(passage.path[0]), next(iter(spread))
    twin = first.setdefault(" ".join(words), passage)
    if twin.path[0] != code and _is_language(passage):
        original, copy = (twin, passage) if not _reads_as(words, str(twin.path[0]), small) else (passage, twin)
        return copy, "untranslated", original.path[0]
    for sentence in re.split(r"(?<=[.!?])\s+", passage.text.casefold()):
        words = re.findall(r"\w+", sentence)
        if len(words) >= FEW and (other := _reads_as(words, code, small)):
            return passage, "other_language", other
        if code != original_code and (other := _is_of(_long(words), code, spread)):
            return passage, "other_language", other
    return None


def _is_of(words: set[str], own: str, spread: Mapping[str, Counter[str]]) -> str | None:
    """The language of whose texts most of the words are, if none is in another text of its own."""
    if len(words) < SENTENCE or any(spread[own][word] > 1 for word in words):
        return None
    shared = {code: sum(word in known for word in words) for code, known in spread.items() if code != own}
    return next((code for code, count in shared.items() if count * 2 > len(words)), None)


def _is_language(passage: Passage) -> bool:
    """Whether a text can hardly be a name, a number or a mark."""
    label = passage.path[-1] in LABELS
    return passage.path[-1] == "title" or (
        bool(WORD.search(passage.text)) and (label or len(passage.words) >= SENTENCE) and passage.path[-1] != "price"
    )


def _reads_as(words: Sequence[str], own: str, small: dict[str, set[str]]) -> str | None:
    """The language that a text is in by its small words, if none of them is of its own."""
    base = own.partition("-")[0]
    found = {code: len(known.intersection(words)) for code, known in small.items()}
    best = max(found, key=lambda code: found[code])
    return best if base in found and found[base] == 0 < found[best] else None


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


def check_bodies(draft: Draft) -> Iterator[Problem]:
    """A body has as many headings, pictures, list items and rows in each language."""
    for entry in _published(draft):
        first: dict[KeyPath, tuple[str, Prose]] = {}
        for code in (language.code for language in draft.in_order() if language.code in entry.translations):
            for path, prose in entry.translations[code].proses():
                other, original = first.setdefault(path, (code, prose)) if prose else (code, prose)
                for mark, tags in _COUNTED.items():
                    if (count := _elements(prose, tags)) != (number := _elements(original, tags)):
                        source = draft.of(entry)
                        values = {"mark": mark, "count": count, "number": number, "other": other}
                        yield source.problem(source.key_at((code, *path)), "uneven_body", **values)
                mine, theirs = _leads_to(prose), _leads_to(original)
                if len(mine) == len(theirs) and len(mine - theirs) == 1:
                    (href,), (there,), source = mine - theirs, theirs - mine, draft.of(entry)
                    place = next(source.find((code, *path), re.escape(href)), source.at((code, *path)))
                    yield source.problem(place, "other_link", target=href, there=there, language=other)


def _leads_to(prose: Prose) -> set[str]:
    """The pages that a text links to, and the pictures that it shows."""
    links = {link.get("href", "").partition("#")[0] for link in prose.root.iter("a")}
    return {href for href in links if href and ENTRY_LINK.fullmatch(href)} | set(prose.pictures())


def _elements(prose: Prose, tags: Sequence[str]) -> int:
    return sum(1 for tag in tags for _ in prose.root.iter(tag))


def _count(part: object) -> int:
    return len(part) if isinstance(part, tuple) else int(bool(part))


def check_numbers(draft: Draft) -> Iterator[Problem]:
    """A price or a time is the same in every language of a page; of other numbers, no one alone is another."""
    for entry in _published(draft):
        for numbers_of, alone in ((_amounts, False), (_numbers, True)):
            first: dict[str, Passage] = {}
            for language in draft.in_order():
                own = {number: part for part in draft.passages(entry, language.code) for number in numbers_of(part)}
                apart = sorted(own.keys() - first.keys()) or sorted(first.keys() - own.keys())
                swapped = len(own) == len(first) and len(apart) == 1
                if first and own and apart and (swapped or not alone):
                    passage, others = (own[apart[0]], first) if apart[0] in own else (first[apart[0]], own)
                    source, other = draft.of(entry), next(iter(others.values())).path[0]
                    yield source.problem(passage.at(source), "other_number", number=apart[0], language=other)
                first = first or own


def _amounts(passage: Passage) -> Iterator[str]:
    """What is said of money and minutes, and every number of a row that is there for such."""
    pattern = _NUMBER if passage.path[-1] in ("price", "time") or passage.path[1] == "facts" else _AMOUNT
    for match in pattern.finditer(passage.text):
        yield re.sub(r"[.,]00$|[\s.,]", "", next(filter(None, match.groups())))


def _numbers(passage: Passage) -> Iterator[str]:
    """Every number of two digits or more; a smaller one may be a word in another language."""
    found = (re.sub(r"[.,]00$|[\s.,]", "", match[1]) for match in _NUMBER.finditer(passage.text))
    return (number for number in found if len(number) > 1)


def _published(draft: Draft) -> Iterator[Entry]:
    return (entry for entry in draft.entries if not entry.settings.draft)
