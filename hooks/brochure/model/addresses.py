"""The checks of addresses that an author may write: of the site, its pages now and before, forms, mail and phones."""

import re
import unicodedata
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, WithJsonSchema

from brochure.model.prose import is_address
from brochure.model.values import ANY, SLUG, OptionalText, Pattern, Text, not_empty, refuse

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
_AFTER_HOST = r"([/?#][^\s\"<>\\^`|]*)?"
_EMAIL = rf"(?!\.|[^@]*\.\.)[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@(?![^?]*_){_NAME}"
"""A mailbox whose local part is that of the HTML standard for <input type=email>."""
_NUMBER = rf"[{_PHONE_SIGNS}]*(\+[{_PHONE_SIGNS}]*(?!0))?([0-9][{_PHONE_SIGNS}]*){{3,15}}"
"""E.164 allows 15 digits at most; no country's number has fewer than 3."""
_TO = rf"mailto:(?![^@]*\{{){_EMAIL}|tel:{_NUMBER}"
_SITE = r"https://([a-z0-9-]+\.)+[a-z][a-z0-9-]*(:[0-9]+)?(/(?!\.{1,2}/)[A-Za-z0-9._~-]+)*/"
_REFUSED = re.compile(r"""["'`\\?#:<>{}|^;$\ufffd]""")
"""Characters with a meaning in a host's rules, or that end a path; the last replaces bytes that are no UTF-8."""
_WRONG = re.compile(r".*/[/.].*|.*\*.+|.*[^/]\*|/*")
"""A path with an empty part, a part that begins with a dot, or a `*` that is not its whole last part; or the root."""


def is_host(text: str) -> bool:
    """Return whether a text can be the name of a web server, with at least one dot, and perhaps a port."""
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
    """Return the address of a site, with a slash at its end; `text` may lack the scheme, or be that of a page."""
    try:
        parts = urlsplit(re.sub(r"^((https?:)?//)?", "https://", text, flags=re.IGNORECASE))
        host = (parts.hostname or "").encode("idna").decode()
        port, path = f":{parts.port}" if parts.port else "", re.sub(r"[^/]+\.(html?|php)/?$", "", parts.path)
        site = f"https://{host}{port}{path.removesuffix('/')}/"
    except ValueError:
        site = ""
    if "@" in text or not re.fullmatch(_SITE, site):
        raise refuse("not_address", example="https://www.example.org/")
    return site


def _web(text: str) -> str:
    text = text.strip()
    if text and not (re.fullmatch(f"https://{_HOST}{_AFTER_HOST}", text) and "{" not in text and is_address(text)):
        raise refuse("not_web_address")
    if OPENED.match(text):
        raise refuse("opened_answer")
    return text


def _form(text: str) -> str:
    """Return the address of a form, with its placeholders in braces even if a service or HTML has encoded them."""
    text = re.sub(r"%7B(\w+)%7D", r"{\1}", text, flags=re.IGNORECASE).replace("&amp;", "&")
    odd = re.search(r"[\s\"<>\\^`|]", text)
    wrong = {
        "form_character": odd,
        "form_scheme": not text.startswith(("https:", "mailto:", "tel:")),
        "form_edited": EDITED.match(text),
        "opened_answer": OPENED.match(text),
        "form_placeholder": re.search("[{}]", re.sub(rf"\{{({'|'.join(PLACEHOLDERS)})\}}", "", text)),
        "not_form": not (re.fullmatch(f"(https://{_HOST}|{_TO}){_AFTER_HOST}", text) and is_address(text)),
    }
    if key := next((key for key, is_wrong in wrong.items() if is_wrong), ""):
        known, character = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS), odd and (odd[0].strip() or "U+0020")
        raise refuse(key, known=known, character=character)
    return text


def _former(text: str) -> str:
    """Return a former address: a slug unchanged, or a decoded path, which ends with a slash unless it has a dot."""
    if re.fullmatch(SLUG, text):
        return text
    path = "/" + unquote(re.sub(r"^(https?://[^/]*|([\w-]+\.)+\w+(?=/))", "", text)).removeprefix("/")
    if odd := next((sign for sign in path if _REFUSED.match(sign) or unicodedata.category(sign)[0] == "C"), ""):
        raise refuse("former_character", character=odd if odd.isprintable() else f"U+{ord(odd):04X}")
    if _WRONG.fullmatch(path):
        raise refuse("former_path")
    if not text.startswith("/"):
        raise refuse("former_slash", path=path)
    last = path.rstrip("/").rpartition("/")[2]
    return path.rstrip("/") if "." in last else path if last == "*" else f"{path.rstrip('/')}/"


def _like(pattern: str) -> WithJsonSchema:
    """Return the schema of a required text; the editor's pattern is simpler than the loader's check."""
    return WithJsonSchema({"type": "string", "pattern": pattern})


Address = Annotated[Text, AfterValidator(_address), _like(r"^\S+\.\S+$")]
Email = Annotated[OptionalText, Pattern(_EMAIL, "not_email")]
Phone = Annotated[OptionalText, Pattern(_NUMBER, "not_phone")]
WebAddress = Annotated[str, AfterValidator(_web), AfterValidator(not_empty), _like(r"^https://\S+$")]
OptionalWebAddress = Annotated[str, AfterValidator(_web), WithJsonSchema({**ANY, "pattern": r"^(https://\S+)?$"})]
FormAddress = Annotated[Text, AfterValidator(_form), _like(r"^(https://|mailto:|tel:)\S+$")]
BookingAddress = Annotated[Text, Pattern("https:.*", "booking_scheme"), AfterValidator(_form), _like(r"^https://\S+$")]
Former = Annotated[Text, AfterValidator(_former), _like(r"^[^\"'\\?#]+$")]
"""An address that a page had before: its slug on this site, or its whole path on one made by another program."""
