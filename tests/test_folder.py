"""A practice's folder outside the generator: it can be anywhere, and survives updates."""

import shutil
from pathlib import Path

import pytest
import yaml

from brochure.author.problems import ContentError
from brochure.project import Project
from support.git import commit_all
from support.growth import ROW, add_row
from support.servers import free_port
from support.sites import ROOT, TINY, brochure, build, change, contents, project

pytestmark = pytest.mark.slow
TOLD = yaml.safe_load(Path(__file__).with_name("folder.yml").read_text(encoding="utf-8"))


@pytest.fixture
def generator(tmp_path: Path) -> Path:
    """The generator with its sample, in a folder with a space."""
    return project(tmp_path / "the generator", ROOT / "content")


@pytest.fixture
def maija(tmp_path: Path) -> Path:
    """A practice's folder beside it, under a name with a space and umlauts."""
    return shutil.copytree(TINY, tmp_path / "Mäijän sivut")


def test_content_may_lie_anywhere(generator: Path, maija: Path) -> None:
    """Her site is made in her folder, whichever folder the command is run in, with her own history's dates."""
    commit_all(maija, "2026-02-01T12:00:00Z")
    result = build(generator, CONTENT="../Mäijän sivut")
    assert result.returncode == 0
    assert f"Git would store the built site too; add the line /site/ to .gitignore in {maija}." in result.stderr
    assert "<lastmod>2026-02-01" in (maija / "site" / "sitemap.xml").read_text(encoding="utf-8")
    shutil.rmtree(maija / "site")
    (maija / ".gitignore").write_text("/site/\n")
    result = brochure(generator, "site", "--content", "Mäijän sivut", cwd=generator.parent)
    assert result.returncode == 0, result.stderr
    assert "Git would store" not in result.stderr
    assert (maija / "site" / "muodot" / "index.html").is_file()
    assert not (generator / "site").exists()
    for command, printed in {"ready": "Do not publish yet", "translations": "fi complete", "nginx": "location"}.items():
        result = brochure(generator, command, "--content", ".", cwd=maija)
        assert "Traceback" not in result.stderr
        assert result.returncode == (1 if command == "ready" else 0), result.stderr
        assert printed in result.stdout


@pytest.mark.parametrize("name", ["missing", "empty", ".", "mkdocs.yml"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_folder_without_a_site_is_reported(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence in the author's language says that the folder is missing, or that it contains no site."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "mkdocs.yml").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BROCHURE_LANGUAGE", language)
    with pytest.raises(ContentError) as caught:
        Project.open(ROOT, content=name)
    message = TOLD["no_folder" if name == "missing" else "no_site"][language]
    assert str(caught.value).splitlines()[0] == f"{name}: {message}"


@pytest.mark.parametrize("command", ["site", "serve", "ready", "nginx", "translations", "schema"])
def test_each_command_refuses_a_missing_folder(generator: Path, command: str) -> None:
    """It makes no folder and leaves the earlier site."""
    (generator / "site").mkdir()
    (generator / "site" / "index.html").touch()
    port = ["--port", str(free_port())] if command == "serve" else []  # another test may have the usual one
    result = brochure(generator, command, "--content", "../missing", *port)
    assert result.returncode == 1
    assert (result.stdout + result.stderr).lstrip().startswith(f"../missing: {TOLD['no_folder']['en']}\n")
    assert "Traceback" not in result.stderr
    assert (generator / "site" / "index.html").is_file()
    assert not (generator.parent / "missing").exists()


def test_two_folders_with_one_generator_stay_apart(generator: Path, maija: Path) -> None:
    """A build of the sample, or of another folder, leaves her site alone, and what is in it is none of her content."""
    other = shutil.copytree(maija, maija.with_name("other"))
    assert build(generator, CONTENT=str(maija)).returncode == 0
    before = contents(maija)
    (maija / "site" / "services").symlink_to(maija / "services")
    for content in ("", str(other)):
        assert build(generator, CONTENT=content).returncode == 0
    (maija / "site" / "services").unlink()
    assert contents(maija) == before
    assert (other / "site" / "index.html").is_file()
    assert (generator / "site" / "index.html").is_file()


def test_an_update_changes_the_templates_and_nothing_of_hers(generator: Path, tmp_path: Path) -> None:
    """A newer generator has a new word, a changed template and one form more in its sample; her site has the second."""
    assert brochure(generator, "new", "../maija", "--name", "Maija").returncode == 0
    maija = tmp_path / "maija"
    change(maija / "site.yml", "https://www.example.org/", "https://tyonohjaus.fi/")
    change(maija / "services" / "team.yml", "order: 30", "order: 5")
    result = build(generator, CONTENT=str(maija))
    assert result.returncode == 0, result.stdout
    before = contents(maija)

    newer = shutil.copytree(generator, tmp_path / "newer", ignore=shutil.ignore_patterns(".cache"))
    add_row(newer)
    hero = newer / "docs" / "templates" / "parts" / "hero.md"
    change(hero, "{{ actions }}", f"<p>{{{{ page.language.words.{ROW} }}}}</p>\n{{{{ actions }}}}")
    shutil.copy(newer / "content" / "services" / "team.yml", newer / "content" / "services" / "newest.yml")
    result = build(newer, CONTENT=str(maija))
    assert result.returncode == 0, result.stdout
    after = contents(maija)
    assert after.keys() == before.keys()
    assert after["site/index.html"] != before["site/index.html"]
    for name in (name for name in after if name.endswith((".html", ".yml"))):
        plain = after[name].replace(f"<p>{ROW}</p>".encode(), b"")
        assert plain.split() == before[name].split(), name
