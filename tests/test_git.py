"""Git says when a text changed, and runs no program that a foreign folder names."""

import os
import shutil
import sys
import zlib
from pathlib import Path

import pytest

from brochure.git import committed, file_times, lacks_history, line_changes
from support.git import commit_all, git
from support.sites import ROOT

DAY = 1767268800
"""The date of the commit below, in seconds since 1970."""


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Return a folder with a text in git."""
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "site.yml").write_text("one\ntwo\n")
    commit_all(folder, "2026-01-01T12:00:00Z")
    return folder


def times(folder: Path) -> list[int]:
    """Return the times of the lines of the text."""
    return [when for when, _ in line_changes(folder, "site.yml")]


@pytest.fixture
def settings(tmp_path: Path) -> str:
    """Return a repository's configuration in which every program leaves a file behind."""
    spy = tmp_path / "hooks" / "post-index-change"
    spy.parent.mkdir()
    spy.write_text(f"#!{sys.executable}\nopen({str(tmp_path / 'ran')!r}, 'w')\n")
    spy.chmod(0o755)
    text = (ROOT / "tests" / "gitconfig").read_text(encoding="utf-8")
    return text.replace("<program>", str(spy)).replace("<folder>", str(spy.parent))


def test_a_repository_runs_no_program(history: Path, settings: str, tmp_path: Path) -> None:
    """Git answers without the programs that the repository's own configuration names."""
    with (history / ".git" / "config").open("a") as file:
        file.write(settings)
    (history / ".git" / "info" / "attributes").write_text("* diff=x filter=x\n")
    (history / "site.yml").touch()
    assert file_times(history) == {"site.yml": DAY}
    assert times(history) == [DAY, DAY]
    assert not (tmp_path / "ran").exists()


def test_a_missing_object_is_not_fetched(history: Path, settings: str, tmp_path: Path) -> None:
    """A partial clone would ask its origin for a text that it lacks, by a program of its configuration."""
    with (history / ".git" / "config").open("a") as file:
        file.write(settings)
    for path in (history / ".git" / "objects").glob("??/*"):
        if b"blob" in zlib.decompress(path.read_bytes())[:4]:
            path.unlink()
    assert times(history) == []
    assert file_times(history) == {"site.yml": DAY}
    assert not (tmp_path / "ran").exists()


def test_git_is_not_waited_for_without_end(history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A configuration may name a pipe, which nobody writes to, as a part of it."""
    os.mkfifo(tmp_path / "pipe")
    with (history / ".git" / "config").open("a") as file:
        file.write(f"[include]\n    path = {tmp_path / 'pipe'}\n")
    monkeypatch.setattr("brochure.git._TIME_LIMIT", 0.2)
    assert (file_times(history), times(history)) == ({}, [])


def test_line_ends_are_no_change(history: Path) -> None:
    """Git on Windows writes CRLF into the folder, and LF into a commit."""
    (history / "site.yml").write_bytes(b"one\r\ntwo\r\n")
    assert file_times(history) == {"site.yml": DAY}
    assert times(history) == [DAY, DAY]


@pytest.mark.parametrize("name", [".", "services", "pages", "languages", "pictures"])
def test_a_folder_of_files_that_is_a_repository_is_not_asked(
    history: Path, settings: str, tmp_path: Path, name: str
) -> None:
    """A clone or a ZIP can contain one as plain files, in the content or in a folder of it."""
    folder = history / name
    shutil.copytree(history / ".git", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("hooks"))
    (folder / "config").write_text(f"[core]\n    bare = false\n    worktree = .\n{settings}")
    if name == ".":
        shutil.rmtree(history / ".git")
        assert file_times(history) == {}
    file_times(history)
    line_changes(history, "site.yml" if name == "." else f"{name}/pair.yml")
    assert not (tmp_path / "ran").exists()


def test_without_the_history_nothing_is_known(history: Path, tmp_path: Path) -> None:
    """A folder without git has no times, nor a clone of the last commit alone, nor a text that is not committed."""
    assert file_times(tmp_path) == {}
    git(tmp_path, "clone", "--quiet", "--depth", "1", history.as_uri(), "shallow")
    assert (file_times(tmp_path / "shallow"), lacks_history(tmp_path / "shallow")) == ({}, True)
    (history / "site.yml").write_text("one\nnew\n")
    (history / "other.yml").write_text("new\n")
    assert file_times(history) == {}
    assert times(history)[0] == DAY < times(history)[1]


def test_a_line_leads_to_the_file_as_it_was(history: Path) -> None:
    """Each line has the whole file after its last change, by the name that the file and its folder had then."""
    (history / "äiti").mkdir()
    git(history, "mv", "site.yml", "äiti/mine.yml")
    git(history, "commit", "--quiet", "-m", "committer-time 5\n\nfilename x")
    (history / "äiti" / "mine.yml").write_text("one\nnew\n")
    git(history, "commit", "--quiet", "-a", "-m", "New", when="2026-02-01T12:00:00Z")
    (history / "äiti" / "mine.yml").write_text("one\nnew\nlast\n")
    changes = line_changes(history / "äiti", "mine.yml")
    texts = [committed(history / "äiti", name) for _, name in changes if name]
    assert (texts, changes[2][1]) == ([b"one\ntwo\n", b"one\nnew\n"], "")
