"""The mistakes in tests/mistakes/, and what an author reads of a folder of content."""

import re
from pathlib import Path

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.author.problems import ContentError
from brochure.reading.loader import load, read
from support.sites import ROOT, THEME

CASES = sorted((ROOT / "tests" / "mistakes").glob("*.txt"))
REMARKS = sorted((ROOT / "tests" / "remarks").glob("*.txt"))
LINKED = (
    "this is not the file or folder itself but a shortcut to it; delete the shortcut, and copy what it points to here"
)
"""What an author is told of a file that is elsewhere."""


def complaint(content: Path, language: str = "en") -> str:
    """What an author reads about a folder of content; empty when all is well."""
    try:
        load(read(content, THEME), language)
    except ContentError as error:
        return str(error) + "\n"
    return ""


def lay(case: str, content: Path) -> dict[str, str]:
    """Lay a case's files over a site; give the messages that it expects in each language."""
    _, *parts = re.split(r"(?m)^== (.+)\n", case)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = {language: files.pop(language, "") for language in AUTHOR_LANGUAGES}
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(exist_ok=True)
        if text == "(deleted)\n":
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    return expected
