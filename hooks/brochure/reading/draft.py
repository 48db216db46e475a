"""A site as far as it has been read, whole or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
from brochure.reading.passages import Passage, passages
from brochure.reading.yaml_reader import KeyPath, Source


@dataclass
class Draft:
    """What has been read so far. A file with problems is in `sources`, but not in what was made of the files."""

    theme: Theme
    folder: Path
    cache: Cache = field(default_factory=Cache)
    problems: list[Problem] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    """Every language that has a file, even one with problems."""
    languages: dict[str, Language] = field(default_factory=dict)
    settings: SiteSettings | None = None
    practices: dict[str, Practice] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """The ids of entries that have problems."""
    pictures: dict[str, Photo | Drawing | None] = field(default_factory=dict)
    """By the file's name; None for what cannot be published."""
    logo: Logo | None = None
    misnamed: set[str] = field(default_factory=set)
    """The names, as slugs, of pictures that are there and have a name or a format that no picture can have."""
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    """By folder and the file's name without its ending."""
    _passages: dict[tuple[str, str, str], Sequence[Passage]] = field(default_factory=dict)
    """What `passages` has found, by the entry's folder and id and the language."""
    reader: Reader = field(init=False)
    """For the texts of Markdown."""

    def __post_init__(self) -> None:
        self.reader = Reader(self.theme.ids)

    def name(self, *parts: str) -> str:
        """A file's name in a message."""
        return within(self.folder, *parts)

    def of(self, entry: Entry) -> Source:
        """The source of an entry."""
        return self.sources[entry.folder.name, entry.id]

    def passages(self, entry: Entry, code: str) -> Sequence[Passage]:
        """What a visitor reads of an entry in a language, piece by piece; found once, since many checks ask."""
        key = (entry.folder.name, entry.id, code)
        if key not in self._passages:
            self._passages[key] = tuple(passages(entry, code))
        return self._passages[key]

    def texts(self, code: str) -> Iterator[tuple[Source, Passage]]:
        """All that a visitor reads in a language, piece by piece, with the file that it is in."""
        for entry, _ in self.published(code):
            for passage in self.passages(entry, code):
                yield self.of(entry), passage

    @property
    def address(self) -> str:
        """Where the site is published; empty where site.yml has problems."""
        return self.settings.address if self.settings else ""

    @property
    def contact(self) -> Contact:
        """The ways to make contact; none where site.yml has problems."""
        return self.settings.contact if self.settings else Contact()

    def hidden(self) -> list[str]:
        """The ids of the pages that no visitor finds."""
        return [entry.id for entry in self.entries if entry.settings.draft]

    def in_order(self) -> list[Language]:
        """The languages, the one at the root first: in it an author most likely writes first."""
        return sorted(self.languages.values(), key=lambda language: (language.folder, language.code))

    def routes(self) -> Iterator[Route]:
        """Every page, hidden ones among them."""
        for language in self.languages.values():
            yield from (Route(entry, language) for entry, _ in self.translated(language.code))

    def translated(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """The entries that have a text in a language, hidden ones among them."""
        return ((entry, entry.translations[code]) for entry in self.entries if code in entry.translations)

    def proses(self, code: str) -> Iterator[tuple[Entry, KeyPath, Prose]]:
        """Each text of Markdown in a language, with its entry and its place among the keys of the entry's file."""
        for entry, translation in self.translated(code):
            for path, prose in translation.proses():
                yield entry, (code, *path), prose

    def published(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """The entries that a visitor finds in a language."""
        return ((entry, translation) for entry, translation in self.translated(code) if not entry.settings.draft)
