"""The content of a folder at the time of a request, with its mistakes, remarks and states of translations."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from brochure.author.messages import catalogue
from brochure.author.problems import ContentError, Problem
from brochure.commands.originals import Originals, State
from brochure.commands.ready import all_remarks
from brochure.commands.translations import older
from brochure.editing.fields import Field, Fields
from brochure.model.site import ENTRIES, FRONT, KINDS, LANGUAGES, SITE, Kind, Trait
from brochure.preview import edit_address
from brochure.project import Project, draft_of, wanted_language
from brochure.reading.draft import Draft
from brochure.reading.placeholders import placeholders
from brochure.reading.yaml_reader import KeyPath, Source

Sort = Literal["mistake", "remark", "sample"]


@dataclass(frozen=True)
class Note:
    """A message to the author about a value of a document."""

    text: str
    sort: Sort
    document: str
    """The id of the document, or an empty text if the message is about another file."""
    href: str
    """The address of its field in the editor."""
    problem: Problem

    @property
    def excerpt(self) -> str:
        """The line that it is about, without its key, or an empty text if the message has its words."""
        line = re.sub(r"^\s*(- )?([a-z_]+:( |$))?", "", self.problem.excerpt)
        return "" if "text" in self.problem.values else line


@dataclass(frozen=True)
class Document:
    """A file that has a form."""

    id: str
    """The path below the content without its ending, which is also its address in the editor."""
    kind: Kind
    source: Source
    is_new: bool = False
    """True if it is to be added: a page without a file, or the front page in a language that has no file yet."""

    @property
    def path(self) -> str:
        """The path below the content."""
        return f"{self.id}.yml"

    @property
    def order(self) -> int | None:
        """The number in the order of its kind, or None if there is none."""
        text = self.source.data.get("order") or self.in_lines("order")
        return int(text) if isinstance(text, str) and re.fullmatch("-?[0-9]{1,9}", text) else None

    def in_lines(self, key: str) -> str:
        """Return the first text after a key in the lines of a file that cannot be read, or an empty text."""
        match = re.search(rf"(?m)^ *{key}: *(.*\S)", self.source.text) if self.source.problems else None
        return match[1].strip("\"'") if match else ""

    @property
    def icon(self) -> str:
        """The name of its pictogram, if any."""
        return str(self.source.data.get("icon", ""))

    @property
    def is_hidden(self) -> bool:
        """True for a hidden page."""
        return self.source.data.get("draft") == "true"


class Folder:
    """The current content of a folder."""

    def __init__(self, root: Path, path: Path) -> None:
        """Read the content at `path` with the generator in `root`. Never raises for a mistake in the content."""
        self.draft: Draft
        self.project: Project | None = None
        problems: Iterable[Problem] = ()
        try:
            self.project = Project.open(root, content=path)
            self.draft = self.project.draft
        except ContentError as error:
            problems, self.draft = error.problems, draft_of(root, path)
        self.language = wanted_language(self.draft.sources["", "site"].text)
        self.documents = {document.id: document for document in self._documents()}
        self._ids = {document.source.file: id_ for id_, document in self.documents.items()}
        self.originals = Originals(self.draft)
        problems = [*problems, *filter(None, [self.originals.problem])]
        self.mistakes = [self.note(problem, "mistake") for problem in problems]

    def _documents(self) -> Iterator[Document]:
        for kind in KINDS:
            sources = {name: source for (folder, name), source in self.draft.sources.items() if folder == kind.folder}
            files = (Document(f"{kind.folder}/{name}".lstrip("/"), kind, source) for name, source in sources.items())
            yield from sorted(files, key=lambda document: (document.order or 0, document.id))

    def remarks(self, document: Document | None = None) -> list[Note]:
        """Return the remarks about a `document`, or all of them. Return none while there is a mistake."""
        if not self.project:
            return []
        old = older(self.originals, [document.source] if document else None)  # git runs once for each file
        remarks = all_remarks(self.project, self.project.site_folder, old)
        return [self.note(each, "remark") for each in remarks if not document or each.file == document.source.file]

    @cached_property
    def samples(self) -> list[Note]:
        """The placeholders: places that still have the sample's text."""
        problems = self.project.placeholders() if self.project else sorted(placeholders(self.draft, ""))
        return [self.note(problem, "sample") for problem in problems]

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the editor in the author's language."""
        return str(catalogue(self.language)["editor"][key].format_map(values))

    def on_line(self, problem: Problem) -> str:
        """Return the message of a problem with its line, for the text of a file."""
        return self.say("on_line", line=problem.line, text=problem.message(self.language))

    def note(self, problem: Problem, sort: Sort) -> Note:
        """Return the note of a problem, in a form's wording."""
        text = problem.message(self.language, form=True)
        document = self._ids.get(problem.file, "")
        href = edit_address(self.draft.folder, problem.file, problem.path)
        return Note(text[:1].upper() + text[1:], sort, document, href, problem)

    @cached_property
    def languages(self) -> dict[str, str]:
        """The names of the languages by code, the root language first."""
        names = {language.code: language.settings.name for language in self.draft.in_order()}
        return names | {code: code for code in self.draft.codes if code not in names}

    def title(self, document: Document) -> str:
        """Return the name of a document for the author: the title in the first language that has one."""
        titles, words = document.source.titles, catalogue(self.language)["editor"]
        if document.is_new:
            place, _, code = document.id.partition("/")
            name = self.draft.theme.known("languages")[code]["name"] if code else ""
            return str(words["add"][place].format(name=name))
        if document.kind is SITE:
            return str(words["site"])
        if document.kind is LANGUAGES:
            return self.languages[document.id.rpartition("/")[2]]
        names = (document.source.data[code] for code in self.languages if titles.get(code))
        found = (str(name.get("menu_title") or name["title"]) for name in names if isinstance(name, dict))
        return next(found, document.in_lines("title") or document.id)

    @property
    def name_of_site(self) -> str:
        """The practice's name in the first language that has a valid one."""
        practices, lines = self.draft.practices, self.documents["site"].in_lines("name")
        return next((practices[code].name for code in self.languages if code in practices), lines)

    def where(self, note: Note) -> str:
        """Return the names of a note's document and field, or the place of a problem in a file without a form."""
        return self.place(self.documents[note.document], note.problem.path) if note.document else note.problem.place

    def place(self, document: Document, path: KeyPath) -> str:
        """Return the title of a document and the name of the field at `path`: `Pair: Summary`, in the author's words.

        An empty path has no field, and a field of site.yml is named without a title.
        """
        name = self.name(self.fields(document).of(document.source.data), path)
        return name if name and document.kind is SITE else ": ".join(filter(None, (self.title(document), name)))

    def name(self, fields: Field, path: KeyPath) -> str:
        """Return the name of the field at `path` with its language, or an empty text for a whole document."""
        above = [each for each in fields.walk() if each.label and each.path == path[: len(each.path)]]
        labels = [each.label for each in above if each.path[-1] not in self.languages]
        languages = [each.label for each in above if each.path[-1] in self.languages]
        return " – ".join(labels) + "".join(f" ({label})" for label in languages)

    def links(self) -> Iterator[tuple[str, str]]:
        """Yield the Markdown of a link to each page and of each picture, with the language of its words."""
        for document in self.documents.values():
            name = document.id.rpartition("/")[2]
            titles = document.source.titles if document.kind in ENTRIES else {}
            yield from ((code, f"[{titles[code]}]({name})") for code in self.languages if titles.get(code))
        yield from (("", f"![]({name})") for name in sorted(self.draft.pictures))

    @cached_property
    def new(self) -> dict[str, Document]:
        """The pages and languages that can be added, by id. If the front page cannot be read, no language can."""
        pages = {f"{kind.folder}/": kind for kind in ENTRIES}
        new = {id_: Document(id_, kind, Source(self.draft.folder, id_, b""), True) for id_, kind in pages.items()}
        fronts = [route.entry.file.removesuffix(".yml") for route in self.draft.routes() if route.slug == FRONT]
        codes = [code for code in self.draft.theme.known("languages") if code not in self.draft.codes]
        for id_ in (f"{LANGUAGES.folder}/{code}" for code in codes if fronts):
            new[id_] = replace(self.documents[fronts[0]], id=id_, is_new=True)
        return new

    def find(self, id_: str) -> Document | None:
        """Return the document with an id, also one that can be added, or None. A new language joins `languages`."""
        if id_ in self.new and self.new[id_].source.data:
            code = id_.rpartition("/")[2]
            self.languages[code] = self.draft.theme.known("languages")[code]["name"]
        return self.new.get(id_) or self.documents.get(id_)

    def state(self, document: Document, code: str = "") -> State | Literal["mend"]:
        """Return the state of a document, or that of its words in the language `code`."""
        paths = [note.problem.path[:1] for note in self.mistakes if note.document == document.id]
        if any(not code or path in ((code,), ()) for path in paths):
            return "mend"
        return self.originals.state(document.source, code)

    def fields(self, document: Document) -> Fields:
        """Return the maker of a document's fields."""
        theme, defaults = self.draft.theme, {kind.template for kind in KINDS}
        templates = [name for name in theme.template_names() if name not in defaults]
        pictures, icons = sorted(self.draft.pictures), theme.icon_names(1)
        offers = {Trait.ICON: icons, Trait.PICTURE: pictures, Trait.TEMPLATE: templates}
        words = theme.words(document.id.rpartition("/")[2]) if document.kind is LANGUAGES else {}
        return Fields(document.kind, self.languages, self.language, offers, words)
