"""The way without make, also on Windows: one program that installs Python and everything else."""

import sys
from pathlib import Path

import pytest

from support.programs import missing, program
from support.sites import ROOT, TINY, project, run

pytestmark = pytest.mark.slow


def test_the_commands_of_the_readme_build_a_site(tmp_path: Path) -> None:
    """Two lines set it up, one makes the site; the same words in every shell."""
    folder = project(tmp_path / "the generator", TINY)
    (folder / "requirements.txt").write_bytes((ROOT / "requirements.txt").read_bytes())
    uv = program("uv", path=str(Path(sys.executable).parent))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for arguments in ("venv", "pip sync --require-hashes requirements.txt", "run --no-project python hooks site"):
        assert f"\nuv {arguments}\n" in readme
        result = run([uv, *arguments.split()], folder, VIRTUAL_ENV="")
        if "Failed to fetch" in result.stderr:
            missing("there is no network")
        assert result.returncode == 0, result.stderr
    assert (folder / "site" / "index.html").is_file()
