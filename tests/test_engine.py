"""MkDocs is no longer developed; its successor ProperDocs builds the same site to the byte, by the same hooks."""

from pathlib import Path

import pytest

from support.programs import engine
from support.sites import build, contents

pytestmark = pytest.mark.slow


def test_the_successor_builds_the_same_site(shipped: Path, tmp_path: Path) -> None:
    """The sites of the project's content are equal byte by byte."""
    result = build(shipped.parent, "--site-dir", str(tmp_path / "site"), engine=engine("properdocs"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert contents(tmp_path / "site") == contents(shipped)


def test_its_warnings_count(published: Path) -> None:
    """It warns of a dead link in a template last; the build fails, and nothing replaces the site."""
    before = contents(published / "site")
    (published / "docs" / "templates" / "page.md").write_text("# {{ page.title }}\n\n[x](y.md)\n")
    (published / "content" / "pages" / "plain.yml").write_text("fi: {title: Muuta, summary: x}\n")
    result = build(published, engine=engine("properdocs"))
    assert (result.returncode, "y.md" in result.stderr) == (1, True)
    assert contents(published / "site") == before
