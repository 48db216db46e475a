"""From a folder of YAML to a `Site`, or to every problem in it at once.

Each file is read and its blocks become models; then `checks.py` looks at the site as a whole.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT
from brochure.author.problems import ContentError, Problem
from brochure.cache import Cache
from brochure.model.addresses import Address
from brochure.model.files import is_elsewhere
from brochure.model.keys import described
from brochure.model.site import ENTRIES, LANGUAGES, SITE, WORDS, Entry, Kind, Language, Site, Words
from brochure.model.theme import Theme
from brochure.model.values import nearest
from brochure.reading.checks import CHECKS
from brochure.reading.draft import Candidates, Draft
from brochure.reading.fields import BlockReader
from brochure.reading.file_names import NAMES, check_names, list_files
from brochure.reading.yaml_reader import Source


def read(
    folder: Path,
    theme: Theme,
    address: str | None = None,
    cache: Cache | None = None,
    candidates: Candidates | None = None,
) -> Draft:
    """Read and check the content below `folder`. Never raises: problems are in the draft.

    `address` replaces the one in site.yml. The paths of `candidates` are below `folder`.
    """
    draft = Draft(theme, folder, cache or Cache(), candidates or {})
    _read_languages(draft)
    for source, _ in _sources(draft, SITE):
        draft.settings, draft.practices = _read_blocks(draft, source, SITE)
    for kind in ENTRIES:
        for source, name in _sources(draft, kind):
            before = len(draft.problems)
            settings, words = _read_blocks(draft, source, kind)
            if settings and not words and len(draft.problems) == before and draft.codes:
                draft.problems.append(source.problem((draft.codes[0], "title"), "no_text", language=draft.codes[0]))
            if settings is None or len(draft.problems) > before:
                draft.broken.add(name)
            else:
                draft.entries.append(Entry(name, kind, settings, words))
    draft.problems += check_names(draft)
    if address:
        _set_address(draft, address)
    for check in CHECKS:
        draft.problems += check(draft)
    # Such folders and files have not been read, so the other problems may be consequences.
    misnamed = [each for each in draft.problems if each.key in ("folder_name", "folder_twice")]
    unread = [each for each in draft.problems if each.key == "in_icloud" or each.file in map(draft.name, NAMES)]
    draft.problems = misnamed or unread or draft.problems
    return draft


def load(draft: Draft, language: str = DEFAULT) -> Site:
    """Return the site of a draft. Raises `ContentError` with all problems of all files in the author's `language`."""
    if draft.problems or draft.settings is None:
        raise ContentError(draft.problems, language)
    entries = (entry for entry in draft.entries if not entry.settings.draft)
    return Site(
        settings=draft.settings,
        practices=draft.practices,
        languages=tuple(draft.in_order()),
        entries=tuple(sorted(entries, key=lambda entry: (entry.settings.order, entry.id))),
        pictures={name: picture for name, picture in draft.pictures.items() if picture},
        downloads=frozenset(draft.downloads),
        author_language=language,
        logo=draft.logo,
    )


def _read_languages(draft: Draft) -> None:
    stems = [path.stem for path in list_files(draft, LANGUAGES.folder)]
    draft.codes += [stem for stem in stems if NAMES[LANGUAGES.folder].fullmatch(f"{stem}.yml")]
    for source, code in _sources(draft, LANGUAGES):
        settings, _ = _read_blocks(draft, source, LANGUAGES)
        missing = [] if source.problems else list(_missing_words(draft.theme, code, source))
        draft.problems += missing
        if settings and not missing:
            overrides = settings.words.model_dump(exclude_unset=True)
            words, direction = draft.theme.words(code) | overrides, draft.theme.direction(code)
            draft.languages[code] = Language(code, settings, words, direction)


def _read_blocks(draft: Draft, source: Source, kind: Kind) -> tuple[Any, dict[str, Any]]:
    """Return the settings and the words of a file, without those that have problems."""
    if source.problems:
        return None, {}
    return BlockReader(source, kind, draft.codes if kind.words else (), draft.reader.read, draft.problems).models()


def _missing_words(theme: Theme, code: str, source: Source) -> Iterator[Problem]:
    """Yield a problem for each word that neither the templates nor the language's file has, even misspelt."""
    known = theme.words(code)
    if not known and "words" not in source.data:
        yield source.problem(("words",), "no_words")
        return
    given = [str(word) for word in source.data.get("words", {})]
    meant = {near for word in given if word not in WORDS for near in nearest(word, WORDS)}
    for word in (word for word in WORDS if word not in {*known, *given, *meant}):
        about = {language: described(Words, word, language)["hint"] for language in AUTHOR_LANGUAGES}
        examples = ", ".join(f'{each} "{theme.words(each)[word]}"' for each in theme.languages())
        place = source.key_at(("words",))
        yield source.problem(("words", word), "missing_word", place, name=word, about=about, others=examples)


def _set_address(draft: Draft, address: str) -> None:
    """Replace the address in site.yml by that of SITE_URL."""
    try:
        checked = TypeAdapter(Address).validate_python(address)
    except ValidationError as error:
        (detail,) = error.errors(include_url=False)
        draft.problems.append(Problem("SITE_URL", detail["type"], detail["ctx"], line=0))
    else:
        draft.settings = draft.settings and draft.settings.model_copy(update={"address": checked})


def _sources(draft: Draft, kind: Kind) -> Iterator[tuple[Source, str]]:
    """Yield each file of a kind that has a valid name, with that name; its problems go to the draft."""
    paths = list_files(draft, kind.folder) if kind.folder else [draft.folder / SITE.pattern]
    for path in paths:
        if NAMES[kind.folder].fullmatch(path.name) and not is_elsewhere(draft.folder / kind.folder, draft.folder):
            file = path.relative_to(draft.folder).as_posix()
            content = draft.candidates[file] or b"" if file in draft.candidates else None
            source = draft.sources[kind.folder, path.stem] = Source(draft.folder, file, content)
            draft.problems += source.problems
            yield source, path.stem
