"""A site as far as it has been read, whole or not, and what of the look an author may name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from brochure.author.messages import Problem
from brochure.model.site import Entry, Language, Practice, SiteFacts, Translation
from brochure.reading.markdown import Reader
from brochure.reading.yaml_reader import Source

_PLACE = re.compile(r"\{ #([a-z0-9][\w-]*) \}")
_ID = re.compile(r'\bid="([a-z0-9][\w-]*)"')


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

    def places(self, template: str) -> set[str]:
        """The ids that a template gives to places of its page, which links may lead to."""
        path = self.templates / f"{template}.md"
        return set(_PLACE.findall(path.read_text(encoding="utf-8"))) if path.is_file() else set()

    def ids(self) -> set[str]:
        """All ids of all templates but those with _ at the beginning, which no text can have."""
        texts = [path.read_text(encoding="utf-8") for path in self.templates.rglob("*.md")]
        return {name for text in texts for name in (*_PLACE.findall(text), *_ID.findall(text))}

    def icon(self, name: str) -> Path | None:
        """The file of an icon, if one of the folders has it; a name has one spelling, whatever the file system."""
        plain = re.fullmatch(r"[a-z0-9-]{1,100}(/[a-z0-9-]{1,100}){1,3}", name)
        paths = (folder / f"{name}.svg" for folder in self.icons if plain)
        return next((path for path in paths if path.is_file()), None)

    def icon_names(self, folders: int) -> list[str]:
        """The names of the icons in the first so many folders."""
        return sorted(
            path.relative_to(folder).with_suffix("").as_posix()
            for folder in self.icons[:folders]
            for path in folder.rglob("*.svg")
        )


@dataclass
class Draft:
    """What has been read so far. A file with problems is in `sources`, but not in what was made of the files."""

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
    pictures: set[str] = field(default_factory=set)
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    """By folder and the file's name without its ending."""
    reader: Reader = field(init=False)
    """For the texts of Markdown."""

    def __post_init__(self) -> None:
        self.reader = Reader(self.look.ids())

    def name(self, *parts: str) -> str:
        """A file's name in a message."""
        return "/".join((self.folder.name, *parts))

    def of(self, entry: Entry) -> Source:
        """The source of an entry."""
        return self.sources[entry.kind.folder, entry.id]

    def translated(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """The entries that have a text in a language, hidden ones among them."""
        return ((entry, entry.translations[code]) for entry in self.entries if code in entry.translations)

    def published(self, code: str) -> Iterator[tuple[Entry, Translation]]:
        """The entries that a visitor finds in a language."""
        return ((entry, translation) for entry, translation in self.translated(code) if not entry.facts.draft)
