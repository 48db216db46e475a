"""MkDocs is no longer developed; its successor ProperDocs builds the same site to the byte, by the same hooks."""

from pathlib import Path

import pytest

from support.programs import engine
from support.sites import build, change, contents

pytestmark = pytest.mark.slow


def test_the_successor_builds_the_same_site(shipped: Path, tmp_path: Path) -> None:
    """The sites of the project's content are equal byte by byte."""
    result = build(shipped.parent, "--site-dir", str(tmp_path / "site"), engine=engine("properdocs"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert contents(tmp_path / "site") == contents(shipped)


@pytest.mark.parametrize("name", ["mkdocs", "properdocs"])
def test_a_dead_link_in_a_template_leaves_the_last_site(folder: Path, name: str) -> None:
    """The engine warns of it last; the build fails, and nothing replaces the site."""
    assert build(folder, engine=engine(name)).returncode == 0
    before = contents(folder / "site")
    change(
        folder / "docs" / "templates" / "home.md", "{{ hero(page, actions) }}", "{{ hero(page, actions) }}\n[x](y.md)\n"
    )
    result = build(folder, engine=engine(name))
    assert result.returncode == 1
    assert "y.md" in result.stderr
    assert contents(folder / "site") == before
