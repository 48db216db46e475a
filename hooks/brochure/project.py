"""A project, opened once: its content, its templates and its icons, for the hooks, the commands and the tests alike."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from brochure.author.problems import ContentError, Problem
from brochure.model.routes import Routes
from brochure.model.site import Site
from brochure.model.theme import Theme
from brochure.publishing.hosts import outputs
from brochure.publishing.last_site import lost_addresses
from brochure.publishing.typesetting import Typesetter
from brochure.reading.docs_check import check_docs
from brochure.reading.draft import Draft
from brochure.reading.loader import author_language, load, read
from brochure.reading.placeholders import placeholders


def content_of(root: Path, content: str | Path = "") -> Path:
    """The folder of a practice's content: the named one, else that of the environment's CONTENT, else the sample's.

    A relative one counts from the folder that the command is run in.
    """
    return Path(content or os.environ.get("CONTENT", "").strip() or root / "content")


def kept_in(root: Path) -> Path:
    """The folder for what takes its time to make: that of the environment's BROCHURE_CACHE, else one of our own."""
    return Path(os.environ.get("BROCHURE_CACHE", "").strip() or root / ".cache")


def photos_of(root: Path) -> Path:
    """The folder for what has been made of photos."""
    return kept_in(root) / "photos"


def theme_of(root: Path) -> Theme:
    """The templates and icons of the project at `root`, its own icons first; the others are where their package is."""
    icons = [root / "overrides" / ".icons", Path(str(files("material") / "templates" / ".icons"))]
    return Theme(root / "docs" / "templates", icons)


@dataclass(frozen=True)
class Project:
    """A practice's content, and what the generator makes a site of it with, checked."""

    root: Path
    """The generator."""
    content: Path
    docs: Path
    theme: Theme
    site: Site
    draft: Draft
    """What the site was made of, with the place of each text in its file."""
    outside_address: str
    """The address that the environment gives to the site; empty if it gives none."""

    @classmethod
    def open(cls, root: Path, address: str | None = None, content: str | Path = "") -> "Project":
        """Read and check a practice's `content` (see `content_of`) with the generator that is in `root`.

        `address` goes before SITE_URL, and that before the one in site.yml. Raises `ContentError` with all that is
        wrong, in the language of BROCHURE_LANGUAGE or of site.yml.
        """
        outside = os.environ.get("SITE_URL", "").strip() if address is None else address
        folder, docs, theme = content_of(root, content), root / "docs", theme_of(root)
        check_folder(folder, root / "site")
        wanted = os.environ.get("BROCHURE_LANGUAGE")
        draft = read(folder, theme, outside, photos_of(root))
        site = load(draft, wanted)
        project = cls(root, folder, docs, theme, site, draft, outside)
        if problems := list(check_docs(docs, outputs(project.routes))):
            raise ContentError(problems, site.author_language)
        return project

    @property
    def folders(self) -> tuple[Path, Path]:
        """What an author may edit, and so be told of."""
        return (self.content, self.docs)

    @property
    def photos(self) -> Path:
        """The folder for what has been made of photos."""
        return photos_of(self.root)

    @cached_property
    def typesetter(self) -> Typesetter:
        """What makes PDFs and pictures."""
        return Typesetter(self.theme.templates / "paper", kept_in(self.root) / "paper", self.site.author_language)

    @cached_property
    def routes(self) -> Routes:
        """The pages of the site and their addresses."""
        return Routes(self.site)

    def lost(self, site: Path) -> list[str]:
        """The addresses of the last site, which is in the folder `site`, that lead nowhere now."""
        settings = self.site.settings
        return lost_addresses(site, settings.address, self.routes, settings.gone)

    def placeholders(self) -> Sequence[Problem]:
        """What is still the sample's: no mistake, but nothing for the public."""
        return sorted(placeholders(self.draft, self.outside_address))


def wanted_language() -> str:
    """The language to speak in where there is no site.yml to say it."""
    return author_language(os.environ.get("BROCHURE_LANGUAGE"))


def check_folder(folder: Path, site: Path) -> None:
    """Raise `ContentError` if a folder can be no practice's; `site` is where the finished site is."""
    try:
        key, values = _no_content(folder, site), {}
    except OSError as error:
        key, values = "inaccessible", {"reason": error.strerror}
    if key:
        raise ContentError([Problem(folder.as_posix(), 0, 0, key, values)], wanted_language())


def _no_content(folder: Path, site: Path) -> str | None:
    """The message about a folder that can hold no content, if it is such a one."""
    if not folder.exists():
        return "no_folder"
    if not folder.is_dir():
        return "not_folder"
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(site)):
        return "inside_site"
    if not any(folder.iterdir()):
        return "empty_folder"
    return None if (folder / "site.yml").exists() or (folder / "languages").exists() else "no_site"
