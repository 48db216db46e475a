"""A build reports in the author's language, and is a function of what it reads."""

import shutil
from pathlib import Path

import pytest

from brochure.author.problems import ContentError
from brochure.project import Project
from support.git import commit_all
from support.programs import program
from support.sites import MKDOCS, ROOT, TINY, TINY_ADDRESS, build, change, contents, project

pytestmark = pytest.mark.slow


def test_a_build_ends_with_a_summary_in_the_authors_language(tmp_path: Path) -> None:
    """One line, whichever folder it is run in: the pages of each language, and what is not translated."""
    folder = project(tmp_path / "project", TINY)
    result = build(tmp_path, "--config-file", str(folder / "mkdocs.yml"), BROCHURE_LANGUAGE="fi")
    assert result.returncode == 0, result.stderr
    assert "Sivuja: fi 6, en 5, sv 4. Kääntämättä: solo (en, sv), team (sv)." in result.stderr
    assert (folder / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    ("line", "wanted", "told"),
    [
        ("", "", "virhe"),
        ("author_language: en\n", "", "problem"),
        ("author_language: en\n", "fi", "virhe"),
        ("author_language: en\n", "xx", "problem"),
    ],
)
def test_the_author_chooses_the_language_of_messages(
    line: str, wanted: str, told: str, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """site.yml says which it is, even when that very file cannot be read; the environment may say otherwise."""
    (tiny / "site.yml").write_text(f'{line}address: "unclosed\n', encoding="utf-8")
    monkeypatch.setenv("BROCHURE_LANGUAGE", wanted)
    with pytest.raises(ContentError, match=f"1 {told}; "):
        Project.open(ROOT, content=tiny)


def test_on_a_code_host_problems_stand_on_their_lines(folder: Path) -> None:
    """Under GitHub Actions each problem is an annotation too, with its place, in the author's language, escaped."""
    (folder / "content" / "services" / "pair.yml").write_text('fi:\n  title: "100 %\n', encoding="utf-8")
    (folder / "content" / "a,b:c.txt").write_text("")
    (folder / "content" / "pages" / "home.yml").write_text('"50 %": x\n', encoding="utf-8")
    result = build(folder, GITHUB_ACTIONS="true", BROCHURE_LANGUAGE="fi")
    assert result.returncode == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("::")] == [
        "::error file=content/a%2Cb%3Ac.txt,line=1,col=1::"
        "tämänniminen tiedosto tai kansio ei kuulu tänne; siirrä se muualle",
        "::error file=content/pages/home.yml,line=1,col=1::"
        'tuntematon avain "50 %25"; käytä jotakin näistä: order, icon, image, template, menu, speaker, draft, '
        "accepted, en, fi, sv",
        "::error file=content/services/pair.yml,line=2,col=10::"
        "tässä alkava lainausmerkki jää sulkematta; lisää lainausmerkki myös tekstin loppuun",
    ]


def test_a_build_is_a_function_of_content_history_and_address(folder: Path, tiny_site: Path, tmp_path: Path) -> None:
    """In another folder, on another day, with another last site and cache, a build makes the same bytes.

    It only reports the addresses that the last site had.
    """
    commit_all(folder / "content", "2026-02-01T12:00:00Z")
    other = shutil.copytree(folder, tmp_path / "elsewhere")
    sitemap = shutil.copytree(tiny_site, other / "site") / "sitemap.xml"
    change(sitemap, TINY_ADDRESS, "https://tyonohjaus.fi/")
    change(sitemap, "fi/tiimi/", "fi/kadonnut/")
    environment = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "BROCHURE_CACHE": str(tmp_path / "cache")}
    another_day = [program("faketime"), "2031-12-31 23:30"]
    results = [
        build(folder, SITE_URL="https://tyonohjaus.fi/"),
        build(other, engine=[*another_day, *MKDOCS], SITE_URL="https://tyonohjaus.fi", **environment),
    ]
    assert [result.returncode for result in results] == [0, 0]
    assert ["kadonnut/" in result.stderr for result in results] == [False, True]
    assert contents(other / "site") == contents(folder / "site")
