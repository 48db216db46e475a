"""Kinds of addresses that an author may write: of the site, of other pages, of forms, mailboxes and phones."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from brochure.model.prose import is_address
from brochure.model.values import ANY, OptionalText, Text, refuse, some

PLACEHOLDERS = ("service", "title", "language")
"""What the address of a contact form may be filled in with."""
FORM_SCHEMES = ("https", "mailto", "tel")
EDITED = re.compile(
    r"https://(docs\.google\.com/(a/[^/]+/)?forms/(u/\d+/)?d/[^?#]*/(edit|prefill|viewanalytics)\b"
    r"|forms\.(office|microsoft|cloud\.microsoft)[^/]*/.*\bDesignPage)",
    re.IGNORECASE,
)
"""Where the owner of a form edits it; a visitor is asked to sign in there."""
OPENED = re.compile(r"https://docs\.google\.com/forms/.*[?&]edit2=", re.IGNORECASE)
"""The address by which Google Forms lets one respondent change an answer; it opens that answer to everyone."""

_PHONE_SIGNS = r"\s()\u2010-\u2015\u2212-"
"""Spaces, brackets, dashes and the minus sign."""
_HOST = r"([^\W_]([\w-]*[^\W_])?\.)+[^\W\d_][\w-]*(:[0-9]+)?"


def is_host(text: str) -> bool:
    """Whether a text can be the name of a server on the web, with a port or without: it has a dot between names."""
    return bool(re.fullmatch(_HOST, text))


def host_of(address: str) -> str:
    """Return the host of an address or a mailbox, in lower case and without www., or an empty text."""
    name = address.rpartition("@")[2]
    try:
        if "//" in address:
            name = urlsplit(address).hostname or ""
        return name.encode("idna").decode().lower().removeprefix("www.")
    except ValueError:
        return ""


def _address(text: str) -> str:
    """The address of a site with a slash at its end; what may have been meant is said where it can be guessed."""
    bare = re.sub(r"^(https?:)?//", "", text)
    if not text.startswith("https:") and _is_site(f"https://{bare}"):
        raise refuse("not_https", suggestion=_site(f"https://{bare}"))
    return _site(text)


def _is_site(text: str) -> bool:
    try:
        _site(text)
    except PydanticCustomError:
        return False
    return True


def _site(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host = port = ""
    if host and (odd := re.search("[?#]", text)):
        raise refuse("address_end", character=odd[0])
    plain = not parts.username if host else False
    if not plain or parts.scheme != "https" or not re.fullmatch(r"([a-z0-9-]+\.)+[a-z][a-z0-9-]*", host):
        raise refuse("not_address", example="https://www.example.org/")
    if not re.fullmatch(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?", parts.path):
        raise refuse("not_address", example="https://www.example.org/")
    if page := re.search(r"[^/]+\.(html?|php)/?$", parts.path):
        raise refuse("address_page", name=page[0])
    return f"https://{host}{port}{parts.path.rstrip('/')}/"


def _email(text: str) -> str:
    # The pattern of the HTML standard for <input type=email>, with at least one dot in the host.
    host = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    local = r"(?!\.)(?!.*\.\.)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
    name, _, domain = text.rpartition("@")
    try:
        plain = f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        plain = text
    if text and not re.fullmatch(rf"{local}@(?:{host}\.)+[a-zA-Z](?:[a-zA-Z0-9-]{{0,61}}[a-zA-Z0-9])", plain):
        raise refuse("not_email")
    return text


def _phone(text: str) -> str:
    # E.164 allows 15 digits at most; no country's number has fewer than 3.
    digits = re.sub(rf"[{_PHONE_SIGNS}]", "", text)
    if text and not re.fullmatch(r"(\+(?!0))?[0-9]{3,15}", digits):
        raise refuse("not_phone")
    return text


def _web(text: str) -> str:
    text = text.strip()
    plain = re.fullmatch(rf"https://{_HOST}([/?#][^\s\"<>\\^`{{|}}]*)?", text)
    if text and not (plain and is_address(text)):
        raise refuse("not_web_address")
    if OPENED.match(text):
        raise refuse("opened_answer")
    return text


def _booking(text: str) -> str:
    if not text.startswith("https:"):
        raise refuse("booking_scheme")
    return _form(text)


def _form(text: str) -> str:
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    # As a form service writes back what it was told, and as a page's source has it.
    text = re.sub(r"%7B(\w+)%7D", r"{\1}", text, flags=re.IGNORECASE).replace("&amp;", "&")
    if odd := re.search(r"[\s\"<>\\^`|]", text):
        raise refuse("form_character", character=odd[0].strip() or "U+0020")
    scheme, _, rest = text.partition(":")
    if scheme not in FORM_SCHEMES:
        raise refuse("form_scheme")
    target = re.match(r"//([^/?#]*)" if scheme == "https" else r"([^?#]*)", rest)
    if not target or not target[1] or not is_address(text):
        raise refuse("form_target")
    if EDITED.match(text):
        raise refuse("form_edited")
    if OPENED.match(text):
        raise refuse("opened_answer")
    if "{" in target[1]:
        raise refuse("form_host")
    if scheme == "https" and not is_host(target[1]):
        raise refuse("form_target")
    for name in re.findall(r"\{([^{}]*)\}", text):
        if name not in PLACEHOLDERS:
            raise refuse("form_placeholder", name=name, known=known)
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        raise refuse("form_brace", known=known)
    return text


Address = Annotated[
    Text, AfterValidator(_address), WithJsonSchema({"type": "string", "pattern": r"^https://[^?#\s]+\.[^?#\s]+$"})
]
Email = Annotated[OptionalText, AfterValidator(_email), WithJsonSchema({**ANY, "pattern": r"^$|^\S+@\S+\.\S+$"})]
Phone = Annotated[OptionalText, AfterValidator(_phone), WithJsonSchema({**ANY, "pattern": rf"^[+0-9{_PHONE_SIGNS}]*$"})]
WebAddress = Annotated[
    str, AfterValidator(_web), AfterValidator(some), WithJsonSchema({"type": "string", "pattern": r"^https://\S+$"})
]
OptionalWebAddress = Annotated[str, AfterValidator(_web), WithJsonSchema({**ANY, "pattern": r"^(https://\S+)?$"})]
BookingAddress = Annotated[
    Text, AfterValidator(_booking), WithJsonSchema({"type": "string", "pattern": r"^https://\S+$"})
]
FormAddress = Annotated[
    Text, AfterValidator(_form), WithJsonSchema({"type": "string", "pattern": r"^(https://|mailto:|tel:)\S+$"})
]
