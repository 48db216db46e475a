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

    def known(self, name: str) -> Any:  # noqa: ANN401 (each file has a form of its own)
        """What a file of `words/known/` says by which texts and links are judged; the file says what it holds."""
        return _parsed(self._read(self.templates / "words" / "known" / f"{name}.yml"))

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
