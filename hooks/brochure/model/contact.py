"""The ways to make contact from a page, and the details that every page ends with, composed once for every medium."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from brochure.model.addresses import dialled
from brochure.model.routes import Route
from brochure.model.site import Contact, Language, Site


@dataclass(frozen=True)
class Way:
    """A way to make contact, filled in with the page that it is on."""

    kind: str
    """Its key below `contact:` in site.yml."""
    label: str
    """The word before the text; empty if the text is only the words of a link."""
    text: str
    """The address or number as it is typed, or the words of a link."""
    call: str
    """The words of a button that opens it."""
    href: str
    note: str
    """A sentence that names the server it opens; empty if it opens none."""


@dataclass(frozen=True)
class Detail:
    """A detail of the practice: a text with its label, a link, or both."""

    label: str = ""
    text: str = ""
    title: str = ""
    """The words of the link."""
    url: str = ""

    @property
    def on_paper(self) -> str:
        """The detail where nothing can be clicked."""
        return f"{self.label}: {self.text}" if self.label else self.url


def _fill(address: str, page: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda placeholder: _encode(page[placeholder[1]]), address)


def _mail(address: str, page: Mapping[str, str]) -> str:
    return f"mailto:{quote(address, safe='@')}?subject={_encode(page['title'])}"


def _call(number: str, _: Mapping[str, str]) -> str:
    return f"tel:{dialled(number)}"


def _encode(value: str) -> str:
    """Percent-encode all but RFC 3986's unreserved characters, as RFC 6068 asks for a mail's subject."""
    return quote(value, safe="")


Href = Callable[[str, Mapping[str, str]], str]
"""Makes the address of a link from a value of site.yml and the page's `title`, `service` and `language`."""
CHANNELS: Mapping[str, tuple[str, Href]] = {"form": ("", _fill), "email": ("email", _mail), "phone": ("phone", _call)}
"""The keys of `contact:` that can stand alone, best first, each with the word of its label."""
BOOKING = "booking"
"""The key of a page where times are booked: besides a channel, since not everybody knows yet what to book."""


def has_channel(contact: Contact, code: str) -> bool:
    """Return whether a language has a way to make contact."""
    return any(_value(contact, key, code) for key in CHANNELS)


def _value(contact: Contact, key: str, code: str) -> str:
    value = getattr(contact, key)
    return str(value.get(code, "") if isinstance(value, Mapping) else value)


def ways(site: Site, route: Route) -> list[Way]:
    """Return the ways to make contact from a page: the best channel, the booking page if there is one, the others."""
    first, *others = [way for key, (label, href) in CHANNELS.items() for way in _ways(site, route, key, label, href)]
    return [first, *_ways(site, route, BOOKING, "", _fill), *others]


def _ways(site: Site, route: Route, key: str, label: str, href: Href) -> Iterator[Way]:
    words, code = route.language.words, route.language.code
    if value := _value(site.settings.contact, key, code):
        title, service = route.about
        address, call = href(value, {"title": title, "service": service, "language": code}), words[f"contact_{key}"]
        opens, host = words["opens_booking" if key == BOOKING else "opens"], urlsplit(address).hostname
        text, label = (value, words[label]) if label else (call, "")
        yield Way(key, label, text, call, address, f"{opens} {host}." if host else "")


def details(site: Site, language: Language) -> list[Detail]:
    """Return the practice's details that are filled in, labelled in a language."""
    contact, words, links = site.settings.contact, language.words, site.practices[language.code].links
    found = [Detail(title=link.title, url=link.address) for link in links]
    if contact.business_id:
        found.insert(0, Detail(words["business_id"], contact.business_id))
    if visit := contact.visit:
        found.insert(0, Detail(words["visit"], visit.line, words["map"] if visit.map else "", visit.map))
    return found
