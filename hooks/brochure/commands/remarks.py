"""Everything that an author is told of a site that can be published all the same."""

import re
from collections.abc import Iterable, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.commands.translations import older
from brochure.project import Project
from brochure.publishing.paper import COVER, TEXTS, WORDS, printed
from brochure.reading.placeholders import texts
from brochure.reading.remarks import remarks
from brochure.reading.yaml_reader import KeyPath, Source

MANY = 6
"""Addresses; where more are lost at once, most likely one line has moved them all."""


def all_remarks(project: Project, lost: Iterable[str]) -> Sequence[Problem]:
    """In order of place; `lost` are the addresses of the last site that lead nowhere now, below the site's root."""
    others = [*_lost(project, lost), *older(project.content, project.draft), *_unprintable(project)]
    return remarks(project.draft, others)


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


def _unprintable(project: Project) -> Iterator[Problem]:
    """Each character in a text on paper that no font has; where no paper is made, none."""
    for source, path, text in _on_paper(project) if project.site.settings.pdf else ():
        for character in sorted(project.typesetter.unknown(text)):
            place = next(source.find(path, re.escape(character)), source.at(path))
            yield source.problem(place, "no_glyph", character=character, code=f"U+{ord(character):04X}")


def _on_paper(project: Project) -> Iterator[tuple[Source, KeyPath, str]]:
    """The author's texts that a PDF shows, each with its source and its place among the keys there."""
    draft, routes, site = project.draft, project.routes, project.draft.sources["", "site"]
    for path, text in texts(site.data.get("contact", {}), ("contact",)):
        if path[1] == "visit":
            yield site, path, text
    for language in project.site.languages:
        code, front = language.code, routes.front(language)
        shown: list[tuple[Source, tuple[str], Sequence[str]]] = [(site, (code,), ("name", "links"))]
        shown.append((draft.of(front.entry), (code,), COVER))
        shown += [(draft.of(route.entry), (code,), TEXTS) for route in printed(routes, language)]
        shown.append((draft.sources["languages", code], ("words",), WORDS))
        for source, block, keys in shown:
            for path, text in texts(source.data.get(block[0], {}), block):
                if path[1] in keys:
                    yield source, path, text
