"""Addresses that a page had before: its slug on this site, or its whole path on a site that something else made."""

import re
import unicodedata
from typing import Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, WithJsonSchema

from brochure.model.values import SLUG, Text, refuse, short_slug

_REFUSED = re.compile(r"""["'`\\?#:<>{}|^;$]""")
"""Characters that mean something in a host's rules, or end a path."""
_WRONG = re.compile(r".*/[/.].*|.*\*.+|.*[^/]\*|/*")
"""An empty part, one that begins with a dot, a sign `*` that is not the last part, or no part at all."""


def _former(text: str) -> str:
    """Return a slug unchanged, and a path decoded: from the site's root, with a slash at its end if it has no dot."""
    if re.fullmatch(SLUG, text):
        return short_slug(text)
    path = re.sub(r"^(https?://[^/]*|([\w-]+\.)+\w+(?=/))", "", text)
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        raise refuse("former_character", character="%") from None
    odd = [sign for sign in decoded if _REFUSED.match(sign) or unicodedata.category(sign)[0] == "C"]
    if odd:
        raise refuse("former_character", character=odd[0] if odd[0].isprintable() else f"U+{ord(odd[0]):04X}")
    whole = decoded if decoded.startswith("/") else f"/{decoded}"
    if _WRONG.fullmatch(whole):
        raise refuse("former_path")
    if whole != decoded or path != text:
        raise refuse("former_slash", path=whole)
    last = whole.rstrip("/").rpartition("/")[2]
    return whole.rstrip("/") if "." in last else whole if last == "*" else f"{whole.rstrip('/')}/"


Former = Annotated[
    Text, AfterValidator(_former), WithJsonSchema({"type": "string", "pattern": rf"^({SLUG}|/[^\"'\\?#:]+)$"})
]
