"""The state of each translation: complete, missing, or older than its original."""

from collections.abc import Iterable, Iterator, Mapping

from brochure.author.messages import catalogue, count, printable, sentence
from brochure.author.problems import Problem
from brochure.commands.originals import Originals, State
from brochure.project import Project
from brochure.reading.yaml_reader import Source


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
    originals, language = Originals(project.draft), project.site.author_language
    states = translations(originals)
    words: dict[str, str] = catalogue(language)["states"]
    width, longest = max(map(len, states), default=0), max(map(len, words.values()))
    for file, by_language in states.items():
        row = "  ".join(f"{code} {words[state]:{longest}}" for code, state in by_language.items())
        print(f"{file:{width}}  {row}".rstrip())
    for line in unknown(originals, language):
        print(line)
    return int(strict and any({"missing", "older"} & set(row.values()) for row in states.values()))


def translations(originals: Originals) -> Mapping[str, Mapping[str, State]]:
    """Return the state of each entry by file and language, the original first."""
    sources = map(originals.draft.source_of, originals.draft.entries)
    return {printable(each.file): {code: originals.state(each, code) for code in originals.codes} for each in sources}


def older(originals: Originals, sources: Iterable[Source] | None = None) -> Iterator[Problem]:
    """Yield a remark for each translation that is older than its original, in some `sources` or in all."""
    for source in originals.draft.sources.values() if sources is None else sources:
        for path in originals.outdated(source):
            values = {"language": path[0], "original": originals.codes[0]}
            yield source.problem(path, "older", source.key_at(path), **values)


def unknown(originals: Originals, language: str) -> Iterator[str]:
    """Yield lines for the author on a damaged record, and on the number of translations with an unknown original."""
    if originals.problem:
        yield originals.problem.report(language)
    states = [state for row in translations(originals).values() for state in row.values()]
    if number := states.count("unknown"):
        yield count("unknown", number, language)
