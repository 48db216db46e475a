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
SURE = 2
"""Different small words by which a sentence is in a language; one may be a letter or a name."""
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
_ONE = r"(?<![\d.,])\d{1,7}(?:[\s.,]\d{3})*(?:[.,]\d{1,2})?(?!\d)"
_SOME = rf"{_ONE}(?:\s?[–-]\s?{_ONE})?"
_AMOUNT = re.compile(rf"[€$£]\s?({_SOME})|({_SOME})\s?(?:[€$£%]|eur|min|pros|per ?cent)", re.IGNORECASE)
"""A sum of money, a time in minutes or a percentage, or a range of them."""
_NO_NUMBER = re.compile(r"\+?\d[\d ()-]{6,}\d|\d+[.:]\d\d\b|\d+\.\d+\.(?:\d+)?")
"""A phone number, a time of day, a date: each is written in another way in another language."""
_WHOLE = re.compile(r"(?<![\d.,])\d{2,7}(?![.,]?\d)")
"""A number of two digits or more; a smaller one may be a word in another language."""


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
        for _, passage in draft.texts(code):
            words.update(word.casefold() for word in re.findall(r"\w+", passage.text) if WORD.match(word))
    return spread


def _foreign(
    passage: Passage, first: dict[str, Passage], small: dict[str, set[str]], spread: Mapping[str, Counter[str]]
) -> tuple[Passage, str, object] | None:
    """The passage that is in another language than its own, the key of the message, and that other language.

    `first` has the passages of the languages before, by their words, and gets this one.
    """
    words, code, original_code = passage.words, str(passage.path[0]), next(iter(spread))
    twin = first.setdefault(" ".join(words), passage)
    if twin.path[0] != code and _is_language(passage):
        original, copy = (twin, passage) if not _reads_as(words, str(twin.path[0]), small, 1) else (passage, twin)
        return copy, "untranslated", original.path[0]
    for sentence in re.split(r"(?<=[.!?])\s+", passage.text):
        words = re.findall(r"\w+", sentence)
        plain = [word.casefold() for word in words]
        if len(words) >= FEW and (other := _reads_as(plain, code, small, SURE)):
            return passage, "other_language", other
        own = small.get(code.partition("-")[0], set()).intersection(plain)
        if code != original_code and not own and (other := _is_of(_common(words), code, spread)):
            return passage, "other_language", other
    return None


def _common(words: Sequence[str]) -> set[str]:
    """The words of some length that are no names."""
    return {word for word in words if WORD.match(word) and word.islower()}


def _is_of(words: set[str], own: str, spread: Mapping[str, Counter[str]]) -> str | None:
    """The language of whose texts most of the words are, if none is in another text of its own."""
    if len(words) < SENTENCE or any(spread[own][word] > 1 for word in words):
        return None
    shared = {code: sum(word in known for word in words) for code, known in spread.items() if code != own}
    return next((code for code, count in shared.items() if count * 2 > len(words)), None)


def _is_language(passage: Passage) -> bool:
    """Whether a text can hardly be a name, a number or a mark."""
    words = re.findall(r"\w+", passage.text)
    if passage.path[-1] == "title":
        return len(words) == 1 or any(word[0].islower() for word in words)
    if passage.path[-1] in LABELS:
        return bool(WORD.search(passage.text))
    return passage.path[-1] != "price" and len(words) >= SENTENCE and bool(_common(words))


def _reads_as(words: Sequence[str], own: str, small: dict[str, set[str]], least: int) -> str | None:
    """The language that a text is in by at least so many different small words, if none of them is of its own."""
    base = own.partition("-")[0]
    found = {code: len(known.intersection(words)) for code, known in small.items()}
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
                    if _without_code(href, draft.codes) != _without_code(there, draft.codes):
                        place = source.place_of((code, *path), href)
                        yield source.problem(place, "other_link", target=href, there=there, language=other)


def _without_code(name: str, codes: Sequence[str]) -> str:
    """The name of a picture of which there is one for each language."""
    return re.sub(rf"[-_]?\b({'|'.join(codes)})\b", "", name)


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
            first: dict[str, tuple[Passage, str]] = {}
            for language in draft.in_order():
                parts = draft.passages(entry, language.code)
                own = {_plain(number): (part, number) for part in parts for number in numbers_of(part)}
                apart = sorted(own.keys() - first.keys()) or sorted(first.keys() - own.keys())
                swapped = len(own) == len(first) and len(apart) == 1
                if first and own and apart and (swapped or not alone):
                    (passage, number), others = (own[apart[0]], first) if apart[0] in own else (first[apart[0]], own)
                    source, other = draft.of(entry), next(iter(others.values()))[0].path[0]
                    yield source.problem(passage.at(source), "other_number", number=number, language=other)
                first = first or own


def check_prices(draft: Draft) -> Iterator[Problem]:
    """A price is a number in every language or in none."""
    for entry in _published(draft):
        prices = {code: getattr(text, "price", "") for code, text in entry.translations.items()}
        numbers = {code: found[0] for code, price in prices.items() if (found := re.search(_ONE, price))}
        for code in (code for code, price in prices.items() if numbers and price and code not in numbers):
            given, number = next(iter(numbers.items()))
            source = draft.of(entry)
            yield source.problem(source.at((given, "price")), "other_number", number=number, language=code)


def _amounts(passage: Passage) -> Iterator[str]:
    """What is said of money and minutes; in the row for a price, each number."""
    pattern = re.compile(f"({_SOME})") if passage.path[-1] == "price" else _AMOUNT
    for match in pattern.finditer(passage.text):
        yield from re.findall(_ONE, next(filter(None, match.groups())))


def _numbers(passage: Passage) -> Iterator[str]:
    """Each year, and every other number that is written alike in all languages."""
    yield from re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", passage.text)
    text = re.sub(r"(?<=\d)[\s,.](?=\d{3}\b)", "", _NO_NUMBER.sub(" ", passage.text))
    yield from _WHOLE.findall(text)


def _plain(number: str) -> str:
    """A number without what keeps its parts apart, and without hundredths if it has none."""
    return re.sub(r"[.,]00$|[\s.,]", "", number)


def _published(draft: Draft) -> Iterator[Entry]:
    return (entry for entry in draft.entries if not entry.settings.draft)
