"""Everything that an author is told of a site that can be published all the same."""

from collections.abc import Iterable, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.commands.translations import older
from brochure.project import Project
from brochure.reading.remarks import remarks


def all_remarks(project: Project, lost: Iterable[str]) -> Sequence[Problem]:
    """In order of place; `lost` are the addresses of the last site that lead nowhere now, below the site's root."""
    return remarks(project.draft, [*_lost(project, lost), *older(project.content, project.draft, project.cache)])


def _lost(project: Project, lost: Iterable[str]) -> Iterator[Problem]:
    """All of them at once, for a second line `gone:` would be a mistake; what is hidden may come back."""
    routes = list(project.draft.routes())
    answered = {route.path for route in routes} | {moved.path for route in routes for moved in route.moved}
    if told := sorted(set(lost) - answered):
        source = project.draft.sources["", "site"]
        yield Problem(source.file, 0, 0, "lost_address", {"paths": ", ".join(told)})
