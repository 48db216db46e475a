"""A site as far as it could be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from brochure.author.paths import within
from brochure.author.problems import Problem
from brochure.cache import Cache
from brochure.model.picture import Drawing
from brochure.model.prose import Prose
from brochure.model.routes import Route
from brochure.model.site import Contact, Entry, Language, Logo, Practice, SiteSettings, Translation
from brochure.model.theme import Theme
from brochure.photos.photo import Photo
from brochure.reading.markdown import Reader
from brochure.reading.yaml_reader import KeyPath, Source

Candidates = Mapping[str, bytes | None]
"""Contents by path, to be read in place of the files on the disk before they are saved; None for a removed file."""


@dataclass
class Draft:
    """The parts of a site that have been read. A file with problems is in `sources` alone."""

    theme: Theme
    folder: Path
    cache: Cache = field(default_factory=Cache)
    candidates: Candidates = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Every language that has a file, even one with problems."""
    languages: dict[str, Language] = field(default_factory=dict)
    settings: SiteSettings | None = None
    practices: dict[str, Practice] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """The ids of entries with problems."""
    pictures: dict[str, Photo | Drawing | None] = field(default_factory=dict)
    """By file name; None for a picture that cannot be published."""
    downloads: set[str] = field(default_factory=set)
    """The names of the PDFs to download, even of those that cannot be published."""
    logo: Logo | None = None
    misnamed: set[str] = field(default_factory=set)
    """The names, as slugs, of pictures and PDFs with an invalid name or format."""
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    """By folder and file name without ending."""

    @cached_property
    def reader(self) -> Reader:
        """One Markdown reader for all texts, because it is costly to make."""
        return Reader(self.theme.ids)

    def name(self, *parts: str) -> str:
        """Return a file's name in messages."""
        return within(self.folder, *parts)

    def source_of(self, entry: Entry) -> Source:
        """Return the source of an entry."""
        return self.sources[entry.kind.folder, entry.id]

    def sources_named_by_prefix(self, folder: str, name: str) -> Iterator[Source]:
        """Yield the files of a folder whose names are a shorter beginning of `name`: `team` for `team-2`."""
        return (self.sources[folder, name[:end]] for end in range(1, len(name)) if (folder, name[:end]) in self.sources)

    @property
    def address(self) -> str:
        """The address of the site; empty if site.yml has problems."""
        return self.settings.address if self.settings else ""

    @property
    def contact(self) -> Contact:
        """The ways to make contact, empty if site.yml has problems."""
        return self.settings.contact if self.settings else Contact()

    def hidden(self) -> list[str]:
        """Return the ids of the hidden pages."""
        return [entry.id for entry in self.entries if entry.settings.draft]

    def in_order(self) -> list[Language]:
        """Return the languages, the root language first, since originals are most likely in it."""
        return sorted(self.languages.values(), key=lambda language: (language.folder, language.code))

    def routes(self) -> Iterator[Route]:
        """Yield every page, hidden ones included."""
        for language in self.languages.values():
            yield from (Route(entry, language) for entry, _ in self.translated(language.code))

    def translated(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """Yield the entries of a language, hidden ones included."""
        return ((entry, entry.translations[code]) for entry in self.entries if code in entry.translations)

    def published(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """Yield the entries of a language that are not hidden."""
        return ((entry, translation) for entry, translation in self.translated(code) if not entry.settings.draft)

    def proses(self, code: str) -> Iterator[tuple[Entry, KeyPath, Prose]]:
        """Yield each text of Markdown in a language with its entry and its keys."""
        for entry, translation in self.translated(code):
            for path, prose in translation.proses():
                yield entry, (code, *path), prose


def duplicates(items: Iterable[tuple[str, object, Source, KeyPath]]) -> Iterator[Problem]:
    """Yield a problem for each value that an earlier item has; an item is a message's key, a value and its place."""
    places: dict[tuple[str, object], tuple[Source, KeyPath]] = {}
    for key, value, source, path in items:
        first_source, first_path = places.setdefault((key, value), (source, path))
        if (first_source, first_path) != (source, path):
            line = first_source.at(first_path).line
            title = first_source.titles.get(str(first_path[0] if first_path else ""), "")
            yield source.problem(path, key, other=f"{first_source.file}:{line}", path=value, title=title)
