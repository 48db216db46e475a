r"""Each file in tests/editing/forms/ is a session with the editor of the tiny site.

A line `> step` is what the author does, and the lines below it are what comes of it: the messages in each of her
languages, each after the id of its field, then the changed lines of files. `pytest --renew` rewrites them.

    > open PATH               opens a page, whose messages are not shown
    > type NAME TEXT          types into a control, with \n between lines, or chooses
    > send NAME TEXT          adds a control that the page does not have
    > press BUTTON            presses the button with a value, or that of the form with an address
    > again                   sends the last form once more, as a second click or an old page does
    > look                    shows the page's messages, also those about the sample
    > list                    opens the list, and shows its rows
    > file PATH TEXT          writes a file while the form is open, or deletes it if there is no text
    > change PATH OLD -> NEW  changes a text in a file, as another program does
"""

import difflib
import re
import shutil
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from support.forms import Screen
from support.sites import TINY, change, contents

STEP = re.compile(r"^> (.*)\n(?:(?![>#\n]).*\n)*", re.MULTILINE)
"""A step, with what comes of it."""
SESSIONS = sorted(Path(__file__).with_name("forms").glob("*.txt"))


@pytest.fixture(autouse=True)
def no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask git for nothing: the tiny site is in no repository, and each question takes time."""
    monkeypatch.setattr("brochure.editing.folder.older", lambda *_: ())


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the changed lines of files below the path of each file, hidden ones left out."""
    for path in sorted(path for path in {*before, *after} if not path.startswith(".")):
        old, new = (
            [repr(line)[1:-1] if "\r" in line else line.removesuffix("\n") for line in text.splitlines(keepends=True)]
            for text in (files.get(path, b"").decode() for files in (before, after))
        )
        lines = [line for line in difflib.unified_diff(old, new, n=0, lineterm="") if not line.startswith("@@")][2:]
        yield from [path, *lines] if before.get(path) != after.get(path) else ()


def take(screen: Screen, folder: Path, step: str) -> Iterator[str]:
    """Take a step of a session; yield what it shows."""
    verb, _, rest = step.partition(" ")
    first, _, text = rest.partition(" ")
    text = text.replace("\\n", "\n").replace("\\r", "\r")
    if verb == "open":
        screen.open(rest)
    elif verb == "type":
        screen.type(first, text)
    elif verb == "send":
        screen.typed[first] = text
    elif verb == "press":
        screen.press(rest)
    elif verb == "again":
        screen.send()
    elif verb == "list":
        screen.open("")
        rows = [each for each in screen.document.iter("li") if each.find("form") is not None]
        yield from (" ".join(" ".join(row.itertext()).split()) for row in rows)
    elif verb == "file":
        (folder / first).write_text(text, encoding="utf-8") if text else (folder / first).unlink()
    elif verb == "change":
        change(folder / first, *text.split(" -> "))
    for place, kinds, told in screen.notes():
        if verb == "look" or (verb in ("press", "again") and not (place and "sample" in kinds)):
            yield f"{place}: {told}"


def played(session: str, folder: Path, language: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what comes of each step: what it shows in the author's language, and what is the same in each."""
    change(folder / "site.yml", "contact:", f"author_language: {language}\ncontact:")
    screen = Screen(folder, language)
    for step in STEP.findall(session):
        before = contents(folder)
        told = [f"{language} {line}" for line in take(screen, folder, step)]
        pressed = step.startswith(("press", "again"))
        page = [f"{screen.status} {screen.address}"] if pressed or step.startswith("open") else []
        yield told, page + list(changed(before, contents(folder)) if pressed else ())


@pytest.mark.slow
@pytest.mark.parametrize("case", SESSIONS, ids=lambda case: case.stem)
def test_a_session_shows_its_messages_and_changes_its_lines(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Each value is saved with its lines alone, and each message is at its field; sessions take turns in languages."""
    text, renews = case.read_text(encoding="utf-8"), request.config.getoption("--renew")
    played_in = AUTHOR_LANGUAGES if renews else [AUTHOR_LANGUAGES[SESSIONS.index(case) % len(AUTHOR_LANGUAGES)]]
    folders = [(shutil.copytree(TINY, tmp_path / language / "content"), language) for language in played_in]
    outcomes = []
    for step in zip(*(played(text, *folder) for folder in folders), strict=True):
        (_, same), *others = step
        assert all(other == same for _, other in others), "the languages differ in what they save"
        outcomes.append("".join(f"{line}\n" for line in [*same[:1], *chain(*(told for told, _ in step)), *same[1:]]))
    rest = iter(outcomes)
    found = re.sub(STEP, lambda step: f"> {step[1]}\n{next(rest)}", text)
    if renews:
        case.write_text(found, encoding="utf-8")
    others = [language for language in AUTHOR_LANGUAGES if language not in played_in]
    expected = re.sub(rf"(?m)^(?:{'|'.join(others)}) .*\n", "", case.read_text("utf-8")) if others else found
    assert found == expected, "if this is right, run: .venv/bin/pytest --renew"
