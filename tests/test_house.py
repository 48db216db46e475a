"""The rooms of the mechanism: each knows those below it, and none beside it or above; no test knows another."""

import ast
from pathlib import Path

import pytest

from support.sites import ROOT

HOOKS = ROOT / "hooks"
FLOORS = (
    {"author", "cache", "git"},
    {"photos"},
    {"model"},
    {"reading", "pages", "publishing"},
    {"project"},
    {"commands", "preview"},
    {"__main__", "mkdocs_hooks"},
)
"""From the ground up; CONTRIBUTING.md says what is in each room."""
KNOWN_BY = {
    "mkdocs": {"mkdocs_hooks"},
    "jinja2": {"pages", "publishing"},
    "markdown": {"reading"},
    "PIL": {"photos"},
    "typst": {"publishing"},
    "coloraide": {"model"},
    "subprocess": {"git"},
}
"""The libraries that are known in one room, or two, and there alone."""
SLUGS = "markdown.extensions.toc"
"""The one part of Markdown that the model uses: a slug is made as a heading's id is."""
MODULES = sorted(HOOKS.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def room(path: Path) -> str:
    """The room that a module is in, or its own name where it has none."""
    parts = path.relative_to(HOOKS).with_suffix("").parts
    return parts[1] if parts[0] == "brochure" and len(parts) > 1 else parts[0]


def imports(path: Path) -> set[str]:
    """The modules that a module names in its imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return named | {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}


def floor(name: str) -> int:
    """How high a room is."""
    return next(height for height, rooms in enumerate(FLOORS) if name in rooms)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOOKS).as_posix())
def test_imports_run_downwards(path: Path) -> None:
    """A module imports from its own room or from a floor below."""
    here = room(path)
    if here == "__init__":
        return
    others = {name.split(".")[1] for name in imports(path) if name.startswith("brochure.")} - {here}
    assert [other for other in others if floor(other) >= floor(here)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOOKS).as_posix())
def test_a_library_is_known_in_one_room(path: Path) -> None:
    """Only the hooks know MkDocs, only pages and rules for hosts Jinja, and only reading an author's Markdown."""
    for name in imports(path):
        library = name.split(".")[0]
        if library in KNOWN_BY and name != SLUGS:
            assert room(path) in KNOWN_BY[library], name


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT / "tests").as_posix())
def test_no_test_is_needed_by_another_module(path: Path) -> None:
    """What tests share is in tests/support/ or a fixture, so that each can be read, moved and dropped by itself."""
    parts = {part for name in imports(path) for part in name.split(".")}
    assert [part for part in sorted(parts) if part == "conftest" or part.startswith("test_")] == []


def test_there_is_one_way_in() -> None:
    """Make and the workflows call `python hooks`, and nothing else that makes or shows a site."""
    for path in (ROOT / "Makefile", ROOT / ".ci" / "run", *(ROOT / ".github" / "workflows").iterdir()):
        assert "mkdocs" not in path.read_text(encoding="utf-8"), path
