"""The state of each translation: complete, missing, or older than its original.

The original is the text in the language at the site's root. Git knows when each line changed; a text is as new as its
newest line.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from brochure.author.messages import catalogue, sentence, shown
from brochure.author.problems import Problem
from brochure.git import line_times
from brochure.model.site import Site
from brochure.project import Project
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import Source

State = Literal["complete", "missing", "older", "unknown"]
"""`older` than the original; `unknown` if git lacks the history."""


def summary(site: Site, hidden: Sequence[str]) -> str:
    """Return one line for a build: the number of pages in each language, missing translations and `hidden` entries."""
    counts = {
        language.code: sum(language.code in entry.translations for entry in site.entries) for language in site.languages
    }
    missing = [
        f"{entry.id} ({', '.join(absent)})"
        for entry in site.entries
        if (absent := [code for code in counts if code not in entry.translations])
    ]
    language = site.author_language
    pages = ", ".join(f"{code} {count}" for code, count in counts.items())
    state = sentence("untranslated" if missing else "translated", language, entries=", ".join(missing))
    line = sentence("pages", language, counts=pages, missing=state)
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
    original, *others = (language.code for language in draft.in_order())
    for entry in draft.entries:
        source = draft.of(entry)
        times = line_times(draft.folder, entry.file)
        newest = {code: _newest(source, code, times) for code in entry.translations}
        states: dict[str, State] = {code: "complete" if code in newest else "missing" for code in (original, *others)}
        for code in newest.keys() - {original} if original in newest else ():
            states[code] = "unknown" if not times else "older" if newest[code] < newest[original] else "complete"
        yield source, states


def _newest(source: Source, code: str, times: Sequence[int]) -> int:
    """Return when the newest line of a language's block changed, or 0."""
    first, last = source.key_at((code,)).line, source.span((code,)).end_line
    return max(times[first - 1 : last], default=0)
