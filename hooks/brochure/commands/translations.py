"""Which entry is there in which language, and whether a translation is older than its original.

Git knows when each line was last changed. A block is as new as its newest line, and the original is the block of the
language at the site's root.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from brochure.author.messages import catalogue, sentence, shown
from brochure.author.problems import Problem
from brochure.model.site import FOLDERS, Folder, Site
from brochure.model.values import LANGUAGE_CODE
from brochure.publishing.git_times import line_times, times_of_lines
from brochure.reading.draft import Draft
from brochure.reading.loader import author_language
from brochure.reading.yaml_reader import Source

State = Literal["complete", "missing", "older", "unknown"]
"""`older` than the original; `unknown` if git does not know."""


def summary(site: Site, hidden: Sequence[str]) -> str:
    """One line for a build: the pages of each language, the entries that one lacks, and the `hidden` ones."""
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
    untranslated = sentence("untranslated", language, entries=", ".join(missing))
    told = sentence(
        "pages", language, counts=pages, missing=untranslated if missing else sentence("translated", language)
    )
    return f"{told} {sentence('hidden', language, names=', '.join(hidden))}" if hidden else told


def print_translations(content: Path, *, strict: bool) -> int:
    """Print the state of each entry; give the exit code, which is 1 if it is `strict` and anything is late."""
    states = translations(content)
    language = author_language(os.environ.get("BROCHURE_LANGUAGE"), Source(content, "site.yml").text)
    words: dict[str, str] = catalogue(language)["states"]
    width, longest = max(map(len, states), default=0), max(map(len, words.values()))
    for file, by_language in states.items():
        row = "  ".join(f"{code} {words[state]:{longest}}" for code, state in by_language.items())
        print(f"{file:{width}}  {row}".rstrip())
    late = any(not row or {"missing", "older"} & set(row.values()) for row in states.values())
    return 1 if strict and late else 0


def translations(content: Path) -> Mapping[str, Mapping[str, State]]:
    """The state of each entry by file and language, the original first; a file that cannot be read has no state."""
    files = {Path(source.file).stem: source for source in _sources(content, "languages")}
    prefixes = {code: file.data.get("prefix") for code, file in files.items() if re.fullmatch(LANGUAGE_CODE, code)}
    ordered = sorted(prefixes, key=lambda code: (prefixes[code] != "/", code))
    return {
        shown(source.file): {} if source.problems else _states(source, _changed(content, folder, source), ordered)
        for folder in FOLDERS
        for source in _sources(content, folder.name)
    }


def older(content: Path, draft: Draft) -> Iterator[Problem]:
    """Yield a remark for each translation that is older than its original."""
    codes = [language.code for language in draft.in_order()]
    times = times_of_lines(content)
    for entry in draft.entries:
        source = draft.of(entry)
        if changed := times.get(f"{entry.folder.name}/{entry.id}.yml"):
            for code, state in _states(source, changed, codes).items():
                if state == "older":
                    yield source.problem(source.key_at((code,)), "older", language=code, original=codes[0])


def _sources(content: Path, folder: str) -> list[Source]:
    return [Source(content, f"{folder}/{path.name}") for path in sorted((content / folder).glob("*.yml"))]


def _changed(content: Path, folder: Folder, source: Source) -> list[int]:
    return line_times(content / folder.name, Path(source.file).name)


def _states(source: Source, changed: Sequence[int], codes: Sequence[str]) -> dict[str, State]:
    there = [code for code in codes if isinstance(source.data.get(code), dict)]
    newest = {code: _newest(source, code, changed) for code in there}
    states: dict[str, State] = {}
    for code in codes:
        if code not in there:
            states[code] = "missing"
        elif code == codes[0] or codes[0] not in there:
            states[code] = "complete"
        elif not changed:
            states[code] = "unknown"
        else:
            states[code] = "older" if newest[code] < newest[codes[0]] else "complete"
    return states


def _newest(source: Source, code: str, changed: Sequence[int]) -> int:
    """When the newest line of a language's block was changed, in seconds since 1970; 0 if git does not know."""
    first, last = source.key_at((code,)).line, source.span((code,)).end_line
    return max(changed[first - 1 : last], default=0)
