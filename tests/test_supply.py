"""What gets installed is known beforehand, to the byte, and the project does not say where it comes from."""

import json
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.sites import ROOT

REQUIREMENTS = {"site": "requirements.txt", "test": "requirements-test.txt", "update": "requirements-update.txt"}
REQUIREMENTS["properdocs"] = "requirements-properdocs.txt"
"""The file of each group of dependencies in pyproject.toml."""
PIN = re.compile(r"([a-z0-9-]+)==([a-z0-9.]+)( ; [^;]+?)?( +--hash=sha256:[0-9a-f]{64})+")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
ACTION = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d[\w.]*")
COMMIT = "0123456789abcdef0123456789abcdef01234567"
each_group = pytest.mark.parametrize("group", REQUIREMENTS)


def lines(path: Path) -> list[str]:
    """The lines of a file without comments, each with those that continue it."""
    text = re.sub(r"^ *#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [" ".join(line.split()) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def versions(group: str) -> dict[str, set[str]]:
    """The versions of each package in a file of requirements; some have one for old and one for new Pythons."""
    found = defaultdict(set)
    for line in lines(ROOT / REQUIREMENTS[group]):
        if pin := PIN.fullmatch(line):
            found[pin[1]].add(pin[2])
    return found


def lock() -> dict[str, dict[str, Any]]:
    """The packages in npm's lock, but for the project itself."""
    packages = json.loads((ROOT / "tests" / "npm" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {path: package for path, package in packages.items() if path}


def commands() -> list[str]:
    """The lines of all files that install something."""
    return [line for path in (ROOT / "Makefile", ROOT / ".ci" / "run", *WORKFLOWS) for line in lines(path)]


def loose(workflow: str) -> list[str]:
    """The actions of a workflow that are not a commit with its version beside it."""
    return [
        name for name in re.findall(r"^[^#\n]*\buses:\s*(.+)$", workflow, re.MULTILINE) if not ACTION.fullmatch(name)
    ]


@each_group
def test_each_requirement_is_exact_and_has_a_hash(group: str) -> None:
    """Besides them a file only says that nothing is built from source, whose tools would have no hash."""
    assert [line for line in lines(ROOT / REQUIREMENTS[group]) if not PIN.fullmatch(line)] == ["--only-binary :all:"]


@each_group
def test_requirements_are_what_the_project_asks_for(group: str) -> None:
    """Each dependency in pyproject.toml has a version in its group's file, and one that it allows."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"][group]
    for requirement in map(Requirement, [name for name in wanted if isinstance(name, str)]):
        found = versions(group)[canonicalize_name(requirement.name)]
        assert found, requirement
        assert all(map(requirement.specifier.contains, found)), requirement


def test_requirements_agree() -> None:
    """What the site needs has the same version where its checks, or the engine's successor, need it too."""
    site = versions("site")
    for other in (versions("test"), versions("properdocs")):
        shared = site.keys() & other.keys()
        assert "packaging" in shared
        assert [name for name in shared if not other[name] <= site[name]] == []


@each_group
def test_requirements_have_no_address(group: str) -> None:
    """Where packages come from is the business of who installs them."""
    assert "://" not in (ROOT / REQUIREMENTS[group]).read_text(encoding="utf-8")


def test_each_npm_package_has_a_hash_and_no_address() -> None:
    """But for the address of who would like to be paid for it."""
    assert [path for path, package in lock().items() if not package.get("integrity", "").startswith("sha512-")] == []
    assert [path for path, package in lock().items() if "://" in json.dumps(package | {"funding": None})] == []


def test_npm_packages_for_the_audit_alone_can_be_left_out() -> None:
    """Lighthouse is apart with all that it brings, and the checkers are not."""
    asked = json.loads((ROOT / "tests" / "npm" / "package.json").read_text(encoding="utf-8"))
    needed = {path.removeprefix("node_modules/") for path, package in lock().items() if not package.get("dev")}
    assert asked["dependencies"].keys() <= needed
    assert needed.isdisjoint({"lighthouse", "puppeteer-core"})


def test_installing_wants_hashes() -> None:
    """In the Makefile as in CI, pip wants a hash for all that it installs."""
    installs = [line for line in commands() if re.search(r"\bpip3? install\b", line)]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_installing_from_npm_wants_the_lock_and_runs_nothing() -> None:
    """Npm installs what the lock says, and no package runs a script of its own."""
    installs = [line for line in commands() if re.search(r"\bnpm (ci|i|install|add|exec|x)\b|\bnpx\b", line)]
    assert installs
    assert [line for line in installs if not re.search(r"\bnpm ci .*--ignore-scripts\b", line)] == []


@pytest.mark.parametrize(
    ("action", "is_loose"),
    [
        (f"actions/checkout@{COMMIT} # v4.2.2", False),
        (f"github/codeql-action/init@{COMMIT} # v3", False),
        (f"actions/checkout@{COMMIT}", True),
        (f"actions/checkout@{COMMIT[:12]} # v4.2.2", True),
        ("actions/checkout@v4", True),
        ("actions/checkout@main # v4", True),
        ("docker://debian:12", True),
    ],
)
def test_a_loose_action_is_seen(action: str, is_loose: bool) -> None:
    """A tag, a branch, a short commit, and a commit of which nobody can tell the version."""
    assert loose(f"steps:\n  - uses: {action}\n") == [action] * is_loose
    assert loose(f"steps:\n  - name: x\n    uses: {action}\n") == [action] * is_loose


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_action_is_a_commit_with_its_version(path: Path) -> None:
    """A tag can be moved to other code; a commit cannot."""
    assert loose(path.read_text(encoding="utf-8")) == []
