"""A practice's own folder, made from the sample."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from brochure.author.problems import ContentError
from brochure.commands.new import make_folder
from support.programs import program
from support.sites import ENVIRONMENT, ROOT, brochure, build, contents, project, run

pytestmark = pytest.mark.slow


@pytest.fixture
def generator(tmp_path: Path) -> Path:
    """Return a generator with its sample, in a folder of its own."""
    return project(tmp_path / "generator", ROOT / "content")


SAMPLE = {name for name in contents(ROOT / "content") if name != "README.md" and not name.startswith("guide/")}
OURS = {"README.md", ".gitignore", *(f".vscode/{path.name}" for path in (ROOT / ".vscode").iterdir())}


def test_a_new_folder_is_the_sample_under_the_practices_name(generator: Path, tmp_path: Path) -> None:
    """It builds at once. The name may contain any sign, and a line break in it is a space."""
    name = 'Maija\'s "työ": #1 – 日本'
    result = brochure(generator, "new", "../maija ä", "--name", name.replace(": ", ":\n"))
    assert (result.returncode, result.stdout) == (
        0,
        'Your folder is ../maija ä. Look at the site: uv run --no-project python hooks serve --content "../maija ä" '
        'or make serve CONTENT="../maija ä"\n',
    )
    maija = tmp_path / "maija ä"
    assert contents(maija).keys() == SAMPLE | OURS
    site = yaml.safe_load((maija / "site.yml").read_text(encoding="utf-8"))
    assert (site["fi"]["name"], site["en"]["name"]) == (name, name)
    assert (maija / "README.md").read_text(encoding="utf-8").startswith(f"# {name}\n")
    assert "](../generator/content/README.md)" in (maija / "README.md").read_text(encoding="utf-8")
    patterns = json.loads((maija / ".vscode" / "settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert patterns[".vscode/services.schema.json"] == "services/*.yml"
    result = build(generator, CONTENT=str(maija))
    assert result.returncode == 0
    assert [line for line in result.stderr.splitlines() if '"ready"' in line] == [
        "INFO    -  Do not publish yet: 4 places still have the sample's details. "
        f'Run "ready" to see which (folder: {maija}).'
    ]
    assert "Esimerkki" not in brochure(generator, "ready", "--content", str(maija)).stdout


def test_a_workflow_is_written_for_a_named_generator(generator: Path) -> None:
    """It calls the generator's workflow at the version that updates come by, and the guide is there too.

    The folder may be a fresh repository. Later the editor's files are renewed, and no other file in her folder is
    the generator's.
    """
    maija = generator.parent / "maija"
    (maija / ".git").mkdir(parents=True)
    assert brochure(generator, "new", "../maija", "--generator", "tekija/esite").returncode == 0
    workflow = (maija / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    assert "uses: tekija/esite/.github/workflows/practice.yml@v1" in workflow
    assert "OWNER/REPO" not in workflow
    readme = (maija / "README.md").read_text(encoding="utf-8")
    assert "https://github.com/tekija/esite/blob/v1/content/README.md" in readme
    told = brochure(generator, "ready", "--content", "../maija")
    assert told.returncode == 1
    assert "maija/site.yml:13:20: this is still the sample's (Esimerkki)" in told.stdout
    before = contents(maija)
    (maija / ".vscode" / "site.schema.json").write_text("{}")
    assert brochure(generator, "schema", "--content", "../maija").returncode == 0
    assert contents(maija) == before


def test_make_reads_nothing_in_a_value(tmp_path: Path) -> None:
    """A dollar sign in a name or a folder is a dollar sign, and runs nothing."""
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nshift 2\nprintf \'%s\\n\' "$@" "$CONTENT"\n')
    python.chmod(0o755)
    values = {"NAME": f"A$B $(shell touch {tmp_path}/ran) `id` Oy", "FOLDER": "$(shell id)/$x", "CONTENT": "a$b"}
    command = [
        program("make"),
        "--no-print-directory",
        "-f",
        str(ROOT / "Makefile"),
        "-o",
        ".venv/site",
        f"BIN={python.parent}",
        "new",
    ]
    result = subprocess.run(
        [*command, *(f"{name}={value}" for name, value in values.items())],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == ["--name", values["NAME"], "--generator", "", "--", *[*values.values()][1:]]
    assert not (tmp_path / "ran").exists()


REFUSED = yaml.safe_load(Path(__file__).with_name("new.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: str(next(iter(refused.items()))))
def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_written(
    refused: dict[str, str], generator: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence in each language names the folder or the argument, and no file changes."""
    place = generator.parent
    (place / "full").mkdir()
    (place / "full" / "mine.txt").write_text("x")
    (place / "file").write_text("x")
    (place / "loop").symlink_to("loop")
    monkeypatch.setenv("BROCHURE_CACHE", ENVIRONMENT["BROCHURE_CACHE"])
    monkeypatch.chdir(generator)
    before, folder = contents(place), refused.get("FOLDER", "../maija")
    about = folder if refused.get("FOLDER") else next(iter(refused))
    for language in ("en", "fi"):
        with pytest.raises(ContentError) as error:
            make_folder(generator, folder, refused.get("NAME", ""), refused.get("GENERATOR", ""), language)
        assert error.value.problems[0].report(language) == f"{about}: {refused[language]}"
    assert contents(place) == before


def test_a_full_disk_is_left_unchanged(generator: Path, tmp_path: Path) -> None:
    """No half folder stays if the files do not fit."""
    result = run([program("prlimit"), "--fsize=1000", sys.executable, "hooks", "new", "../maija"], generator)
    assert result.returncode == 1
    assert result.stderr.startswith("../maija: the disk is full;"), result.stderr
    assert len(result.stderr.splitlines()) == 1, "no site is in danger, so the message is not about one"
    assert not (tmp_path / "maija").exists()


def test_of_two_at_once_one_is_made_and_none_is_lost(generator: Path, tmp_path: Path) -> None:
    """The second run fails, and the folder of the first is whole."""
    command = [sys.executable, "hooks", "new", "../maija"]
    runs = [subprocess.Popen(command, cwd=generator, env=ENVIRONMENT, stderr=subprocess.PIPE) for _ in range(3)]
    codes = sorted(run.wait() for run in runs)
    assert codes[0] == 0
    assert contents(tmp_path / "maija").keys() == SAMPLE | OURS
    assert {path.name for path in tmp_path.iterdir()} == {"generator", "maija"}
