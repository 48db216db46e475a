"""From a folder of YAML to a `Site`, or to every problem in it at once.

Two steps: each file is read and its blocks are checked by the model; then named checks look at the site as a
whole. A file with problems takes no part in the second step, and nobody is blamed for what it would have held.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from brochure.contact import contact_links
from brochure.links import Link, find_links
from brochure.messages import ContentError, Problem
from brochure.model import (
    CONTACT,
    FRONT,
    KINDS,
    OVERVIEW,
    Entry,
    Facts,
    Kind,
    Language,
    LanguageFacts,
    Practice,
    Site,
    SiteFacts,
    Translation,
    make_slug,
)
from brochure.routes import Route
from brochure.source import KeyPath, Place, Source, Value

Block = TypeVar("Block", bound=BaseModel)

_ENTRY_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yml")
_LANGUAGE_NAME = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*\.yml")


@dataclass(frozen=True)
class Look:
    """What of `docs/` and `overrides/` an author may name."""

    templates: Path
    """The folder of page templates."""
    icons: Sequence[Path]
    """Folders of icons, the brochure's own first."""

    def template_names(self) -> list[str]:
        """The names that `template:` may hold."""
        return sorted(path.stem for path in self.templates.glob("*.md"))

    def has_icon(self, name: str) -> bool:
        """Whether one of the folders has the icon."""
        return any((folder / f"{name}.svg").is_file() for folder in self.icons)

    def own_icons(self) -> list[str]:
        """The brochure's own icons."""
        folder = self.icons[0]
        return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.svg"))


