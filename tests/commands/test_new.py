"""A practice's own folder, made from the sample."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from brochure.author.messages import message
from brochure.author.problems import ContentError
from brochure.commands.new import make_folder
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


NOT_EMPTY = (
    "there is something here already, and nothing was written into it; choose a name that no folder has yet",
    "täällä on jo jotakin, eikä siihen kirjoitettu mitään; valitse nimi, jota millään kansiolla ei vielä ole",
)


@pytest.mark.parametrize(
    ("arguments", "english", "finnish"),
    [
        *((folder, *NOT_EMPTY) for folder in ("../full", "../file", "../missing/..", "missing/../../full")),
        ("../file/maija", *(message("inaccessible", code, reason="Not a directory") for code in ("en", "fi"))),
        ("../loop", *(message("linked", code) for code in ("en", "fi"))),
        (
            "site/maija",
            "this is inside the generator's folder, which an update replaces; choose a place beside it, for example "
            "../maija",
            "tämä on generaattorin kansiossa, jonka päivitys korvaa; valitse paikka sen vierestä, esimerkiksi ../maija",
        ),
        (
            {"FOLDER": ""},
            "the new folder has no name; write where it is to be, for example ../maija",
            "uudella kansiolla ei ole nimeä; kirjoita, mihin se tulee, esimerkiksi ../maija",
        ),
        (
            {"GENERATOR": "https://github.com/x"},
            "this is not the name of a repository; write it as OWNER/NAME, for example maija/brochure",
            "tämä ei ole tietovaraston nimi; kirjoita se muodossa OMISTAJA/NIMI, esimerkiksi maija/esite",
        ),
        (
            {"NAME": "Maija\u202e"},
            "there is an invisible character here (U+202E); delete it and type that part again",
            "tässä on näkymätön merkki (U+202E); poista se ja kirjoita kohta uudelleen",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_made_is_told_and_nothing_is_written(
    arguments: str | dict[str, str], english: str, finnish: str, generator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence that names the folder or the argument, in either language; what is there stays as it is."""
    place = generator.parent
    (place / "full").mkdir()
    (place / "full" / "mine.txt").write_text("x")
    (place / "file").write_text("x")
    (place / "loop").symlink_to("loop")
    monkeypatch.chdir(generator)
    monkeypatch.setenv("BROCHURE_CACHE", ENVIRONMENT["BROCHURE_CACHE"])
    before = names(place)
    given = arguments if isinstance(arguments, dict) else {"FOLDER": arguments}
    folder = given.get("FOLDER", "../maija")
    about = arguments if isinstance(arguments, str) else next(iter(arguments))
    for language, told in (("en", english), ("fi", finnish)):
        with pytest.raises(ContentError) as error:
            make_folder(generator, folder, given.get("NAME", ""), given.get("GENERATOR", ""), language)
        assert error.value.problems[0].report(language) == f"{about}: {told}"
    assert names(place) == before


def test_a_message_of_the_command_stands_alone(generator: Path) -> None:
    """No site is in danger, so none is spoken of."""
    result = brochure(generator, "new", "")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("FOLDER: the new folder has no name; ")
    assert len(result.stderr.splitlines()) == 1


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
