"""Each file in tests/mistakes/ has a mistake and its messages.

A case contains files to add to the tiny site, each below a line `== path`, and the messages in each of the author's
languages, below a line `== code`. `pytest --renew` rewrites the messages.
"""

import os
from pathlib import Path

import pytest

from brochure.model.site import ServiceTranslation
from brochure.reading.loader import load, read
from brochure.reading.yaml_reader import MAX_BYTES
from support.mistakes import CASES, CheckFile, check_case, complaint, complaints
from support.sites import THEME

ALIASES = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
BODY = "en: {{title: Pair, summary: x, who: x, purpose: x, body: '{}'}}\n"
NOT_UTF8 = "this is not UTF-8 text but probably Windows-1252; save the file again as UTF-8"
HOSTILE = {
    "not utf-8": ("order: 1\n# ä on ".encode() + b"\xf6\n", f"2:8: {NOT_UTF8}"),
    "other line ends": (b"order:\r1\r\n# \xf6\n", f"3:3: {NOT_UTF8}"),
    "large": (
        b"#" * (MAX_BYTES + 1),
        "1:1: this file is larger than 256 kB; shorten the text or split it into several pages",
    ),
    "aliases that stand for gigabytes": (
        "\n".join(["a0: &a0 [x, x]", *ALIASES]).encode(),
        '1:5: text cannot begin with &; put the whole text in quotation marks: "..."',
    ),
    "brackets that Markdown broods over": (
        BODY.format("[" * 3000).encode(),
        "1:58: this text has hundreds of square brackets; delete those you do not need",
    ),
    "a long body": (
        BODY.format("x" * 20_001).encode(),
        "1:1: this text is longer than 20000 characters; shorten it or split it into several pages",
    ),
}
"""Contents of a page that a case in a text file cannot have, or better not, each with its message."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_word_for_word(case: Path, tiny: Path, check_file: CheckFile) -> None:
    """All mistakes are reported at once, with file, line, column, what is wrong and what to do, in both languages."""
    check_case(case, tiny, complaints, check_file)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_its_place(name: str, tiny: Path) -> None:
    """The message has the line and the column of the first wrong character."""
    content, message = HOSTILE[name]
    (tiny / "services" / "pair.yml").write_bytes(content)
    assert f"content/services/pair.yml:{message}" in complaint(tiny).splitlines()


@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "? "], ids=["list", "block", "dash", "key"])
def test_deep_nesting_is_refused_without_a_crash(tiny: Path, nest: str) -> None:
    """A hundred thousand levels, or as many as a file may hold, cost a message and not the interpreter."""
    (tiny / "services" / "pair.yml").write_text("fi: " + nest * min(100_000, (MAX_BYTES - 10) // len(nest)))
    (told, *_) = complaint(tiny).splitlines()
    told = told.removeprefix("content/services/pair.yml:1:").lstrip("0123456789")
    assert told.startswith((": this is indented more than", ": text cannot begin with", ": this cannot be read"))


def test_text_means_what_it_says(tiny: Path) -> None:
    """YAML's own ideas of numbers, dates, times and switches do not reach an author; `~` and `null` mean nothing."""
    for text in ("0401234567", "no", "12:30", "2026-11-22", "1e3", "0x1F", "1_000", "yes", ".5", "~", "null", "Null"):
        words = f"{{title: x, summary: x, who: x, purpose: x, outcome: {text}, slug: tyoparin-tyonohjaus}}"
        (tiny / "services" / "pair.yml").write_text(f"icon: ~\nfi: {words}\nen: {words}\nsv: {words}\n")
        (entry,) = (entry for entry in load(read(tiny, THEME)).entries if entry.id == "pair")
        found = entry.translations["fi"]
        assert isinstance(found, ServiceTranslation)
        assert (found.outcome, entry.settings.icon) == ("" if text in ("~", "null", "Null") else text, "")


def test_a_folder_under_the_name_of_a_file_is_reported(tiny: Path) -> None:
    """A folder is no file, and the message says that it cannot be opened."""
    (tiny / "services" / "pair.yml").unlink()
    (tiny / "services" / "pair.yml").mkdir()
    told = complaint(tiny)
    assert "content/services/pair.yml:1:1: this file cannot be opened" in told
    assert told.count("services/pair.yml") == 1


@pytest.mark.parametrize(
    "name", ["services/pair.yml", "site.yml", "languages/fi.yml", "pictures/x.jpg", "pictures/x.svg"]
)
def test_a_pipe_is_not_waited_for(tiny: Path, name: str) -> None:
    """The message is about its kind, and not about its name."""
    (tiny / name).parent.mkdir(exist_ok=True)
    (tiny / name).unlink(missing_ok=True)
    os.mkfifo(tiny / name)
    (told, *others) = complaint(tiny).splitlines()
    refused = "this file cannot be opened; check that it is an ordinary file that you are allowed to open"
    assert told == f"content/{name}:1:1: {refused}"
    assert not [line for line in others if line.startswith(f"content/{name}")]


def test_traces_of_systems_and_editors_are_no_mistake(tiny: Path) -> None:
    """Hidden files, Windows' thumbnails and line ends, a guide, a licence and a byte order mark are ignored."""
    for name in (".DS_Store", "Thumbs.db", "README.md", "LICENSE"):
        (tiny / name).write_text("")
    path = tiny / "services" / "pair.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert complaint(tiny) == ""
