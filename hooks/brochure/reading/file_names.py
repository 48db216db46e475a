"""The files in a folder of content: pictures, texts, and those that do not belong there."""

import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from brochure.author.problems import Problem
from brochure.model.files import DOWNLOADS, GUIDE, PICTURES, SITE_FOLDER, is_elsewhere
from brochure.model.prose import PDF_NAME, PICTURE_NAME
from brochure.model.site import ENTRIES, LANGUAGES, SITE
from brochure.model.values import DOCUMENT, LANGUAGE_CODE, make_slug, nearest
from brochure.reading.draft import Draft
from brochure.reading.pictures import read_file
from brochure.reading.yaml_reader import Source

_REPOSITORY = re.compile(r"(README|LICEN[CS]E|CHANGELOG)(\.[\w.]+)?|netlify\.toml", re.IGNORECASE)
"""Files that a code host or a web host reads at the top of a repository."""
_EVICTED = re.compile(r"\.([^.].*\.\w+)\.icloud")
"""iCloud's stand-in for a file that is not on the disk."""
_LEFTOVER = re.compile(
    rf"(?!{_EVICTED.pattern}$)\..*|~.*|.*~|#.*#|(eh)?thumbs\.db|desktop\.ini|Icon\r|4913", re.IGNORECASE
)
_SIDE_FILE = re.compile(r"(.+)(\.(bak|orig|rej|swp|tmp)|:Zone\.Identifier)", re.IGNORECASE)
"""A backup, or Windows' note about a download, next to its file."""
_ENTRY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yml")
NAMES = {
    "": re.compile(r"site\.yml"),
    **{kind.folder: _ENTRY for kind in ENTRIES},
    LANGUAGES.folder: re.compile(LANGUAGE_CODE + r"\.yml"),
    PICTURES: PICTURE_NAME,
    DOWNLOADS: PDF_NAME,
}
"""The valid names of files, by folder."""
_PLACES = {
    "document": DOCUMENT,
    "pdf_place": re.compile(r".*\.pdf", re.IGNORECASE),
    "picture_place": re.compile(r".*\.(jpe?g|png|webp|avif|gif|svg|hei[cf]|tiff?)", re.IGNORECASE),
    "page_place": re.compile(r".*\.ya?ml"),
}
"""Messages about misplaced files, by kind of file."""


def check_names(draft: Draft) -> Iterator[Problem]:
    """Read the pictures and PDFs, and report every file that is neither content nor the author's guide."""
    for candidate, content in draft.instead.items():
        folder, _, name = candidate.partition("/")
        if content is not None and folder in (PICTURES, DOWNLOADS):
            path, fits = draft.folder / candidate, NAMES[folder].fullmatch(name)
            yield from read_file(draft, folder, name) if fits else [_misnamed(draft, draft.name(candidate), path)]
    for path in visible(draft.folder):
        if path.name in (SITE_FOLDER, GUIDE):
            continue
        if path.name != SITE.pattern and is_elsewhere(path, draft.folder):
            yield Problem(draft.name(path.name), "linked")
        elif not (path.is_file() or path.is_dir()):  # a pipe or a device, which nothing must open
            yield Problem(draft.name(path.name), "unreadable")
        elif evicted := _EVICTED.fullmatch(path.name):
            yield Problem(draft.name(evicted[1]), "in_icloud", {"name": evicted[1]})
        elif path.name in NAMES and path.is_dir():
            yield from _check_folder(draft, path)
        elif not ((path.name == SITE.pattern or _REPOSITORY.fullmatch(path.name)) and path.is_file()):
            yield _copy(draft, path) or _misplaced(draft.name(path.name))