@dataclass
class Draft:
    """What has been read of a site so far, whole or not."""

    look: Look
    folder: Path
    problems: list[Problem] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Every language that has a file, even one with problems."""
    languages: dict[str, Language] = field(default_factory=dict)
    settings: SiteFacts | None = None
    practices: dict[str, Practice] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """The ids of entries that have problems."""
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    """By folder and the file's name without its ending."""

    def name(self, *parts: str) -> str:
        """A file's name in a message."""
        return "/".join((self.folder.name, *parts))

    def of(self, entry: Entry) -> Source:
        """The source of an entry."""
        return self.sources[entry.kind.folder, entry.id]

    def published(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """The entries that a language has."""
        return ((entry, entry.translations[code]) for entry in self.entries if code in entry.translations)


def load(folder: Path, look: Look) -> Site:
    """Read and check the content below `folder`.

    Raises `ContentError` with all problems of all files; nothing else, whatever the files hold.
    """
    draft = Draft(look, folder)
    _read_languages(draft)
    _read_settings(draft)
    for kind in KINDS:
        _read_entries(draft, kind)
    draft.problems += _unexpected(folder, draft)
    for check in CHECKS:
        draft.problems += check(draft)
    if draft.problems or draft.settings is None:
        raise ContentError(draft.problems)
    return Site(
        facts=draft.settings,
        practices=draft.practices,
        languages=tuple(sorted(draft.languages.values(), key=lambda language: (language.folder, language.code))),
        entries=tuple(sorted(draft.entries, key=lambda entry: (entry.facts.order, entry.id))),
    )


def _read_languages(draft: Draft) -> None:
    for source, code in _sources(draft, "languages", _LANGUAGE_NAME):
        draft.codes.append(code)
        if facts := _validate(draft, source, LanguageFacts):
            draft.languages[code] = Language(code, facts)


def _read_settings(draft: Draft) -> None:
    source = Source(draft.folder / "site.yml", draft.name("site.yml"))
    draft.sources["", "site"] = source
    draft.settings, draft.practices = _blocks(draft, source, SiteFacts, Practice)


def _read_entries(draft: Draft, kind: Kind) -> None:
    for source, entry_id in _sources(draft, kind.folder, _ENTRY_NAME):
        before = len(draft.problems)
        facts, translations = _blocks(draft, source, Facts, kind.translation)
        if facts is None or len(draft.problems) > before or source.problems:
            draft.broken.add(entry_id)
        else:
            draft.entries.append(Entry(entry_id, kind, facts, translations))


def _sources(draft: Draft, folder: str, name: re.Pattern[str]) -> Iterator[tuple[Source, str]]:
    for path in sorted((draft.folder / folder).glob("*.yml")):
        if name.fullmatch(path.name):
            source = Source(path, draft.name(folder, path.name))
            draft.sources[folder, path.stem] = source
            yield source, path.stem


FactsBlock = TypeVar("FactsBlock", bound=BaseModel)


def _blocks(
    draft: Draft, source: Source, facts_model: type[FactsBlock], block_model: type[Block]
) -> tuple[FactsBlock | None, dict[str, Block]]:
    """Check a file that holds facts once and then one block for each language."""
    facts = _validate(draft, source, facts_model, apart=draft.codes)
    blocks = {}
    for code in draft.codes:
        if code in source.data and (block := _validate(draft, source, block_model, key=code)):
            blocks[code] = block
    return facts, blocks


def _validate(
    draft: Draft, source: Source, model: type[Block], *, key: str | None = None, apart: Collection[str] = ()
) -> Block | None:
    """Check the block at `key`, or the whole file without the keys that stand `apart`; tell what is wrong with it."""
    if source.problems:
        if key is None:
            draft.problems += source.problems
        return None
    if key is None:
        path: KeyPath = ()
        value: Value = {name: part for name, part in source.data.items() if name not in apart}
    else:
        path, value = (key,), source.data[key]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        draft.problems += _problems(source, path, model, apart, error.errors(include_url=False))
        return None


def _problems(
    source: Source, path: KeyPath, model: type[BaseModel], apart: Collection[str], errors: Sequence[ErrorDetails]
) -> Iterator[Problem]:
    """Turn pydantic's errors about the block at `path` into messages with places."""
    misspelt: set[tuple[str | int, ...]] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *block, name = error["loc"]
            known = [*_fields(model, block), *([] if block else apart)]
            yield _unknown(source, source.key_at((*path, *error["loc"])), str(name), known)
            misspelt.update((*block, near) for near in _near(str(name), known))
    for error in errors:
        where = (*path, *error["loc"])
        place = source.at(where)
        match error["type"]:
            case "extra_forbidden":
                continue
            case "missing" if error["loc"] in misspelt:
                continue
            case "missing":
                yield source.problem(source.key_at(where[:-1]), "missing", name=where[-1])
            case "string_type":
                yield source.problem(place, "not_text")
            case "model_type" | "dict_type":
                yield source.problem(place, "not_block")
            case "int_parsing" | "int_type" | "int_parsing_size":
                yield source.problem(place, "not_number")
            case "literal_error":
                choices = " or ".join(re.findall("'([^']+)'", error["ctx"]["expected"]))
                yield source.problem(place, "not_choice", choices=choices)
            case key:
                yield source.problem(place, key, **error["ctx"])


def _near(name: str, known: Collection[str]) -> list[str]:
    """The one of the known names that was probably meant, if any."""
    return difflib.get_close_matches(name, known, 1)


def _unknown(source: Source, place: Place, name: str, known: Collection[str]) -> Problem:
    for near in _near(name, known):
        return source.problem(place, "unknown_near", name=name, near=near)
    return source.problem(place, "unknown", name=name, known=", ".join(known))


def _fields(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys of the block at `path` inside a model."""
    for name in path:
        inner = model.model_fields[str(name)].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            raise TypeError(f"{name} holds no keys of its own")
        model = inner
    return list(model.model_fields)


def _unexpected(folder: Path, draft: Draft) -> Iterator[Problem]:
    """Everything below the folder that is neither content nor hidden nor the author's guide."""
    names = {"languages": _LANGUAGE_NAME} | {kind.folder: _ENTRY_NAME for kind in KINDS}
    for path in _visible(folder):
        if path.name in names and path.is_dir():
            for inner in _visible(path):
                if not (names[path.name].fullmatch(inner.name) and inner.is_file()):
                    key = "unexpected_language" if path.name == "languages" else "unexpected_name"
                    expected = f"{make_slug(inner.stem) or 'page'}.yml"
                    yield Problem(draft.name(path.name, inner.name), 1, 1, key, {"expected": expected})
        elif not (path.name in ("site.yml", "README.md") and path.is_file()):
            yield Problem(draft.name(path.name), 1, 1, "unexpected")


def _visible(folder: Path) -> list[Path]:
    """What a folder holds, without what an operating system puts there by itself; empty if there is no folder."""
    names = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in names if not path.name.startswith(".") and path.name not in ("Thumbs.db", "desktop.ini")]


def check_languages(draft: Draft) -> Iterator[Problem]:
    """One language stands at the root, and no two at the same place."""
    if not draft.codes:
        yield Problem(draft.name("languages"), 1, 1, "no_languages")
    if draft.languages.keys() < set(draft.codes):
        return
    first: dict[str, Source] = {}
    for code, language in draft.languages.items():
        source = draft.sources["languages", code]
        prefix = language.facts.prefix
        if prefix in first:
            yield source.problem(source.at(("prefix",)), "same_prefix", other=first[prefix].file, prefix=prefix)
        first.setdefault(prefix, source)
    if first and "/" not in first:
        source = next(iter(first.values()))
        yield source.problem(source.at(("prefix",)), "no_root")


def check_settings(draft: Draft) -> Iterator[Problem]:
    """The practice has a name and a way to make contact in each language."""
    source = draft.sources["", "site"]
    if draft.settings is None:
        return
    contact = draft.settings.contact
    for code in contact.form.keys() - set(draft.codes):
        place = source.key_at(("contact", "form", code))
        yield source.problem(place, "no_language", name=code, known=", ".join(draft.codes))
    for code in draft.codes:
        if code not in source.data:
            yield source.problem(Place(1, 1), "no_block", language=code)
        if not contact_links(contact, code, title=""):
            yield source.problem(source.key_at(("contact",)), "no_channel", language=code)


def check_ids(draft: Draft) -> Iterator[Problem]:
    """No two entries have the same file name, in whichever folders."""
    first: dict[str, Source] = {}
    for entry in draft.entries:
        source = draft.of(entry)
        if entry.id in first:
            yield source.problem(Place(1, 1), "same_id", other=first[entry.id].file)
        first.setdefault(entry.id, source)


def check_addresses(draft: Draft) -> Iterator[Problem]:
    """Each page has an address, and no two have the same."""
    first: dict[str, str] = {}
    for language in {language.folder: language for language in draft.languages.values()}.values():
        code = language.code
        for entry, translation in draft.published(code):
            source = draft.of(entry)
            place = source.key_at((code, "slug") if translation.slug else (code, "title"))
            path = Route(entry, language).path
            if not translation.address_part:
                yield source.problem(place, "no_slug")
            elif path in first:
                yield source.problem(place, "same_address", other=first[path], path=path)
            first.setdefault(path, f"{source.file}:{place.line}:{place.column}")


def check_pages(draft: Draft) -> Iterator[Problem]:
    """Each language has the pages that the others lead to: a front page, the overview and the contact page."""
    pages = draft.name(KINDS[0].folder)
    for code in draft.codes:
        published = list(draft.published(code))
        if not draft.broken and FRONT not in (translation.address_part for _, translation in published):
            yield Problem(f"{pages}/home.yml", 1, 1, "no_front_page", {"language": code})
        for needed in {OVERVIEW, CONTACT} - draft.broken - {entry.id for entry, _ in published}:
            yield Problem(f"{pages}/{needed}.yml", 1, 1, "no_page", {"language": code})


def check_look(draft: Draft) -> Iterator[Problem]:
    """Each template and icon that an entry names is there."""
    templates = draft.look.template_names()
    for entry in draft.entries:
        source = draft.of(entry)
        if entry.template not in templates:
            yield source.problem(source.at(("template",)), "no_template", known=", ".join(templates))
        if entry.facts.icon and not draft.look.has_icon(entry.facts.icon):
            known = ", ".join(draft.look.own_icons())
            yield source.problem(source.at(("icon",)), "no_icon", known=known)


def check_links(draft: Draft) -> Iterator[Problem]:
    """Each link in a text leads to a page of the same language, or by a safe address outside."""
    for code in draft.codes:
        known = {entry.id for entry, _ in draft.published(code)} | draft.broken
        for entry, translation in draft.published(code):
            for link in find_links(translation.body):
                if link.kind == "outside" or (link.kind == "entry" and link.target in known):
                    continue
                source, path = draft.of(entry), (code, "body")
                pattern = rf"(?<=\]\()<?{re.escape(link.target)}(?=[\s)>#])"
                for place in list(source.find(path, pattern)) or [source.at(path)]:
                    yield _dead(source, place, link, code, sorted(known))


def _dead(source: Source, place: Place, link: Link, code: str, known: Sequence[str]) -> Problem:
    if link.kind == "picture":
        return source.problem(place, "picture")
    if link.kind == "bad":
        return source.problem(place, "bad_link", target=link.target)
    for near in _near(link.target, known):
        return source.problem(place, "dead_link_near", target=link.target, language=code, near=near)
    return source.problem(place, "dead_link", target=link.target, language=code, known=", ".join(known))


CHECKS: Sequence[Callable[[Draft], Iterator[Problem]]] = (
    check_languages,
    check_settings,
    check_ids,
    check_addresses,
    check_pages,
    check_look,
    check_links,
)
"""Each looks at the site as a whole and yields what is wrong with it."""
