"""Hosts, and the addresses that an author may write: of the site, of other pages, of forms, mailboxes and phones."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, WithJsonSchema

from brochure.model.prose import is_address
from brochure.model.values import ANY, Form, OptionalText, Text, refuse, some

PLACEHOLDERS = ("service", "title", "language")
"""The words in braces that a page replaces in the address of a form."""
EDITED = re.compile(
    r"https://(docs\.google\.com/(a/[^/]+/)?forms/(u/\d+/)?d/[^?#]*/(edit|prefill|viewanalytics)\b"
    r"|forms\.(office|microsoft|cloud\.microsoft)[^/]*/.*\bDesignPage)",
    re.IGNORECASE,
)
"""The address at which the owner of a form edits it; a visitor is asked to sign in there."""
OPENED = re.compile(r"https://docs\.google\.com/forms/.*[?&]edit2=", re.IGNORECASE)
"""The address by which Google Forms lets one respondent change an answer; it opens that answer to everyone."""
_PHONE_SIGNS = r"\s()\u2010-\u2015\u2212-"
"""Spaces, brackets, dashes and the minus sign."""
PHONE = re.compile(rf"[+(]?[0-9][0-9{_PHONE_SIGNS}]{{5,}}")
"""A text that looks like a phone number."""
MAILBOX = re.compile(r"[^\s@/:]+@[^\s@/:.]+(\.[^\s@/:.]+)+")
"""A text that looks like a mailbox."""
_NAME = r"([^\W_]([\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
_HOST = rf"{_NAME}(:[0-9]+)?"
_SITE = r"https://([a-z0-9-]+\.)+[a-z][a-z0-9-]*(:[0-9]+)?(/(?!\.{1,2}/)[A-Za-z0-9._~-]+)*/"


def is_host(text: str) -> bool:
    """Return whether a text can be the name of a web server, with dots between names, with a port or without."""
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


def digits(number: str) -> str:
    """Return the digits of a phone number."""
    return re.sub("[^0-9]", "", number)


def dialled(number: str) -> str:
    """Return the characters of a phone number to dial, without the `(0)` of an international one."""
    plain = re.sub(r"(?<=[0-9\s])\(0\)", "", number) if "+" in number else number
    return re.sub("[^+0-9]", "", plain)


def _address(text: str) -> str:
    """Return the address of a site with a slash at its end."""
    try:
        parts = urlsplit(re.sub(r"^((https?:)?//)?", "https://", text, flags=re.IGNORECASE))
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
        site = f"https://{host}{port}{parts.path.removesuffix('/')}/"
    except ValueError:
        host = site = ""
    if host and (odd := re.search("[?#]", text)):
        raise refuse("address_end", character=odd[0])
    if "@" in text or not re.fullmatch(_SITE, site):
        raise refuse("not_address", example="https://www.example.org/")
    if page := re.search(r"[^/]+\.(html?|php)/?$", parts.path):
        raise refuse("address_page", name=page[0])
    if not text.lower().startswith("https:"):
        raise refuse("not_https", suggestion=site)
    return site


def _email(text: str) -> str:
    # The local part is that of the HTML standard for <input type=email>.
    local = r"(?!\.)(?!.*\.\.)[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+"
    if text and not re.fullmatch(rf"{local}@(?!.*_){_NAME}", text):
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


def _form(text: str) -> str:
    """Return the address of a form with placeholders in braces, even if a service or a page's source encodes them."""
    text = re.sub(r"%7B(\w+)%7D", r"{\1}", text, flags=re.IGNORECASE).replace("&amp;", "&")
    scheme, named = text.partition(":")[0], re.search(r"(?<=^https://)[^/?#]*|((?<=^mailto:)|(?<=^tel:))[^?#]*", text)
    target = named[0] if named else ""
    odd = re.search(r"[\s\"<>\\^`|]", text)
    unknown = [name for name in re.findall(r"\{([^{}]*)\}", text) if name not in PLACEHOLDERS]
    wrong = {
        "form_character": odd,
        "form_scheme": scheme not in ("https", "mailto", "tel"),
        "form_host": "{" in target,
        "form_target": not target or not is_address(text) or (scheme == "https" and not is_host(target)),
        "form_edited": EDITED.match(text),
        "opened_answer": OPENED.match(text),
        "form_placeholder": unknown,
        "form_brace": re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)),
    }
    if key := next((key for key, is_wrong in wrong.items() if is_wrong), ""):
        character, known = odd and (odd[0].strip() or "U+0020"), ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise refuse(key, character=character, name="".join(unknown[:1]), known=known)
    return text


def _like(pattern: str) -> WithJsonSchema:
    """Return the schema of a required text; the editor's pattern is simpler than the loader's check."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


Address = Annotated[Text, AfterValidator(_address), _like(r"^https://[^?#\s]+\.[^?#\s]+$")]
Email = Annotated[OptionalText, AfterValidator(_email), WithJsonSchema({**ANY, "pattern": r"^$|^\S+@\S+\.\S+$"})]
Phone = Annotated[OptionalText, AfterValidator(_phone), WithJsonSchema({**ANY, "pattern": rf"^[+0-9{_PHONE_SIGNS}]*$"})]
WebAddress = Annotated[str, AfterValidator(_web), AfterValidator(some), _like(r"^https://\S+$")]
OptionalWebAddress = Annotated[str, AfterValidator(_web), WithJsonSchema({**ANY, "pattern": r"^(https://\S+)?$"})]
FormAddress = Annotated[Text, AfterValidator(_form), _like(r"^(https://|mailto:|tel:)\S+$")]
BookingAddress = Annotated[Text, Form("https:.*", "booking_scheme"), AfterValidator(_form), _like(r"^https://\S+$")]
