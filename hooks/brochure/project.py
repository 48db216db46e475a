"""A project, opened once: its content, templates and icons, for the hooks, the commands and the tests."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT
from brochure.author.problems import ContentError, Problem, inaccessible
from brochure.cache import Cache
from brochure.model.files import SITE_FOLDER
from brochure.model.routes import Routes
from brochure.model.site import Site
from brochure.model.theme import Theme
from brochure.publishing.hosts import outputs
from brochure.reading.draft import Candidates, Draft
from brochure.reading.file_names import check_docs
from brochure.reading.loader import load, read
from brochure.reading.placeholders import placeholders


def content_of(root: Path, content: str | Path = "") -> Path:
    """Return the content's folder: the named one, else that of the environment's CONTENT, else the sample's.

    A relative path is relative to the folder that the command runs in.
    """
    return Path(content or os.environ.get("CONTENT", "").strip() or root / "content")


def site_of(root: Path, content: Path) -> Path:
    """Return the folder of the built site: in the practice's own folder, or for the sample in the generator's."""
    return Path(os.path.abspath(root if content.resolve() == (root / "content").resolve() else content), SITE_FOLDER)


def theme_of(root: Path) -> Theme:
    """Return the templates and icons of the generator in `root`, its own icons before those of Material's package."""
    icons = [root / "overrides" / ".icons", Path(str(files("material") / "templates" / ".icons"))]
    return Theme(root / "docs" / "templates", icons)


def draft_of(root: Path, folder: Path, address: str = "", candidates: Candidates | None = None) -> Draft:
    """Read a `folder` with the generator in `root`; `address` and `candidates` are as in `reading.loader.read`."""
    cached = Path(os.environ.get("BROCHURE_CACHE", "").strip() or root / ".cache")
    outside = (folder, root / "docs", site_of(root, folder))
    return read(folder, theme_of(root), address, Cache(cached, outside), candidates)


@dataclass(frozen=True)
class Project:
    """A practice's content, checked, and the generator that makes a site of it."""

    root: Path
    """The generator."""
    site: Site
    draft: Draft
    """The site's source, with the place of each text in its file."""
    outside_address: str
    """The site's address in the environment; empty if there is none."""

    @classmethod
    def open(cls, root: Path, address: str | None = None, content: str | Path = "") -> "Project":
        """Read and check a practice's `content` (see `content_of`) with the generator in `root`.

        `address` overrides SITE_URL, and that overrides the one in site.yml. Raises `ContentError` with every problem,
        in the language of BROCHURE_LANGUAGE or of site.yml.
        """
        outside = os.environ.get("SITE_URL", "").strip() if address is None else address
        folder = content_of(root, content)
        check_folder(folder)
        draft = draft_of(root, folder, outside)
        project = cls(root, load(draft, wanted_language(draft.sources["", "site"].text)), draft, outside)
        if problems := list(check_docs(root / "docs", outputs(project.routes))):
            raise ContentError(problems, project.site.author_language)
        return project

    @property
    def folders(self) -> tuple[Path, Path]:
        """The folders whose files problems are about: the content and `docs`."""
        return (self.draft.folder, self.root / "docs")

    @property
    def site_folder(self) -> Path:
        """The folder of the built site; see `site_of`."""
        return site_of(self.root, self.draft.folder)

    @cached_property
    def routes(self) -> Routes:
        """The pages of the site and their addresses."""
        return Routes(self.site)

    def placeholders(self) -> Sequence[Problem]:
        """Return each place that still has the sample's text: no mistake, but nothing for the public."""
        return sorted(placeholders(self.draft, self.outside_address))


def wanted_language(settings: str = "") -> str:
    """Return the language of BROCHURE_LANGUAGE, else of `settings`, the text of site.yml, which may be broken YAML."""
    written = re.search(r"(?m)^author_language: *[\"']?(\w+)", settings)
    choices = (os.environ.get("BROCHURE_LANGUAGE"), written and written[1])
    return next((choice for choice in choices if choice in AUTHOR_LANGUAGES), DEFAULT)


def check_folder(folder: Path) -> None:
    """Raise `ContentError` if there is no content in a folder."""
    name = folder.as_posix()
    try:
        if folder.is_dir() and {"site.yml", "languages"} & set(os.listdir(folder)):
            return
        problem = Problem(name, "no_site" if folder.exists() else "no_folder", line=0)
    except OSError as error:
        problem = inaccessible(error, name)
    raise ContentError([problem], wanted_language())
