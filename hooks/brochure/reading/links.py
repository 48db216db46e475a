"""What the texts of a site lead to: whether it is there, and what was meant if it is not."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from brochure.author.problems import Problem
from brochure.model.addresses import OPENED
from brochure.model.prose import Finding
from brochure.model.questions import questions_of
from brochure.model.site import Entry, Translation
from brochure.model.values import DOCUMENT, make_slug, nearest
from brochure.reading.draft import Draft

Trouble = tuple[str, dict[str, object]]
"""A message's key and its values."""
_ABOUT_ALL = ("brackets", "long_body", "tabs", "unreadable_text")
"""What is wrong with a text as a whole, and reported once."""
_LIKENESS = 0.75
"""How much like a page's or a picture's name a wrong one is that was meant for it: one slip in four letters."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,}")
_MAILBOX = re.compile(r"[^\s@/:]+@[^\s@/:.]+(\.[^\s@/:.]+)+")


def check_texts(draft: Draft) -> Iterator[Problem]:
    """What a text links to is there in its language, and nothing is in it that may not be."""
    for code in draft.codes:
        targets = Targets.of(draft, code)
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            for href in (link.get("href", "") for link in prose.root.iter("a")):
                if OPENED.match(href):
                    yield source.problem(path, "opened_answer", source.place_of(path, href))
            for finding in prose.findings:
                for key, values in _trouble(draft, entry, targets, finding):
                    places = list(source.find(path, finding.pattern)) or [source.at(path)]
                    for place in places[:1] if key in _ABOUT_ALL else places:
                        yield source.problem(path, key, place, **values)


@dataclass(frozen=True)
class Targets:
    """What the links of a language can lead to, gathered once, since each text asks for it."""

    code: str
    pages: Mapping[str, tuple[Entry, Translation]]
    """Every page with a text in the language by its id, hidden ones among them."""
    published: frozenset[str]
    """The ids that a link may name; those of files with problems get the benefit of the doubt."""
    slugs: Mapping[str, str]
    """The id behind each address part."""

    @classmethod
    def of(cls, draft: Draft, code: str) -> "Targets":
        """Gather the targets of a language."""
        pages = {entry.id: (entry, translation) for entry, translation in draft.translated(code)}
        published = {entry.id for entry, _ in draft.published(code)} | draft.broken
        slugs = {translation.address_part: entry_id for entry_id, (_, translation) in pages.items()}
        return cls(code, pages, frozenset(published), slugs)


def _trouble(draft: Draft, entry: Entry, targets: Targets, finding: Finding) -> Iterator[Trouble]:
    """What is wrong with something in an entry's text, if anything is."""
    target = finding.target
    match finding.kind:
        case "entry" | "bad_link" if _PHONE.fullmatch(target) and target not in targets.pages:
            yield "phone_link", {"target": target, "number": re.sub(r"[^+0-9]", "", target)}
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
        case "bad_link" if _MAILBOX.fullmatch(target):
            yield "mail_link", {"target": target}
        case "bad_link" if DOCUMENT.fullmatch(target) and ":" not in target:
            yield "document_link", {"target": target}
        case key:
            yield key, {"target": target, "name": target}


def missing_picture(draft: Draft, target: str) -> Iterator[Trouble]:
    """What is wrong with the name of a picture; one that is there and cannot be called so is told of elsewhere."""
    if target in draft.pictures or make_slug(unquote(target).split(".")[0]) in draft.misnamed:
        return
    if near := _near_picture(target, draft.pictures):
        yield "no_picture_near", {"target": target, "near": near}
    else:
        yield "no_picture", {"target": target}


def _near_picture(target: str, pictures: Collection[str]) -> str | None:
    """The picture that was probably meant; its folder and the ending, which is much the same in all, do not count."""
    names = {name.rpartition(".")[0]: name for name in sorted(pictures)}
    name = target.rpartition("/")[2]
    return next((names[near] for near in nearest(name.rpartition(".")[0] or name, names, _LIKENESS)), None)


def _dead_link(draft: Draft, targets: Targets, target: str, here: str) -> Iterator[Trouble]:
    """What is wrong with a link to an entry, or to a place on its page."""
    entry_id, _, anchor = target.partition("#")
    page = entry_id or here
    about: dict[str, object] = {"target": page, "language": targets.code}
    if page in draft.broken:
        return
    if page not in targets.published and page != here:
        if page in targets.pages:
            yield "hidden_link", about
        elif page in targets.slugs:
            yield "dead_link_near", about | {"near": targets.slugs[page]}
        elif near := nearest(page, targets.published, _LIKENESS):
            yield "dead_link_near", about | {"near": near[0]}
        else:
            key = "untranslated_link" if any(page == entry.id for entry in draft.entries) else "dead_link"
            yield key, about | {"known": ", ".join(sorted(targets.published))}
    elif anchor:
        entry, translation = targets.pages[page]
        questions = questions_of(translation, draft.reader.reserved)
        places = draft.theme.places(entry.template) | translation.body.anchors() | questions.anchors()
        lost = page in draft.theme.template_names() and entry.template != page  # told as a remark
        if anchor not in places and not lost:
            key = "dead_anchor" if places else "no_anchors"
            yield key, {"page": page, "anchor": anchor, "known": ", ".join(sorted(places))}
