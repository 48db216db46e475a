"""The texts for authors, one file of this folder for each language that an author may choose."""

import functools
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CBaseLoader

_FILES = {path.stem: path for path in sorted(Path(__file__).parent.glob("*.yml"))}
DEFAULT = "fi"
"""The language of an author who has chosen none."""
AUTHOR_LANGUAGES = (DEFAULT, *(code for code in _FILES if code != DEFAULT))


@functools.cache
def catalogue(language: str) -> dict[str, Any]:
    """Return the texts of a language: `messages`, `remarks`, `sentences`, `synonyms`, `counts`, `states`, `keys`.

    Its section `form` has other wordings of messages, remarks and keys for the editor, and the labels of choices.
    """
    texts: dict[str, Any] = yaml.load(_FILES[language].read_text(encoding="utf-8"), CBaseLoader)
    return texts


def message(key: str, language: str, /, *, form: bool = False, **values: object) -> str:
    """Return a message about a mistake, or a remark, as one line.

    In the editor's `form` it may have another wording; elsewhere a remark ends with the line that accepts it. A value
    may be a text for each of the author's languages. `{in_x}` in a text names the languages whose codes are `{x}`.
    """
    texts = catalogue(language)
    section = "remarks" if key in texts["remarks"] else "messages"
    text = texts[section][key]
    if form:
        text = texts["form"][section].get(key, text)
    elif section == "remarks":
        text += sentence("accept", language, name=key)
    ours = {name: printable(value[language] if isinstance(value, Mapping) else value) for name, value in values.items()}
    return str(text.format_map(ours | {f"in_{name}": in_language(value, language) for name, value in ours.items()}))


def in_language(codes: str, language: str) -> str:
    """Return the adverbials of languages, such as `in English, in Finnish`; `codes` are separated by commas."""
    texts: dict[str, str] = catalogue(language)["in_language"]
    return ", ".join(texts.get(code, texts["other"].format(code=code)) for code in codes.split(", "))


def choice(key: str, value: str, language: str) -> str:
    """Return the label of a value that a key may have, else the value. An empty value means that none is chosen."""
    return str(catalogue(language)["form"]["choices"].get(key, {}).get(value, value))


def sentence(key: str, language: str, /, **values: object) -> str:
    """Return a sentence that is no message about a problem."""
    return str(catalogue(language)["sentences"][key].format_map(values))


def count(key: str, number: int, language: str) -> str:
    """Return a number with its noun or sentence, such as `3 problems`, in the singular or the plural."""
    return str(catalogue(language)["counts"][key]["one" if number == 1 else "other"].format(count=number))


@functools.cache
def synonyms(name: str) -> Sequence[str]:
    """Return the keys that an author may mean by another name, in any author's language."""
    tables = (catalogue(language)["synonyms"].items() for language in AUTHOR_LANGUAGES)
    return [key for table in tables for key, names in table if name.casefold() in names.split(", ")]


def printable(value: object) -> str:
    """Return an author's text for a line of a terminal or a log, with control characters escaped."""
    text = str(value).replace("##[", "#\\x23[")  # a command of GitHub's runner, anywhere in a line
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def be_lenient() -> None:
    """Let a console print the codes of characters that it lacks, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
