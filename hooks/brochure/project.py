"""A project, opened once: its content, templates and icons, for the hooks, the commands and the tests."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from brochure.author.messages import sentence
from brochure.author.problems import ContentError, Problem
from brochure.cache import FOLDER, Cache
from brochure.model.files import PICTURES
from brochure.model.picture import Picture
from brochure.model.routes import Routes
from brochure.model.site import Entry, Site
from brochure.model.theme import Theme
from brochure.publishing.hosts import outputs
from brochure.publishing.own_look import own_look, touch_icon
from brochure.publishing.paper import Paper
from brochure.publishing.pictures import publish
from brochure.publishing.share_pictures import share_pictures
from brochure.publishing.typesetting import is_installed, typeset
from brochure.reading.docs_check import check_docs
from brochure.reading.draft import Draft
from brochure.reading.loader import author_language, load, read
from brochure.reading.placeholders import placeholders


def content_of(root: Path, content: str | Path = "") -> Path:
    """Return the content's folder: the named one, else that of the environment's CONTENT, else the sample's.

    A relative path is relative to the folder that the command runs in.
    """
    return Path(content or os.environ.get("CONTENT", "").strip() or root / "content")


def cache_folder(root: Path) -> Path:
    """Return the folder that contains the cache: that of the environment's BROCHURE_CACHE, else `.cache` in `root`."""
    return Path(os.environ.get("BROCHURE_CACHE", "").strip() or root / ".cache")


def theme_of(root: Path) -> Theme:
    """Return the templates and icons of the generator in `root`, its own icons before those of Material's package."""
    icons = [root / "overrides" / ".icons", Path(str(files("material") / "templates" / ".icons"))]
    return Theme(root / "docs" / "templates", icons)


@dataclass(frozen=True)
class Extras:
    """What a site has besides pages. Assets are named as in `docs`; all else has its published address."""

    pictures: Mapping[str, Picture]
    """By their names in the author's folder."""
    look: Mapping[str, bytes]
    """Assets in the practice's own colours, and its logo."""
    files: Mapping[str, Path]
    """The files of pictures, PDFs and share pictures."""
    unknown: Collection[str] | None = None
    """The characters that PDFs would need and no font has; None if no PDF was asked for."""


@dataclass(frozen=True)
class Project:
    """A practice's content, checked, and the generator that makes a site of it."""

    root: Path
    """The generator."""
    content: Path
    docs: Path
    theme: Theme
    site: Site
    draft: Draft
    """What the site was made of, with the place of each text in its file."""
    outside_address: str
    """The site's address in the environment; empty if there is none."""

    @classmethod
    def open(cls, root: Path, address: str | None = None, content: str | Path = "") -> "Project":
        """Read and check a practice's `content` (see `content_of`) with the generator in `root`.

        `address` overrides SITE_URL, and that overrides the one in site.yml. Raises `ContentError` with every problem,
        in the language of BROCHURE_LANGUAGE or of site.yml.
        """
        outside = os.environ.get("SITE_URL", "").strip() if address is None else address
        folder, docs, theme = content_of(root, content), root / "docs", theme_of(root)
        check_folder(folder)
        wanted = os.environ.get("BROCHURE_LANGUAGE")
        cache = Cache(cache_folder(root), (folder, docs, root / "site"))
        draft = read(folder, theme, outside, cache)
        site = load(draft, wanted)
        project = cls(root, folder, docs, theme, site, draft, outside)
        if problems := list(check_docs(docs, outputs(project.routes))):
            raise ContentError(problems, site.author_language)
        return project

    @property
    def folders(self) -> tuple[Path, Path]:
        """The folders whose files problems are about."""
        return (self.content, self.docs)

    @cached_property
    def routes(self) -> Routes:
        """The pages of the site and their addresses."""
        return Routes(self.site)

    def extras(self, site_url: str, tell: Callable[[str], object], *, whole: bool) -> Extras:
        """Make all that a site at `site_url` has besides pages; a preview, which is not `whole`, needs only a part.

        Calls `tell` with sentences for the author. Raises `ContentError` if a picture has changed since it was checked,
        or a PDF cannot be made.
        """
        site, routes, cache, language = self.site, self.routes, self.draft.cache, self.site.author_language

        def start(number: int, total: int, name: str) -> None:
            tell(sentence("photo", language, number=number, total=total, name=name))

        def file(entry: Entry) -> str:
            return self.draft.of(entry).file

        wanted = {name: site.pictures[name] for name in routes.pictures()}
        pictures = publish(wanted, self.content / PICTURES, cache, start, shared=routes.images(), whole=whole)
        look = own_look(site, self.docs)
        extras = Extras(pictures.by_name, look, pictures.files)
        if not whole:
            return extras
        if cache.refused:
            tell(sentence("cache_refused", language, folder=cache_folder(self.root) / FOLDER))
        if changed := wanted.keys() - pictures.by_name.keys():
            names = (self.draft.name(PICTURES, name) for name in changed)
            raise ContentError([Problem(name, "picture_changed", line=0) for name in names], language)
        if not is_installed():
            tell(sentence("no_typst", language))
            return extras
        paper = Paper(site, routes, self.theme, site_url, pictures.plain, file)
        pictured = [name for name, picture in pictures.by_name.items() if picture.shared]
        jobs = {
            **dict(paper.jobs() if site.settings.pdf else ()),
            **dict(share_pictures(site, routes, self.theme, file, pictured)),
            **touch_icon(site, look, self.docs),
        }
        files, unknown = typeset(jobs, self.theme.templates / "paper", cache, language)
        return Extras(pictures.by_name, look, {**pictures.files, **files}, unknown if site.settings.pdf else None)

    def placeholders(self) -> Sequence[Problem]:
        """Return each place that is still the sample's: no mistake, but nothing for the public."""
        return sorted(placeholders(self.draft, self.outside_address))


def wanted_language() -> str:
    """Return the language for messages if there is no site.yml that names one."""
    return author_language(os.environ.get("BROCHURE_LANGUAGE"))


def check_folder(folder: Path) -> None:
    """Raise `ContentError` if there is no content in a folder."""
    values: dict[str, object] = {}
    try:
        found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        key = "" if found & {"site.yml", "languages"} else "no_site" if folder.exists() else "no_folder"
    except OSError as error:
        key, values = "inaccessible", {"reason": error.strerror}
    if key:
        raise ContentError([Problem(folder.as_posix(), key, values, line=0)], wanted_language())
