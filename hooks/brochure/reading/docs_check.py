"""The check of `docs/`, to which an author may add files."""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from brochure.author.paths import within
from brochure.author.problems import Problem
from brochure.model.files import ASSETS, is_elsewhere
from brochure.model.values import make_slug
from brochure.reading.pictures import read_drawing

NEEDED = ("brochure.css", "icon.svg", "search.js")
"""The assets that `overrides/` refers to."""
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""Pages to MkDocs."""
_MARKUP = (".html", ".htm", ".xhtml", ".xht", ".xml", ".svgz")
"""Endings of files that a browser may show as pages. They are refused if they contain markup (`<`)."""
_PHOTO = re.compile(
    rb"\xff\xd8\xff|II\*\0|MM\0\*|.{4}ftyp(he[iv][cmsx]|mif1|msf1)"  # JPEG, TIFF, HEIC
    rb"|\x89PNG.*(tEXt|zTXt|iTXt|eXIf)|GIF8.*(\0!\xfe|XMP DataXMP)"
    rb"|RIFF.{4}WEBP.*(EXIF|XMP )|.{4}ftypavi[fs].*(Exif|application/rdf\+xml)",
    re.DOTALL,
)
"""Photos, and other pictures with metadata or a comment, which may say who made them, when and where."""
_NAME = re.compile(r"[A-Za-z0-9._/-]+")
"""Names without a character that is special in any host's rules."""


def check_docs(docs: Path, names: Collection[str]) -> Iterator[Problem]:
    """Yield the files that cannot be published, and the missing assets; `names` are those of generated files."""
    taken = {name.lower() for name in names}
    for name, folders, files in os.walk(docs):
        linked = [folder for folder in folders if Path(name, folder).is_symlink()]
        for path in sorted(Path(name, file) for file in (*files, *linked)):
            uri = path.relative_to(docs).as_posix()
            file, ending = within(docs, uri), path.suffix.lower()
            is_template = uri.startswith("templates/")
            if path.is_symlink() or is_elsewhere(path, docs):
                yield Problem(file, "linked")
            elif not path.is_file():
                yield Problem(file, "unreadable")
            elif not _NAME.fullmatch(uri):
                yield Problem(file, "file_name")
            elif uri.lower() in taken:
                yield Problem(file, "taken")
            elif not is_template and (ending in _PAGES or (ending in _MARKUP and b"<" in path.read_bytes())):
                yield Problem(file, "stray_page", {"name": make_slug(path.stem)})
            elif ending == ".svg":
                yield from read_drawing(path.read_bytes(), file)[1]
            elif _PHOTO.match(path.read_bytes()):
                yield Problem(file, "picture_place")
    missing = (name for name in NEEDED if not (docs / ASSETS / name).is_file())
    yield from (Problem(within(docs, ASSETS, name), "missing_file") for name in missing)
