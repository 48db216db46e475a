"""Old addresses: a page sends on from those it once had, and none is lost without a word."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser

from support.netlify import read_by_netlify
from support.servers import ask, rules_for, serving, serving_apache
from support.sites import TINY, brochure, build, built_once, change, project

pytestmark = pytest.mark.slow

MOVED = {
    "/below/vanha-pari/": "/below/tyoparin-tyonohjaus/",
    "/below/en/old-pair/": "/below/en/pair-supervision/",
    "/below/en/older-pair/": "/below/en/pair-supervision/",
}
"""Where the addresses lead that the pair's page once had."""
LEAFLETS = {f"{old}{old.split('/')[-2]}.pdf": new for old, new in MOVED.items()}
"""Likewise those of the PDFs that were beside it."""
REFRESH = re.compile(r"http-equiv=.?refresh", re.IGNORECASE)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, in which the pair's page has had other addresses."""

    def make(folder: Path) -> None:
        pair = project(folder, TINY) / "content" / "services" / "pair.yml"
        change(pair, "fi:\n", "fi:\n  former: [vanha-pari]\n")
        change(pair, "en:\n", "en:\n  former: [old-pair, older-pair]\n")

    return built_once(tmp_path_factory, "moved", make)


@pytest.fixture(scope="module")
def host(moved: Path) -> Iterator[Path]:
    """A host's folder with the site at its path; any user of the machine may read it."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        shutil.copytree(moved, Path(name, "www", "below"))
        yield Path(name, "www")


def test_a_page_sends_on_by_itself(host: Path, browser: Browser, tmp_path: Path) -> None:
    """On a host without any rules too; it is not to be indexed, and names the page that took its place."""
    with serving(tmp_path, host) as address:
        page = browser.new_page(base_url=address)
        for old, new in MOVED.items():
            page.goto(old)
            page.wait_for_url(f"**{new}")
            text = (host / old.strip("/") / "index.html").read_text(encoding="utf-8")
            assert '<meta name="robots" content="noindex">' in text
            assert f'<link rel="canonical" href="https://www.example.org{new}">' in text
            assert "Content-Security-Policy" in text
        page.close()


def test_nothing_else_sends_on_or_knows_of_it(moved: Path) -> None:
    """No other page has a refresh, and no page, sitemap or search leads to an old address."""
    sending = {f"/below/{path.parent.relative_to(moved).as_posix()}/" for path in moved.rglob("*.html")
               if REFRESH.search(path.read_text(encoding="utf-8"))}  # fmt: skip
    assert sending == set(MOVED)
    for path in (*moved.rglob("*.html"), moved / "sitemap.xml"):
        text = path.read_text(encoding="utf-8")
        assert [old for old in MOVED if old.removeprefix("/below/") in text] == [], path


@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_a_server_with_rules_answers_301(server: str, moved: Path, host: Path, tmp_path: Path) -> None:
    """To the new address on the same host, from an old PDF too, with the headers of every answer."""
    serve = serving(tmp_path, host, rules_for(moved)) if server == "nginx" else serving_apache(tmp_path, host)
    with serve as address:
        for old, new in {**MOVED, **LEAFLETS}.items():
            status, headers, _ = ask(address, old.removeprefix("/"))
            assert status == 301
            assert (headers["Location"] or "").removeprefix(address.rstrip("/")) == new
            assert "default-src 'none'" in headers["Content-Security-Policy"]
        status, _, _ = ask(address, "below/vanha-pari/inner/")
        assert status == 404


def test_netlify_sends_on_though_there_is_a_page(moved: Path) -> None:
    """The rules are forced, and stand before those for unknown addresses."""
    rules = read_by_netlify(moved)
    first = [(rule["from"].rstrip("/"), rule["to"], rule["status"], rule["force"]) for rule in rules["redirects"]][:3]
    assert first == [(old.rstrip("/"), new, 301, True) for old, new in MOVED.items()]


LOST = {
    "en": "content/site.yml: nothing is left at an address of the previous version of the site: {0}; if the page has "
    "moved, write the last part of the old address in that page's file, below its language, as former: [...], "
    "and if it is gone or was never published, add to this file gone: [{0}]",
    "fi": "content/site.yml: sivuston edellisessä versiossa oli sivu osoitteessa, jossa ei nyt ole mitään: {0}; "
    "jos sivu on nyt muualla, lisää vanhan osoitteen viimeinen osa sivun tiedostoon, kielen lohkoon, "
    "hakasulkeisiin former: [...], ja jos sivu on poistettu tai sitä ei ole koskaan julkaistu, lisää tähän tiedostoon "
    "gone: [{0}]",
}
PAIR = "tyoparin-tyonohjaus/"


SAMPLE, OWN = "https://www.example.org/below/", "https://xn--tynohjaus-07a.fi/"
"""The tiny site's address, and that of a practice; a site at one of the sample's has not been published."""


@pytest.fixture
def own(folder: Path) -> Path:
    """Return a project with an address of its own."""
    change(folder / "content" / "site.yml", SAMPLE, OWN)
    return folder


@pytest.fixture
def renamed(own: Path, tiny_site: Path) -> Path:
    """Return a project whose last site had a page at an address that none has now."""
    shutil.copytree(tiny_site, own / "site")
    change(own / "site" / "sitemap.xml", SAMPLE, OWN)
    change(own / "content" / "services" / "pair.yml", "fi:\n", "fi:\n  slug: kaksin\n")
    return own


def lost(folder: Path, language: str = "en", paths: str = PAIR, **environment: str) -> bool:
    """Whether a build says that the addresses are lost; it publishes the site in any case."""
    result = build(folder, BROCHURE_LANGUAGE=language, **environment)
    assert result.returncode == 0, result.stdout
    return LOST[language].format(paths) in result.stderr


@pytest.mark.parametrize("language", LOST)
def test_a_lost_address_is_told_until_the_last_site_is_replaced(renamed: Path, language: str) -> None:
    """By `make ready` and by the build that replaces it; the published site is the same as if there had been none."""
    assert LOST[language].format(PAIR) in brochure(renamed, "ready", BROCHURE_LANGUAGE=language).stdout.splitlines()
    assert lost(renamed, language)
    site = {path: path.read_bytes() for path in (renamed / "site").rglob("*") if path.is_file()}
    shutil.rmtree(renamed / "site")
    assert not lost(renamed, language)
    assert site == {path: path.read_bytes() for path in (renamed / "site").rglob("*") if path.is_file()}
    assert not lost(renamed, language)


@pytest.mark.parametrize(
    ("file", "old", "answer"),
    [
        ("services/pair.yml", "  slug: kaksin\n", "  slug: kaksin\n  former: [tyoparin-tyonohjaus]\n"),
        ("site.yml", "accepted: [", "gone: [tyoparin-tyonohjaus/]\naccepted: ["),
        ("site.yml", "accepted: [", "gone: [/tyoparin-tyonohjaus]\naccepted: ["),
    ],
)
def test_an_answer_silences_it(renamed: Path, file: str, old: str, answer: str) -> None:
    """A page with the old address, or that it is gone for good, in either way of writing."""
    change(renamed / "content" / file, old, answer)
    assert not lost(renamed)


def test_an_answer_that_is_taken_back_is_missed(renamed: Path) -> None:
    """Whoever deletes the line `former:` is told, since visitors may still come to the old address."""
    pair = renamed / "content" / "services" / "pair.yml"
    change(pair, "  slug: kaksin\n", "  slug: kaksin\n  former: [tyoparin-tyonohjaus]\n")
    assert not lost(renamed)
    change(pair, "  former: [tyoparin-tyonohjaus]\n", "")
    assert lost(renamed)


def test_all_that_is_below_an_address_may_be_gone(own: Path) -> None:
    """A language that is given up takes all its pages with it."""
    assert build(own).returncode == 0
    content = own / "content"
    (content / "languages" / "sv.yml").unlink()
    for path in (content / "site.yml", *content.glob("[ps]*/*.yml")):
        text = path.read_text(encoding="utf-8").replace("    sv: https://book.example.org/sv\n", "")
        path.write_text(re.sub(r"(?m)^sv:.*\n(  .*\n|\n)*", "", text), encoding="utf-8")
    change(content / "site.yml", "accepted: [", "gone: [sv/]\naccepted: [")
    assert "previous version" not in build(own).stderr


def test_a_site_at_another_address_has_lost_nothing(renamed: Path, tiny_site: Path) -> None:
    """What was tried out somewhere else is nobody's bookmark; nor is a site at the sample's own address."""
    assert not lost(renamed, SITE_URL="https://elsewhere.fi/")
    change(renamed / "content" / "site.yml", OWN, SAMPLE)
    shutil.rmtree(renamed / "site")
    shutil.copytree(tiny_site, renamed / "site")
    assert not lost(renamed)


def test_a_sitemap_from_a_server_is_believed_in_addresses_alone(renamed: Path) -> None:
    """It is text until it is parsed: what is no address of a page is passed over."""
    sitemap = renamed / "site" / "sitemap.xml"
    change(sitemap, "</urlset>", f"<loc>{OWN}a--&gt;<x>/</loc><loc>{OWN}../b/</loc></urlset>")
    assert lost(renamed)


def test_what_is_no_plain_file_is_not_read(renamed: Path) -> None:
    """A link to a device that never ends, where the sitemap or the rules are to be."""
    for name in ("sitemap.xml", "_redirects"):
        (renamed / "site" / name).unlink()
        (renamed / "site" / name).symlink_to("/dev/zero")
        assert "previous version" not in brochure(renamed, "ready").stdout


def test_all_lost_addresses_are_told_in_one_line(renamed: Path) -> None:
    """For two lines `gone:` would be a mistake."""
    change(renamed / "content" / "services" / "pair.yml", "en:\n", "en:\n  slug: two\n")
    assert lost(renamed, paths=f"en/pair-supervision/, {PAIR}")


def test_a_hidden_page_is_not_lost(own: Path) -> None:
    """It may come back."""
    assert build(own).returncode == 0
    solo = own / "content" / "services" / "solo.yml"
    solo.write_text("draft: true\n" + solo.read_text(encoding="utf-8"), encoding="utf-8")
    assert not lost(own, paths="yksin/")
