"""A practice's own folder, made from the sample."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.sites import ENVIRONMENT, ROOT, brochure, build, project

pytestmark = pytest.mark.slow


@pytest.fixture
def generator(tmp_path: Path) -> Path:
    """The generator with its sample, in a folder of its own."""
    return project(tmp_path / "generator", ROOT / "content")


def names(folder: Path) -> set[str]:
    """The files in a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


SAMPLE = names(ROOT / "content") - {"README.md"}
OURS = {"README.md", ".gitignore", *(f".vscode/{path.name}" for path in (ROOT / ".vscode").iterdir())}


def test_a_new_folder_is_the_sample_under_the_practices_name(generator: Path, tmp_path: Path) -> None:
    """It builds at once; its name is the given one, whatever signs are in it, and nothing is asked."""
    name = 'Maija\'s "työ": #1 – 日本'
    result = brochure(generator, "new", "../maija ä", "--name", name)
    assert (result.returncode, result.stdout) == (
        0,
        'Your folder is ../maija ä. Look at the site: uv run --no-project python hooks serve --content "../maija ä" '
        'or make serve CONTENT="../maija ä"\n',
    )
    maija = tmp_path / "maija ä"
    assert names(maija) == SAMPLE | OURS
    site = yaml.safe_load((maija / "site.yml").read_text(encoding="utf-8"))
    assert (site["fi"]["name"], site["en"]["name"]) == (name, name)
    assert (maija / "README.md").read_text(encoding="utf-8").startswith(f"# {name}\n")
    assert "](../generator/content/README.md)" in (maija / "README.md").read_text(encoding="utf-8")
    patterns = json.loads((maija / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert patterns[".vscode/services.schema.json"] == "services/*.yml"
    assert build(generator, CONTENT=str(maija)).returncode == 0
    assert "Esimerkki" not in brochure(generator, "ready", "--content", str(maija)).stdout


def test_without_a_name_the_samples_is_named_as_not_ones_own(generator: Path) -> None:
    """What must be changed before publishing is told by the same command as ever."""
    assert brochure(generator, "new", "../maija").returncode == 0
    told = brochure(generator, "ready", "--content", "../maija")
    assert told.returncode == 1
    assert "maija/site.yml:13:20: this is still the sample's (Esimerkki)" in told.stdout


def test_a_workflow_is_written_for_a_named_generator(generator: Path, tmp_path: Path) -> None:
    """It calls the generator's own at the version that updates come by; the guide is linked to there."""
    assert brochure(generator, "new", "../maija", "--generator", "tekija/esite").returncode == 0
    workflow = (tmp_path / "maija" / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    assert "uses: tekija/esite/.github/workflows/practice.yml@v1" in workflow
    assert "OWNER/REPO" not in workflow
    readme = (tmp_path / "maija" / "README.md").read_text(encoding="utf-8")
    assert "https://github.com/tekija/esite/blob/v1/content/README.md" in readme


def test_the_editors_files_are_renewed_and_nothing_else(generator: Path, tmp_path: Path) -> None:
    """They are the one thing in her folder that is the generator's."""
    assert brochure(generator, "new", "../maija").returncode == 0
    maija = tmp_path / "maija"
    before = {name: (maija / name).read_bytes() for name in names(maija)}
    (maija / ".vscode" / "site.schema.json").write_text("{}")
    assert brochure(generator, "schema", "--content", "../maija").returncode == 0
    assert {name: (maija / name).read_bytes() for name in names(maija)} == before


@pytest.mark.parametrize(
    ("arguments", "english", "finnish"),
    [
        (
            ["../full"],
            "../full: this folder holds something already, and nothing was written into it; "
            "choose a name that no folder has yet",
            "../full: tässä kansiossa on jo jotakin, eikä siihen kirjoitettu mitään; "
            "valitse nimi, jota millään kansiolla ei vielä ole",
        ),
        (
            ["../file"],
            "../file: this is a file; give the path of the folder that holds site.yml",
            "../file: tämä on tiedosto; anna se kansio, jossa on site.yml",
        ),
        (
            ["../file/maija"],
            "../file/maija: this cannot be read or written (Not a directory); "
            "check that you have permission and that the disk has room",
            "../file/maija: tätä ei voi lukea tai muuttaa (Not a directory); "
            "tarkista, että sinulla on siihen oikeus ja että levyllä on tilaa",
        ),
        (
            ["site/maija"],
            "site/maija: this is inside the generator's folder, which an update replaces; "
            "choose a place beside it, for example ../maija",
            "site/maija: tämä on generaattorin kansiossa, jonka päivitys korvaa; "
            "valitse paikka sen vierestä, esimerkiksi ../maija",
        ),
        (
            ["../missing/.."],
            "../missing/..: this folder holds something already, and nothing was written into it; "
            "choose a name that no folder has yet",
            "../missing/..: tässä kansiossa on jo jotakin, eikä siihen kirjoitettu mitään; "
            "valitse nimi, jota millään kansiolla ei vielä ole",
        ),
        (
            ["missing/../../full"],
            "missing/../../full: this folder holds something already, and nothing was written into it; "
            "choose a name that no folder has yet",
            "missing/../../full: tässä kansiossa on jo jotakin, eikä siihen kirjoitettu mitään; "
            "valitse nimi, jota millään kansiolla ei vielä ole",
        ),
        (
            ["../loop"],
            "../loop: this is not the file or folder itself but a shortcut to it; "
            "delete the shortcut, and copy what it points to here",
            "../loop: tämä ei ole itse tiedosto tai kansio vaan pikakuvake, joka osoittaa muualle; "
            "poista se ja kopioi tilalle se, mihin se osoittaa",
        ),
        (
            [""],
            "FOLDER: the new folder has no name; write where it is to be, for example ../maija",
            "FOLDER: uudella kansiolla ei ole nimeä; kirjoita, mihin se tulee, esimerkiksi ../maija",
        ),
        (
            ["../maija", "--generator", "https://github.com/x"],
            "GENERATOR: this is not the name of a repository; write it as OWNER/NAME, for example maija/brochure",
            "GENERATOR: tämä ei ole tietovaraston nimi; kirjoita se muodossa OMISTAJA/NIMI, esimerkiksi maija/esite",
        ),
        (
            ["../maija", "--name", "Maija\u202e"],
            "NAME: there is an invisible character here (U+202E); delete it and type that part again",
            "NAME: tässä on näkymätön merkki (U+202E); poista se ja kirjoita kohta uudelleen",
        ),
    ],
    ids=["full", "file", "below a file", "site", "dots", "more dots", "loop", "no name", "generator", "character"],
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(
    arguments: list[str], english: str, finnish: str, generator: Path, tmp_path: Path
) -> None:
    """In a sentence, in either language; what is there stays as it is."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to("loop")
    before = names(tmp_path)
    for language, told in (("en", english), ("fi", finnish)):
        result = brochure(generator, "new", *arguments, BROCHURE_LANGUAGE=language)
        assert (result.returncode, result.stderr.splitlines()[0]) == (1, told)
        assert "Traceback" not in result.stderr
        assert [name for name in names(tmp_path) ^ before if "__pycache__" not in name] == []


def test_a_disk_without_room_is_left_as_it_was(generator: Path, tmp_path: Path) -> None:
    """No half a folder stays where the files did not fit."""
    command = f"ulimit -f 1; {sys.executable} hooks new ../maija"
    result = subprocess.run(
        ["bash", "-c", command], cwd=generator, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert result.stderr.startswith("../maija: this cannot be read or written (File too large);"), result.stderr
    assert not (tmp_path / "maija").exists()


def test_of_two_at_once_one_is_made_and_none_is_lost(generator: Path, tmp_path: Path) -> None:
    """Whoever comes second is told so; what the first has made stays whole."""
    command = [sys.executable, "hooks", "new", "../maija"]
    runs = [subprocess.Popen(command, cwd=generator, env=ENVIRONMENT, stderr=subprocess.PIPE) for _ in range(3)]
    codes = sorted(run.wait() for run in runs)
    assert codes[0] == 0
    assert names(tmp_path / "maija") == SAMPLE | OURS
    assert {path.name for path in tmp_path.iterdir()} == {"generator", "maija"}


def test_a_fresh_repository_may_be_the_new_folder(generator: Path, tmp_path: Path) -> None:
    """It has been cloned empty, or with a licence that stays out of the site's way later."""
    (tmp_path / "maija" / ".git").mkdir(parents=True)
    assert brochure(generator, "new", "../maija").returncode == 0
    (tmp_path / "maija" / "LICENSE").write_text("x")
    assert build(generator, CONTENT="../maija").returncode == 0


def test_a_mistake_of_the_sample_is_told_where_it_is(generator: Path, tmp_path: Path) -> None:
    """Nobody is sent to look for it in the name."""
    pair = generator / "content" / "services" / "pair.yml"
    pair.write_text(pair.read_text(encoding="utf-8").replace("order:", "ordr:", 1), encoding="utf-8")
    result = brochure(generator, "new", "../maija")
    assert result.stderr.startswith('content/services/pair.yml:1:1: unknown key "ordr"; did you mean "order"?')
    assert not (tmp_path / "maija").exists()
