"""Everything that an author is told of a site that can be published all the same."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from brochure.author.problems import Problem
from brochure.commands.translations import older
from brochure.project import Project
from brochure.publishing.last_site import lost_addresses
from brochure.reading.remarks import remarks


def all_remarks(project: Project, site: Path) -> Sequence[Problem]:
    """In order of place; the folder `site` holds the last site, if there is one."""
    return remarks(project.draft, [*_lost(project, site), *older(project.content, project.draft, project.cache)])


def lost(project: Project, site: Path, site_url: str) -> list[str]:
    """The addresses of the last site that lead nowhere now, below the site's root."""
    return lost_addresses(site, site_url, project.routes, project.site.settings.gone)


def _lost(project: Project, site: Path) -> Iterator[Problem]:
    source = project.draft.sources["", "site"]
    for path in lost(project, site, project.address):
        yield Problem(source.file, 0, 0, "lost_address", {"path": path, "slug": path.strip("/").split("/")[-1]})
