"""From a folder of YAML to a `Site`, or to every problem in it at once.

Two steps: each file is read and its blocks are made into models; then `checks.py` looks at the site as a whole.
"""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT
from brochure.author.problems import ContentError, Problem
from brochure.model.files import PICTURES, is_elsewhere
from brochure.model.prose import PICTURE_NAME
from brochure.model.site import (
    FOLDERS,
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
from brochure.model.values import DOCUMENT, LANGUAGE_CODE, Address, make_slug
from brochure.reading.checks import CHECKS
from brochure.reading.draft import Draft
from brochure.reading.fields import Around, nearest, read_block
from brochure.reading.pictures import check_picture
from brochure.reading.place import Place
from brochure.reading.yaml_reader import Source

SettingsBlock = TypeVar("SettingsBlock", bound=BaseModel)
WordsBlock = TypeVar("WordsBlock", bound=BaseModel)

_LEFTOVER = re.compile(r"\..*|.*~|~\$.*|#.*#|Thumbs\.db|desktop\.ini")
MAX_PICTURE = 1024 * 1024
"""Bytes; a picture of a page's width is a fifth of that, and one from a camera ten times as much."""

_ENTRY_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yml")
_LANGUAGE_NAME = re.compile(LANGUAGE_CODE + r"\.yml")
_PICTURE = re.compile(r".*\.(jpe?g|png|webp|avif|gif|svg|heic|tiff?)", re.IGNORECASE)
_COPY = re.compile(
    r"(?:copy of|kopio tiedostosta) (.+)|(.+?)(?: [-–])? (?:copy|kopio)(?: ?\(?\d+\)?)?|(.+?) ?\(\d+\)", re.IGNORECASE
)
"""What systems call a copy, with the name of the original."""


def read(folder: Path, theme: Theme, address: str | None = None) -> Draft:
    """Read and check the content below `folder`, whatever its files hold; what is wrong is in the draft.

    `address`: where the site is published, if that does not come from site.yml.
    """
    draft = Draft(theme, folder)
    _read_languages(draft)
    _read_settings(draft)
    for entries in FOLDERS:
        _read_entries(draft, entries)
    draft.problems += _read_names(draft)
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
    language = author_language(wanted, draft.sources["", "site"])
    if draft.problems or draft.settings is None:
        raise ContentError(draft.problems, language)
    entries = (entry for entry in draft.entries if not entry.settings.draft)
    return Site(
        settings=draft.settings,
        practices=draft.practices,
        languages=tuple(sorted(draft.languages.values(), key=lambda language: (language.folder, language.code))),
        entries=tuple(sorted(entries, key=lambda entry: (entry.settings.order, entry.id))),
        pictures=frozenset(draft.pictures),
        author_language=language,
    )


def author_language(wanted: str | None, settings: Source) -> str:
    """The language for messages; site.yml is asked line by line, since it may be the file that cannot be read."""
    written = re.search(r"(?m)^author_language: *[\"']?(\w+)", settings.text)
    for choice in (wanted, written and written[1]):
        if choice in AUTHOR_LANGUAGES:
            return choice
    return DEFAULT


def _read_languages(draft: Draft) -> None:
    for path in _visible(draft.folder / "languages"):
        if _LANGUAGE_NAME.fullmatch(f"{path.stem}.yml"):
            draft.codes.append(path.stem)
    for source, code in _sources(draft, "languages", _LANGUAGE_NAME):
        if source.problems:
            continue
        settings = read_block(source, LanguageSettings, draft.problems, Around())
        missing = list(_missing_words(draft.theme.words(code), source))
        draft.problems += missing
        if settings and not missing:
            own = settings.words.model_dump(exclude_unset=True)
            draft.languages[code] = Language(code, settings, draft.theme.words(code) | own)


def _missing_words(known: Collection[str], source: Source) -> Iterator[Problem]:
    """Words that neither the templates nor the file of a language has; one that is misspelt there is not missing."""
    if not known and "words" not in source.data:
        yield source.problem(Place(1, 1), "missing", name="words")
        return
    given = [str(word) for word in source.data.get("words", {})]
    meant = {near for word in given if word not in WORDS for near in nearest(word, WORDS)}
    for word in WORDS:
        if word not in {*known, *given, *meant}:
            yield source.problem(source.key_at(("words",)), "missing", name=word)


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
    for source, entry_id in _sources(draft, folder.name, _ENTRY_NAME):
        before = len(draft.problems)
        settings, translations = _read_blocks(draft, source, Settings, folder.translation)
        if settings and not translations and len(draft.problems) == before and draft.codes:
            draft.problems.append(source.problem(Place(1, 1), "no_text", language=draft.codes[0]))
        if settings is None or source.problems or len(draft.problems) > before:
            draft.broken.add(entry_id)
        else:
            draft.entries.append(Entry(entry_id, folder, settings, translations))


def _sources(draft: Draft, folder: str, name: re.Pattern[str]) -> Iterator[tuple[Source, str]]:
    """Read each file of a folder that has a name as it should; its problems go to the draft."""
    if is_elsewhere(draft.folder / folder, draft.folder):
        return
    for path in sorted((draft.folder / folder).glob("*.yml")):
        if name.fullmatch(path.name):
            source = Source(draft.folder, f"{folder}/{path.name}")
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
    inner = Around(elsewhere={*settings_model.model_fields, *draft.codes} - set(words_model.model_fields))
    settings = read_block(source, settings_model, draft.problems, outer)
    blocks = {}
    for code in draft.codes:
        if code in source.data and (
            block := read_block(source, words_model, draft.problems, inner, code, draft.reader.read)
        ):
            blocks[code] = block
    return settings, blocks


def _read_names(draft: Draft) -> Iterator[Problem]:
    """Note the pictures, and report everything in the folder that is neither content nor the author's guide."""
    names = {"languages": _LANGUAGE_NAME, PICTURES: PICTURE_NAME} | {folder.name: _ENTRY_NAME for folder in FOLDERS}
    for path in _visible(draft.folder):
        if path.name != "site.yml" and is_elsewhere(path, draft.folder):
            yield Problem(draft.name(path.name), 1, 1, "linked")
        elif path.name in names and path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                yield Problem(draft.name(path.name), 1, 1, "unreadable")
            for inner in _visible(path):
                if path.name == PICTURES and is_elsewhere(inner, draft.folder):
                    yield Problem(draft.name(path.name, inner.name), 1, 1, "linked")
                elif not (names[path.name].fullmatch(inner.name) and inner.is_file()):
                    yield _misnamed(draft, path.name, inner)
                elif path.name == PICTURES:
                    draft.pictures.add(inner.name)
                    if inner.stat().st_size > MAX_PICTURE:
                        yield Problem(
                            draft.name(PICTURES, inner.name), 1, 1, "large_picture", {"limit": MAX_PICTURE // 1024}
                        )
                    else:
                        yield from check_picture(inner, draft.name(PICTURES, inner.name))
        elif not (path.name in ("site.yml", "README.md") and path.is_file()):
            yield _misplaced(draft.name(path.name))


def _misnamed(draft: Draft, folder: str, path: Path) -> Problem:
    """The message about a file whose name cannot be one in its folder; a link to what it would be is no mistake."""
    file, name = draft.name(folder, path.name), make_slug(path.name.split(".")[0])
    if folder != PICTURES and (DOCUMENT.fullmatch(file) or _PICTURE.fullmatch(file) or path.is_dir()):
        return _misplaced(file)
    if path.is_dir():
        return Problem(file, 1, 1, "unexpected")
    if folder == "languages":
        return Problem(file, 1, 1, "unexpected_language")
    if original := folder != PICTURES and _original(path):
        return Problem(file, 1, 1, "copy", {"original": original})
    (draft.misnamed if folder == PICTURES else draft.broken).add(name)
    ending = path.suffix.lower() if folder == PICTURES else ".yml"
    if folder == PICTURES and not PICTURE_NAME.fullmatch(f"x{ending}"):
        return Problem(file, 1, 1, "not_picture")
    expected = f"{name or 'x'}{ending}"
    if expected in (other.name for other in path.parent.iterdir() if other != path):
        return Problem(file, 1, 1, "unexpected")
    return Problem(file, 1, 1, "unexpected_name", {"expected": expected})


def _misplaced(file: str) -> Problem:
    """The message about what has no place where it is, by the kind of file that it is."""
    key = "document" if DOCUMENT.fullmatch(file) else "picture_place" if _PICTURE.fullmatch(file) else "unexpected"
    return Problem(file, 1, 1, key)


def _original(path: Path) -> str | None:
    """The file in the same folder that a file is a copy of, by its name."""
    match = _COPY.fullmatch(path.stem)
    name = f"{match[match.lastindex or 0]}.yml" if match else path.name
    return name if match and (path.parent / name).is_file() else None


def _visible(folder: Path) -> list[Path]:
    """What a folder holds, without what systems and editors leave there; nothing if it cannot be read."""
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in names if not _LEFTOVER.fullmatch(path.name)]
