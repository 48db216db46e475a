"""From a folder of YAML to a `Site`, or to every problem in it at once.

Two steps: each file is read and its blocks are made into models; then `checks.py` looks at the site as a whole.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT, catalogue
from brochure.author.problems import ContentError, Problem
from brochure.cache import Cache
from brochure.model.addresses import Address
from brochure.model.files import is_elsewhere
from brochure.model.site import (
    FOLDERS,
    LONG_TEXTS,
    PAGES,
    WORDS,
    Entry,
    Folder,
    Language,
    LanguageSettings,
    Practice,
    Settings,
    Site,
    SiteSettings,
)
from brochure.model.theme import Theme
from brochure.reading.checks import CHECKS
from brochure.reading.draft import Draft
from brochure.reading.fields import Around, nearest, read_block
from brochure.reading.file_names import ENTRY_NAME, LANGUAGE_NAME, check_names, visible
from brochure.reading.place import Place
from brochure.reading.yaml_reader import Source

A_SLIP = 2
"""Entries at most that may have a language's code misspelt; if there are more, it is the language that is missing."""
SettingsBlock = TypeVar("SettingsBlock", bound=BaseModel)
WordsBlock = TypeVar("WordsBlock", bound=BaseModel)


def read(folder: Path, theme: Theme, address: str | None = None, cache: Cache | None = None) -> Draft:
    """Read and check the content below `folder`, whatever its files hold; what is wrong is in the draft.

    `address` replaces the one of site.yml.
    """
    draft = Draft(theme, folder, cache or Cache())
    _read_languages(draft)
    _read_settings(draft)
    for entries in FOLDERS:
        _read_entries(draft, entries)
    draft.problems += check_names(draft)
    _say_once(draft)
    if address:
        _read_address(draft, address)
    for check in CHECKS:
        draft.problems += check(draft)
    return draft


def load(draft: Draft, wanted: str | None = None) -> Site:
    """Make a site of a draft.

    Raises `ContentError` with all problems of all files, in the `wanted` language if it is one of the author's, else in
    the one that site.yml names.
    """
    language = author_language(wanted, draft.sources["", "site"].text)
    if draft.problems or draft.settings is None:
        raise ContentError(draft.problems, language)
    entries = (entry for entry in draft.entries if not entry.settings.draft)
    return Site(
        settings=draft.settings,
        practices=draft.practices,
        languages=tuple(draft.in_order()),
        entries=tuple(sorted(entries, key=lambda entry: (entry.settings.order, entry.id))),
        pictures={name: picture for name, picture in draft.pictures.items() if picture},
        author_language=language,
        logo=draft.logo,
    )


def author_language(wanted: str | None, settings: str = "") -> str:
    """The language for messages; `settings` is site.yml, read by its lines, since it may be what cannot be read."""
    written = re.search(r"(?m)^author_language: *[\"']?(\w+)", settings)
    for choice in (wanted, written and written[1]):
        if choice in AUTHOR_LANGUAGES:
            return choice
    return DEFAULT


def _read_languages(draft: Draft) -> None:
    for path in visible(draft.folder / "languages"):
        if LANGUAGE_NAME.fullmatch(f"{path.stem}.yml"):
            draft.codes.append(path.stem)
    for source, code in _sources(draft, "languages", LANGUAGE_NAME):
        if source.problems:
            continue
        settings = read_block(source, LanguageSettings, draft.problems, Around())
        missing = list(_missing_words(draft.theme, code, source))
        draft.problems += missing
        if settings and not missing:
            own = settings.words.model_dump(exclude_unset=True)
            draft.languages[code] = Language(code, settings, draft.theme.words(code) | own)


def _missing_words(theme: Theme, code: str, source: Source) -> Iterator[Problem]:
    """Words that neither the templates nor the file of a language has; one that is misspelt there is not missing."""
    known = theme.words(code)
    if not known and "words" not in source.data:
        yield source.problem(Place(1, 1), "no_words")
        return
    given = [str(word) for word in source.data.get("words", {})]
    meant = {near for word in given if word not in WORDS for near in nearest(word, WORDS)}
    for word in WORDS:
        if word not in {*known, *given, *meant}:
            about = {language: catalogue(language)["keys"]["Words"][word]["hint"] for language in AUTHOR_LANGUAGES}
            others = ", ".join(f'{code} "{theme.words(code)[word]}"' for code in theme.languages())
            yield source.problem(source.key_at(("words",)), "missing_word", name=word, about=about, others=others)


