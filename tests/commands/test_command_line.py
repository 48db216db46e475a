"""Commands that cannot be run, and the address of a preview."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from support.mistakes import CheckFile
from support.programs import program
from support.sites import ROOT, command_line
from support.sites import run as run_command

CASES = ROOT / "tests" / "commands" / "command-line.txt"


def test_a_slip_in_a_command_is_reported_word_for_word(monkeypatch: pytest.MonkeyPatch, check_file: CheckFile) -> None:
    """A message in the author's language takes the place of a list of English options."""
    expected = CASES.read_text(encoding="utf-8")
    found = expected.splitlines()[0] + "\n"
    for typed in re.findall("(?m)^==(.*)", expected):
        found += f"=={typed}\n"
        for language in AUTHOR_LANGUAGES:
            monkeypatch.setenv("BROCHURE_LANGUAGE", language)
            with pytest.raises(SystemExit) as ended:
                command_line().main(typed.split())
            found += f"{ended.value}\n"
    check_file(CASES, found)


@pytest.mark.parametrize("typed", ["–content", "—content", "-–content", "-content", "--content"])
def test_any_dash_begins_an_option(typed: str) -> None:
    """Programs for texts make other characters of two hyphens."""
    assert command_line()._parsed(["ready", typed, "../maija"]).content == "../maija"


def test_without_its_packages_a_command_says_what_to_do() -> None:
    """A Python that lacks them gets one sentence in each author's language, and no traceback."""
    command = [sys.executable, "-S", str(ROOT / "hooks"), "ready"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    told = result.stderr.splitlines()
    assert len(told) == len(AUTHOR_LANGUAGES)
    assert all("uv " in line for line in told)


@pytest.mark.slow
def test_the_readmes_commands_for_uv_work(folder: Path) -> None:
    """They build the site; the packages that they would install are those of this environment."""
    block = re.search(r"(?m)^uv venv\n((?:uv .*\n)+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert block
    install, site = block[1].splitlines()
    uv = program("uv", path=str(Path(sys.executable).parent))
    environment = {"UV_OFFLINE": "1", "VIRTUAL_ENV": ""}
    assert run_command([uv, "venv"], folder, **environment).returncode == 0
    assert install.split()[1:4] == ["pip", "sync", "--require-hashes"]
    assert (ROOT / install.split()[4]).is_file()
    shutil.rmtree(folder / ".venv")
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    result = run_command([uv, *site.split()[1:]], folder, **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (folder / "site" / "index.html").is_file()


IN_USE = {
    "en": "in use, probably by another preview; leave out --port, and a free one will be found",
    "fi": "jo käytössä, luultavasti toisessa esikatselussa; jätä --port pois, niin vapaa osoite löytyy itsestään",
}


def test_a_preview_takes_the_next_free_port(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A port that the author names is kept, so that a taken one is refused, with the likely reason."""
    run = Mock(side_effect=KeyboardInterrupt)
    monkeypatch.setattr(command_line().runpy, "run_module", run)
    monkeypatch.setattr(sys, "argv", [])
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr(command_line(), "PORT", port)
        command_line().main(["serve"])
        host, _, chosen = sys.argv[sys.argv.index("--dev-addr") + 1].partition(":")
        assert (host, int(chosen) > port) == ("127.0.0.1", True)
        run.reset_mock()
        for language, told in IN_USE.items():
            monkeypatch.setenv("BROCHURE_LANGUAGE", language)
            assert command_line().main(["serve", "--port", str(port)]) == 1
            assert told in capsys.readouterr().err
        assert not run.called
    command_line().main(["serve", "--port", str(port)])
    assert sys.argv[sys.argv.index("--dev-addr") + 1] == f"127.0.0.1:{port}"
