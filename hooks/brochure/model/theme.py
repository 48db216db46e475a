"""The templates and interface words of `docs/templates/`, and the icons of `overrides/` and of the theme."""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CBaseLoader

_PLACE = re.compile(r"""(?:\{ #|<h2 id=")([a-z0-9][\w-]*)(?: \}|")""")
_ID = re.compile(r'\bid="([a-z0-9][\w-]*)"')


@functools.lru_cache(maxsize=32)
def _parsed(text: str) -> Any:  # noqa: ANN401 (as YAML has it)
    """Return the data of a YAML text, which is shared by all callers."""
    return yaml.load(text, CBaseLoader)


def _ids(templates: Iterable[Path]) -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in templates)
    return {name for text in texts for name in (*_PLACE.findall(text), *_ID.findall(text))}


@dataclass(frozen=True)
class Theme:
    """The templates, words and icons that pages are made with."""

    templates: Path
    icons: Sequence[Path]
    """Folders of icons, the brochure's own first."""

    def template_names(self) -> list[str]:
        """Return the names that `template:` may have."""
        return sorted(path.stem for path in self.templates.glob("*.md"))

    @functools.cached_property
    def places(self) -> Mapping[str, set[str]]:
        """The ids of places on a page, which links may lead to, by the page's template."""
        return {path.stem: _ids([path]) for path in self.templates.glob("*.md")}

    def words(self, code: str) -> dict[str, str]:
        """Return the interface words of a language, whatever its country, or no words if it is unknown."""
        path = self.templates / "words" / f"{code.split('-')[0]}.yml"
        return dict(_parsed(path.read_text(encoding="utf-8")) if path.is_file() else {})

    def direction(self, code: str) -> str:
        """Return the direction of a language's script, as HTML has it: `ltr` or `rtl`."""
        script = next((part for part in code.split("-")[1:] if len(part) == 4), code.split("-")[0])
        return "rtl" if script in self.known("right_to_left") else "ltr"

    def languages(self) -> list[str]:
        """Return the languages whose words are known."""
        return sorted(path.stem for path in (self.templates / "words").glob("*.yml"))

    def known(self, name: str) -> Any:  # noqa: ANN401 (each file has a form of its own)
        """Return the data of a file of `words/known/`, by which texts and links are checked."""
        return _parsed((self.templates / "words" / "known" / f"{name}.yml").read_text(encoding="utf-8"))

    @functools.cached_property
    def ids(self) -> set[str]:
        """The ids of all templates but those that begin with _, which no text can have."""
        return _ids(self.templates.rglob("*.md"))

    def icon(self, name: str) -> Path | None:
        """Return the file of an icon, or None. A name has one spelling, whatever the file system."""
        if not re.fullmatch(r"[a-z0-9-]{1,100}(/[a-z0-9-]{1,100}){1,3}", name):
            return None
        return next((path for folder in self.icons if (path := folder / f"{name}.svg").is_file()), None)

    def icon_names(self, folders: int) -> list[str]:
        """Return the names of the icons in the first `folders` folders."""
        paths = [(path, folder) for folder in self.icons[:folders] for path in folder.rglob("*.svg")]
        return sorted(path.relative_to(folder).with_suffix("").as_posix() for path, folder in paths)
