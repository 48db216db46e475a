"""What a build does to the site that stands there."""

from pathlib import Path

import pytest

from conftest import TINY, build, built, project


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
            "content/services/pair.yml:1:5: the quotation mark that opens here is never closed; add the closing one",
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
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    """Exit 1 with the messages alone, no traceback, and not a byte of the earlier site changes."""
    folder = project(tmp_path, TINY)
    site = built(folder)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (folder / "content" / name).write_text(content)
    result = build(folder)
    assert result.returncode == 1
    assert message in result.stdout.splitlines()
    assert "nothing was published" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_form_that_is_added_is_one_file(tmp_path: Path) -> None:
    """A new file in services/ gives its pages, its cards and its row, with nothing else to change."""
    folder = project(tmp_path, TINY)
    words = "{title: Kahvihetki, summary: Lyhyt., who: Kaikille, purpose: Iloksi}"
    (folder / "content" / "services" / "coffee.yml").write_text(f"fi: {words}\n")
    site = built(folder)
    assert (site / "kahvihetki" / "index.html").is_file()
    for page in ("index.html", "muodot/index.html"):
        assert "Kahvihetki" in (site / page).read_text(encoding="utf-8")


def test_untranslated_entries_are_named(tmp_path: Path) -> None:
    """The build says which entries are not published in every language, and goes on."""
    result = build(project(tmp_path, TINY))
    assert result.returncode == 0
    assert "content/services/solo.yml has no text in: en, sv" in result.stderr


def test_a_build_works_from_any_folder(tmp_path: Path) -> None:
    """Nothing hangs on the folder that the command is run in."""
    folder = project(tmp_path / "project", TINY)
    result = build(tmp_path, "--config-file", str(folder / "mkdocs.yml"))
    assert result.returncode == 0, result.stderr
    assert (folder / "site" / "index.html").is_file()
