"""Commands that cannot be run, and the address of a preview."""

import re
import socket
import subprocess
import sys

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES
from support.sites import ROOT, command_line

CASES = ROOT / "tests" / "commands" / "command-line.txt"


def test_a_slip_in_a_command_is_reported_word_for_word(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
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
    if request.config.getoption("--renew"):
        CASES.write_text(found, encoding="utf-8")
    assert found == expected


def test_without_its_packages_a_command_says_what_to_do() -> None:
    """A Python that lacks them gets one sentence in each author's language, and no traceback."""
    command = [sys.executable, "-S", str(ROOT / "hooks"), "ready"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode == 1
    told = result.stderr.splitlines()
    assert len(told) == len(AUTHOR_LANGUAGES)
    assert all("uv " in line for line in told)


def test_a_preview_takes_the_next_free_port_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A port that the author names is kept, so that a taken one is refused."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setattr(command_line(), "PORT", port)
        _, address = command_line()._address(None, "en")
        assert capsys.readouterr().out == f"Port {port} is in use, so the preview is at http://{address}/\n"
        assert int(address.rpartition(":")[2]) > port
        assert command_line()._address(port + 7, "en") == ["--dev-addr", f"127.0.0.1:{port + 7}"]
    assert command_line()._address(None, "en") == ["--dev-addr", f"127.0.0.1:{port}"]
