"""Where a practice is, what it is registered as and where else it is found: what its pages end with."""

from typing import Any

from brochure.model.site import Language, Site

Detail = dict[str, Any]
"""A `label` and a `text`, either of which may be empty, and a `link` with its `title` and `url`, or None."""


def practice_details(site: Site, language: Language) -> list[Detail]:
    """What is given of it, in a language's words; nothing if nothing is."""
    contact, words = site.settings.contact, language.words
    details = []
    if visit := contact.visit:
        where = {"title": words["map"], "url": visit.map} if visit.map else None
        details.append(_detail(words["visit"], visit.line, where))
    if contact.business_id:
        details.append(_detail(words["business_id"], contact.business_id))
    links = site.practices[language.code].links
    return [*details, *(_detail("", "", {"title": link.title, "url": link.address}) for link in links)]


def _detail(label: str, text: str, link: dict[str, str] | None = None) -> Detail:
    return {"label": label, "text": text, "link": link}


def on_paper(details: list[Detail]) -> list[str]:
    """What of the details says something on paper: a label with its text, or where a link leads."""
    return [f"{detail['label']}: {detail['text']}" if detail["label"] else detail["link"]["url"] for detail in details]
