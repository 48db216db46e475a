"""What an author reads when something is wrong: each file in tests/mistakes/ holds a mistake and its messages.

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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_word_for_word(case: Path, tiny: Path, request: pytest.FixtureRequest) -> None:
    """Each mistake is told with file, line, column, what is wrong and what to do, all at once, in both languages."""
    check_case(case, tiny, complaint, renew=request.config.getoption("--renew"))


def test_the_tiny_site_has_no_mistakes(tiny: Path) -> None:
    """What the cases spoil is whole."""
    assert complaint(tiny) == ""


def test_text_that_is_not_utf8_is_refused_where_it_stops_being_so(tiny: Path) -> None:
    """The place of the first wrong byte is told, counted in characters."""
    (tiny / "services" / "pair.yml").write_bytes("order: 1\n# ä on ".encode() + "ö".encode("latin-1") + b"\n")
    assert complaint(tiny).startswith(
        "content/services/pair.yml:2:8: this is not UTF-8 text but probably Windows-1252; "
        "save the file again with the encoding UTF-8\n"
    )


def test_the_place_of_a_wrong_byte_counts_lines_as_the_file_has_them(tiny: Path) -> None:
    """A carriage return ends a line too, alone or before a line feed."""
    (tiny / "services" / "pair.yml").write_bytes(b"order:\r1\r\n# \xf6\n")
    assert complaint(tiny).startswith("content/services/pair.yml:3:3: this is not UTF-8 text")


def test_a_large_file_is_refused_unread(tiny: Path) -> None:
    """A file over the limit is named with the limit."""
    (tiny / "services" / "pair.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert complaint(tiny).startswith(
        "content/services/pair.yml:1:1: this file is larger than 256 kB; "
        "a page is a short text, so split it into several pages or shorten it\n"
    )


@pytest.mark.parametrize("nest", ["[", "{a: ", "- ", "? "], ids=["list", "block", "dash", "key"])
def test_deep_nesting_is_refused_without_a_crash(tiny: Path, nest: str) -> None:
    """A hundred thousand levels, or as many as a file may hold, cost a message and not the interpreter."""
    (tiny / "services" / "pair.yml").write_text("fi: " + nest * min(100_000, (MAX_BYTES - 10) // len(nest)))
    (told, *_) = complaint(tiny).splitlines()
    told = told.removeprefix("content/services/pair.yml:1:").lstrip("0123456789")
    assert told.startswith((": the indentation goes deeper", ": text cannot begin with", ": this cannot be read"))


def test_a_text_of_brackets_costs_nothing(tiny: Path) -> None:
    """A text that Markdown would brood over for minutes is told and not tried."""
    (tiny / "services" / "pair.yml").write_text(
        f"en: {{title: Pair, summary: x, who: x, purpose: x, body: '{'[' * 3000}'}}\n"
    )
    assert (
        "content/services/pair.yml:1:58: there are hundreds of square brackets in this text; "
        "delete those that are not needed\n"
    ) in complaint(tiny)


def test_an_alias_bomb_costs_nothing(tiny: Path) -> None:
    """Ten lines that would stand for gigabytes are refused where they begin."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    (tiny / "services" / "pair.yml").write_text("\n".join(lines))
    assert complaint(tiny).startswith(
        'content/services/pair.yml:1:5: text cannot begin with &; put the whole text in quotation marks: "..."\n'
    )


def test_text_means_what_it_says(tiny: Path) -> None:
    """YAML's own ideas of numbers, dates, times and switches do not reach an author; `~` and `null` mean nothing."""
    written = ["0401234567", "no", "on", "12:30", "2026-11-22", "1e3", "0x1F", "1_000", "yes", ".5", "+1"]
    path = tiny / "services" / "pair.yml"
    for text in written:
        path.write_text(f"fi: {{title: {text}, slug: pari, summary: {text}, who: {text}, purpose: {text}}}\n")
        (tiny / "pages" / "overview.yml").write_text("template: overview\nfi: {title: Muodot, summary: x}\n")
        site = load(read(tiny, THEME))
        (entry,) = [entry for entry in site.entries if entry.id == "pair"]
        assert entry.translations["fi"].title == entry.translations["fi"].summary == text
    for nothing in ("~", "null", "", "Null"):
        path.write_text(
            f"icon: {nothing}\nfi:\n  title: x\n  summary: x\n  who: x\n  purpose: x\n"
            f"  outcome: {nothing}\n  slug: {nothing}\n  body: {nothing}\n"
        )
        (entry,) = [entry for entry in load(read(tiny, THEME)).entries if entry.id == "pair"]
        translation = entry.translations["fi"]
        assert (entry.settings.icon, translation.slug, bool(translation.body)) == ("", "", False)
        assert isinstance(translation, ServiceTranslation)
        assert translation.outcome == ""


def test_a_file_that_cannot_be_opened_is_told(tiny: Path) -> None:
    """A folder under a file's name is no file, and a link may lead nowhere."""
    (tiny / "services" / "pair.yml").unlink()
    (tiny / "services" / "pair.yml").mkdir()
    (tiny / "services" / "team.yml").unlink()
    (tiny / "services" / "team.yml").symlink_to("nowhere.yml")
    told = complaint(tiny)
    assert "content/services/pair.yml:1:1: this file cannot be opened" in told
    assert "content/services/team.yml:1:1: this file is missing" in told


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
