"""All that a site has besides pages and rules for hosts: pictures, PDFs and the practice's look."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from brochure.author.messages import sentence
from brochure.author.paths import within
from brochure.author.problems import ContentError, Problem
from brochure.cache import Cache
from brochure.model.files import ASSETS, DOWNLOADS, PICTURES, fingerprints, hashed
from brochure.model.picture import Picture
from brochure.model.routes import Routes
from brochure.model.theme import Theme
from brochure.publishing.own_look import own_look, touch_icon
from brochure.publishing.paper import Paper
from brochure.publishing.pictures import publish
from brochure.publishing.typesetting import typeset


@dataclass(frozen=True)
class Extras:
    """The files that are made before the pages, which link to them: pictures, PDFs and the look."""

    pictures: Mapping[str, Picture]
    """By their names in the author's folder."""
    files: Mapping[str, Path]
    """All files, by their published addresses."""
    names: Mapping[str, str]
    """The published address of each asset, by its name in `docs`."""
    unknown: Collection[str] | None
    """The characters that PDFs would need and no font has; None if no PDF was asked for."""


def make_extras(
    routes: Routes,
    theme: Theme,
    site_url: str,
    folders: tuple[Path, Path],
    cache: Cache,
    report: Callable[[str], object],
    *,
    is_build: bool,
) -> Extras:
    """Make the extras of a site at `site_url`; a preview, unlike a build, needs only a part.

    `folders` are the content and `docs`. Calls `report` with sentences for the author. Raises `ContentError` if a
    picture has changed since it was checked, or a PDF cannot be made.
    """
    (content, docs), site = folders, routes.site
    language = site.author_language

    def report_photo(number: int, total: int, name: str) -> None:
        report(sentence("photo", language, number=number, total=total, name=name))

    wanted = {name: site.pictures[name] for name in routes.pictures()}
    pictures = publish(wanted, content / PICTURES, cache, report_photo, with_crop=routes.images(), is_build=is_build)
    if is_build and (changed := wanted.keys() - pictures.by_name.keys()):
        names = (within(content, PICTURES, name) for name in changed)
        raise ContentError([Problem(name, "picture_changed", line=0) for name in names], language)
    look, unknown = own_look(site, docs), None
    paths = {name: cache.get(b"look", [data], partial(bytes, data)) for name, data in look.items()}
    if is_build and find_spec("typst"):
        paper = Paper(routes, theme, site_url, content, pictures.file_for_paper)
        jobs = {**dict(paper.share_pictures()), **touch_icon(site, look, docs)}
        if site.settings.pdf:
            jobs |= paper.pdfs()
        papers, unknown = typeset(jobs, theme.templates / "paper", cache, language)
        paths |= papers
    elif is_build:
        report(sentence("no_typst", language))
    downloads = {f"{DOWNLOADS}/{name}": content / DOWNLOADS / name for name in site.downloads}
    paths |= {uri: path for uri, path in downloads.items() if is_build or path.is_file()}
    assets = {name: hashed(name, path.read_bytes()) for name, path in paths.items() if name.startswith(ASSETS)}
    files = {assets.get(name, name): path for name, path in paths.items()}
    return Extras(
        pictures.by_name,
        {**pictures.files, **files},
        fingerprints(docs, ASSETS) | assets,
        unknown if site.settings.pdf else None,
    )
