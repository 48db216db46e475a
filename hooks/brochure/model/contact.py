"""The link by which a visitor makes contact, filled in with the page that it stands on."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlsplit

from brochure.model.site import Contact

Channel = Literal["form", "email", "phone"]


@dataclass(frozen=True)
class ContactLink:
    """An address to make contact at."""

    channel: Channel
    href: str

    @property
    def host(self) -> str:
        """The server that a form is on; empty for a link that leads to no server."""
        return urlsplit(self.href).hostname or ""


def contact_links(contact: Contact, language: str, title: str, service: str = "") -> list[ContactLink]:
    """All ways to make contact in a language, the best first: form, then e-mail, then phone.

    `title` and `service` (an entry's id; empty on a page that is no form of supervision) fill in the form, and
    `title` the subject of the e-mail. The list is empty if the language has no channel.
    """
    links = []
    if form := contact.form.get(language):
        values = {"service": service, "title": title, "language": language}
        href = re.sub(r"\{(\w+)\}", lambda placeholder: _encode(values[placeholder[1]]), form)
        links.append(ContactLink("form", href))
    if contact.email:
        links.append(ContactLink("email", f"mailto:{quote(contact.email, safe='@')}?subject={_encode(title)}"))
    if contact.phone:
        number = re.sub(r"(?<=[0-9 ])\(0\)", "", contact.phone) if contact.phone.startswith("+") else contact.phone
        links.append(ContactLink("phone", "tel:" + re.sub(r"[^+0-9]", "", number)))
    return links


def _encode(value: str) -> str:
    """Percent-encode all but RFC 3986's unreserved characters; RFC 6068 asks the same of a mail's subject."""
    return quote(value, safe="")
