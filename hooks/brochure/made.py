"""What a site has beside its pages: pictures, PDFs, and the look's files in a practice's own colours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from brochure import keeping
from brochure.author.messages import sentence
from brochure.author.problems import ContentError, Problem
from brochure.model.files import PICTURES
from brochure.model.site import Entry
from brochure.photos.room import room
from brochure.project import Project
from brochure.publishing.own_look import own_look, touch_icon
from brochure.publishing.paper import Paper
from brochure.publishing.pictures import Pictures, publish
from brochure.publishing.share_pictures import share_pictures

Tell = Callable[[str], None]
"""Hears a sentence for the author."""


@dataclass(frozen=True)
class Made:
    """What has been made for one build."""

    pictures: Pictures
    files: Mapping[str, bytes]
    """By name, before that changes with what is in it.

    Assets in the practice's own colours, its logo, and but for a preview PDFs and share pictures.
    """


def make(project: Project, site_url: str, tell: Tell, *, whole: bool) -> Made:
    """Make all of it for a site at `site_url`; a preview does not need the `whole`.

    Raises `ContentError` if a picture has changed since it was checked, or a PDF cannot be made.
    """
    pictures = _pictures(project, tell, whole=whole)
    look = own_look(project.site, project.docs)
    return Made(pictures, {**look, **(_typeset(project, site_url, tell, pictures, look) if whole else {})})


def clear(project: Project) -> None:
    """Delete what is kept from earlier builds and has long been of no use."""
    keeping.clear(project.photos, {room(project.photos).name})
    keeping.clear(room(project.photos), {picture.digest for picture in project.site.pictures.values()})
    project.typesetter.clear()


def _pictures(project: Project, tell: Tell, *, whole: bool) -> Pictures:
    """The pictures that pages show; it is told how far that is when it takes its time."""
    site, language, routes = project.site, project.site.author_language, project.routes

    def progress(number: int, total: int, name: str) -> None:
        tell(sentence("photo", language, number=number, total=total, name=name))

    shown = {name: site.pictures[name] for name in routes.pictures()}
    folder = project.content / PICTURES
    made = publish(shown, folder, room(project.photos), progress, shared=routes.images(), whole=whole)
    if whole and (changed := shown.keys() - made.shown.keys()):
        files = (project.draft.name(PICTURES, name) for name in changed)
        raise ContentError([Problem(file, "picture_changed", line=0) for file in files], language)
    return made


def _typeset(
    project: Project, site_url: str, tell: Tell, pictures: Pictures, look: Mapping[str, bytes]
) -> Mapping[str, bytes]:
    """The PDFs, the share pictures and the icon for a phone's screen."""
    setter, site, language = project.typesetter, project.site, project.site.author_language
    if not setter.is_there:
        tell(sentence("no_typst", language))
        return {}

    def file(entry: Entry) -> str:
        return project.draft.of(entry).file

    paper = Paper(site, project.routes, project.theme, site_url, pictures.plain, file)
    pictured = [name for name, picture in pictures.shown.items() if picture.shared]
    shared = share_pictures(site, project.routes, project.theme, file, setter.unknown, pictured)
    icon = touch_icon(site, look, project.docs)
    jobs = {**dict(paper.jobs() if site.settings.pdf else ()), **dict(shared), **icon}
    made = setter.make(jobs)
    if left := jobs.keys() - made.keys():
        tell(sentence("not_printed", language, names=", ".join(sorted(left))))
    return made
