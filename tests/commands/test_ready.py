"""The command `ready` reports the sample's leftovers before a site is published.

A case in `ready/` has files over the tiny site, as one in tests/mistakes/, and the output in each language.
"""

import re
import shutil
from pathlib import Path

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.author.problems import ContentError
from brochure.commands.ready import print_placeholders
from brochure.project import Project
from support.mistakes import check_case
from support.sites import ROOT, brochure, build, change, command_line, project

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "ready").glob("*.txt"))}
SAMPLE = CASES.pop("sample")


@pytest.fixture
def own(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the tiny site's content with an author's own settings; the environment says nothing of it."""
    for name in ("SITE_URL", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROCHURE_LANGUAGE", "en")
    monkeypatch.chdir(tiny.parent)
    _, _, settings = CASES["remark"].read_text(encoding="utf-8").partition("== site.yml\n")
    (tiny / "site.yml").write_text(settings.partition("== fi\n")[0], encoding="utf-8")
    return tiny


def check(case: Path, content: Path, request: pytest.FixtureRequest) -> None:
    """Check what the command prints about a folder in both languages, and that 0 is its exit code if all is ready."""
    monkeypatch, capsys = request.getfixturevalue("monkeypatch"), request.getfixturevalue("capsys")

    def told(content: Path) -> dict[str, str]:
        found = {}
        for language in AUTHOR_LANGUAGES:
            monkeypatch.setenv("BROCHURE_LANGUAGE", language)
            opened = Project.open(ROOT, content=content)
            assert print_placeholders(opened, strict=False) == bool(opened.placeholders())
            found[language] = str(capsys.readouterr().out)
        return found

    check_case(case, content, told, request.getfixturevalue("check_file"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_placeholder_is_told_word_for_word(case: Path, own: Path, request: pytest.FixtureRequest) -> None:
    """Each place that is still the sample's is told, with one thing to do."""
    check(case, own, request)


@pytest.mark.sample
def test_the_sample_is_not_ready(own: Path, request: pytest.FixtureRequest) -> None:
    """Its own details are told; once its draft is published, each question in it too, in both languages."""
    shutil.rmtree(own)
    shutil.copytree(ROOT / "content", own)
    check(SAMPLE, own, request)
    change(own / "pages" / "me.yml", "\ndraft: true\n", "\n")
    print_placeholders(Project.open(ROOT, content=own), strict=False)
    lines: list[str] = request.getfixturevalue("capsys").readouterr().out.splitlines()
    told = [line for line in lines if "/me.yml:" in line and line.endswith("[guide_text]")]
    assert len(told) == len(set(told)) == 2 * 9


@pytest.mark.slow
def test_a_remark_keeps_nothing_from_being_published(own: Path, tmp_path: Path) -> None:
    """The build prints it, on its line in a workflow too; only a strict `ready` fails."""
    assert print_placeholders(Project.open(ROOT, content=own), strict=True) == 1
    result = build(project(tmp_path / "project", own), GITHUB_ACTIONS="true")
    assert (result.returncode, '"ready"' in result.stderr) == (0, False)
    told = "visitors send details online, but the privacy page (pages/privacy.yml) is missing"
    assert f"content/site.yml:4:5: {told}" in result.stderr
    assert f"::notice file=content/site.yml,line=4,col=5::{told[:25]}" in result.stdout


@pytest.mark.slow
def test_a_console_without_the_letters_gets_codes(own: Path) -> None:
    """There is no traceback; in a workflow each place has an annotation, an address from outside without a line."""
    change(own / "site.yml", "Maija Virtanen Supervision", "Example")
    result = brochure(
        own.parent,
        "ready",
        SITE_URL="https://www.example.org/",
        GITHUB_ACTIONS="true",
        BROCHURE_LANGUAGE="fi",
        PYTHONIOENCODING="ascii",
    )
    assert (result.returncode, result.stderr) == (1, "")
    assert "::error::SITE_URL: t\\xe4ss\\xe4 on viel\\xe4 esimerkin tieto (www.example.org); " in result.stdout
    assert (
        "::error file=content/site.yml,line=7,col=12::t\\xe4ss\\xe4 on viel\\xe4 esimerkin tieto (Example); "
        in result.stdout
    )


def test_mistakes_come_before_all_else(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command prints them as a build does, but not where it prints a server's rules."""
    change(own / "site.yml", "address", "adress")
    assert command_line().main(["nginx", "--content", str(own)]) == 1
    result = capsys.readouterr()
    assert result.out == ""
    assert result.err == (
        'content/site.yml:1:1: unknown key "adress"; did you mean "address"?\n'
        "1 problem; nothing was published, and any earlier site is unchanged.\n"
    )


@pytest.mark.slow
def test_an_address_from_outside_takes_the_place_of_the_written_one(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workflow knows where it publishes: all absolute addresses begin there; a message has the variable's name."""
    change(own / "site.yml", "https://tyonohjaus.fi/", "https://www.example.org/")
    monkeypatch.setenv("SITE_URL", "https://maija.github.io/brochure")
    assert not Project.open(ROOT, content=own).placeholders()
    folder = project(tmp_path / "project", own)
    assert build(folder, SITE_URL="https://maija.github.io/brochure").returncode == 0
    for path in (folder / "site").rglob("*"):
        if path.is_file() and path.suffix in (".html", ".xml", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert "example.org" not in text
            assert set(re.findall(r"https://maija[^/]*/\w*/?", text)) <= {"https://maija.github.io/brochure/"}
    assert "Sitemap: https://maija.github.io/brochure/sitemap.xml" in (folder / "site" / "robots.txt").read_text()
    with pytest.raises(ContentError, match=r"^SITE_URL: this is not a site's whole address; enter all of it"):
        Project.open(ROOT, "tyonohjaus", own)
