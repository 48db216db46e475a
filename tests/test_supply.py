"""Each installed package is fixed to the byte, and the project names no registry."""

import json
import re
import tomllib
from collections import defaultdict

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.sites import ROOT

GROUPS = ("site", "test", "update", "properdocs")
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))


def requirements(group: str) -> str:
    """Return the requirements of a group of dependencies in pyproject.toml."""
    return (ROOT / ("requirements.txt" if group == "site" else f"requirements-{group}.txt")).read_text("utf-8")


def versions(group: str) -> dict[str, set[str]]:
    """Return the versions of each package in a group; some have one for old and one for new Pythons."""
    found = defaultdict(set)
    for name, version in re.findall(r"(?m)^([\w-]+)==([\w.]+)", requirements(group)):
        found[name].add(version)
    return found


@pytest.mark.parametrize("group", GROUPS)
def test_requirements_are_what_the_project_asks_for(group: str) -> None:
    """Each dependency in pyproject.toml has a version that it allows; nothing is built from source."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"][group]
    for requirement in map(Requirement, [name for name in wanted if isinstance(name, str)]):
        found = versions(group)[canonicalize_name(requirement.name)]
        assert found, requirement
        assert all(map(requirement.specifier.contains, found)), requirement
    assert "\n--only-binary :all:\n" in requirements(group)
    assert "://" not in requirements(group)


def test_requirements_agree() -> None:
    """A package of the site has the same version in its checks and in the engine's successor."""
    site = versions("site")
    for other in (versions("test"), versions("properdocs")):
        assert "packaging" in site.keys() & other.keys()
        assert [name for name in site.keys() & other.keys() if not other[name] <= site[name]] == []


def test_npm_packages_have_hashes_and_those_for_the_audit_can_be_left_out() -> None:
    """None has an address; Lighthouse and its own packages are apart, and the checkers are not."""
    asked, locked = (
        json.loads((ROOT / "tests" / "npm" / name).read_text(encoding="utf-8"))
        for name in ("package.json", "package-lock.json")
    )
    packages = {path.removeprefix("node_modules/"): about for path, about in locked["packages"].items() if path}
    assert [path for path, about in packages.items() if not about.get("integrity", "").startswith("sha512-")] == []
    assert [path for path, about in packages.items() if "://" in json.dumps(about | {"funding": None})] == []
    needed = {path for path, about in packages.items() if not about.get("dev")}
    assert asked["dependencies"].keys() <= needed
    assert needed.isdisjoint({"lighthouse", "puppeteer-core"})


def test_installing_wants_hashes_and_the_lock() -> None:
    """Pip refuses a package without hash or version; npm installs by the lock, and runs no package's script."""
    texts = (path.read_text("utf-8").replace("\\\n", " ") for path in (ROOT / "Makefile", ROOT / ".ci/run", *WORKFLOWS))
    lines = [line for text in texts for line in text.splitlines() if not line.lstrip().startswith("#")]
    for command, wanted in (
        (r"\bpip3? install\b", r"--require-hashes"),
        (r"\bnpm (ci|i|install|add|exec|x)\b|\bnpx\b", r"\bnpm ci .*--ignore-scripts\b"),
    ):
        installs = [line for line in lines if re.search(command, line)]
        assert installs
        assert [line for line in installs if not re.search(wanted, line)] == []
