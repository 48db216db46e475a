"""What gets installed is known beforehand, to the byte, and the project does not say where it comes from."""

import json
import re
import tomllib
from collections import defaultdict
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.sites import ROOT

REQUIREMENTS = {"site": "requirements.txt", "test": "requirements-test.txt", "update": "requirements-update.txt"}
REQUIREMENTS["properdocs"] = "requirements-properdocs.txt"
"""The file of each group of dependencies in pyproject.toml."""
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))


def versions(group: str) -> dict[str, set[str]]:
    """Return the versions of each package in a file of requirements; some have one for old and one for new Pythons."""
    found = defaultdict(set)
    for name, version in re.findall(r"(?m)^([\w-]+)==([\w.]+)", (ROOT / REQUIREMENTS[group]).read_text("utf-8")):
        found[name].add(version)
    return found


def lock() -> dict[str, dict[str, Any]]:
    """Return the packages in npm's lock, but for the project itself."""
    packages = json.loads((ROOT / "tests" / "npm" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {path: package for path, package in packages.items() if path}


def commands(pattern: str) -> list[str]:
    """Return the lines, with those that continue them, by which any file installs something."""
    texts = (path.read_text("utf-8").replace("\\\n", " ") for path in (ROOT / "Makefile", ROOT / ".ci/run", *WORKFLOWS))
    found = [line for text in texts for line in text.splitlines() if re.search(pattern, re.sub(r"^ *#.*", "", line))]
    assert found
    return found


@pytest.mark.parametrize("group", REQUIREMENTS)
def test_requirements_are_what_the_project_asks_for(group: str) -> None:
    """Each dependency in pyproject.toml has a version that it allows; nothing is built from source."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"][group]
    for requirement in map(Requirement, [name for name in wanted if isinstance(name, str)]):
        found = versions(group)[canonicalize_name(requirement.name)]
        assert found, requirement
        assert all(map(requirement.specifier.contains, found)), requirement
    text = (ROOT / REQUIREMENTS[group]).read_text(encoding="utf-8")
    assert "\n--only-binary :all:\n" in text
    assert "://" not in text


def test_requirements_agree() -> None:
    """What the site needs has the same version where its checks, or the engine's successor, need it too."""
    site = versions("site")
    for other in (versions("test"), versions("properdocs")):
        shared = site.keys() & other.keys()
        assert "packaging" in shared
        assert [name for name in shared if not other[name] <= site[name]] == []


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


def test_installing_wants_hashes_and_the_lock() -> None:
    """Pip refuses what has no hash or exact version; npm installs what the lock says and runs no package's script."""
    assert [line for line in commands(r"\bpip3? install\b") if "--require-hashes" not in line] == []
    installs = commands(r"\bnpm (ci|i|install|add|exec|x)\b|\bnpx\b")
    assert [line for line in installs if not re.search(r"\bnpm ci .*--ignore-scripts\b", line)] == []
