"""Check that the targets of links and pictures in texts exist, and suggest the ones that were meant."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from brochure.author.problems import Problem
from brochure.model.addresses import MAILBOX, OPENED, PHONE, dialled
from brochure.model.prose import ENTRY_LINK, WHOLE_LINE, Finding, Prose
from brochure.model.site import Entry, Translation
from brochure.model.values import DOCUMENT, make_slug, nearest
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath, Source

Message = tuple[str, Mapping[str, object]]
"""The key of a message and its values."""
Pages = Mapping[str, tuple[Entry, Translation]]
"""The pages of a language by id, hidden ones included."""
_MISSPELT = 0.75
"""Similarity from which a name is a misspelling of a page's or a picture's: one slip in four letters."""
_MEANT = {
    "phone_link": re.compile(rf"(?:[^\W\d]{{2,5}}[.:/\s]*)?{PHONE.pattern}"),
    "mail_link": re.compile(rf"(?:mailto:[/\s]*)?{MAILBOX.pattern}"),
    "document_link": re.compile(rf"(?!.*:){DOCUMENT.pattern}", DOCUMENT.flags),
}
"""Messages about a link that leads nowhere, by the form of its target."""
_PDF = re.compile(r"(?!.*//)[^:]*\.pdf", re.IGNORECASE)
"""A link to a PDF of the site, by any spelling of its name or path."""
_TARGET = re.compile(rf"https?:.+|www\..+|mailto:.+|tel:.+|.+\.(pdf|jpe?g|png|svg|webp)|{MAILBOX.pattern}")
"""A target, even where the marks of a link are missing."""


def check_texts(draft: Draft) -> Iterator[Problem]:
    """Check that each text keeps its line breaks and that its links work, and report the findings of its reader."""
    for code in draft.codes:
        pages = {entry.id: (entry, translation) for entry, translation in draft.translated(code)}
        for source, here, path, prose in _proses(draft, code):
            span = source.span(path)
            if prose and (span.style == ">" or (span.style != "|" and span.end_line > span.start.line)):
                yield source.problem(path, "body_lines")
            for href in (link.get("href", "") for link in prose.root.iter("a")):
                if OPENED.match(href):
                    yield source.problem(path, "opened_answer", source.place_of(path, href))
            for finding in prose.findings:
                for key, values in _messages(draft, code, pages, here, finding):
                    block = next(source.find(path, WHOLE_LINE, finding.lines), source.at(path))
                    for place in list(source.find(path, finding.pattern, finding.lines)) or [block]:
                        yield source.problem(path, key, place, **values)


def _proses(draft: Draft, code: str) -> Iterator[tuple[Source, str, KeyPath, Prose]]:
    """Yield each text of a language with its source, its page and its keys, also the bodies of pages with mistakes."""
    for entry, path, prose in draft.proses(code):
        yield draft.source_of(entry), entry.id, path, prose
    for (_, name), source in draft.sources.items():
        block = source.data.get(code)
        body = block.get("body") if isinstance(block, dict) else None
        if isinstance(body, str) and name in draft.broken and not source.problems:
            yield source, name, (code, "body"), draft.reader.read(body)


def _messages(draft: Draft, code: str, pages: Pages, here: str, finding: Finding) -> Iterator[Message]:
    """Yield the message about a finding in a text of the page `here`, if there is anything wrong."""
    kind, target, named = finding.kind, finding.target, re.sub(r"\.(yml|md)$", "", finding.target)
    about = {"target": target, "name": target, "language": code, "near": named}
    about |= {"number": dialled(target), "mailbox": target.rpartition(":")[2].strip(" /")}
    meant = next((key for key, form in _MEANT.items() if form.fullmatch(target)), None)
    if kind == "picture":
        yield from check_file(draft, target) if "//" not in target else [("web_picture", about)]
    elif kind == "apart_link":
        if _TARGET.fullmatch(target) or named.partition("#")[0] in {*pages, *draft.pictures, *draft.downloads}:
            yield "broken_link", about
    elif kind != "link":
        yield kind, about
    elif target in pages or (target and not meant and ENTRY_LINK.fullmatch(target)):
        yield from _dead_link(draft, code, pages, here, target)
    elif _PDF.fullmatch(target):
        yield from check_file(draft, target, "file")
    elif named in pages:
        yield "dead_link_near", about
    else:
        yield meant or ("picture_link" if target in draft.pictures else "bad_link"), about


def check_file(draft: Draft, target: str, kind: str = "picture") -> Iterator[Message]:
    """Yield a message if a picture or, by its `kind`, a PDF does not exist; `file_names.py` reports a misnamed one."""
    files, name = draft.pictures if kind == "picture" else draft.downloads, unquote(target).rpartition("/")[2]
    if target in files or make_slug(name.split(".")[0]) in draft.misnamed:
        return
    names = {file.rpartition(".")[0]: file for file in sorted(files)}
    near = nearest(make_slug(name.rpartition(".")[0] or name), names, _MISSPELT)
    key = f"no_{kind}_near" if near else f"no_{kind}"
    yield key, {"target": target, "near": "".join(names[name] for name in near)}


def _dead_link(draft: Draft, code: str, pages: Pages, here: str, target: str) -> Iterator[Message]:
    """Yield a message if a link to a page, or to a place on it, leads nowhere."""
    name, _, anchor = target.partition("#")
    page = name or here
    if page in draft.broken:
        return
    if page != here and (page not in pages or pages[page][0].settings.draft):
        published = {entry.id for entry, _ in draft.published(code)} | draft.broken
        slugs = {translation.address_part: entry.id for entry, translation in draft.translated(code)}
        near = [slugs[page]] if page in slugs else nearest(page, published, _MISSPELT)
        if page in pages:
            key = "hidden_link"
        elif near:
            key = "dead_link_near"
        else:
            key = "untranslated_link" if any(page == entry.id for entry in draft.entries) else "dead_link"
        yield key, {"target": page, "language": code, "near": "".join(near), "known": ", ".join(sorted(published))}
    elif anchor:
        entry, translation = pages[page]
        questions = translation.questions_text(draft.reader.reserved)
        places = draft.theme.places.get(entry.template, set()) | translation.body.anchors() | questions.anchors()
        if anchor not in places:
            key = "dead_anchor" if places else "no_anchors"
            yield key, {"page": page, "anchor": anchor, "known": ", ".join(sorted(places))}
