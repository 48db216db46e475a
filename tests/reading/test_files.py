"""Which files are read: none from elsewhere, and no name of one steers a terminal or a runner."""

import shutil
from pathlib import Path

import pytest

from brochure.author.problems import Problem, annotations
from support.mistakes import LINKED, complaint
from support.photos import JPEG


@pytest.mark.parametrize("name", ["site.yml", "pages/home.yml", "languages/fi.yml", "pictures/x.jpg", "README.md"])
def test_a_link_to_a_file_elsewhere_is_refused_unread(tiny: Path, name: str) -> None:
    """Nothing of the other file is published, nor told."""
    secret = tiny.parent / "secret"
    secret.write_text("secret: [\n")
    (tiny / name).unlink(missing_ok=True)
    (tiny / name).parent.mkdir(exist_ok=True)
    (tiny / name).symlink_to(secret)
    told = complaint(tiny).splitlines()
    assert [line for line in told if LINKED in line] == [f"content/{name}:1:1: {LINKED}"]
    assert not [line for line in told if "secret" in line]


def test_a_linked_folder_is_refused(tiny: Path) -> None:
    """A folder of entries that lies elsewhere is told once, and its files are not read."""
    (tiny / "services").rename(tiny.parent / "services")
    (tiny / "services").symlink_to(tiny.parent / "services")
    told = complaint(tiny)
    assert told.count(LINKED) == 1
    assert f"content/services:1:1: {LINKED}" in told


def test_a_folder_that_cannot_be_read_is_reported(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without its services is not built, whoever may read the folder elsewhere."""
    monkeypatch.setattr("os.access", lambda path, _: Path(path).name != "services")
    assert "content/services:1:1: this file cannot be opened" in complaint(tiny)


def test_the_content_itself_may_be_a_link(tiny: Path) -> None:
    """And within it one file may stand for another."""
    (tiny.parent / "link").symlink_to(tiny)
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "a.jpg").write_bytes(JPEG)
    (tiny / "pictures" / "b.jpg").symlink_to("a.jpg")
    assert complaint(tiny.parent / "link") == ""


@pytest.mark.parametrize("name", ["site.yml", "pages/home.yml", "pictures/x.jpg", "services"])
def test_a_link_that_leads_to_itself_is_no_traceback(tiny: Path, name: str) -> None:
    """It is refused like any other."""
    path = tiny / name
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)
    assert f"content/{name}:1:1: {LINKED}" in complaint(tiny)


def test_a_file_name_cannot_steer_a_terminal_or_a_runner(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line breaks and escapes in it show as codes, in messages and annotations."""
    (tiny / "services" / "a\n::warning ::x\x1b[2J.yml").write_text("x: y\n")
    told = complaint(tiny)
    assert r"content/services/a\n::warning ::x\x1b[2J.yml:1:1: a file here cannot have this name" in told
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (line,) = annotations([Problem("a\nb.yml", "unexpected")], "en", [])
    assert line.startswith("::error file=a\\nb.yml,line=1,col=1::")


def test_a_key_cannot_steer_a_runner(tiny: Path) -> None:
    """A line break that a key of YAML has in quotation marks shows as its code."""
    (tiny / "services" / "team.yml").write_text(
        '"x\\n::warning ::y": z\nfi: {title: Tiimi, summary: x, who: x, purpose: x}\n'
    )
    assert 'content/services/team.yml:1:1: unknown key "x\\n::warning ::y"; the keys here are' in complaint(tiny)
