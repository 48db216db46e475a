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


def check_case(case: Path, content: Path, told: Callable[[Path], dict[str, str]], *, renew: bool) -> None:
    """Check that a case's messages are the expected ones in each of the author's languages, or rewrite the case."""
    text = case.read_text(encoding="utf-8")
    expected = lay(text, content)
    found = told(content)
    assert all(found.values()), "there is nothing to tell"
    if renew:
        messages = "".join(f"== {language}\n{found[language]}" for language in AUTHOR_LANGUAGES)
        case.write_text(re.split(r"(?m)^== \w\w\n", text)[0] + messages, encoding="utf-8")
    else:
        assert found == expected, "if the new text is right, run: .venv/bin/pytest --renew"


def lay(case: str, content: Path) -> dict[str, str]:
    """Lay a case's files over a site; give the messages that it expects in each language.

    `<all but skip, menu>` in a file means every word of the interface except those.
    """
    case = re.sub(
        "<all but (.+)>",
        lambda found: ", ".join(f"{word}: a" for word in WORDS if word not in found[1].split(", ")),
        case,
    )
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
