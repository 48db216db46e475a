"""What may be wrong with the pages as a whole: their order, how one gets to them, and what they are about."""

import re
import unicodedata
from collections.abc import Iterator

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue
from brochure.author.problems import Problem
from brochure.model.prose import ENTRY_LINK
from brochure.model.site import (
    CONTACT,
    FINDER,
    FOLDERS,
    FRONT,
    HOME,
    OVERVIEW,
    PAGES,
    PRIVACY,
    SEARCH,
    SERVICES,
    Entry,
)
from brochure.model.values import make_slug
from brochure.reading.draft import Draft
from brochure.reading.place import Place

UNCOMMON = 10
"""Letters; a shorter word may well be said of something else."""


def check_order(draft: Draft) -> Iterator[Problem]:
    """Each form, and each page of a menu, has a place of its own in the order."""
    rows: dict[str, list[Entry]] = {}
    for entry in draft.entries:
        row = SERVICES.name if entry.folder is SERVICES else entry.settings.menu
        if row and not entry.settings.draft:
            rows.setdefault(row, []).append(entry)
    for entries in rows.values():
        first: dict[int, str] = {}
        for entry in entries if len(entries) > 1 else ():
            order, source = entry.settings.order, draft.of(entry)
            if "order" not in entry.settings.model_fields_set:
                yield source.problem(Place(1, 1), "no_order")
            elif order in first:
                yield source.problem(source.at(("order",)), "same_order", order=order, other=first[order])
            else:
                first[order] = source.file


def check_templates(draft: Draft) -> Iterator[Problem]:
    """A page that the others lead to for what its template shows has that template."""
    for entry in draft.entries:
        if entry.id in (HOME, CONTACT, FINDER, OVERVIEW, SEARCH) and entry.template != entry.id:
            source = draft.of(entry)
            place = source.key_at(("template",)) if entry.settings.template else Place(1, 1)
            yield source.problem(place, "lost_template", template=entry.id)


def check_twins(draft: Draft) -> Iterator[Problem]:
    """What a template shows beside a page's own text is on one page alone, unless it is made for many."""
    usual, first = {folder.template for folder in FOLDERS}, dict[str, Entry]()
    published = (entry for entry in draft.entries if not entry.settings.draft)
    for entry in sorted(published, key=lambda entry: entry.id != entry.template):
        other = first.setdefault(entry.template, entry)
        if other is not entry and entry.template not in usual:
            source = draft.of(entry)
            yield source.problem(source.at(("template",)), "same_template", other=draft.of(other).file)


def check_ways(draft: Draft) -> Iterator[Problem]:
    """Each page of text is in a menu, or another text leads to it."""
    alone: dict[str, list[str]] = {}
    for code in draft.codes:
        proses = (prose for entry, _, prose in draft.proses(code) if not entry.settings.draft)
        hrefs = (link.get("href", "") for prose in proses for link in prose.root.iter("a"))
        linked = {match["id"] for href in hrefs if (match := ENTRY_LINK.fullmatch(href))}
        for entry, translation in draft.published(code):
            by_itself = entry.folder is PAGES and entry.template == PAGES.template and not entry.settings.menu
            if by_itself and entry.id not in {CONTACT, *linked} and translation.address_part != FRONT:
                alone.setdefault(entry.id, []).append(code)
    for name, codes in alone.items():
        yield draft.sources[PAGES.name, name].problem(Place(1, 1), "no_way", languages=", ".join(codes))


def check_old_names(draft: Draft) -> Iterator[Problem]:
    """No text speaks of a form by a name that it had, if that is no common word."""
    gone = [path.strip("/").rpartition("/") for path in (draft.settings.gone if draft.settings else ())]
    for code in draft.codes:
        folder = draft.languages[code].folder.strip("/")
        forms = [text for entry, text in draft.translated(code) if entry.folder is SERVICES]
        living = " ".join(make_slug(text.title) for text in forms)
        old = {slug for text in forms for slug in text.former} | {slug for at, _, slug in gone if at == folder}
        rare = [slug for slug in sorted(old) if slug not in living and ("-" in slug or len(slug) >= UNCOMMON)]
        stems = "|".join(slug[:-1].replace("-", r"[\s-]+") for slug in rare)  # whatever ending a language gives it
        names = re.compile(rf"\b(?:{stems})\w*", re.IGNORECASE)
        titles = re.compile("|".join(re.escape(text.title) for text in forms) or "$^", re.IGNORECASE)
        for source, passage in draft.texts(code) if rare else ():
            text = titles.sub(lambda title: "|" * len(title[0]), passage.text)
            if found := names.search(_folded(text)):
                said = text[found.start() : found.end()]
                yield source.problem(passage.place_of(source, said), "old_name", text=said)


def _folded(text: str) -> str:
    """The text with each letter as a slug has it, without what is above or below it."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def check_what_is_left(draft: Draft) -> Iterator[Problem]:
    """The pages about all forms have forms to show, and the one about situations has situations."""
    for code in draft.codes:
        published = {entry.id: (entry, text) for entry, text in draft.published(code)}
        forms = [text for entry, text in published.values() if entry.folder is SERVICES]
        for name in sorted({OVERVIEW, FINDER} & published.keys()):
            source = draft.sources[PAGES.name, name]
            if not forms:
                needed = name == OVERVIEW and not draft.languages[code].folder
                key = "no_forms_yet" if needed else "no_forms"
                yield source.problem(source.key_at((code,)), key, language=code)
            elif name == FINDER and not any(getattr(text, "situations", ()) for text in forms):
                yield source.problem(source.key_at((code,)), "no_situations", language=code)


def check_privacy(draft: Draft) -> Iterator[Problem]:
    """Where a visitor fills something in a privacy page says so, and it speaks of nothing that is not there."""
    words = draft.theme.known("privacy_words")
    site = draft.sources["", "site"]
    for code in draft.codes:
        filled_in = draft.contact.filled_in.items()
        present = [key for key, addresses in filled_in if addresses.get(code, "").startswith("https:")]
        entry = next((entry for entry, _ in draft.published(code) if entry.id == PRIVACY), None)
        if entry is None:
            for key in present[:1]:
                yield site.problem(site.key_at(("contact", key, code)), "no_privacy", language=code)
            continue
        source, base = draft.of(entry), code.partition("-")[0]
        for key, stem in ((key, known[base]) for key, known in words.items() if base in known):
            said = [passage for passage in draft.passages(entry, code) if re.search(stem, passage.text.casefold())]
            if key in present and not said:
                yield source.problem(source.key_at((code,)), "privacy_silent", name=key, about=_label(key))
            elif said and key not in present:
                yield source.problem(said[0].at(source), "privacy_idle", name=key, about=_label(key))


def _label(key: str) -> dict[str, str]:
    """What a way to make contact is called, in each of the author's languages."""
    return {language: catalogue(language)["keys"]["Contact"][key]["label"] for language in AUTHOR_LANGUAGES}
