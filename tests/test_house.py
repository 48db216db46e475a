"""The rooms of the mechanism: each knows those below it, and none beside it or above; no test knows another."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

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


def room(path: Path) -> str:
    """The room that a module is in, or its own name where it has none."""
    parts = path.relative_to(HOOKS).with_suffix("").parts
    return parts[1] if parts[0] == "brochure" and len(parts) > 1 else parts[0]


def floor(name: str) -> int:
    """How high a room is."""
    return next(height for height, rooms in enumerate(FLOORS) if name in rooms)


def imports(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each module in a folder with each module that it names in its imports."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                yield path, node.module or ""
            elif isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)


def test_imports_run_downwards() -> None:
    """A module imports from its own room or from a floor below."""
    for path, name in imports(HOOKS):
        if name.startswith("brochure.") and (other := name.split(".")[1]) != room(path):
            assert floor(other) < floor(room(path)), f"{path} imports {name}"


def test_a_library_is_known_in_one_room() -> None:
    """Only the hooks know MkDocs, only photos know Pillow, and only reading knows an author's Markdown."""
    for path, name in imports(HOOKS):
        if name != SLUGS:
            assert room(path) in KNOWN_BY.get(name.split(".")[0], {room(path)}), f"{path} imports {name}"


def test_no_test_is_needed_by_another_module() -> None:
    """What tests share is in tests/support/ or a fixture, so that each can be read, moved and dropped by itself."""
    for path, name in imports(ROOT / "tests"):
        assert not re.search(r"(^|\.)(conftest$|test_)", name), f"{path} imports {name}"
