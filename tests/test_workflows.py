"""The workflows are what GitHub takes, and may do no more than they must; GitHub would tell only after a push."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from support.sites import ROOT

FOLDER = ROOT / ".github" / "workflows"
TEMPLATE = ROOT / "hooks" / "brochure" / "commands" / "practice" / "publish.yml"
"""The workflow of a practice's own repository, which calls ours."""
OURS = {"OWNER/REPO": "example/brochure"}
"""What stands in the template for the generator's repository, and one such."""
CALLED = "example/brochure/.github/workflows/practice.yml@v1"
ACTION = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}")
SCHEMA = json.loads((ROOT / "tests" / "workflows" / "github-workflow.schema.json").read_text(encoding="utf-8"))
LEVELS = ("none", "read", "write")
each_workflow = pytest.mark.parametrize(
    "path", [*sorted(FOLDER.glob("*.y*ml")), TEMPLATE], ids=lambda path: f"{path.parent.name}/{path.name}"
)


class Loader(yaml.SafeLoader):
    """Reads YAML 1.2's booleans, as GitHub does: `on` is a text, and only `true` and `false` are none."""


BOOLEAN = "tag:yaml.org,2002:bool"
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != BOOLEAN]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(BOOLEAN, re.compile(r"^(?:true|false)$"), ["t", "f"])


def text(path: Path) -> str:
    """A workflow as GitHub gets it, with the placeholder of the template filled in."""
    text = path.read_text(encoding="utf-8")
    for placeholder, name in OURS.items():
        text = text.replace(placeholder, name)
    return text


def workflow(path: Path) -> dict[str, Any]:
    """A workflow as a value."""
    value = yaml.load(text(path), Loader)
    assert isinstance(value, dict)
    return value


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow, by their ids."""
    found: dict[str, dict[str, Any]] = workflow(path)["jobs"]
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    """The steps of all jobs of a workflow."""
    for job in jobs(path).values():
        yield from job.get("steps", [])


def mistakes(value: object) -> list[str]:
    """What the schema says against a workflow."""
    return [f"{error.json_path}: {error.message}" for error in Draft7Validator(SCHEMA).iter_errors(value)]


@each_workflow
def test_a_workflow_fits_the_schema(path: Path) -> None:
    """GitHub knows each key, and each value has a type that it takes."""
    assert mistakes(workflow(path)) == []


@each_workflow
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("jobs:", "jebs:"),
        ("    permissions:", "    permisions:"),
        ("on:\n", "on:\n  pusch:\n"),
        ("name: ", "name: 1 #"),
    ],
    ids=["top", "job", "event", "type"],
)
def test_a_slip_is_seen(path: Path, right: str, wrong: str) -> None:
    """A misspelt key at the top, in a job or among the events, and a value of another type, do not fit the schema."""
    assert right in text(path)
    assert mistakes(yaml.load(text(path).replace(right, wrong, 1), Loader)) != []


@each_workflow
def test_each_job_says_what_it_may_do(path: Path) -> None:
    """A workflow itself may do nothing, so a job has only the permissions that it names."""
    assert workflow(path)["permissions"] == {}
    assert [name for name, job in jobs(path).items() if not job.get("permissions")] == []


@each_workflow
def test_each_job_ends(path: Path) -> None:
    """A job has a time to be done by; one that calls a workflow may not have any, and the called jobs have theirs."""
    assert [name for name, job in jobs(path).items() if "uses" not in job and job.get("timeout-minutes", 61) > 60] == []


@each_workflow
def test_each_use_is_a_commit_or_our_own_workflow(path: Path) -> None:
    """Nobody else's code can change under a name; our own workflow does at `v1`, which is how updates come."""
    names = [step["uses"] for step in steps(path) if "uses" in step]
    assert [name for name in names if not ACTION.fullmatch(name)] == []
    assert [job["uses"] for job in jobs(path).values() if "uses" in job] == [CALLED] * (path == TEMPLATE)


@each_workflow
def test_no_script_is_put_together(path: Path) -> None:
    """A script gets what it needs in its environment; an expression in it would run whatever a branch is called."""
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@each_workflow
def test_no_checkout_leaves_its_token_behind(path: Path) -> None:
    """What runs after a checkout does not find the token that it was made with."""
    checkouts = [step["with"] for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert [options for options in checkouts if options["persist-credentials"] is not False] == []


def test_workflows_agree_on_the_actions() -> None:
    """An action has the same commit and version wherever it is used."""
    uses = {use for path in FOLDER.glob("*.y*ml") for use in re.findall(r"\buses: (.+)", text(path))}
    assert len(uses) == len({use.split("@")[0] for use in uses})


def test_a_practice_has_a_short_workflow() -> None:
    """What is copied into a practice's folder is short enough to be read at a glance."""
    assert len(TEMPLATE.read_text(encoding="utf-8").splitlines()) <= 25
    assert TEMPLATE.read_text(encoding="utf-8").count("OWNER/REPO") == 1


def test_a_practice_grants_what_our_workflow_asks() -> None:
    """GitHub starts nothing if a called job asks for more than the calling one has."""
    (granted,) = [job["permissions"] for job in jobs(TEMPLATE).values()]
    called = FOLDER / Path(CALLED.split("@")[0]).name
    assert "workflow_call" in workflow(called)["on"]
    asked = [item for job in jobs(called).values() for item in job["permissions"].items()]
    assert [name for name, level in asked if LEVELS.index(level) > LEVELS.index(granted.get(name, "none"))] == []


def test_the_site_does_not_wait_for_other_systems() -> None:
    """Windows and macOS tell what they make of the project, and the site is published all the same."""
    found = jobs(FOLDER / "publish.yml")
    assert found["deploy"]["needs"] == "site"
    assert "needs" not in found["site"]
    assert len(found["elsewhere"]["strategy"]["matrix"]["include"]) == 2
