"""What an author reads when something is wrong: each file in tests/mistakes/ holds a mistake and its messages.

A case is a text file: files that are laid over the tiny site, each below a line `== path`, and the messages below
`== expected`. `pytest --renew` writes the messages anew.
"""

import re
from pathlib import Path

import pytest

from brochure.content import load
from brochure.messages import MESSAGES, ContentError
from brochure.source import MAX_BYTES
from conftest import LOOK


class Anything(dict[str, str]):
    """Stands for every value of a message."""

    def __missing__(self, key: str) -> str:
        return "\0"


CASES = sorted((Path(__file__).parent / "mistakes").glob("*.txt"))


def complaint(content: Path) -> str:
    """What an author reads about a folder of content; empty when all is well."""
    try:
        load(content, LOOK)
    except ContentError as error:
        return str(error) + "\n"
    return ""


def lay(case: str, content: Path) -> str:
    """Lay a case's files over a site; give the messages that it expects."""
    _, *parts = re.split(r"(?m)^== (.+)\n", case)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    expected = files.pop("expected", "")
    for name, text in files.items():
        path = content / name
        path.parent.mkdir(exist_ok=True)
        if text == "(deleted)\n":
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    return expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_word_for_word(case: Path, tiny: Path, request: pytest.FixtureRequest) -> None:
    """Each mistake is told with file, line, column, what is wrong and what to do, and all of them at once."""
    text = case.read_text(encoding="utf-8")
    expected = lay(text, tiny)
    told = complaint(tiny)
    if request.config.getoption("--renew"):
        case.write_text(text.partition("== expected\n")[0] + "== expected\n" + told, encoding="utf-8")
    else:
        assert "nothing was published" in told
        assert told == expected, "if the new text is right, run: .venv/bin/pytest --renew"


def test_the_tiny_site_has_no_mistakes(tiny: Path) -> None:
    """What the cases spoil is whole."""
    assert complaint(tiny) == ""


def test_text_that_is_not_utf8_is_refused_where_it_stops_being_so(tiny: Path) -> None:
    """The place of the first wrong byte is told, counted in characters."""
    (tiny / "services" / "pair.yml").write_bytes("order: 1\n# ä on ".encode() + "ö".encode("latin-1") + b"\n")
    assert complaint(tiny).startswith(
        "content/services/pair.yml:2:8: this is not UTF-8 text; save the file again with the encoding UTF-8\n"
    )


def test_a_large_file_is_refused_unread(tiny: Path) -> None:
    """A file over the limit is named with the limit."""
    (tiny / "services" / "pair.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert complaint(tiny).startswith(
        "content/services/pair.yml:1:1: this file is larger than 256 kB; "
        "an entry is a page of text, so split it or shorten it\n"
    )


@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "? "], ids=["list", "block", "dash", "key"])
def test_deep_nesting_is_refused_without_a_crash(tiny: Path, nest: str) -> None:
    """A hundred thousand levels, or as many as a file may hold, cost a message and not the interpreter."""
    (tiny / "services" / "pair.yml").write_text("fi: " + nest * min(100_000, (MAX_BYTES - 10) // len(nest)))
    (told, *_) = complaint(tiny).splitlines()
    assert re.fullmatch(
        r"content/services/pair\.yml:1:\d+: (the indentation goes deeper than 10 levels here|this cannot be read).*",
        told,
    )


def test_an_alias_bomb_costs_nothing(tiny: Path) -> None:
    """Ten lines that would stand for gigabytes are refused where they begin."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    (tiny / "services" / "pair.yml").write_text("\n".join(lines))
    assert complaint(tiny).startswith(
        "content/services/pair.yml:1:5: text that begins with & is a name to YAML; put the text in quotation marks\n"
    )


def test_files_that_a_system_leaves_behind_are_passed_over(tiny: Path) -> None:
    """Hidden files and a Windows thumbnail index are nobody's mistake, and the guide may stand in the folder."""
    for name in (".DS_Store", "Thumbs.db", "README.md"):
        (tiny / name).write_text("")
    assert complaint(tiny) == ""


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(tiny: Path) -> None:
    """An editor on Windows makes no mistakes by itself."""
    path = tiny / "services" / "pair.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert complaint(tiny) == ""


def test_an_absent_folder_is_told_and_not_raised(tmp_path: Path) -> None:
    """A project without content gets messages too."""
    told = complaint(tmp_path / "content")
    assert "content/site.yml:1:1: this file is missing" in told
    assert "content/languages:1:1: there is no language" in told


def test_every_message_says_what_to_do() -> None:
    """What is wrong and what to do stand either side of a semicolon."""
    assert [key for key, text in MESSAGES.items() if text.count("; ") < 1] == []


def test_every_message_is_shown_by_a_case() -> None:
    """No message goes untested, bar the ones that a test above raises and a file that may not be opened."""
    shown = "".join(case.read_text(encoding="utf-8").partition("== expected\n")[2] for case in CASES)
    patterns = {key: re.escape(text.format_map(Anything())).replace("\0", ".*") for key, text in MESSAGES.items()}
    missing = {key for key, pattern in patterns.items() if not re.search(pattern, shown)}
    assert missing == {"unreadable", "too_large", "not_utf8", "missing_file", "no_languages"}
