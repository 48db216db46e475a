"""Characters that no font of the PDFs has."""

import re
from collections.abc import Iterator, Sequence

from brochure.author.problems import Problem
from brochure.project import Project
from brochure.publishing.paper import COVER, TEXTS, WORDS, printed
from brochure.reading.yaml_reader import KeyPath, Source, scalars


def unprintable(project: Project) -> Iterator[Problem]:
    """Each character in a text on paper that no font has; where no paper is made, none."""
    for source, path, text in _on_paper(project) if project.site.settings.pdf else ():
        for character in sorted(project.typesetter.unknown(text)):
            place = next(source.find(path, re.escape(character)), source.at(path))
            yield source.problem(path, "no_glyph", place, character=character, code=f"U+{ord(character):04X}")


def _on_paper(project: Project) -> Iterator[tuple[Source, KeyPath, str]]:
    """The author's texts that a PDF shows, each with its source and its place among the keys there."""
    draft, routes, site = project.draft, project.routes, project.draft.sources["", "site"]
    for path, text in scalars(site.data.get("contact", {}), ("contact",)):
        if path[1] == "visit":
            yield site, path, text
    for language in project.site.languages:
        code, front = language.code, routes.front(language)
        shown: list[tuple[Source, tuple[str], Sequence[str]]] = [(site, (code,), ("name", "links"))]
        shown.append((draft.of(front.entry), (code,), COVER))
        shown += [(draft.of(route.entry), (code,), TEXTS) for route in printed(routes, language)]
        shown.append((draft.sources["languages", code], ("words",), WORDS))
        for source, block, keys in shown:
            for path, text in scalars(source.data.get(block[0], {}), block):
                if path[1] in keys:
                    yield source, path, text
