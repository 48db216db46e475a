"""The templates of `docs/` and the icons of `overrides/` and of the theme."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CBaseLoader

from brochure.model.files import is_elsewhere

_PLACE = re.compile(r"\{ #([a-z0-9][\w-]*) \}")
_ID = re.compile(r'\bid="([a-z0-9][\w-]*)"')


@functools.lru_cache(maxsize=32)
def _parsed(text: str) -> Any:  # noqa: ANN401 (as YAML has it)
    """What a file of words says, not to be changed; some are asked for again and again."""
    return yaml.load(text, CBaseLoader)


@dataclass(frozen=True)
class Theme:
    """The templates and icons that an author may name, and pages are made with."""

    templates: Path
    """The folder of page templates."""
    icons: Sequence[Path]
    """Folders of icons, the brochure's own first."""

    def template_names(self) -> list[str]:
        """The names that `template:` may hold."""
        return sorted(path.stem for path in self.templates.glob("*.md"))

    def places(self, template: str) -> set[str]:
        """The ids that a template gives to places of its page, which links may lead to."""
        return set(_PLACE.findall(self._read(self.templates / f"{template}.md")))

    def words(self, code: str) -> dict[str, str]:
        """The words of the interface in a language, without regard to its country; none if they are not known in it."""
        file = self.templates / "words" / f"{code.split('-')[0]}.yml"
        words: dict[str, str] = _parsed(self._read(file)) or {}
        return words

    def languages(self) -> list[str]:
        """The languages whose words are known."""
        return sorted(path.stem for path in (self.templates / "words").glob("*.yml"))

    def function_words(self) -> dict[str, list[str]]:
        """Small words by which a text is known to be of a language, for the languages with words of their own."""
        known: dict[str, list[str]] = _parsed(self._known("function_words"))
        return known

    def picture_words(self) -> list[str]:
        """Words, written as slugs, that say of a picture only that it is one."""
        words: list[str] = _parsed(self._known("picture_words"))
        return words

    def guide_texts(self) -> list[str]:
        """What the author's guide gives to be filled in."""
        texts: list[str] = _parsed(self._known("guide_texts"))
        return texts

    def unfinished(self) -> list[str]:
        """Regular expressions of what one writes where something is still to come."""
        patterns: list[str] = yaml.load(self._known("unfinished"), CBaseLoader)
        return patterns

    def language_names(self) -> dict[str, str]:
        """What languages call themselves, by their codes."""
        names: dict[str, str] = yaml.load(self._known("language_names"), CBaseLoader)
        return names

    def hosts(self) -> dict[str, list[str]]:
        """Hosts and addresses that links may lead to, by what they are."""
        hosts: dict[str, list[str]] = yaml.load(self._known("hosts"), CBaseLoader)
        return hosts

    def privacy_words(self) -> dict[str, dict[str, str]]:
        """Regular expressions, by the key of a way to make contact and then by language, that find it in a text."""
        words: dict[str, dict[str, str]] = yaml.load(self._known("privacy_words"), CBaseLoader)
        return words

    def _known(self, name: str) -> str:
        return self._read(self.templates / "words" / "known" / f"{name}.yml")

    @functools.cached_property
    def ids(self) -> set[str]:
        """All ids of all templates but those with _ at the beginning, which no text can have."""
        texts = [self._read(path) for path in self.templates.rglob("*.md")]
        return {name for text in texts for name in (*_PLACE.findall(text), *_ID.findall(text))}

    def _read(self, path: Path) -> str:
        """What a file says; nothing if it is not there, or not in its place, which is reported elsewhere."""
        if is_elsewhere(path, self.templates) or not path.is_file():
            return ""
        return path.read_text(encoding="utf-8", errors="replace")

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
