"""What an author reads when something is wrong: each file in tests/mistakes/ has a mistake and its messages.

A case is a text file: files that are laid over the tiny site, each below a line `== path`, and the messages in each of
the author's languages, below a line of two signs and the language's code. `pytest --renew` writes the messages anew.
"""

from pathlib import Path

import pytest

from brochure.model.site import ServiceTranslation
from brochure.reading.loader import load, read
from brochure.reading.yaml_reader import MAX_BYTES
from support.mistakes import CASES, check_case, complaint
from support.sites import THEME

ALIASES = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
BODY = "en: {{title: Pair, summary: x, who: x, purpose: x, body: '{}'}}\n"
NOT_UTF8 = "this is not UTF-8 text but probably Windows-1252; save the file again with the encoding UTF-8"
HOSTILE = {
    "not utf-8": ("order: 1\n# ä on ".encode() + b"\xf6\n", f"2:8: {NOT_UTF8}"),
    "not utf-8 after other line ends": (b"order:\r1\r\n# \xf6\n", f"3:3: {NOT_UTF8}"),
    "large": (
        b"#" * (MAX_BYTES + 1),
        "1:1: this file is larger than 256 kB; a page is a short text, so split it into several pages or shorten it",
    ),
    "aliases that stand for gigabytes": (
        "\n".join(["a0: &a0 [x, x]", *ALIASES]).encode(),
        '1:5: text cannot begin with &; put the whole text in quotation marks: "..."',
    ),
    "brackets that Markdown broods over": (
        BODY.format("[" * 3000).encode(),
        "1:58: there are hundreds of square brackets in this text; delete those that are not needed",
    ),
}
"""What no text file can have, or had better not have: the bytes of a page, and the message."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_word_for_word(case: Path, tiny: Path, request: pytest.FixtureRequest) -> None:
    """Each mistake is told with file, line, column, what is wrong and what to do, all at once, in both languages."""
    check_case(case, tiny, complaint, renew=request.config.getoption("--renew"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_its_place(name: str, tiny: Path) -> None:
    """At once, with the place of its first wrong character by the lines that the file has."""
    content, message = HOSTILE[name]
    (tiny / "services" / "pair.yml").write_bytes(content)
    assert f"content/services/pair.yml:{message}" in complaint(tiny).splitlines()


@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "? "], ids=["list", "block", "dash", "key"])
def test_deep_nesting_is_refused_without_a_crash(tiny: Path, nest: str) -> None:
    """A hundred thousand levels, or as many as a file may hold, cost a message and not the interpreter."""
    (tiny / "services" / "pair.yml").write_text("fi: " + nest * min(100_000, (MAX_BYTES - 10) // len(nest)))
    (told, *_) = complaint(tiny).splitlines()
    told = told.removeprefix("content/services/pair.yml:1:").lstrip("0123456789")
    assert told.startswith((": the indentation goes deeper", ": text cannot begin with", ": this cannot be read"))


def test_text_means_what_it_says(tiny: Path) -> None:
    """YAML's own ideas of numbers, dates, times and switches do not reach an author; `~` and `null` mean nothing."""
    path = tiny / "services" / "pair.yml"

    def words() -> ServiceTranslation:
        (entry,) = (entry for entry in load(read(tiny, THEME)).entries if entry.id == "pair")
        assert entry.settings.icon == ""
        found = entry.translations["fi"]
        assert isinstance(found, ServiceTranslation)
        return found

    (tiny / "pages" / "overview.yml").write_text("template: overview\nfi: {title: Muodot, summary: x}\n")
    for text in ("0401234567", "no", "on", "12:30", "2026-11-22", "1e3", "0x1F", "1_000", "yes", ".5", "+1"):
        path.write_text(f"fi: {{title: {text}, slug: pari, summary: {text}, who: {text}, purpose: {text}}}\n")
        assert {words().title, words().summary, words().who} == {text}
    required = "  title: x\n  summary: x\n  who: x\n  purpose: x\n"
    for nothing in ("~", "null", "", "Null"):
        path.write_text(f"icon: {nothing}\nfi:\n{required}  outcome: {nothing}\n  slug: {nothing}\n  body: {nothing}\n")
        assert (words().slug, words().outcome, bool(words().body)) == ("", "", False)


def test_a_file_that_cannot_be_opened_is_told(tiny: Path) -> None:
    """A folder under a file's name is no file, and a link may lead nowhere."""
    (tiny / "services" / "pair.yml").unlink()
    (tiny / "services" / "pair.yml").mkdir()
    (tiny / "services" / "team.yml").unlink()
    (tiny / "services" / "team.yml").symlink_to("nowhere.yml")
    told = complaint(tiny)
    assert "content/services/pair.yml:1:1: this file cannot be opened" in told
    assert "content/services/team.yml:1:1: this file is missing" in told


def test_what_a_system_or_an_editor_does_by_itself_is_no_mistake(tiny: Path) -> None:
    """Hidden files, a Windows thumbnail index, the guide in the folder, a byte order mark, Windows' line ends."""
    assert complaint(tiny) == ""
    for name in (".DS_Store", "Thumbs.db", "README.md"):
        (tiny / name).write_text("")
    path = tiny / "services" / "pair.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert complaint(tiny) == ""


def test_an_absent_folder_is_told_and_not_raised(tmp_path: Path) -> None:
    """A project without content gets messages too."""
    told = complaint(tmp_path / "content")
    assert "content/site.yml:1:1: this file is missing" in told
    assert "content/languages:1:1: there is no language" in told
