"""The ways to make contact, each with a link that is filled in with the page that it is on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from brochure.model.site import Contact


@dataclass(frozen=True)
class Channel:
    """A way to make contact: a key of `contact:` in site.yml."""

    key: str
    label: str
    """The word before it where it is shown as it can be typed; empty if it is not to be typed."""
    href: Callable[[str, Mapping[str, str]], str]
    """The address of a link, from what site.yml holds and from the page's `title`, `service` and `language`."""

    @property
    def call(self) -> str:
        """The word on a link that opens it."""
        return f"contact_{self.key}"


@dataclass(frozen=True)
class ContactLink:
    """A link by which a visitor makes contact."""

    channel: Channel
    shown: str
    """What site.yml holds."""
    href: str

    @property
    def host(self) -> str:
        """The server that a form or a booking page is on; empty for a link that leads to no server."""
        return urlsplit(self.href).hostname or ""


def _form(address: str, page: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda placeholder: _encode(page[placeholder[1]]), address)


def _mail(address: str, page: Mapping[str, str]) -> str:
    return f"mailto:{quote(address, safe='@')}?subject={_encode(page['title'])}"


def _call(number: str, page: Mapping[str, str]) -> str:  # noqa: ARG001 (a number is the same on each page)
    return f"tel:{dialled(number)}"


def dialled(number: str) -> str:
    """What one dials of a phone number as it is written; the zero in brackets is only for calls within a country."""
    plain = re.sub(r"(?<=[0-9 ])\(0\)", "", number) if number.startswith("+") else number
    return re.sub(r"[^+0-9]", "", plain)


def _encode(value: str) -> str:
    """Percent-encode all but RFC 3986's unreserved characters; RFC 6068 asks the same of a mail's subject."""
    return quote(value, safe="")


CHANNELS = (
    Channel("form", label="", href=_form),
    Channel("email", label="email", href=_mail),
    Channel("phone", label="phone", href=_call),
)
"""The best first."""
BOOKING = Channel("booking", label="", href=_form)
"""Goes beside the others and stands for none of them, since not everybody knows already what to book."""


def contact_links(contact: Contact, language: str, title: str, service: str = "") -> list[ContactLink]:
    """All ways to make contact in a language, the best first; none if the language has no channel.

    `title` and `service` (an entry's id; empty on a page that is no service) are those of the page that links.
    """
    links = (_link(channel, contact, language, title, service) for channel in CHANNELS)
    return [link for link in links if link]


def booking_link(contact: Contact, language: str, title: str, service: str = "") -> ContactLink | None:
    """The way to book a time in a language, if there is one; the rest as above."""
    return _link(BOOKING, contact, language, title, service)


def _link(channel: Channel, contact: Contact, language: str, title: str, service: str) -> ContactLink | None:
    value = getattr(contact, channel.key)
    shown = value.get(language, "") if isinstance(value, Mapping) else value
    page = {"title": title, "service": service, "language": language}
    return ContactLink(channel, shown, channel.href(shown, page)) if shown else None
