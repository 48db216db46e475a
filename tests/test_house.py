"""The structure of the code: imports run downwards and in no circle."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from support.sites import ROOT

HOOKS = ROOT / "hooks"
FLOORS = (
    {"author", "cache", "git", "settings"},
    {"photos"},
    {"model"},
    {"reading", "pages", "publishing"},
    {"project"},
    {"commands", "preview"},
    {"editing"},
    {"__main__", "mkdocs_hooks"},
)
"""From the lowest up, as in the picture in CONTRIBUTING.md."""
KNOWN_BY = {
    "mkdocs": {"mkdocs_hooks"},
    "jinja2": {"pages", "publishing", "editing"},
    "werkzeug": {"editing"},
    "markdown": {"reading"},
    "PIL": {"photos"},
    "typst": {"publishing"},
    "coloraide": {"model"},
    "subprocess": {"git", "commands"},
    "paramiko": {"publishing"},
    "keyring": {"commands"},
}
"""The only folders or modules that may import a library."""
SLUGS = "markdown.extensions.toc"
"""The one part of Markdown that the model uses: a slug is made as a heading's id is."""


def folder_of(path: Path) -> str:
    """Return the folder of a module, or its own name if it is in none."""
    parts = path.relative_to(HOOKS).with_suffix("").parts
    return parts[1] if parts[0] == "brochure" and len(parts) > 1 else parts[0]


def floor(name: str) -> int:
    """Return the height of a folder or module among `FLOORS`."""
    return next(height for height, names in enumerate(FLOORS) if name in names)


def imported(path: Path) -> Iterator[str]:
    """Yield the name of each module that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


IMPORTS = [(path, name) for path in sorted(HOOKS.rglob("*.py")) for name in imported(path)]


def test_imports_run_downwards() -> None:
    """A module imports from its own folder or from a lower floor."""
    for path, name in IMPORTS:
        if name.startswith("brochure.") and (other := name.split(".")[1]) != folder_of(path):
            assert floor(other) < floor(folder_of(path)), f"{path} imports {name}"


def test_no_import_is_in_a_circle() -> None:
    """Modules can be put in an order in which each imports only those before it, also inside a function."""
    graph: dict[str, set[str]] = {}
    for path, name in IMPORTS:
        graph.setdefault(".".join(path.relative_to(HOOKS).with_suffix("").parts), set()).add(name)
    assert list(TopologicalSorter(graph).static_order())


def test_a_library_has_few_users() -> None:
    """Only the hooks know MkDocs, only photos know Pillow, and only reading knows an author's Markdown."""
    for path, name in IMPORTS:
        if name != SLUGS:
            assert folder_of(path) in KNOWN_BY.get(name.split(".")[0], {folder_of(path)}), f"{path} imports {name}"
