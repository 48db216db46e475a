"""The targets of links and pictures in texts: whether they exist, and which ones were meant."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from brochure.author.problems import Problem
from brochure.model.addresses import MAILBOX, OPENED, PHONE, dialled
from brochure.model.prose import WHOLE_LINE, Finding
from brochure.model.questions import questions_of
from brochure.model.site import Entry, Translation
from brochure.model.values import DOCUMENT, make_slug, nearest
from brochure.reading.draft import Draft

Trouble = tuple[str, dict[str, object]]
"""A message's key and its values."""
_LIKENESS = 0.75
"""Similarity from which a name is a misspelling of a page's or a picture's: one slip in four letters."""


def check_texts(draft: Draft) -> Iterator[Problem]:
    """Check that the links of each text lead to something in its language, and report the reader's findings."""
    for code in draft.codes:
        targets = Targets.of(draft, code)
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            for href in (link.get("href", "") for link in prose.root.iter("a")):
                if OPENED.match(href):
                    yield source.problem(path, "opened_answer", source.place_of(path, href))
            for finding in prose.findings:
                for key, values in _troubles(draft, entry, targets, finding):
                    block = next(source.find(path, WHOLE_LINE, finding.lines), source.at(path))
                    for place in list(source.find(path, finding.pattern, finding.lines)) or [block]:
                        yield source.problem(path, key, place, **values)


@dataclass(frozen=True)
class Targets:
    """The possible targets of links in a language, gathered once for all its texts."""

    code: str
    pages: Mapping[str, tuple[Entry, Translation]]
    """Every page of the language by its id, hidden ones included."""
    published: frozenset[str]
    """The ids that a link may name; files with problems are presumed to be right."""
    slugs: Mapping[str, str]
    """The id of each address part."""

    @classmethod
    def of(cls, draft: Draft, code: str) -> "Targets":
        """Return the targets in a language."""
        pages = {entry.id: (entry, translation) for entry, translation in draft.translated(code)}
        published = {entry.id for entry, _ in draft.published(code)} | draft.broken
        slugs = {translation.address_part: entry_id for entry_id, (_, translation) in pages.items()}
        return cls(code, pages, frozenset(published), slugs)


def _troubles(draft: Draft, entry: Entry, targets: Targets, finding: Finding) -> Iterator[Trouble]:
    """Yield the messages about a finding in an entry's text."""
    target = finding.target
    match finding.kind:
        case "entry" | "bad_link" if PHONE.fullmatch(target.removeprefix("tel:")) and target not in targets.pages:
            yield "phone_link", {"target": target, "number": dialled(target)}
        case "entry":
            yield from _dead_link(draft, targets, target, entry.id)
        case "picture" if "//" in target:
            yield "web_picture", {"target": target}
        case "picture":
            yield from missing_picture(draft, target)
        case "bad_link" if (named := re.sub(r"\.(yml|md)$", "", target)) in targets.published:
            yield "dead_link_near", {"target": target, "language": targets.code, "near": named}
        case "bad_link" if target in draft.pictures:
            yield "picture_link", {"target": target}
        case "bad_link" if MAILBOX.fullmatch(target):
            yield "mail_link", {"target": target}
        case "bad_link" if DOCUMENT.fullmatch(target) and ":" not in target:
            yield "document_link", {"target": target}
        case key:
            yield key, {"target": target, "name": target}


def missing_picture(draft: Draft, target: str) -> Iterator[Trouble]:
    """Yield a message if a picture does not exist; a misnamed one is reported by `file_names.py`."""
    if target in draft.pictures or make_slug(unquote(target).split(".")[0]) in draft.misnamed:
        return
    near = _near_picture(target, draft.pictures)
    yield ("no_picture_near", {"target": target, "near": near}) if near else ("no_picture", {"target": target})


def _near_picture(target: str, pictures: Collection[str]) -> str | None:
    """Return the picture that was probably meant, whatever its folder and its ending."""
    names = {name.rpartition(".")[0]: name for name in sorted(pictures)}
    name = target.rpartition("/")[2]
    return next((names[near] for near in nearest(name.rpartition(".")[0] or name, names, _LIKENESS)), None)


def _dead_link(draft: Draft, targets: Targets, target: str, here: str) -> Iterator[Trouble]:
    """Yield a message if a link to a page, or to a place on it, leads nowhere."""
    entry_id, _, anchor = target.partition("#")
    page = entry_id or here
    about: dict[str, object] = {"target": page, "language": targets.code}
    if page in draft.broken:
        return
    if page not in targets.published and page != here:
        near = [targets.slugs[page]] if page in targets.slugs else nearest(page, targets.published, _LIKENESS)
        if page in targets.pages:
            yield "hidden_link", about
        elif near:
            yield "dead_link_near", about | {"near": near[0]}
        else:
            key = "untranslated_link" if any(page == entry.id for entry in draft.entries) else "dead_link"
            yield key, about | {"known": ", ".join(sorted(targets.published))}
    elif anchor:
        entry, translation = targets.pages[page]
        questions = questions_of(translation, draft.reader.reserved)
        places = draft.theme.places(entry.template) | translation.body.anchors() | questions.anchors()
        if anchor not in places:
            key = "dead_anchor" if places else "no_anchors"
            yield key, {"page": page, "anchor": anchor, "known": ", ".join(sorted(places))}
