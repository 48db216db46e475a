"""MkDocs stands still; its successor ProperDocs builds the same site, to the byte, by the same hooks."""

import shutil
from pathlib import Path

import pytest

from brochure.cache import TAG
from support.photos import photo
from support.programs import engine
from support.sites import build, change, contents, show

pytestmark = pytest.mark.slow


def test_the_successor_builds_the_same_site(shipped: Path, tmp_path: Path) -> None:
    """Byte by byte, of the own content."""
    result = build(shipped.parent, "--site-dir", str(tmp_path / "site"), engine=engine("properdocs"))
    assert result.returncode == 0, result.stdout + result.stderr
    assert contents(tmp_path / "site") == contents(shipped)


@pytest.mark.parametrize("name", ["mkdocs", "properdocs"])
def test_a_dead_link_in_a_template_leaves_the_last_site(folder: Path, name: str) -> None:
    """The engine warns of it when all else is done; the build fails, and nothing takes the site's place."""
    assert build(folder, engine=engine(name)).returncode == 0
    before = contents(folder / "site")
    change(
        folder / "docs" / "templates" / "home.md", "{{ hero(page, actions) }}", "{{ hero(page, actions) }}\n[x](y.md)\n"
    )
    result = build(folder, engine=engine(name))
    assert result.returncode == 1
    assert "y.md" in result.stderr
    assert contents(folder / "site") == before


@pytest.mark.parametrize("spoil", ["bytes", "file"])
def test_what_is_kept_for_the_next_build_is_needed_for_none(folder: Path, spoil: str) -> None:
    """The site is the same with what a build has kept, with it broken, and with no room for it."""
    cache = folder / ".cache"
    show(folder, "x.jpg", photo())
    assert build(folder, BROCHURE_CACHE=str(cache)).returncode == 0
    first = contents(folder / "site")
    kept = [path for path in cache.rglob("*") if path.is_file() and path.name != TAG]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:-9]) if spoil == "bytes" else path.unlink()
    if spoil == "file":
        shutil.rmtree(cache)
        cache.write_text("in the way")
    result = build(folder, BROCHURE_CACHE=str(cache))
    assert result.returncode == 0, result.stdout + result.stderr
    assert contents(folder / "site") == first
