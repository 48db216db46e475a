"""The consequences of a change: former addresses, links that become plain text, and texts with an old title."""

import copy
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from brochure.editing.folder import Document, Folder, Note
from brochure.editing.merging import put
from brochure.editing.rewriting import read, rewrite
from brochure.editing.saving import Files
from brochure.model.keys import keys_with
from brochure.model.prose import ENTRY_LINK
from brochure.model.site import ENTRIES, FRONT, Trait
from brochure.model.values import SLUG, folded, make_slug
from brochure.preview import edit_address
from brochure.reading.remarks import inflected
from brochure.reading.unlinking import remove_links
from brochure.reading.yaml_reader import KeyPath, Value, scalars

STEP = 10
"""The difference between two numbers of `order` that the editor writes."""
_AROUND = 6
"""Words of an excerpt on each side of a name."""


@dataclass(frozen=True)
class Change:
    """A change of a document with its consequences, all to be saved and undone at once."""

    title: str
    """The title of what is changed."""
    id: str
    """The id of the document after the change; empty if it is removed."""
    data: Mapping[str, Mapping[str, Value] | None]
    """The values of each changed file, by the id of its document; None for a removed file."""
    links: Sequence[Note] = ()
    """The links that become plain text."""
    names: Sequence[str] = ()
    """The titles that name no page after the change."""

    def files(self, folder: Folder) -> tuple[Files, Files]:
        """Return the contents of the files after the change and before it."""
        sources = {id_: folder.documents[id_].source if id_ in folder.documents else read(b"") for id_ in self.data}
        after = {f"{id_}.yml": None if data is None else rewrite(sources[id_], data) for id_, data in self.data.items()}
        return after, {f"{id_}.yml": source.content or None for id_, source in sources.items()}


def change_to_save(folder: Folder, document: Document, data: dict[str, Value]) -> Change:
    """Return the change that gives a document new values, with its consequences in other documents."""
    if document.is_new:
        return _language(folder, document, data) if document.source.data else _page(folder, document, data)
    title, hides = folder.title(document), data.get("draft") == "true" and not document.is_hidden
    if document.kind not in ENTRIES:
        return Change(title, document.id, {document.id: data})
    _keep_addresses(folder, document, data)
    links = list(_links(folder, document)) if hides else []
    titles = () if hides else [block.get("title") for block in data.values() if isinstance(block, dict)]
    names = [str(title) for title in document.source.titles.values() if title not in titles]
    return Change(title, document.id, {**_without_links(folder, document, links), document.id: data}, links, names)


def change_to_remove(folder: Folder, document: Document) -> Change:
    """Return the change that removes a page, adds its addresses to `gone`, and makes links to it plain text."""
    routes = [route for route in folder.draft.routes() if route.entry.file == document.path]
    paths = [each.path for route in routes for each in (route, *route.moved())]
    site, links = folder.documents["site"], list(_links(folder, document))
    gone = [text for _, text in scalars(site.source.data.get("gone", []))]
    # An address of another site may have characters that `gone` cannot have; without the page it leads nowhere anyway.
    gone += [path for path in paths if re.fullmatch(rf"({SLUG}/)+", path)]
    settings = copy.deepcopy(site.source.data)
    put(settings, folder.fields(site).of({}), ("gone",), [*gone])
    data = {**_without_links(folder, document, links), site.id: settings, document.id: None}
    return Change(folder.title(document), "", data, links, [*map(str, document.source.titles.values())])


def _page(folder: Folder, document: Document, data: dict[str, Value]) -> Change:
    """Return the change that adds a page, the last of its kind; its file is named after its first title."""
    blocks = (block for code in folder.languages if isinstance(block := data.get(code), dict))
    title = next((str(block["title"]) for block in blocks if block.get("title")), "")
    files = (folder.draft.folder / document.kind.folder).glob("*")  # some of which may have an invalid name
    taken = {id_.rpartition("/")[2] for id_ in folder.documents} | {file.stem.casefold() for file in files}
    slug = make_slug(title) or document.kind.template
    name = next(name for number in count(1) if (name := f"{slug}-{number}" if number > 1 else slug) not in taken)
    last = max((each.order or 0 for each in folder.documents.values() if each.kind is document.kind), default=0)
    id_ = f"{document.kind.folder}/{name}"
    return Change(title, id_, {id_: {"order": str(last + STEP), **data}})


