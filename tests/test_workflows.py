"""The workflows fit GitHub's schema, and may do no more than they must; GitHub would say so only after a push."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from support.programs import program
from support.sites import ROOT

FOLDER = ROOT / ".github" / "workflows"
TEMPLATE = ROOT / "hooks" / "brochure" / "commands" / "practice" / "publish.yml"
"""The workflow of a practice's own repository, which calls ours."""
WORKFLOWS = [*sorted(FOLDER.glob("*.y*ml")), TEMPLATE]
ACTION = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d[\w.]*")
LEVELS = ("none", "read", "write")


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """Return the jobs of a workflow, by their ids."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return found


def test_workflows_fit_the_schema() -> None:
    """GitHub knows each key and value, by the schema in the package check-jsonschema."""
    command = [program("check-jsonschema", path=str(Path(sys.executable).parent))]
    options = ["--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS)]
    result = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_each_job_says_what_it_may_do_and_ends() -> None:
    """A workflow may do nothing by itself; only a job that calls another workflow needs no time limit."""
    for path in WORKFLOWS:
        assert "\npermissions: {}\n" in path.read_text(encoding="utf-8")
        for job in jobs(path).values():
            assert job["permissions"]
            assert "uses" in job or job["timeout-minutes"] <= 60


def test_each_action_is_a_commit_with_its_version() -> None:
    """No code can change under a name, and all workflows use one version; our own follows `v1`."""
    uses = {use for path in WORKFLOWS for use in re.findall(r"\buses: (.+)", path.read_text(encoding="utf-8"))}
    assert [use for use in uses if not ACTION.fullmatch(use)] == ["OWNER/REPO/.github/workflows/practice.yml@v1"]
    assert len(uses) == len({use.split("@")[0] for use in uses})


def test_no_script_is_put_together_and_no_token_stays() -> None:
    """An expression in a script would run the name of a branch; values are in the environment instead."""
    steps = [step for path in WORKFLOWS for job in jobs(path).values() for step in job.get("steps", [])]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert [options for options in checkouts if options["persist-credentials"] is not False] == []


def test_a_practice_has_a_short_workflow_that_grants_what_ours_asks() -> None:
    """GitHub starts nothing if a called job asks for more than the calling one has."""
    assert len(TEMPLATE.read_text(encoding="utf-8").splitlines()) <= 25
    (granted,) = [job["permissions"] for job in jobs(TEMPLATE).values()]
    asked = [item for job in jobs(FOLDER / "practice.yml").values() for item in job["permissions"].items()]
    assert [name for name, level in asked if LEVELS.index(level) > LEVELS.index(granted.get(name, "none"))] == []


def test_the_site_does_not_wait_for_other_systems() -> None:
    """The site is published even if the tests on Windows and macOS fail."""
    found = jobs(FOLDER / "publish.yml")
    assert found["deploy"]["needs"] == "site"
    assert "needs" not in found["site"]
