"""The way without make, also on Windows: one program that installs Python and everything else."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.programs import missing, program
from support.sites import ENVIRONMENT, ROOT, TINY, project

pytestmark = pytest.mark.slow


def uv(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder; without a network a test is skipped, but in CI it fails."""
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "VIRTUAL_ENV"}
    command = [program("uv", path=str(Path(sys.executable).parent)), *arguments]
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if "Failed to fetch" in result.stderr:
        missing("there is no network")
    return result


def test_the_commands_of_the_readme_build_a_site(tmp_path: Path) -> None:
    """Two lines set it up, one makes the site; the same words in every shell."""
    folder = project(tmp_path / "the generator", TINY)
    (folder / "requirements.txt").write_bytes((ROOT / "requirements.txt").read_bytes())
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for arguments in ("venv", "pip sync --require-hashes requirements.txt", "run --no-project python hooks site"):
        assert f"\nuv {arguments}\n" in readme
        result = uv(folder, *arguments.split())
        assert result.returncode == 0, result.stderr
    assert (folder / "site" / "index.html").is_file()
