"""The name of a file in a message, and on a code host."""

from pathlib import Path

import pytest

from brochure.author.paths import within
from brochure.author.problems import Problem, annotations


@pytest.mark.parametrize(
    ("here", "name"),
    [
        ("", "omat sivut/maija/site.yml"),
        ("omat sivut", "maija/site.yml"),
        ("omat sivut/maija", "site.yml"),
        ("muu", "maija/site.yml"),
    ],
)
def test_a_file_is_named_from_where_the_command_is_run(
    here: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name opens the file from the working directory; elsewhere it begins with the name of the author's folder."""
    folder = tmp_path / "omat sivut" / "maija"
    folder.mkdir(parents=True)
    (tmp_path / "muu").mkdir()
    monkeypatch.chdir(tmp_path / here)
    assert within(folder, "site.yml") == name


@pytest.mark.parametrize("repository", ["", "practice", "practice/maija"])
def test_an_annotation_is_on_the_file_of_its_repository(
    repository: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its path is that from the root of the repository, whichever folder the command is run in."""
    folder = tmp_path / "practice" / "maija"
    (folder / "services").mkdir(parents=True)
    (tmp_path / repository / ".git").mkdir()
    (tmp_path / "generator").mkdir()
    monkeypatch.chdir(tmp_path / "generator")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    problem = Problem(within(folder, "services", "pair.yml"), "unexpected", line=3, column=1)
    expected = (folder / "services" / "pair.yml").relative_to(tmp_path / repository).as_posix()
    (line,) = annotations([problem], "en", [folder])
    assert line.startswith(f"::error file={expected},line=3,col=1::")