def misnamed_folders(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each folder of content with a misspelt name, or one in another language."""
    names = {name: right for right, others in draft.theme.known("folders").items() for name in (right, *others)}
    for path in visible(draft.folder):
        near = nearest(path.name, names, 0.85)  # one slip in seven letters
        if near and path.name not in NAMES and path.is_dir():
            key = "folder_twice" if (draft.folder / names[near[0]]).exists() else "folder_name"
            yield Problem(draft.name(path.name), key, {"expected": names[near[0]]})


def _check_folder(draft: Draft, folder: Path) -> Iterator[Problem]:
    if not os.access(folder, os.R_OK | os.X_OK):
        yield Problem(draft.name(folder.name), "unreadable")
    for path in visible(folder):
        if f"{folder.name}/{path.name}" in draft.instead:
            continue
        file = draft.name(folder.name, path.name)
        if folder.name in (PICTURES, DOWNLOADS) and is_elsewhere(path, draft.folder):
            yield Problem(file, "linked")
        elif not (path.is_file() or path.is_dir()):
            yield Problem(file, "unreadable")
        elif evicted := _EVICTED.fullmatch(path.name):
            (draft.misnamed if folder.name == PICTURES else draft.broken).add(make_slug(evicted[1].split(".")[0]))
            yield Problem(draft.name(folder.name, evicted[1]), "in_icloud", {"name": evicted[1]})
        elif not (NAMES[folder.name].fullmatch(path.name) and path.is_file()):
            yield _misnamed(draft, file, path)
        elif folder.name in (PICTURES, DOWNLOADS):
            yield from read_file(draft, folder.name, path.name)


def _misnamed(draft: Draft, file: str, path: Path) -> Problem:
    """Return the problem of an invalid name, and note the name, so that links to the file are no mistakes."""
    folder, name, misplaced = path.parent.name, make_slug(path.name.split(".")[0]), _misplaced(file)
    files, ending = folder in (PICTURES, DOWNLOADS), path.suffix.lower()
    if path.is_dir() or (not files and misplaced.key in ("document", "pdf_place", "picture_place")):
        return Problem(file, "unexpected") if files else misplaced
    if not files and (copy := _copy(draft, path)):
        return copy
    if folder == LANGUAGES.folder:
        return Problem(file, "unexpected_language")
    (draft.misnamed if files else draft.broken).add(name)
    if files and not NAMES[folder].fullmatch(f"x{ending}"):
        key = "not_pdf" if folder == DOWNLOADS else "not_picture"
        return Problem(file, "heic" if ending in (".heic", ".heif") else key)
    expected = f"{name or 'x'}{ending if files else '.yml'}"
    key = "name_taken" if expected in os.listdir(path.parent) else "unexpected_name"
    return Problem(file, key, {"expected": expected})


def _copy(draft: Draft, path: Path) -> Problem | None:
    """Return the problem of a file with a copy's name, or with the titles of a file whose name begins its own."""
    if path.suffix != ".yml" or not path.is_file():
        return None
    place = "" if path.parent == draft.folder else path.parent.name
    source = Source(draft.folder, path.relative_to(draft.folder).as_posix())
    matches = (re.fullmatch(form, path.stem, re.IGNORECASE) for form in draft.theme.known("copies"))
    named = (draft.sources.get((place, match[1])) for match in matches if match)
    same = (other for other in draft.beginnings(place, path.stem) if other.titles and other.titles == source.titles)
    original = next((other for other in itertools.chain(named, same) if other), None)
    return source.problem((), "copy", other=original.file) if original else None


def _misplaced(file: str) -> Problem:
    return Problem(file, next((key for key, kind in _PLACES.items() if kind.fullmatch(file)), "unexpected"))


def listed(draft: Draft, folder: str) -> list[Path]:
    """Return the visible files of a folder as they would be with the candidates."""
    candidates = {draft.folder / path: content for path, content in draft.instead.items()}
    paths = {*visible(draft.folder / folder), *candidates}
    return sorted(
        path for path in paths if path.parent == draft.folder / folder and candidates.get(path, b"") is not None
    )


def visible(folder: Path) -> list[Path]:
    """Return the files of a folder without the leftovers of systems and editors, or nothing if it is unreadable."""
    paths = {path.name: path for path in sorted(folder.glob("*")) if not _LEFTOVER.fullmatch(path.name)}
    return [path for name, path in paths.items() if not ((file := _SIDE_FILE.fullmatch(name)) and file[1] in paths)]
