"""What a text that can be read may still have wrong: it is unfinished, is there twice, or shows a mark."""

import re
from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.site import Entry, ServiceTranslation
from brochure.reading.contact_remarks import is_own
from brochure.reading.draft import Draft

FEW = 8
"""Words; a shorter text may well be at two places."""
SENTENCE = 3
"""Words; a shorter answer may well be right for two questions."""
OWN = ("summary", "purpose", "situations")
"""The keys of texts that set a form apart from the others, however short they are."""
_UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|[Xx]{3,})\b|\blorem ipsum\b|\?{3,}", re.ASCII)
"""What one writes for oneself where something is still to come."""
_MARKS = r"<{7}|\{(?:title|service|language)\}|\{\{|\{%|&[a-z]{2,6};|&#[0-9]+;|\\n|%20"
"""What shows as it is in any text: what means something to a program, a browser or another editor."""
_MARKDOWN_MARKS = r"==(?=\w)|~~|\[\^\w+\]|\[[ x]\]|!!!"
"""Likewise in Markdown, where other editors know more of it."""
_PLAIN_MARKS = r"\*\*|\*(?=\w[^*]*\*)|__|\]\(|^#+ |^[-*•] |</?[a-z]+ ?/?>|•"
"""Likewise where there is no Markdown."""
_BARE = re.compile(r"(?:https?://|\bwww\.)[^\s,;)]*\w|[^\s@(]+@[^\s@]+\.\w+")
"""An address that a visitor may take for a link."""


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


def check_copies(draft: Draft) -> Iterator[Problem]:
    """No text is at two places of a language: none of some length, none that sets a form apart, no item of a page."""
    for code in draft.codes:
        first: dict[tuple[str, str], str] = {}
        for entry, _ in draft.published(code):
            source, whole = draft.of(entry), dict[tuple[str | int, ...], str]()
            for passage in draft.passages(entry, code):
                whole[passage.path] = f"{whole.get(passage.path, '')} {' '.join(passage.words)}"
            for path, text in whole.items():
                if (scope := _scope(entry, path[1:], len(text.split()))) is None:
                    continue
                place = source.at(path)
                if (scope, text) in first:
                    yield source.problem(place, "same_text", other=first[scope, text])
                first.setdefault((scope, text), f"{source.file}:{place.line}")


def _scope(entry: Entry, path: tuple[str | int, ...], words: int) -> str | None:
    """Where a text at a key may be only once: in the whole site, on its page, or None if it may be there again."""
    if path[0] in ("image_text", "title"):  # a picture may well be on several pages, and titles are looked at elsewhere
        return None
    if words >= FEW or (path[0] in OWN and words >= SENTENCE):
        return ""
    item = path[-1] in ("question", "label") or path[0] == "situations"
    return entry.id if item or (path[-1] == "answer" and words >= SENTENCE) else None


def check_guide_texts(draft: Draft) -> Iterator[Problem]:
    """No published text is the guide's, given to be filled in, and none is left beside what was written."""
    given = sorted(draft.theme.guide_texts(), key=len, reverse=True)
    long = "|".join(re.escape(text) for text in given if len(text.split()) > SENTENCE)
    pattern = re.compile(f"{long}|^(?:{'|'.join(map(re.escape, given))})$")
    for code in draft.codes:
        for entry, _ in draft.published(code):
            source = draft.of(entry)
            for passage in draft.passages(entry, code):
                if found := pattern.search(passage.text):
                    yield source.problem(passage.at(source), "guide_text", text=found[0])


def check_unfinished(draft: Draft) -> Iterator[Problem]:
    """No published text says that it is not finished, and none is empty though its key is there."""
    for code in draft.codes:
        for entry, translation in draft.published(code):
            source = draft.of(entry)
            for passage in draft.passages(entry, code):
                if found := _UNFINISHED.search(passage.text):
                    places = source.find(passage.path, re.escape(found[0]))
                    yield source.problem(next(places, passage.at(source)), "unfinished", text=found[0])
            if "body" in translation.model_fields_set and not translation.body:
                yield source.problem(source.key_at((code, "body")), "empty_body")


def check_marks(draft: Draft) -> Iterator[Problem]:
    """No published text shows a mark that means something elsewhere, the line of a key, or an address as no link."""
    for code in draft.codes:
        keys = "|".join(map(re.escape, [*ServiceTranslation.model_fields, *draft.codes]))
        markdown = re.compile(rf"{_MARKS}|{_MARKDOWN_MARKS}|^(?:{keys}):(?= |$)")
        plain = re.compile(f"{_MARKS}|{_PLAIN_MARKS}")
        for entry, _ in draft.published(code):
            for passage in draft.passages(entry, code):
                source, bare = draft.of(entry), _BARE.search(passage.unlinked)
                if bare and not is_own(link := _link(bare[0]), draft):
                    places = source.find(passage.path, re.escape(bare[0]))
                    key = "bare_address" if passage.markdown else "plain_address"
                    yield source.problem(next(places, passage.at(source)), key, text=bare[0], link=link)
                elif found := (markdown if passage.markdown else plain).search(passage.text):
                    places = source.find(passage.path, re.escape(found[0]))
                    yield source.problem(next(places, passage.at(source)), "marks", text=found[0])


def _link(bare: str) -> str:
    """What an address leads to when it is written as a link."""
    if bare.startswith("www."):
        return f"https://{bare}"
    return f"mailto:{bare}" if "@" in bare else bare


def check_prices(draft: Draft) -> Iterator[Problem]:
    """A price says in which currency it is."""
    for code in draft.codes:
        for entry, translation in draft.published(code):
            price = getattr(translation, "price", "")
            if price and not re.search(r"[^\W\d_]|[€$£]", price):
                source = draft.of(entry)
                yield source.problem(source.at((code, "price")), "bare_price", text=price)
