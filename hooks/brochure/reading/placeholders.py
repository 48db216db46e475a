"""What in the content is still the sample's, and has to be the author's own before the site goes out."""

import re
from collections.abc import Iterator
from typing import Any

from brochure.author.problems import Problem
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath, Source, Value

HOSTS = re.compile(
    r"(?<![\w.-])(?:(?:[\w-]+\.)*(?:example\.(?:org|com|net)|esimerkki\.fi)|(?:[\w-]+\.)+example)(?![\w-]|\.\w)",
    re.IGNORECASE,
)
"""Names of hosts that RFC 2606 keeps for samples, those of the content among them, and the one that a Finn writes."""
_FORM = re.compile("OMA-TUNNUS|YOUR-FORM|YOUR-NAME")
"""The place for the author's own form or name in the guide's addresses."""
_NAME = re.compile(r"\b(?:Esimerkki|Example|Exempel)\b", re.IGNORECASE)
"""The sample practice's name, and what one would make of it in haste."""
_PHONE = re.compile(r".*123[ -]?4567")
"""The guide's phone number, however it is written, and what looks like it."""
_MAILBOX = re.compile(r"^(?:etunimi|sukunimi|nimi|firstname|lastname|name|noreply|no-reply)\b", re.IGNORECASE)
"""What is written before the @ where a name is to come, or where nobody reads."""
_BUSINESS_ID = re.compile(r"1234567-?1")
"""The guide's business ID, whose check digit is right."""
_STREET = re.compile(r"\b(?:Esimerkkikatu|Example Street|Exempelgatan)\b", re.IGNORECASE)


def placeholders(draft: Draft, address: str | None) -> Iterator[Problem]:
    """Yield each place that still says what the sample says, and each way to make contact that is not filled in.

    `address` is the one from outside, if there is one; then the one in site.yml does not count.
    """
    if address and (match := HOSTS.search(address)):
        yield Problem("SITE_URL", 0, 0, "sample", {"text": match[0]})
    for (folder, _), source in draft.sources.items():
        for path, text in texts(source.data):
            yield from _sample(source, path, text, settings=not folder, addressed=bool(address))


def _sample(source: Source, path: KeyPath, text: str, *, settings: bool, addressed: bool) -> Iterator[Problem]:
    if settings and path == ("address",) and addressed:
        return
    patterns = [HOSTS, _FORM]
    match path:
        case (_, "name") if settings:
            patterns.append(_NAME)
        case ("contact", "phone") if settings:
            patterns.append(_PHONE)
        case ("contact", "email") if settings:
            patterns.append(_MAILBOX)
        case ("contact", "business_id") if settings:
            patterns.append(_BUSINESS_ID)
        case ("contact", "visit", "street") if settings:
            patterns.append(_STREET)
    key = "sample_form" if settings and path[:2] == ("contact", "form") else "sample"
    for found in dict.fromkeys(match[0] for pattern in patterns for match in pattern.finditer(text)):
        for place in list(source.find(path, rf"(?<![\w.-]){re.escape(found)}")) or [source.at(path)]:
            yield source.problem(place, key, text=found)
    if settings and path[0] == "contact" and not text:
        yield source.problem(source.key_at(path), "unset", name=path[-1])


def texts(value: Value, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Each text in a file with its place among the keys."""
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from texts(part, (*path, key))
    if isinstance(value, str):
        yield path, value
