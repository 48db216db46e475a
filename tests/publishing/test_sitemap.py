"""Robots find a sitemap with the dates that git knows."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.git import commit_all, git
from support.programs import npm, program
from support.sites import TINY, TINY_ADDRESS, built, change, project, run

pytestmark = pytest.mark.slow

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built project in git: of one day, but a form's Finnish changed later, and a file not committed."""
    folder = project(tmp_path_factory.mktemp("dated"), TINY)
    pair, team = (folder / "content" / "services" / f"{name}.yml" for name in ("pair", "team"))
    commit_all(folder, "2026-01-31T23:30:00-02:00")
    change(pair, "Työparille", "Kahdelle")
    git(folder, "commit", "--quiet", "-a", "-m", "Change a form", when="2026-03-04T12:00:00Z")
    change(team, "summary: ", "summary: Uusi. ")
    built(folder)
    return folder


def dates(site: Path) -> dict[str, str]:
    """Return the date of each page in a sitemap, or an empty text."""
    urls = ElementTree.parse(site / "sitemap.xml").getroot().findall("s:url", SITEMAP)
    return {url.findtext("s:loc", "", SITEMAP): url.findtext("s:lastmod", "", SITEMAP) for url in urls}


def test_a_sitemap_is_one_by_its_schema(shipped: Path, tiny_site: Path, dated: Path, tmp_path: Path) -> None:
    """It is valid with dates and without, by the schema of sitemaps.org and that of the alternates."""
    parts = {SITEMAP["s"]: npm("sitemap/schema/sitemap.xsd"), SITEMAP["x"]: TINY.parent / "alternate.xsd"}
    imports = "".join(f'<import namespace="{name}" schemaLocation="{path}"/>' for name, path in parts.items())
    schema = tmp_path / "sitemap.xsd"
    schema.write_text(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>', encoding="utf-8")
    command = [program("xmllint"), "--nonet", "--noout", "--schema", str(schema)]
    for site in (shipped, tiny_site, dated / "site"):
        result = run([*command, str(site / "sitemap.xml")], tmp_path)
        assert result.returncode == 0, result.stderr


def test_a_date_is_the_day_of_the_last_change_that_git_knows(dated: Path, tiny_site: Path) -> None:
    """The day is that of UTC; a changed text that is not committed yet has no date, nor has a folder without git."""
    found = dates(dated / "site")
    pair = [f"{TINY_ADDRESS}{path}" for path in ("tyoparin-tyonohjaus/", "en/pair-supervision/", "sv/arbetspar/")]
    team = [f"{TINY_ADDRESS}{path}" for path in ("tiimi/", "en/team/")]
    assert len(found) > len([*pair, *team])
    assert found == dict.fromkeys(found, "2026-02-01") | dict.fromkeys(pair, "2026-03-04") | dict.fromkeys(team, "")
    assert set(dates(tiny_site).values()) == {""}


def test_a_folder_inside_a_larger_history_has_its_own_dates(dated: Path, tmp_path: Path) -> None:
    """A project may be a part of a repository."""
    root = tmp_path / "all"
    shutil.copytree(dated, root / "part", ignore=shutil.ignore_patterns(".git", "site"))
    commit_all(root, "2026-05-06T12:00:00Z")
    assert set(dates(built(root / "part")).values()) == {"2026-05-06"}
