"""Old addresses: they redirect to their pages, and none is lost without a remark."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from support.servers import ask, rules_for, serving, serving_apache
from support.sites import TINY, TINY_ADDRESS, brochure, build, built_once, change, contents, project

pytestmark = pytest.mark.slow

NEW = "/below/tyoparin-tyonohjaus/"
MOVED = {
    "/below/vanha-pari/": NEW,
    "/below/en/old-pair/": "/below/en/pair-supervision/",
    "/below/en/older-pair/": "/below/en/pair-supervision/",
}
"""The redirect of each former address of the pair's page."""
PATHS = {
    "/below/palvelut/pari.html": True,
    "/below/Yksilö & pari/": True,
    "/below/index.php": False,
    "/below/v1.0/": False,
    "/below/Vanha/sivu/": False,
    "/below/vanha/sivu/": False,
    "/below/TIIMI/": False,
    "/below/vanhat sivut/": False,
    "/below/vanhat sivut/2019/joku.html": False,
}
"""Addresses of a site that another program made; True if there is a page at them, for hosts without rules."""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny site with former addresses of the pair's page."""

    def make(folder: Path) -> None:
        pair = project(folder, TINY) / "content" / "services" / "pair.yml"
        paths = '/palvelut/pari.html, /Yksil%C3%B6%20&%20pari, /index.php, /Vanha/sivu/, /vanha/sivu, "/vanhat sivut/*"'
        change(pair, "fi:\n", f"fi:\n  former: [vanha-pari, {paths}, /TIIMI, /v1.0/]\n")
        change(pair, "en:\n", "en:\n  former: [old-pair, older-pair]\n")

    return built_once(tmp_path_factory, "moved", make)


@pytest.fixture(scope="module")
def host(moved: Path) -> Iterator[Path]:
    """Yield a host's folder with the site at its path; any user of the machine may read it."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        shutil.copytree(moved, Path(name, "www", "below"))
        yield Path(name, "www")


def test_a_page_sends_on_by_itself(host: Path, browser: Browser, tmp_path: Path) -> None:
    """It does so on a host without rules too; it is not to be indexed, and names the new page. The sitemap has none."""
    with serving(tmp_path, host) as address:
        page = browser.new_page(base_url=address)
        for old, new in (MOVED | dict.fromkeys((old for old, has_page in PATHS.items() if has_page), NEW)).items():
            page.goto(old)
            page.wait_for_url(f"**{new}")
            name = old.strip("/") if old.endswith(".html") else f"{old.strip('/')}/index.html"
            text = (host / name).read_text(encoding="utf-8")
            assert '<meta name="robots" content="noindex">' in text
            assert f'<link rel="canonical" href="https://www.example.org{new}">' in text
            assert "Content-Security-Policy" in text
        page.close()
    assert [old for old, has_page in PATHS.items() if not has_page and (host / old.strip("/")).exists()] == []
    sitemap = (host / "below" / "sitemap.xml").read_text(encoding="utf-8")
    assert [old for old in MOVED if old in sitemap] == []


@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_a_server_with_rules_answers_301(server: str, moved: Path, host: Path, tmp_path: Path) -> None:
    """The redirect stays on the host, is there for an old PDF too, and has the headers of every answer."""
    pdfs = {f"{old}{Path(old).name}.pdf": new for old, new in MOVED.items()}
    serve = serving(tmp_path, host, rules_for(moved)) if server == "nginx" else serving_apache(tmp_path, host)
    with serve as address:
        paths = {quote(old): NEW for old in PATHS}
        for old, new in (MOVED | pdfs | paths | {path.rstrip("/"): NEW for path in paths}).items():
            status, headers, _ = ask(address, f"{old.removeprefix('/')}?from=mail")
            assert status == 301
            assert (headers["Location"] or "").removeprefix(address.rstrip("/")) == f"{new}?from=mail"
            assert "default-src 'none'" in headers["Content-Security-Policy"]
        for missing in ("vanha-pari/inner/", "palvelut/pariXhtml", "vanhat%20sivutX/", "palvelut/"):
            assert ask(address, f"below/{missing}")[0] in (403, 404)


def test_a_lost_address_is_told_until_the_last_site_is_replaced(published: Path) -> None:
    """The build that replaces it reports it; the published site is as if there had been none before."""
    for path in (published / "content" / "site.yml", published / "site" / "sitemap.xml"):
        change(path, TINY_ADDRESS, "https://tyonohjaus.fi/")
    change(published / "content" / "services" / "pair.yml", "fi:\n", "fi:\n  slug: kaksin\n")
    told = "an old address no longer has a page: tyoparin-tyonohjaus/"
    assert told in build(published).stderr
    before = contents(published / "site")
    assert told not in build(published).stderr
    assert contents(published / "site") == before


def test_a_last_site_that_is_a_link_is_not_read(published: Path) -> None:
    """It may lead to a device that never ends."""
    change(published / "content" / "site.yml", TINY_ADDRESS, "https://tyonohjaus.fi/")
    for name in ("sitemap.xml", "_redirects"):
        (published / "site" / name).unlink()
        (published / "site" / name).symlink_to("/dev/zero")
        assert "previous version" not in brochure(published, "ready").stdout
