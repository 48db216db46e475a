"""The state of each translation: complete, missing, or older than its original.

The original is the text in the language at the site's root. Git knows when each line changed; a text is as new as its
newest line.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from brochure.author.messages import catalogue, sentence, shown
from brochure.author.problems import Problem
from brochure.git import line_times
from brochure.project import Project
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import Source

State = Literal["complete", "missing", "older", "unknown"]
"""`older` than the original; `unknown` if git lacks the history."""


def summary(project: Project) -> str:
    """Return one line for a build: the pages in each language, missing translations and hidden entries."""
    site, language, hidden = project.site, project.site.author_language, project.draft.hidden()
    counts = ", ".join(f"{each.code} {len(project.routes.pages(each))}" for each in site.languages)
    absent = {e.id: [each.code for each in site.languages if each.code not in e.translations] for e in site.entries}
    missing = ", ".join(f"{name} ({', '.join(codes)})" for name, codes in absent.items() if codes)
    state = sentence("untranslated" if missing else "translated", language, entries=missing)
    line = sentence("pages", language, counts=counts, missing=state)
    return f"{line} {sentence('hidden', language, names=', '.join(hidden))}" if hidden else line


def print_translations(project: Project, *, strict: bool) -> int:
    """Print the state of each entry. Return 1 if it is `strict` and a translation is missing or older, else 0."""
    states = translations(project.draft)
    words: dict[str, str] = catalogue(project.site.author_language)["states"]
    width, longest = max(map(len, states), default=0), max(map(len, words.values()))
    for file, by_language in states.items():
        row = "  ".join(f"{code} {words[state]:{longest}}" for code, state in by_language.items())
        print(f"{file:{width}}  {row}".rstrip())
    return int(strict and any({"missing", "older"} & set(row.values()) for row in states.values()))


def translations(draft: Draft) -> Mapping[str, Mapping[str, State]]:
    """Return the state of each entry by file and language, the original first."""
    return {shown(source.file): states for source, states in _states(draft)}


def older(draft: Draft) -> Iterator[Problem]:
    """Yield a remark for each translation that is older than its original."""
    for source, states in _states(draft):
        original = next(iter(states))
        for code, state in states.items():
            if state == "older":
                yield source.problem((code,), "older", source.key_at((code,)), language=code, original=original)


def _states(draft: Draft) -> Iterator[tuple[Source, dict[str, State]]]:
    codes = [language.code for language in draft.in_order()]
    for entry in draft.entries:
        source, newest = draft.of(entry), {}
        times = line_times(draft.folder, entry.file)
        for code in entry.translations:
            first, last = source.key_at((code,)).line, source.span((code,)).end_line
            newest[code] = max(times[first - 1 : last], default=0)
        states: dict[str, State] = {code: "complete" if code in newest else "missing" for code in codes}
        for code in newest.keys() - {codes[0]} if codes[0] in newest else ():
            states[code] = "unknown" if not times else "older" if newest[code] < newest[codes[0]] else "complete"
        yield source, states
