"""Everything that an author is told of a site that can be published all the same."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.commands.translations import older
from brochure.project import Project
from brochure.reading.placeholders import texts
from brochure.reading.remarks import remarks

MANY = 6
"""Addresses; where more are lost at once, most likely one line has moved them all."""


def all_remarks(project: Project, lost: Iterable[str], unknown: Collection[str] | None = None) -> Sequence[Problem]:
    """Return all remarks in order of place.

    `lost` are the addresses of the last site that lead nowhere now, below the site's root. `unknown` are the characters
    that no font has; where no PDF was made, it is None, and an acceptance of `no_glyph` is not judged.
    """
    others = [*_lost(project, lost), *older(project.content, project.draft), *_unprintable(project, unknown or ())]
    idle = ("accepted_nothing", "no_glyph" if unknown is None else "")
    return [each for each in remarks(project.draft, others) if (each.key, each.values.get("name")) != idle]


def _lost(project: Project, lost: Iterable[str]) -> Iterator[Problem]:
    """All of them at once, for a second line `gone:` would be a mistake; what is hidden may come back."""
    routes = list(project.draft.routes())
    answered = {route.path for route in routes} | {moved.path for route in routes for moved in route.moved}
    if told := sorted(set(lost) - answered):
        source = project.draft.sources["", "site"]
        if len(told) > MANY:
            some = ", ".join([*told[:3], "..."])
            yield Problem(source.file, 0, 0, "lost_many", {"count": len(told), "some": some})
        else:
            yield Problem(source.file, 0, 0, "lost_address", {"paths": ", ".join(told)})


def _unprintable(project: Project, unknown: Collection[str]) -> Iterator[Problem]:
    """Yield each file with a character that no font has; Typst does not say in which line it is."""
    for source in project.draft.sources.values():
        for character in sorted({*unknown} & {*"".join(text for _, text in texts(source.data))}):
            values = {"character": character, "code": f"U+{ord(character):04X}"}
            yield Problem(source.file, 0, 0, "no_glyph", values)
