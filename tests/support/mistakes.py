"""The mistakes in tests/mistakes/, and what an author reads of a folder of content."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.author.problems import ContentError
from brochure.model.site import WORDS
from brochure.reading.draft import Draft
from brochure.reading.loader import load, read
from support.sites import ROOT, THEME

CheckFile = Callable[[Path, str], None]
"""The type of the fixture `check_file`."""
CASES = sorted((ROOT / "tests" / "mistakes").glob("*.txt"))
REMARKS = sorted((ROOT / "tests" / "remarks").glob("*.txt"))
LINKED = "this is a shortcut, not the file or folder itself; replace it with a copy of what it points to"
"""What an author is told of a file that is elsewhere."""


def complaint(content: Path, language: str = "en") -> str:
    """What an author reads about a folder of content; empty when all is well."""
    return complaints(content, [language])[language]


def complaints(content: Path, languages: Sequence[str] = AUTHOR_LANGUAGES) -> dict[str, str]:
    """Return the same in several languages."""
    draft = read(content, THEME)
    return {language: _complaint(draft, language) for language in languages}


def _complaint(draft: Draft, language: str) -> str:
    try:
        load(draft, language)
    except ContentError as error:
        return str(error) + "\n"
    return ""


def check_case(case: Path, content: Path, told: Callable[[Path], dict[str, str]], check_file: CheckFile) -> None:
    """Lay a case over a folder, and check what is told about that in each of the author's languages."""
    text = case.read_text(encoding="utf-8")
    lay(text, content)
    found = told(content)
    assert all(found.values()), "there is nothing to tell"
    messages = (f"== {language}\n{found[language]}" for language in AUTHOR_LANGUAGES)
    check_file(case, "".join([re.split(r"(?m)^== \w\w\n", text)[0], *messages]))


def lay(case: str, content: Path) -> None:
    """Lay a case's files over a site.

    `<all but skip, menu>` in a file means every word of the interface except those.
    """
    case = re.sub(
        "<all but (.+)>",
        lambda found: ", ".join(f"{word}: a" for word in WORDS if word not in found[1].split(", ")),
        case,
    )
    _, *parts = re.split(r"(?m)^== (.+)\n", case)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    for name in files.keys() - {*AUTHOR_LANGUAGES}:
        path, text = content / name, files[name]
        path.parent.mkdir(exist_ok=True)
        if text == "(deleted)\n":
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
