"""What cannot be published in `docs/`, which an author may add files to."""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from brochure.author.paths import within
from brochure.author.problems import Problem
from brochure.model.files import ASSETS, is_elsewhere
from brochure.model.prose import PICTURE_NAME
from brochure.model.values import make_slug
from brochure.reading.pictures import check_picture
from brochure.reading.yaml_reader import CONFLICT

NEEDED = ("brochure.css", "icon.svg", "search.js")
"""What `overrides/` refers to in the folder of assets."""
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page."""
_MARKUP = (".html", ".htm", ".xhtml", ".xht", ".xml", ".svgz")
"""What a browser takes for one; a proof that a search engine asks for may be called so, if it is plain text."""
_NAME = re.compile(r"[A-Za-z0-9._/-]+")
"""Names that mean nothing else in the rules for any host."""


def check_docs(docs: Path, names: Collection[str]) -> Iterator[Problem]:
    """What cannot be published in `docs/`, which an author may add files to, and what the look needs and is not there.

    `names` are those of the files that the site makes by itself.
    """
    taken = {name.lower() for name in names}
    for name, folders, files in os.walk(docs):
        folder = Path(name)
        for path in sorted(folder / linked for linked in folders if (folder / linked).is_symlink()):
            yield Problem(within(docs, path.relative_to(docs).as_posix()), "linked")
        for path in sorted(folder / file for file in files):
            uri = path.relative_to(docs).as_posix()
            if is_elsewhere(path, docs):
                yield Problem(within(docs, uri), "linked")
            elif not _NAME.fullmatch(uri):
                yield Problem(within(docs, uri), "file_name")
            elif uri.lower() in taken:
                yield Problem(within(docs, uri), "taken")
            elif _is_page(path, uri):
                yield Problem(within(docs, uri), "stray_page", {"name": make_slug(path.stem)})
            elif path.suffix.lower() in (".css", ".js"):
                yield from _check_asset(path, within(docs, uri))
            elif PICTURE_NAME.fullmatch(f"x{path.suffix.lower()}"):
                yield from check_picture(path, within(docs, uri))
    for name in NEEDED:
        if not (docs / ASSETS / name).is_file():
            yield Problem(within(docs, ASSETS, name), "missing_file")


def _is_page(path: Path, uri: str) -> bool:
    """Whether a file is a page to MkDocs or to a browser, and none of the templates."""
    ending = path.suffix.lower()
    return (ending in _PAGES and not uri.startswith("templates/")) or (ending in _MARKUP and b"<" in path.read_bytes())


def _check_asset(path: Path, file: str) -> Iterator[Problem]:
    """Two versions are not in conflict, and a stylesheet names no other file, for published names change."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if CONFLICT.match(line):
            yield Problem(file, "conflict", {}, line=number, column=1, excerpt=line)
        for match in re.finditer(r"url\(|@import", line if path.suffix.lower() == ".css" else ""):
            yield Problem(
                file, "css_file", {"name": match[0].rstrip("(")}, line=number, column=match.start() + 1, excerpt=line
            )
