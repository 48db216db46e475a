"""Placeholders: the sample's own details, which an author replaces before publishing."""

import re
from collections.abc import Iterator, Mapping

from brochure.author.problems import Problem
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath, Source, scalars

SAMPLE_HOST = re.compile(
    r"(?<![\w.-])(?:(?:[\w-]+\.)*(?:example\.(?:org|com|net)|esimerkki\.fi)|(?:[\w-]+\.)+example)(?![\w-]|\.\w)",
    re.IGNORECASE,
)
"""Hosts that RFC 2606 reserves for examples, and the one that a Finn writes."""
_FORM = re.compile("OMA-TUNNUS|YOUR-FORM|YOUR-NAME")
"""The placeholder in the guide's addresses."""
_SAMPLES: Mapping[str | int, re.Pattern[str]] = {
    "name": re.compile(r"\b(?:Esimerkki|Example|Exempel)\b", re.IGNORECASE),
    **dict.fromkeys(("phone", "whatsapp"), re.compile(r".*123[ -]?4567")),
    "email": re.compile(r"^(?:etunimi|sukunimi|nimi|firstname|lastname|name|noreply|no-reply)\b", re.IGNORECASE),
    "business_id": re.compile(r"1234567-?1"),
    "street": re.compile(r"\b(?:Esimerkkikatu|Example Street|Exempelgatan)\b", re.IGNORECASE),
}
"""Patterns of the sample's and the guide's own values in site.yml, by the last key."""


def placeholders(draft: Draft, address: str | None) -> Iterator[Problem]:
    """Yield each place with the sample's details; `address` is SITE_URL."""
    if address and (match := SAMPLE_HOST.search(address)):
        yield Problem("SITE_URL", "sample", {"text": match[0]}, line=0)
    for (folder, _), source in draft.sources.items():
        for path, text in scalars(source.data):
            if folder or not (address and path == ("address",)):
                yield from _sample(source, path, text)


def _sample(source: Source, path: KeyPath, text: str) -> Iterator[Problem]:
    pattern = _SAMPLES.get(path[-1], _FORM)
    key = "sample_form" if path[:2] == ("contact", "form") else "sample"
    for sample in dict.fromkeys(match[0] for each in (SAMPLE_HOST, _FORM, pattern) for match in each.finditer(text)):
        for place in list(source.find(path, rf"(?<![\w.-]){re.escape(sample)}")) or [source.at(path)]:
            yield source.problem(path, key, place, text=sample)
