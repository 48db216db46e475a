"""What may be wrong with the ways to make contact: a form, a booking page, a phone, a mailbox, a place."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from brochure.author.problems import Problem
from brochure.reading.draft import Draft
from brochure.reading.link_remarks import almost_mailbox, host_of, is_front, is_own, matches

SHORT = 6
"""Digits; a phone number with fewer is one for emergencies, or lacks some."""
SHORT_ABROAD = 9
"""Digits, likewise with a country's code."""
MOBILE = range(12, 14)
"""Digits that a Finnish mobile number has with its country's code; one with more or fewer most likely has a slip."""
TRUNK_ZERO = "358|46|45|44|49|43|41|33|32|31"
"""Codes of countries in which a number at home begins with a zero that it loses abroad; in Italy, say, it stays."""
POSTCODE = 5
"""Digits of a Finnish postcode (Posti)."""
_ANSWER = re.compile(r"entry\.\d+(\.\w+)?|r[0-9a-f]{32}")
"""What Google Forms and Microsoft Forms call an answer in a link that fills the form in."""
_TYPED = "TITLE"
"""The answer that the guide has an author type, so that its place in the link can be found."""
_MAPS = re.compile(r"https://([\w-]+\.)+[a-z]+(/maps)?/?")
"""Front pages of maps."""


def check_address(draft: Draft) -> Iterator[Problem]:
    """The site is not at a service where one only has a page."""
    source, host = draft.sources["", "site"], host_of(draft.address)
    if host in ("github.com", *draft.theme.known("hosts")["profiles"]):
        yield source.problem(source.at(("address",)), "address_elsewhere", host=host)


def check_forms(draft: Draft) -> Iterator[Problem]:
    """A form or a booking page is there for each language or for none, at an address that visitors can use as it is."""
    source, contact, hosts = draft.sources["", "site"], draft.contact, draft.theme.known("hosts")
    for key, addresses in contact.filled_in.items():
        for code in draft.codes if addresses else ():
            if code not in addresses:
                yield source.problem(source.key_at(("contact", key)), f"no_{key}", language=code)
        for code, address in addresses.items():
            place, known = source.at(("contact", key, code)), matches(address, hosts["forms"] + hosts["booking"])
            if is_own(address, draft):
                yield source.problem(place, "form_here")
            elif matches(address, hosts["private"]):
                yield source.problem(place, "private_page")
            elif known and is_front(address):
                yield source.problem(place, "bare_profile", host=host_of(address))
            elif address.startswith("mailto:") and (near := almost_mailbox(address.partition("?")[0], draft)):
                yield source.problem(place, "near_email", near=near)
            if host_of(address) in hosts["shorteners"] and "{" in address:
                yield source.problem(place, "form_shortened", host=host_of(address))
            if "{" in address and re.search(r"^[^?]*&|\?\{|&\{", address):
                yield source.problem(place, "form_query")
            for name, value in parse_qsl(urlsplit(address).query):
                typed = _TYPED in value or value == "title"
                if (_ANSWER.fullmatch(name) or typed) and "{" not in value:
                    yield source.problem(place, "form_answer", name=name, value=value)


def check_buttons(draft: Draft) -> Iterator[Problem]:
    """The button that opens the form and the one for booking lead to what they say, in the language of the page."""
    source, contact, hosts = draft.sources["", "site"], draft.contact, draft.theme.known("hosts")
    for code, address in contact.form.items():
        if contact.booking.get(code) == address:
            yield source.problem(source.at(("contact", "booking", code)), "same_button")
        elif matches(address, hosts["booking"]):
            yield source.problem(source.at(("contact", "form", code)), "form_books", host=host_of(address))
    for code, address in contact.booking.items():
        if matches(address, hosts["forms"]) and contact.form.get(code) != address:
            yield source.problem(source.at(("contact", "booking", code)), "booking_form", host=host_of(address))
    for key, addresses in contact.filled_in.items():
        for code, address in addresses.items():
            named = set(re.findall(r"[/=]([a-z]{2})(?=[/&]|$)", address)) & set(draft.codes)
            if named and code not in named and len(set(addresses.values())) > 1:
                place = source.at(("contact", key, code))
                yield source.problem(place, "form_language", other=", ".join(sorted(named)), language=code)


def check_phone(draft: Draft) -> Iterator[Problem]:
    """A phone number has as many digits as one can call, and its country's code is written as such."""
    source, phone = draft.sources["", "site"], draft.contact.phone
    place, digits = source.at(("contact", "phone")), re.sub("[^0-9]", "", phone)
    mobile = re.match(r"\+358(4|50)", re.sub(r"[ ()-]", "", phone))
    if phone and len(digits) < (MOBILE.start if mobile else SHORT_ABROAD if phone.startswith("+") else SHORT):
        yield source.problem(place, "short_phone", count=len(digits))
    elif mobile and len(digits) not in MOBILE:
        yield source.problem(place, "long_phone", count=len(digits))
    if re.match(rf"\+(?:{TRUNK_ZERO})[ ()-]*0", phone):
        yield source.problem(place, "phone_zero")
    if phone.startswith("358"):
        yield source.problem(place, "phone_plus")


def check_email(draft: Draft) -> Iterator[Problem]:
    """A mailbox is not at a host whose name is almost the site's own, or almost that of a large service."""
    source, email = draft.sources["", "site"], draft.contact.email
    if near := almost_mailbox(email, draft):
        yield source.problem(source.at(("contact", "email")), "near_email", near=near)


def check_visit(draft: Draft) -> Iterator[Problem]:
    """An address has its parts once each and in their places, and a map shows the place."""
    source, visit, hosts = draft.sources["", "site"], draft.contact.visit, draft.theme.known("hosts")
    if visit is None:
        return
    digits = visit.postcode if visit.postcode.isdigit() else ""
    if digits and (len(digits) != POSTCODE or not digits.strip("0")):
        yield source.problem(source.at(("contact", "visit", "postcode")), "odd_postcode", count=len(digits))
    parts = ("street", visit.postcode), ("town", visit.postcode), ("street", f", {visit.town}")
    for name, other in parts:
        if re.search(rf"(?<!\w){re.escape(other)}\b", getattr(visit, name), re.IGNORECASE):
            yield source.problem(source.at(("contact", "visit", name)), "visit_twice", text=other.strip(", "))
    if re.search(r"\b[0-9]{1,4}\b", visit.town):
        yield source.problem(source.at(("contact", "visit", "town")), "odd_town")
    if visit.map and (_MAPS.fullmatch(visit.map) or matches(visit.map, hosts["private"]) or is_own(visit.map, draft)):
        yield source.problem(source.at(("contact", "visit", "map")), "bare_map")
