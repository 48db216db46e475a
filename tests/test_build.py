"""What a build does to the site that stands there."""

from pathlib import Path

import pytest

from support.sites import TINY, build, built, project

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "services/pair.yml",
            "fi:\n  titel: Pari\n",
            'content/services/pair.yml:2:3: unknown key "titel"; did you mean "title"?',
        ),
        (
            "services/pair.yml",
            'fi: "\n',
            "content/services/pair.yml:1:5: the quotation mark that opens here is never closed; "
            "add one at the end of the text too",
        ),
        (
            "pages/overview.yml",
            "template: overview\nfi: {title: Muodot, summary: x, body: '[a](pari)'}\n",
            'content/pages/overview.yml:2:44: there is no page "pari" in the language "fi"; did you mean "pair"?',
        ),
    ],
    ids=["key", "quote", "link"],
)
def test_a_mistake_ends_the_build_and_leaves_the_last_good_site(
    published: Path, name: str, content: str, message: str
) -> None:
    """Exit 1 with the messages alone, no traceback, and not a byte of the earlier site changes."""
    site = published / "site"
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (published / "content" / name).write_text(content)
    result = build(published)
    assert result.returncode == 1
    assert message in result.stdout.splitlines()
    assert "nothing was published" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_form_that_is_added_is_one_file(folder: Path) -> None:
    """A new file in services/ gives its pages, its cards and its row, with nothing else to change."""
    words = "{title: Kahvihetki, summary: Lyhyt., who: Kaikille, purpose: Iloksi}"
    (folder / "content" / "services" / "coffee.yml").write_text(f"fi: {words}\n")
    site = built(folder)
    assert (site / "kahvihetki" / "index.html").is_file()
    for page in ("index.html", "muodot/index.html"):
        assert "Kahvihetki" in (site / page).read_text(encoding="utf-8")


def test_a_build_ends_with_a_summary_in_the_authors_language(folder: Path) -> None:
    """One line: the pages of each language, and what is not translated."""
    for language, line in {
        "en": "Pages: fi 6, en 5, sv 4. Not translated: solo (en, sv), team (sv).",
        "fi": "Sivuja: fi 6, en 5, sv 4. Kääntämättä: solo (en, sv), team (sv).",
    }.items():
        result = build(folder, BROCHURE_LANGUAGE=language)
        assert result.returncode == 0
        assert line in result.stderr


def test_the_author_chooses_the_language_of_messages(folder: Path) -> None:
    """site.yml says which it is, even when that very file cannot be read; the environment may say otherwise."""
    path = folder / "content" / "site.yml"
    for line, wanted, told in (
        ("", "", "virhe"),
        ("author_language: en\n", "", "problem"),
        ("author_language: en\n", "fi", "virhe"),
        ("author_language: en\n", "xx", "problem"),
    ):
        path.write_text(f'{line}address: "unclosed\n', encoding="utf-8")
        result = build(folder, BROCHURE_LANGUAGE=wanted)
        assert result.returncode == 1
        assert f"1 {told}; " in result.stdout


def test_on_a_code_host_problems_stand_on_their_lines(folder: Path) -> None:
    """Under GitHub Actions each problem is an annotation too, with its place, in the author's language, escaped."""
    (folder / "content" / "services" / "pair.yml").write_text('fi:\n  title: "100 %\n', encoding="utf-8")
    (folder / "content" / "a,b:c.txt").write_text("")
    (folder / "content" / "pages" / "home.yml").write_text('"50 %": x\n', encoding="utf-8")
    result = build(folder, GITHUB_ACTIONS="true", BROCHURE_LANGUAGE="fi")
    assert result.returncode == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("::")] == [
        "::error file=content/a%2Cb%3Ac.txt,line=1,col=1::"
        "tämänniminen tiedosto tai kansio ei kuulu tänne; siirrä se pois tästä kansiosta",
        "::error file=content/pages/home.yml,line=1,col=1::"
        'tuntematon avain "50 %25"; avaimet tässä ovat order, icon, image, template, menu, speaker, draft, accepted, '
        "en, fi, sv (uudempi versio voi tuntea muitakin)",
        "::error file=content/services/pair.yml,line=2,col=10::"
        "tässä alkava lainausmerkki jää sulkematta; lisää lainausmerkki myös tekstin loppuun",
    ]
    assert "::error" not in build(folder).stdout


def test_a_console_of_another_encoding_gets_its_messages(folder: Path) -> None:
    """A Windows console without the letters gets their codes, and no traceback."""
    (folder / "content" / "services" / "pair.yml").write_text("日本: x\n", encoding="utf-8")
    result = build(folder, PYTHONIOENCODING="cp1252")
    assert result.returncode == 1
    assert 'unknown key "\\u65e5\\u672c"' in result.stdout
    assert "Traceback" not in result.stderr


def test_a_build_works_from_any_folder(tmp_path: Path) -> None:
    """Nothing hangs on the folder that the command is run in."""
    folder = project(tmp_path / "project", TINY)
    result = build(tmp_path, "--config-file", str(folder / "mkdocs.yml"))
    assert result.returncode == 0, result.stderr
    assert (folder / "site" / "index.html").is_file()
