"""The files in a folder of content, and those that do not belong there or in `docs/`."""

import itertools
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from brochure.author.paths import within
from brochure.author.problems import Problem
from brochure.model.files import DOWNLOADS, GUIDE, PICTURES, SITE_FOLDER, is_elsewhere
from brochure.model.prose import PDF_NAME, PICTURE_NAME
from brochure.model.site import ENTRIES, LANGUAGES
from brochure.model.values import DOCUMENT, LANGUAGE_CODE, make_slug, nearest
from brochure.reading.draft import Draft
from brochure.reading.pictures import read_file
from brochure.reading.yaml_reader import Source

_REPOSITORY = re.compile(r"(README|LICEN[CS]E|CHANGELOG)(\.[\w.]+)?|netlify\.toml", re.IGNORECASE)
"""Files that a code host or a web host reads at the top of a repository."""
_EVICTED = re.compile(r"\.([^.].*\.\w+)\.icloud")
"""iCloud's placeholder for a file that is not on the disk."""
_LEFTOVER = re.compile(
    rf"(?!{_EVICTED.pattern}$)\..*|~.*|.*~|#.*#|(eh)?thumbs\.db|desktop\.ini|Icon\r|4913", re.IGNORECASE
)
_SIDE_FILE = re.compile(r"(.+)(\.(bak|orig|rej|swp|tmp)|:Zone\.Identifier)", re.IGNORECASE)
"""A backup, or Windows' note about a download, next to its file."""
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""Endings of files that MkDocs takes for pages."""
_PHOTO = re.compile(
    rb"\xff\xd8\xff|II\*\0|MM\0\*|.{4}ftyp(he[iv][cmsx]|mif1|msf1)"  # JPEG, TIFF, HEIC
    rb"|\x89PNG.*(tEXt|zTXt|iTXt|eXIf)|GIF8.*(\0!\xfe|XMP DataXMP)"
    rb"|RIFF.{4}WEBP.*(EXIF|XMP )|.{4}ftypavi[fs].*(Exif|application/rdf\+xml)",
    re.DOTALL,
)
"""Photos, and other pictures with metadata or a comment, which may say who made them, when and where."""
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
    for folder, pattern in NAMES.items():
        paths = [] if is_elsewhere(draft.folder / folder, draft.folder) else list_files(draft, folder)
        for path in (path for path in paths if folder or path.name not in (SITE_FOLDER, GUIDE)):
            file, fits = draft.name(folder, path.name), pattern.fullmatch(path.name)
            candidate = path.relative_to(draft.folder).as_posix() in draft.candidates
            if fits and folder not in (PICTURES, DOWNLOADS):
                continue  # its `Source` has read it
            if not candidate and is_elsewhere(path, draft.folder):
                yield Problem(file, "linked")
            elif not candidate and not _is_readable(path):
                yield Problem(file, "unreadable")
            elif evicted := _EVICTED.fullmatch(path.name):
                yield Problem(draft.name(folder, evicted[1]), "in_icloud", {"name": evicted[1]})
            elif fits and not path.is_dir():
                yield from read_file(draft, folder, path.name)
            elif folder or not (path.name in NAMES if path.is_dir() else _REPOSITORY.fullmatch(path.name)):
                yield _misnamed(draft, folder, path)


def _is_readable(path: Path) -> bool:
    """Return whether a path is an accessible file or folder; nothing must open a pipe or a device."""
    return os.access(path, os.R_OK | os.X_OK) if path.is_dir() else path.is_file() and os.access(path, os.R_OK)


def check_docs(docs: Path, names: Collection[str]) -> Iterator[Problem]:
    """Yield the files of `docs/` that cannot be published; `names` are those of generated files."""
    taken = {name.lower() for name in names}
    for path in (path for path in docs.rglob("*") if path.is_symlink() or not path.is_dir()):
        uri = path.relative_to(docs).as_posix()
        file = within(docs, uri)
        if path.is_symlink():
            yield Problem(file, "linked")
        elif not _is_readable(path):
            yield Problem(file, "unreadable")
        elif uri.lower() in taken:
            yield Problem(file, "taken")
        elif path.suffix.lower() in _MARKDOWN and not uri.startswith("templates/"):
            yield Problem(file, "stray_page", {"name": make_slug(path.stem)})
        elif _PHOTO.match(path.read_bytes()):
            yield Problem(file, "picture_place")


def _misnamed(draft: Draft, folder: str, path: Path) -> Problem:
    """Return the problem of an invalid name. Remember the name, so that links to the file are not reported too."""
    file, name, ending = draft.name(folder, path.name), make_slug(path.name.split(".")[0]), path.suffix.lower()
    files = folder in (PICTURES, DOWNLOADS)
    kind = next((key for key, kind in _PLACES.items() if kind.fullmatch(file)), "unexpected")
    if path.is_dir():
        folders = {} if folder else draft.theme.known("folders")
        names = {known: right for right, others in folders.items() for known in (right, *others)}
        right = "".join(names[near] for near in nearest(path.name, names, 0.85))  # one slip in seven letters
        key = "folder_twice" if right and (draft.folder / right).exists() else "folder_name"
        return Problem(file, key if right else "unexpected", {"expected": right})
    if not files and (copy := _copy(draft, folder, path)):
        return copy
    if not folder or (not files and kind in ("document", "pdf_place", "picture_place")):
        return Problem(file, kind)
    if folder == LANGUAGES.folder:
        return Problem(file, "unexpected_language")
    (draft.misnamed if files else draft.broken).add(name)
    if files and not NAMES[folder].fullmatch(f"x{ending}"):
        key = "not_pdf" if folder == DOWNLOADS else "not_picture"
        return Problem(file, "heic" if ending in (".heic", ".heif") else key)
    expected = f"{name or 'x'}{ending if files else '.yml'}"
    taken = expected in {each.name for each in list_files(draft, folder)}
    return Problem(file, "name_taken" if taken else "unexpected_name", {"expected": expected})


def _copy(draft: Draft, folder: str, path: Path) -> Problem | None:
    """Return the problem of a file with a copy's name, or with the titles of a file whose name begins its own."""
    if path.suffix != ".yml" or not path.is_file():
        return None
    source = Source(draft.folder, path.relative_to(draft.folder).as_posix())
    matches = (re.fullmatch(form, path.stem, re.IGNORECASE) for form in draft.theme.known("copies"))
    named = (draft.sources.get((folder, match[1])) for match in matches if match)
    prefixes = draft.sources_named_by_prefix(folder, path.stem)
    same_titles = (each for each in prefixes if each.titles and each.titles == source.titles)
    original = next((each for each in itertools.chain(named, same_titles) if each), None)
    return source.problem((), "copy", other=original.file) if original else None


def list_files(draft: Draft, folder: str) -> list[Path]:
    """Return the files of a folder with the candidates, without the leftovers of systems and editors."""
    candidates = {draft.folder / path: content for path, content in draft.candidates.items()}
    removed = {path for path, content in candidates.items() if content is None}
    paths = {*(draft.folder / folder).glob("*"), *candidates} - removed
    names = {path.name: path for path in sorted(paths) if path.parent == draft.folder / folder}
    backups = {name for name in names if (file := _SIDE_FILE.fullmatch(name)) and file[1] in names}
    return [path for name, path in names.items() if not (name in backups or _LEFTOVER.fullmatch(name))]
