"""The files that are read: none from elsewhere, and no name of one controls a terminal or a runner."""

import shutil
from pathlib import Path

import pytest

from brochure.author.problems import Problem, annotations
from support.mistakes import LINKED, complaint
from support.photos import JPEG


@pytest.mark.parametrize("target", ["file", "folder", "itself"])
@pytest.mark.parametrize(
    "name", ["site.yml", "pages/home.yml", "languages/fi.yml", "pictures/x.jpg", "files/x.pdf", "README.md", "services"]
)
def test_a_link_to_elsewhere_is_refused_unread(tiny: Path, name: str, target: str) -> None:
    """A link to a file or a folder outside the content, or to itself, is reported once, and nothing else of it."""
    path, secret = tiny / name, tiny.parent / "secret"
    path.parent.mkdir(exist_ok=True)
    if target == "folder":
        shutil.copytree(tiny / "services", secret / "services")
    else:
        secret.write_text("secret: [\n")
    if path.exists():
        path.rename(tiny.parent / "gone")
    path.symlink_to(path.name if target == "itself" else secret)
    told = complaint(tiny).splitlines()
    assert [line for line in told if LINKED in line] == [f"content/{name}:1:1: {LINKED}"]
    assert name != "services" or len(told) == 2
    assert not [line for line in told if "secret" in line]


def test_a_folder_that_cannot_be_read_is_reported(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site without its services is not built, whoever may read the folder elsewhere."""
    monkeypatch.setattr("os.access", lambda path, _: Path(path).name != "services")
    assert "content/services:1:1: this file cannot be opened" in complaint(tiny)


def test_the_content_itself_may_be_a_link(tiny: Path) -> None:
    """A link inside the content may point at another file of it."""
    (tiny.parent / "link").symlink_to(tiny)
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "a.jpg").write_bytes(JPEG)
    (tiny / "pictures" / "b.jpg").symlink_to("a.jpg")
    assert complaint(tiny.parent / "link") == ""


def test_a_file_name_cannot_control_a_terminal_or_a_runner(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line breaks and escapes in it are shown as codes, in messages and annotations."""
    (tiny / "services" / "a\n::warning ::x\x1b[2J.yml").write_text("x: y\n")
    assert r"content/services/a\n::warning ::x\x1b[2J.yml:1:1: this file name is not allowed" in complaint(tiny)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (line,) = annotations([Problem("a\nb.yml", "unexpected")], "en", [])
    assert line.startswith("::error file=a\\nb.yml,line=1,col=1::")