def _language(folder: Folder, document: Document, data: dict[str, Value]) -> Change:
    """Return the change that adds a language with its front page; the site's name is that in the first language."""
    front = next(each for each in folder.documents.values() if each.source is document.source)
    code, site = document.id.rpartition("/")[2], folder.documents["site"]
    about: Mapping[str, str] = folder.draft.theme.known("languages")[code]
    put(data, folder.fields(document).of({}), (code, "slug"), FRONT)
    settings: dict[str, Value] = {**site.source.data, code: {"name": folder.name_of_site}}
    language = {**about, "prefix": f"/{code}/"}
    return Change(about["name"], front.id, {document.id: language, site.id: settings, front.id: data})


def _keep_addresses(folder: Folder, document: Document, data: dict[str, Value]) -> None:
    """Add to `data` the addresses that the page has no longer."""
    for code in folder.languages:
        before, after = document.source.data.get(code), data.get(code)
        if isinstance(before, dict) and isinstance(after, dict):
            old, new = (str(each.get("slug") or make_slug(str(each.get("title", "")))) for each in (before, after))
            if old and old != new:
                former: list[Value] = [text for _, text in scalars(after.get("former", [])) if text not in (old, new)]
                put(data, folder.fields(document).of({}), (code, "former"), [*former, old])


def _links(folder: Folder, document: Document) -> Iterator[Note]:
    """Yield each link to a document's page on the other pages, with its words."""
    name = document.id.rpartition("/")[2]
    for entry, path, prose in (each for code in folder.languages for each in folder.draft.proses(code)):
        for link in prose.root.iter("a") if entry.file != document.path else ():
            if (target := ENTRY_LINK.fullmatch(link.get("href", ""))) and target["id"] == name:
                yield _note(folder, folder.documents[entry.file.removesuffix(".yml")], path, "".join(link.itertext()))


def _without_links(folder: Folder, document: Document, links: Sequence[Note]) -> dict[str, dict[str, Value]]:
    """Return the values of the documents with `links` to a document's page, in which these are plain text."""
    data: dict[str, dict[str, Value]] = {}
    for note in links:
        block: Any = data.setdefault(note.document, copy.deepcopy(folder.documents[note.document].source.data))
        *above, last = note.problem.path
        for key in above:
            block = block[key]
        block[last] = remove_links(block[last], document.id.rpartition("/")[2], folder.draft.reader.read)
    return data


def mentions(folder: Folder, names: Collection[str], leaving: Document | None = None) -> Mapping[str, Sequence[Note]]:
    """Return the texts that mention each of `names`, inflected or not, with the words around it.

    Skip a mention inside the title of a visible page. Treat the page `leaving` as already hidden.
    """
    visible = [each for each in folder.documents.values() if each.kind in ENTRIES and not each.is_hidden]
    titles = {str(title) for each in visible if each is not leaving for title in each.source.titles.values()}
    found = defaultdict[str, list[Note]](list)
    for name in dict.fromkeys(names):
        pattern = _pattern(name)
        longer = [_pattern(title) for title in titles if pattern.search(title)]
        for document, path, text in _texts(folder):
            rest = text
            for title_pattern in longer:
                rest = title_pattern.sub(lambda match: "-" * len(match[0]), rest)
            if (match := pattern.search(rest)) and name not in document.source.titles.values():
                before, after = text[: match.start()].split(" "), text[match.start() :].split(" ")
                excerpt = " ".join(before[-_AROUND - 1 :]) + " ".join(after[: _AROUND + 1])
                found[name].append(_note(folder, document, path, excerpt))
    return found


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){inflected(folded(name), 0)}(?!\w)", re.IGNORECASE)


def _texts(folder: Folder) -> Iterator[tuple[Document, KeyPath, str]]:
    """Yield each text that visitors read, without the marks of Markdown, with its document and its keys there."""
    draft, unseen = folder.draft, keys_with(Trait.UNSEEN)
    proses = {(entry.file, path): prose for code in draft.codes for entry, path, prose in draft.proses(code)}
    for document in folder.documents.values():
        for path, text in scalars(document.source.data):
            if path[0] in (*folder.languages, "words") and not unseen.intersection(path):
                prose = proses.get((document.path, path))
                plain = "".join(prose.root.itertext()) if prose else text
                yield document, path, " ".join(plain.replace("\N{SOFT HYPHEN}", "").split())


def _note(folder: Folder, document: Document, path: KeyPath, text: str) -> Note:
    problem, href = document.source.problem(path, ""), edit_address(folder.draft.folder, document.path, path)
    return Note(text, "remark", document.id, href, problem)
