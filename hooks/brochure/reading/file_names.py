"""What lies in a folder of content: pictures, files of text, and whatever does not belong there."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from brochure.author.problems import Problem
from brochure.model.files import PICTURES, is_elsewhere
from brochure.model.prose import PICTURE_NAME
from brochure.model.site import ENTRIES
from brochure.model.values import DOCUMENT, LANGUAGE_CODE, make_slug
from brochure.reading.draft import Draft
from brochure.reading.pictures import HEIC, read_picture

_BESIDE = re.compile(r"(README|LICEN[CS]E|CHANGELOG)(\.[\w.]+)?|netlify\.toml", re.IGNORECASE)
"""What a code host or a web host looks for at the top of a repository, and no site is made of."""
_LEFTOVER = re.compile(r"\..*|.*~|~\$.*|#.*#|Thumbs\.db|desktop\.ini")

ENTRY_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yml")
LANGUAGE_NAME = re.compile(LANGUAGE_CODE + r"\.yml")
_PICTURE = re.compile(r".*\.(jpe?g|png|webp|avif|gif|svg|hei[cf]|tiff?)", re.IGNORECASE)
_PAGE = re.compile(r".*\.ya?ml")
_COPY = re.compile(
    r"(?:copy of|kopio tiedostosta) (.+)|(.+?)(?: [-–])? (?:copy|kopio)(?: ?\(?\d+\)?)?|(.+?) ?\(\d+\)", re.IGNORECASE
)
"""What systems call a copy, with the name of the original."""


def check_names(draft: Draft) -> Iterator[Problem]:
    """Note the pictures, and report everything in the folder that is neither content nor the author's guide."""
    names = {"languages": LANGUAGE_NAME, PICTURES: PICTURE_NAME} | {kind.folder: ENTRY_NAME for kind in ENTRIES}
    for path in visible(draft.folder):
        if path.name != "site.yml" and is_elsewhere(path, draft.folder):
            yield Problem(draft.name(path.name), "linked")
        elif path.name in names and path.is_dir():
            if not os.access(path, os.R_OK | os.X_OK):
                yield Problem(draft.name(path.name), "unreadable")
            for inner in visible(path):
                if path.name == PICTURES and is_elsewhere(inner, draft.folder):
                    yield Problem(draft.name(path.name, inner.name), "linked")
                elif not (names[path.name].fullmatch(inner.name) and inner.is_file()):
                    yield _misnamed(draft, path.name, inner)
                elif path.name == PICTURES:
                    picture, problems = read_picture(inner, draft.name(PICTURES, inner.name), draft.cache)
                    draft.pictures[inner.name] = picture
                    yield from problems
        elif not ((path.name == "site.yml" or _BESIDE.fullmatch(path.name)) and path.is_file()):
            yield _misplaced(draft.name(path.name))


def _misnamed(draft: Draft, folder: str, path: Path) -> Problem:
    """The message about a file whose name cannot be one in its folder; a link to what it would be is no mistake."""
    file, name = draft.name(folder, path.name), make_slug(path.name.split(".")[0])
    if folder != PICTURES and (DOCUMENT.fullmatch(file) or _PICTURE.fullmatch(file) or path.is_dir()):
        return _misplaced(file)
    if path.is_dir():
        return Problem(file, "unexpected")
    if folder == "languages":
        return Problem(file, "unexpected_language")
    if original := folder != PICTURES and _original(path):
        return Problem(file, "copy", {"original": original})
    (draft.misnamed if folder == PICTURES else draft.broken).add(name)
    ending = path.suffix.lower() if folder == PICTURES else ".yml"
    if folder == PICTURES and not PICTURE_NAME.fullmatch(f"x{ending}"):
        return Problem(file, "heic" if ending in HEIC else "not_picture")
    expected = f"{name or 'x'}{ending}"
    if expected in (other.name for other in path.parent.iterdir() if other != path):
        return Problem(file, "unexpected")
    return Problem(file, "unexpected_name", {"expected": expected})


def _misplaced(file: str) -> Problem:
    """The message about what has no place where it is, by the kind of file that it is."""
    kinds = {"document": DOCUMENT, "picture_place": _PICTURE, "page_place": _PAGE}
    return Problem(file, next((key for key, kind in kinds.items() if kind.fullmatch(file)), "unexpected"))


def _original(path: Path) -> str | None:
    """The file in the same folder that a file is a copy of, by its name."""
    match = _COPY.fullmatch(path.stem)
    name = f"{match[match.lastindex or 0]}.yml" if match else path.name
    return name if match and (path.parent / name).is_file() else None


def visible(folder: Path) -> list[Path]:
    """What a folder holds, without what systems and editors leave there; nothing if it cannot be read."""
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in names if not _LEFTOVER.fullmatch(path.name)]