def _read_settings(draft: Draft) -> None:
    source = Source(draft.folder, "site.yml")
    draft.sources["", "site"] = source
    draft.problems += source.problems
    draft.settings, draft.practices = _read_blocks(draft, source, SiteSettings, Practice)


def _read_address(draft: Draft, address: str) -> None:
    """Let the address from outside take the place of the one in site.yml."""
    try:
        checked = TypeAdapter(Address).validate_python(address)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            draft.problems.append(Problem("SITE_URL", 0, 0, detail["type"], detail["ctx"]))
    else:
        draft.settings = draft.settings and draft.settings.model_copy(update={"address": checked})


def _read_entries(draft: Draft, folder: Folder) -> None:
    for source, entry_id in _sources(draft, folder.name, ENTRY_NAME):
        before = len(draft.problems)
        settings, translations = _read_blocks(draft, source, Settings, folder.translation)
        if settings and not translations and len(draft.problems) == before and draft.codes:
            draft.problems.append(source.problem(Place(1, 1), "no_text", language=draft.codes[0]))
        if settings is None or source.problems or len(draft.problems) > before:
            draft.broken.add(entry_id)
        else:
            draft.entries.append(Entry(entry_id, folder, settings, translations))


def _say_once(draft: Draft) -> None:
    """That a language has no file is said of that file, not of each entry; that a file has a wrong folder, once."""
    strangers = [problem for problem in draft.problems if problem.key == "no_language"]
    for code in {str(problem.values["name"]) for problem in strangers}:
        blocks = [problem for problem in strangers if problem.values["name"] == code]
        if len(blocks) > A_SLIP:
            file = draft.name("languages", f"{code}.yml")
            missing = Problem(file, 0, 0, "no_language_file", {"name": code, "count": len(blocks)})
            draft.problems = [missing, *(problem for problem in draft.problems if problem not in blocks)]
    first: dict[str, Problem] = {}
    for problem in draft.problems:
        if problem.key == "other_folder":
            first.setdefault(problem.file, problem)
    others = (problem for problem in draft.problems if problem.key != "other_folder")
    draft.problems = [*others, *first.values()]


def _sources(draft: Draft, folder: str, name: re.Pattern[str]) -> Iterator[tuple[Source, str]]:
    """Read each file of a folder that has a name as it should; its problems go to the draft."""
    if is_elsewhere(draft.folder / folder, draft.folder):
        return
    for path in sorted((draft.folder / folder).glob("*.yml")):
        if name.fullmatch(path.name):
            source = Source(draft.folder, f"{folder}/{path.name}", LONG_TEXTS)
            draft.sources[folder, path.stem] = source
            draft.problems += source.problems
            yield source, path.stem


def _read_blocks(
    draft: Draft, source: Source, settings_model: type[SettingsBlock], words_model: type[WordsBlock]
) -> tuple[SettingsBlock | None, dict[str, WordsBlock]]:
    """Make models of a file that holds settings once and then one block of words for each language."""
    if source.problems:
        return None, {}
    outer = Around(languages=draft.codes, elsewhere=set(words_model.model_fields) - set(settings_model.model_fields))
    others = {key: folder.name for folder in FOLDERS for key in folder.translation.model_fields}
    inner = Around(
        elsewhere={*settings_model.model_fields, *draft.codes} - set(words_model.model_fields),
        folders={key: name for key, name in others.items() if key not in words_model.model_fields},
        beside=settings_model,
        without={key: PAGES.name for key in others if key not in PAGES.translation.model_fields},
    )
    settings = read_block(source, settings_model, draft.problems, outer)
    blocks = {}
    for code in draft.codes:
        if code in source.data and (
            block := read_block(source, words_model, draft.problems, inner, code, draft.reader.read)
        ):
            blocks[code] = block
    return settings, blocks
