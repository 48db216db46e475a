"""The ways to make contact from a page, and the details that every page ends with, composed once for every medium."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from brochure.model.addresses import dialled, digits
from brochure.model.routes import Route
from brochure.model.site import CHANNELS, SERVICES, Contact, Language, Place, Site

_FILLED_IN = re.compile(r"(?<=[?&])[^&]*\{\w+\}[^&]*(&|$)")
"""A parameter of an address that a page fills in."""


@dataclass(frozen=True)
class Way:
    """A way to make contact, filled in with the page that it is on."""

    kind: str
    """Its key below `contact:` in site.yml."""
    label: str
    """The word before the text; empty if the text is only the words of a link."""
    text: str
    """The address or number in the author's form, or the words of a link."""
    printed: str
    """The address or number for paper, without the parameters that a page fills in."""
    call: str
    """The text of its button."""
    href: str
    host: str
    """The server that it opens; empty if it opens none."""
    note: str
    """A sentence that names that server."""


@dataclass(frozen=True)
class Detail:
    """A detail of the practice: a text with its label, a link, or both."""

    label: str = ""
    text: str = ""
    title: str = ""
    """The words of the link."""
    url: str = ""
    contacts: list[list[str]] = field(default_factory=list)
    """The phone number and the mailbox of a place, each with its link, which come before the text."""

    @property
    def on_paper(self) -> str:
        """The detail as one text, for paper."""
        texts = filter(None, (*(text for text, _ in self.contacts), self.text))
        return f"{self.label}: {', '.join(texts)}" if self.label else self.url


BOOKING = "booking"
"""The key of the page where times are booked. It is no channel, since not everybody knows yet what to book."""


def has_channel(contact: Contact, code: str) -> bool:
    """Return whether a language has a way to make contact."""
    return any(_value(contact, key, code) for key in CHANNELS)


def _value(contact: Contact, key: str, code: str) -> str:
    value = getattr(contact, key)
    return str(value.get(code, "") if isinstance(value, Mapping) else value)


def ways(site: Site, route: Route) -> list[Way]:
    """Return the ways to make contact from a page: the best channel, the booking page if any, the other channels."""
    values = {key: _value(site.settings.contact, key, route.language.code) for key in (*CHANNELS, BOOKING)}
    first, *rest = [key for key in CHANNELS if values[key]]
    return [_way(route, key, values[key]) for key in (first, BOOKING, *rest) if values[key]]


def _way(route: Route, key: str, value: str) -> Way:
    """Return the way to make contact at a key of `contact:` with this value."""
    words, call = route.language.words, route.language.words[f"contact_{key}"]
    title, service = (route.title, route.entry.id) if route.entry.kind is SERVICES else (words["enquiry"], "")
    page = {"title": title, "service": service, "language": route.language.code}
    href = _href(key, value, page)
    opens, host = words.get(f"opens_{key}", words["opens"]), urlsplit(href).hostname or ""
    label, text = (words[key], value) if CHANNELS.get(key) else ("", call)
    printed = value if label else _href(key, _FILLED_IN.sub("", value).rstrip("?&"), page)
    return Way(key, label, text, printed, call, href, host, f"{opens} {host}." if host else "")


def _href(key: str, value: str, page: Mapping[str, str]) -> str:
    """Return the link of a value in site.yml, filled in with details of a page.

    All but RFC 3986's unreserved characters are percent-encoded, as RFC 6068 asks for a mail's subject.
    """
    encoded = {name: quote(text, safe="") for name, text in page.items()}
    encoded |= {"mailbox": quote(value, safe="@"), "number": dialled(value), "digits": digits(dialled(value))}
    return re.sub(r"\{(\w+)\}", lambda placeholder: encoded[placeholder[1]], CHANNELS.get(key) or value)


def details(site: Site, language: Language) -> list[Detail]:
    """Return the practice's details that are filled in, labelled in a language."""
    contact, code, words, lines = site.settings.contact, language.code, language.words, []
    places = [(place.label[code], place) for place in contact.more if code in place.label]
    if visit := contact.visit:
        places.insert(0, (words["visit" if visit.street else "town"], Place(label={}, visit=visit)))
    for label, place in places:
        values = ((key, getattr(place, key)) for key in ("phone", "email"))
        contacts = [[value, _href(key, value, {"title": words["enquiry"]})] for key, value in values if value]
        text, url = (place.visit.line, place.visit.map) if place.visit else ("", "")
        lines.append(Detail(label, text, words["map"] if url else "", url, contacts))
    if contact.business_id:
        lines.append(Detail(words["business_id"], contact.business_id))
    return [*lines, *(Detail(title=link.title, url=link.address) for link in site.practices[code].links)]
