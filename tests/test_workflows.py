"""The workflows and what is installed: no more rights than needed, and no code that can change under a name."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.programs import program
from support.sites import ROOT, run

FOLDER = ROOT / ".github" / "workflows"
TEMPLATE = ROOT / "hooks" / "brochure" / "commands" / "practice" / "publish.yml"
"""The workflow of a practice's own repository, which calls ours."""
TEXTS = {path: path.read_text(encoding="utf-8") for path in (*sorted(FOLDER.glob("*.y*ml")), TEMPLATE)}
ACTION = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d[\w.]*")
LEVELS = ("none", "read", "write")


def jobs(path: Path) -> list[dict[str, Any]]:
    """Return the jobs of a workflow."""
    return list(yaml.safe_load(TEXTS[path])["jobs"].values())


@pytest.mark.slow
def test_workflows_fit_the_schema() -> None:
    """GitHub knows each key and value, by the schema in the package check-jsonschema."""
    command = [program("check-jsonschema", path=str(Path(sys.executable).parent))]
    options = ["--builtin-schema", "vendor.github-workflows", *map(str, TEXTS)]
    result = run([*command, *options], ROOT)
    assert result.returncode == 0, result.stdout


def test_each_job_states_its_rights_and_each_action_is_a_commit() -> None:
    """No code can change under a name; our own workflow follows `v1`, so that practices get its updates."""
    for path, text in TEXTS.items():
        assert "\npermissions: {}\n" in text
        assert all(job["permissions"] for job in jobs(path))
    uses = {use for text in TEXTS.values() for use in re.findall(r"\buses: (.+)", text)}
    assert [use for use in uses if not ACTION.fullmatch(use)] == ["OWNER/REPO/.github/workflows/practice.yml@v1"]


def test_no_script_is_put_together_and_no_token_stays() -> None:
    """An expression in a script would run the name of a branch; values are in the environment instead."""
    steps = [step for path in TEXTS for job in jobs(path) for step in job.get("steps", [])]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [options for options in checkouts if options["persist-credentials"] is not False] == []


def test_a_practices_workflow_grants_what_ours_asks() -> None:
    """GitHub starts nothing if a called job asks for more than the calling one has."""
    (granted,) = [job["permissions"] for job in jobs(TEMPLATE)]
    asked = [item for job in jobs(FOLDER / "practice.yml") for item in job["permissions"].items()]
    assert [name for name, level in asked if LEVELS.index(level) > LEVELS.index(granted.get(name, "none"))] == []


def test_installing_wants_hashes_and_the_lock() -> None:
    """Pip refuses a package without hash or version; npm installs by the lock, and runs no package's script."""
    others = [(ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", ".ci/run")]
    texts = [text.replace("\\\n", " ") for text in (*others, *TEXTS.values())]
    lines = [line for text in texts for line in text.splitlines() if not line.lstrip().startswith("#")]
    for command, wanted in (
        (r"\bpip3? (install|download)\b", r"--require-hashes"),
        (r"\bnpm (ci|i|install|add|exec|x)\b|\bnpx\b", r"\bnpm ci .*--ignore-scripts\b"),
    ):
        installs = [line for line in lines if re.search(command, line)]
        assert installs
        assert [line for line in installs if not re.search(wanted, line)] == []
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text(encoding="utf-8")
        assert ("://" in text, "\n--only-binary :all:\n" in text) == (False, True), path
    lock = json.loads((ROOT / "tests" / "npm" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: about for path, about in lock["packages"].items() if path}
    assert [path for path, about in packages.items() if not about.get("integrity", "").startswith("sha512-")] == []
