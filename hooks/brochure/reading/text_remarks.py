"""What a text that can be read may still have wrong: it is unfinished, in another language, or stands there twice."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from brochure.author.problems import Problem
from brochure.model.addresses import EDITED
from brochure.model.site import Entry, ServiceTranslation
from brochure.model.values import make_slug
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath

FEW = 8
"""Words; a shorter text may well be the same in two languages, or have none of the small words of its own."""
SURE = 3
"""Small words of another language, and none of its own, by which a text is in that language."""
_UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|[Xx]{3,})\b|\blorem ipsum\b|\?{3,}", re.ASCII)
"""What one writes for oneself where something is still to come."""
_MARKS = r"<{7}|\{(?:title|service|language)\}"
_PLAIN_MARKS = r"|\*\*|\]\(|^#+ "
"""What shows as it is: in any text, and where there is no Markdown."""


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


def check_translated_titles(draft: Draft) -> Iterator[Problem]:
    """A page's title is not the same in two languages."""
    for entry in draft.entries:
        first: dict[str, str] = {}
        for code, translation in entry.translations.items():
            title = translation.title.casefold()
            if title in first and not entry.settings.draft:
                source = draft.of(entry)
                place = source.at((code, "title"))
                yield source.problem(place, "untranslated_title", other=first[title], language=code)
            first.setdefault(title, code)


def check_long_texts(draft: Draft) -> Iterator[Problem]:
    """A text of some length is in the language of its block, and stands nowhere else."""
    small = {code: set(words) for code, words in draft.theme.function_words().items()}
    first: dict[str, str] = {}
    languages = sorted(draft.languages.values(), key=lambda language: (language.folder, language.code))
    for entry, code in ((entry, language.code) for entry in draft.entries for language in languages):
        for path, text in _texts(entry, code):
            words = re.findall(r"\w+", text.casefold())
            if len(words) < FEW:
                continue
            source, plain = draft.of(entry), " ".join(words)
            place = source.at(path)
            if (other := _reads_as(words, code.split("-")[0], small)) and other in draft.codes:
                yield source.problem(place, "other_language", language=other)
                continue
            if plain in first and path[-1] != "image_text":  # a picture may well be on several pages
                yield source.problem(place, "same_text", other=first[plain])
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


def check_unfinished(draft: Draft) -> Iterator[Problem]:
    """No published text says that it is not finished, and none is empty though its key is there."""
    for code in draft.codes:
        for entry, translation in draft.published(code):
            source = draft.of(entry)
            for path, text in _texts(entry, code):
                if found := _UNFINISHED.search(text):
                    places = source.find(path, re.escape(found[0]))
                    yield source.problem(next(places, source.at(path)), "unfinished", text=found[0])
            if "body" in translation.model_fields_set and not translation.body:
                yield source.problem(source.key_at((code, "body")), "empty_body")


def check_marks(draft: Draft) -> Iterator[Problem]:
    """No published text shows a mark that means something elsewhere, or the line of a key."""
    for code in draft.codes:
        keys = "|".join(map(re.escape, [*ServiceTranslation.model_fields, *draft.codes]))
        for entry, translation in draft.published(code):
            source, proses = draft.of(entry), {(code, *path) for path, _ in translation.proses()}
            for path, text in _texts(entry, code):
                pattern = _MARKS + (rf"|(?m:^(?:{keys}):(?= |$))" if path in proses else _PLAIN_MARKS)
                if found := re.search(pattern, text):
                    places = source.find(path, re.escape(found[0]))
                    yield source.problem(next(places, source.at(path)), "marks", text=found[0])


def check_missing_parts(draft: Draft) -> Iterator[Problem]:
    """What a page has in one language it has in the others too."""
    for entry in draft.entries:
        for part in ("body", "questions", "situations") if not entry.settings.draft else ():
            having = [code for code, text in entry.translations.items() if getattr(text, part, None)]
            for code in entry.translations.keys() - set(having) if having else ():
                source = draft.of(entry)
                yield source.problem(source.key_at((code,)), "missing_part", language=code, part=part, other=having[0])


def check_links(draft: Draft) -> Iterator[Problem]:
    """A link to a page of the site names the page, and none leads to where a form is edited."""
    for code in draft.codes:
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            for href in (link.get("href", "") for link in prose.root.iter("a") if not entry.settings.draft):
                place = next(source.find(path, re.escape(href)), source.at(path))
                if is_own(href, draft) and not href.endswith(".pdf"):  # a text can link to the brochure in no other way
                    yield source.problem(place, "own_address", address=href)
                if EDITED.match(href):
                    yield source.problem(place, "edit_link")


def is_own(address: str, draft: Draft) -> bool:
    """Whether an address is on the site itself, with www. or without."""
    own, other = (urlsplit(text).hostname or "" for text in (draft.settings.address if draft.settings else "", address))
    return bool(own) and own.removeprefix("www.") == other.removeprefix("www.")


def check_picture_texts(draft: Draft) -> Iterator[Problem]:
    """What is said of a picture, to whoever does not see it, is more than that it is one or what its file is called."""
    bare = set(draft.theme.picture_words())
    for code in draft.codes:
        for entry, _ in draft.published(code):
            source = draft.of(entry)
            for path, said, file in _pictures(entry, code):
                words = make_slug(re.sub(r"[\W\d]+", " ", said))
                if words in bare or make_slug(said.partition(".")[0]) == file.partition(".")[0]:
                    places = source.find(path, rf"(?<=!\[){re.escape(said)}(?=\])")
                    yield source.problem(next(places, source.at(path)), "picture_text", text=said)


def _pictures(entry: Entry, code: str) -> Iterator[tuple[KeyPath, str, str]]:
    """What is said of each picture of an entry in a language, with its place among the keys, and its file's name."""
    translation = entry.translations[code]
    if translation.image_text:
        yield (code, "image_text"), translation.image_text, entry.settings.image
    for path, prose in translation.proses():
        for image in prose.root.iter("img"):
            yield (code, *path), image.get("alt", ""), image.get("src", "")


def _texts(entry: Entry, code: str) -> Iterator[tuple[KeyPath, str]]:
    """Each text of an entry in a language with its place among the keys; of Markdown what a reader reads."""
    translation = entry.translations.get(code)
    if translation is None:
        return
    for name in type(translation).model_fields:
        if isinstance(value := getattr(translation, name), str):
            yield (code, name), value
    for path, prose in translation.proses():
        yield (code, *path), "\n".join("".join(block.itertext()) for block in prose.root)
    for number, question in enumerate(translation.questions):
        yield (code, "questions", number, "question"), question.question
    for number, text in enumerate(translation.situations if isinstance(translation, ServiceTranslation) else ()):
        yield (code, "situations", number), text
