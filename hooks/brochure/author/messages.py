"""What an author reads, in each language that an author may choose: one file of this folder for each."""

import functools
from collections.abc import Mapping
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
    """Everything said in a language: `messages`, `remarks`, `sentences`, `counts`, `states`, `keys`."""
    texts: dict[str, Any] = yaml.load(_FILES[language].read_text(encoding="utf-8"), CBaseLoader)
    return texts


def message(key: str, language: str, /, **values: object) -> str:
    """A message about a mistake, or a remark and how to accept it, as one line.

    A value may be a text for each of the author's languages.
    """
    known = catalogue(language)
    remark = key in known["remarks"]
    text: str = known["remarks"][key] + sentence("accept", language, name=key) if remark else known["messages"][key]
    ours = {name: value[language] if isinstance(value, Mapping) else value for name, value in values.items()}
    return text.format_map({name: shown(value) for name, value in ours.items()})


def sentence(key: str, language: str, /, **values: object) -> str:
    """What a command says when all is well, or behind the messages."""
    text: str = catalogue(language)["sentences"][key]
    return text.format_map(values)


def count(key: str, number: int, language: str) -> str:
    """A number of things, in the form of the language for that number."""
    text: str = catalogue(language)["counts"][key]["one" if number == 1 else "other"]
    return text.format(count=number)


def shown(value: object) -> str:
    """What an author has written, for one line of a terminal or a log: what would steer these shows as its code."""
    text = str(value).replace(
        "##[", "#\\x23["
    )  # what GitHub's runner takes for a command too, wherever it is in a line
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )
