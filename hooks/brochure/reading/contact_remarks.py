"""What may be wrong with the ways to make contact: a form, a booking page, a phone, a mailbox, a place, a profile."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from brochure.author.problems import Problem
from brochure.model.addresses import EDITED
from brochure.model.site import Contact
from brochure.reading.draft import Draft
from brochure.reading.fields import nearest

SHORT = 6
"""Digits; a phone number with fewer is one for emergencies, or lacks some."""
SHORT_ABROAD = 9
"""Digits, likewise with a country's code."""
SHORTENERS = (
    *("bit.ly", "cutt.ly", "forms.gle", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "shorturl.at"),
    *("t.co", "t.ly", "tiny.cc", "tinyurl.com", "urly.fi", "v.gd"),
)
"""Hosts that send on to a longer address, and drop what is added to theirs."""
_ANSWER = re.compile(r"entry\.\d+(\.\w+)?|r[0-9a-f]{32}")
"""What Google Forms and Microsoft Forms call an answer in a link that fills the form in."""
_TYPED = "TITLE"
"""The answer that the guide has an author type, so that its place in the link can be found."""
_FORM = re.compile(r"https://(docs\.google\.com/forms/|forms\.|link\.webropolsurveys\.com|[\w.]*typeform\.com)")
_BOOKING = re.compile(
    r"https://(calendar\.(app\.)?google|calendly\.com|cal\.com|outlook\.office\w*\.com/(owa/calendar|book)"
    r"|(\w+\.)?(ajas|slotti|timma|vello|simplybook|youcanbook)\.\w+)"
)
"""Where the services are that most practices make a form, or let people book a time, by."""
_PROFILES = re.compile(
    r"https://(www\.|fi\.)?(linkedin|facebook|instagram|youtube|tiktok|x|twitter|threads|bsky)\.\w+/?(in/?|feed/?|home/?)?"
)
"""Front pages of services that people have a page of their own at."""
_MAPS = re.compile(r"https://([\w-]+\.)+[a-z]+(/maps)?/?")
"""Front pages of maps."""
_MAILBOXES = ("gmail.com", "outlook.com", "hotmail.com", "icloud.com", "yahoo.com", "protonmail.com", "elisanet.fi")
POSTCODE = 5
"""Digits of a Finnish postcode (Posti)."""
_LIKENESS = 0.85
"""How much like a known host's name another is that was meant for it: one slip in seven letters."""


def is_own(address: str, draft: Draft) -> bool:
    """Whether an address is on the site itself, with www. or without."""
    own, other = _host(draft.settings.address if draft.settings else ""), _host(address)
    return bool(own) and own == other


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _contact(draft: Draft) -> Contact:
    return draft.settings.contact if draft.settings else Contact()


def check_forms(draft: Draft) -> Iterator[Problem]:
    """An address that is filled in holds no answer already, and there is one for each language or for none."""
    source, contact = draft.sources["", "site"], _contact(draft)
    for key, addresses in (("form", contact.form), ("booking", contact.booking)):
        for code in draft.codes if addresses else ():
            if code not in addresses:
                yield source.problem(source.key_at(("contact", key)), f"no_{key}", language=code)
        for code, address in addresses.items():
            place = source.at(("contact", key, code))
            if is_own(address, draft):
                yield source.problem(place, "form_here")
            if _host(address) in SHORTENERS and "{" in address:
                yield source.problem(place, "form_shortened", host=_host(address))
            for name, value in parse_qsl(urlsplit(address).query):
                if (_ANSWER.fullmatch(name) or _TYPED in value) and "{" not in value:
                    yield source.problem(place, "form_answer", name=name, value=value)


def check_buttons(draft: Draft) -> Iterator[Problem]:
    """The button that opens the form and the one for booking lead to what they say."""
    source, contact = draft.sources["", "site"], _contact(draft)
    for code, address in contact.form.items():
        if contact.booking.get(code) == address:
            yield source.problem(source.at(("contact", "booking", code)), "same_button")
        elif _BOOKING.match(address):
            yield source.problem(source.at(("contact", "form", code)), "form_books", host=_host(address))
    for code, address in contact.booking.items():
        if _FORM.match(address) and contact.form.get(code) != address:
            yield source.problem(source.at(("contact", "booking", code)), "booking_form", host=_host(address))


def check_phone(draft: Draft) -> Iterator[Problem]:
    """A phone number has as many digits as one can call, and no zero behind its country's code."""
    source, phone = draft.sources["", "site"], _contact(draft).phone
    digits = len(re.findall("[0-9]", phone))
    if phone and digits < (SHORT_ABROAD if phone.startswith("+") else SHORT):
        yield source.problem(source.at(("contact", "phone")), "short_phone", count=digits)
    if re.match(r"\+[1-9][0-9]{0,2}[ ()-]+0", phone):
        yield source.problem(source.at(("contact", "phone")), "phone_zero")


def check_email(draft: Draft) -> Iterator[Problem]:
    """A mailbox is not at a host whose name is almost the site's own, or almost that of a large service."""
    source, email = draft.sources["", "site"], _contact(draft).email
    host = email.partition("@")[2].lower()
    own = _host(draft.settings.address if draft.settings else "")
    if host.rpartition(".")[0] == own.rpartition(".")[0]:
        near = own
    else:
        near = next(iter(nearest(host, [own, *_MAILBOXES], _LIKENESS)), host)
    if host not in (near, *_MAILBOXES) and not f".{host}".endswith(f".{near}"):
        yield source.problem(source.at(("contact", "email")), "near_email", near=near)


def check_visit(draft: Draft) -> Iterator[Problem]:
    """An address has its parts once each, a Finnish postcode its five digits, and a map shows the place."""
    source, visit = draft.sources["", "site"], _contact(draft).visit
    if visit is None:
        return
    if re.fullmatch(r"[0-9]+", visit.postcode) and len(visit.postcode) != POSTCODE:
        yield source.problem(source.at(("contact", "visit", "postcode")), "odd_postcode", count=len(visit.postcode))
    parts = ("street", visit.postcode), ("town", visit.postcode), ("street", visit.town)
    for name, other in parts:
        if re.search(rf"\b{re.escape(other)}\b", getattr(visit, name), re.IGNORECASE):
            yield source.problem(source.at(("contact", "visit", name)), "visit_twice", text=other)
    if visit.map and _MAPS.fullmatch(visit.map):
        yield source.problem(source.at(("contact", "visit", "map")), "bare_map")


def check_links(draft: Draft) -> Iterator[Problem]:
    """A link leads to a page of the practice's own elsewhere, one to the site names the page, none edits a form."""
    site = draft.sources["", "site"]
    for code, practice in draft.practices.items():
        for number, link in enumerate(practice.links):
            if _PROFILES.fullmatch(link.address):
                place = site.at((code, "links", number, "address"))
                yield site.problem(place, "bare_profile", host=_host(link.address))
    for code in draft.codes:
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            for href in (link.get("href", "") for link in prose.root.iter("a") if not entry.settings.draft):
                place = next(source.find(path, re.escape(href)), source.at(path))
                if is_own(href, draft) and not href.endswith(".pdf"):  # a text can link to the brochure in no other way
                    yield source.problem(place, "own_address", address=href)
                if EDITED.match(href):
                    yield source.problem(place, "edit_link")
                if _PROFILES.fullmatch(href):
                    yield source.problem(place, "bare_profile", host=_host(href))
