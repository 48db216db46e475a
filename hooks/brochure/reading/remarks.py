"""What can be read and may still be wrong: told to the author, and no reason not to publish.

Each remark is named by the key of its message. A remark that is wrong itself is accepted under that name, at the top of
the file that it is about.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import parse_qsl, urlsplit

from brochure.author.problems import Problem
from brochure.model.site import CONTACT, FINDER, OVERVIEW, PAGES, PRIVACY, SERVICES, WORDS, Contact
from brochure.reading.draft import Draft
from brochure.reading.place import Place
from brochure.reading.text_remarks import (
    check_guide_texts,
    check_links,
    check_long_texts,
    check_marks,
    check_missing_parts,
    check_picture_texts,
    check_titles,
    check_translated_titles,
    check_unfinished,
    is_own,
)

SHORT = 6
"""Digits; a phone number with fewer is one for emergencies, or lacks some."""
SHORT_ABROAD = 9
"""Digits, likewise with a country's code."""
SEVERAL = 3
"""Words; of more than these the first ones are named."""
SHORTENERS = (
    *("bit.ly", "cutt.ly", "forms.gle", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at"),
    *("t.co", "t.ly", "tiny.cc", "tinyurl.com", "urly.fi", "v.gd"),
)
"""Hosts that send on to a longer address, and drop what is added to theirs."""
_ANSWER = re.compile(r"entry\.\d+(\.\w+)?|r[0-9a-f]{32}")
"""What Google Forms and Microsoft Forms call an answer in a link that fills the form in."""

Check = Callable[[Draft], Iterator[Problem]]


def check_forms(draft: Draft) -> Iterator[Problem]:
    """An address that is filled in holds no answer already, and there is a form for each language or for none."""
    source = draft.sources["", "site"]
    contact = draft.settings.contact if draft.settings else Contact()
    for code in draft.codes if contact.form else ():
        if code not in contact.form:
            yield source.problem(source.key_at(("contact", "form")), "no_form", language=code)
    addresses = {("form", code): address for code, address in contact.form.items()}
    addresses |= {("booking", code): address for code, address in contact.booking.items()}
    for path, address in addresses.items():
        place, parts = source.at(("contact", *path)), urlsplit(address)
        if is_own(address, draft):
            yield source.problem(place, "form_here")
        if (parts.hostname or "").removeprefix("www.") in SHORTENERS and "{" in address:
            yield source.problem(place, "form_shortened", host=parts.hostname)
        for name, value in parse_qsl(parts.query):
            if _ANSWER.fullmatch(name) and "{" not in value:
                yield source.problem(place, "form_answer", name=name, value=value)


def check_phone(draft: Draft) -> Iterator[Problem]:
    """A phone number has as many digits as one can call, and no zero behind its country's code."""
    source, phone = draft.sources["", "site"], draft.settings.contact.phone if draft.settings else ""
    digits = len(re.findall("[0-9]", phone))
    if phone and digits < (SHORT_ABROAD if phone.startswith("+") else SHORT):
        yield source.problem(source.at(("contact", "phone")), "short_phone", count=digits)
    if re.match(r"\+[1-9][0-9]{0,2}[ ()-]+0", phone):
        yield source.problem(source.at(("contact", "phone")), "phone_zero")


def check_order(draft: Draft) -> Iterator[Problem]:
    """No two forms have the same place in the order."""
    first: dict[int, str] = {}
    for entry in draft.entries:
        if entry.folder is SERVICES and not entry.settings.draft and "order" in entry.settings.model_fields_set:
            order, source = entry.settings.order, draft.of(entry)
            if order in first:
                yield source.problem(source.at(("order",)), "same_order", order=order, other=first[order])
            first.setdefault(order, source.file)


def check_words(draft: Draft) -> Iterator[Problem]:
    """A practice's own words are of the language that they are for; a copied file is told of once."""
    known = {code: draft.theme.words(code) for code in draft.theme.function_words()}
    for code, language in draft.languages.items():
        source, base = draft.sources["languages", code], code.split("-")[0]
        foreign: dict[str, list[str]] = {}
        for word in (word for word in WORDS if word in language.settings.words.model_fields_set):
            own, place = language.words[word], source.at(("words", word))
            others = [other for other, words in known.items() if other != base and words.get(word) == own]
            if base in known and own == known[base].get(word):
                continue
            if others:
                foreign.setdefault(others[0], []).append(word)
            elif base in known and word == "switch":
                yield source.problem(place, "own_switch", usual=known[base][word])
        for other, words in foreign.items():
            texts = ", ".join(f'{word}: "{language.words[word]}"' for word in words[:SEVERAL])
            texts += ", ..." if words[SEVERAL:] else ""
            yield source.problem(source.at(("words", words[0])), "foreign_word", texts=texts, language=other)


def check_locales(draft: Draft) -> Iterator[Problem]:
    """A language's locale is of that language."""
    for code, language in draft.languages.items():
        if language.settings.locale.partition("_")[0] != code.partition("-")[0]:
            source = draft.sources["languages", code]
            yield source.problem(source.at(("locale",)), "odd_locale", language=code)


def check_templates(draft: Draft) -> Iterator[Problem]:
    """A page that the others lead to for what its template shows has that template."""
    for entry in draft.entries:
        if entry.id in (CONTACT, FINDER, OVERVIEW) and entry.template != entry.id:
            source = draft.of(entry)
            place = source.key_at(("template",)) if entry.settings.template else Place(1, 1)
            yield source.problem(place, "lost_template", template=entry.id)


def check_what_is_left(draft: Draft) -> Iterator[Problem]:
    """The pages about all forms have forms to show, and what a visitor fills in has a privacy page beside it."""
    for code in draft.codes:
        published = {entry.id: entry for entry, _ in draft.published(code)}
        if not any(entry.folder is SERVICES for entry in published.values()):
            for name in sorted({OVERVIEW, FINDER} & published.keys()):
                source = draft.sources[PAGES.name, name]
                yield source.problem(source.key_at((code,)), "no_forms", language=code)
        contact = draft.settings.contact if draft.settings else Contact()
        filled_in = [key for key in ("form", "booking") if getattr(contact, key).get(code)]
        if filled_in and PRIVACY not in published:
            source = draft.sources["", "site"]
            yield source.problem(source.key_at(("contact", filled_in[0], code)), "no_privacy", language=code)


CHECKS: Sequence[Check] = (
    check_forms,
    check_phone,
    check_order,
    check_words,
    check_locales,
    check_templates,
    check_what_is_left,
    check_titles,
    check_translated_titles,
    check_long_texts,
    check_guide_texts,
    check_unfinished,
    check_marks,
    check_missing_parts,
    check_links,
    check_picture_texts,
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
