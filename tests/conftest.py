"""Fixtures and settings of the tests: the tiny site, the built sites, the servers and the browser."""

import shutil
from collections.abc import Iterator
from compileall import compile_dir
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from brochure.author.problems import ContentError
from brochure.editing.access import Access
from brochure.model.site import Site
from brochure.reading.loader import load, read
from support import dom
from support.browsers import PHONE, launched
from support.forms import served
from support.mistakes import CheckFile
from support.servers import rules_for, serving, serving_apache
from support.sites import ROOT, THEME, TINY, built_once, change, is_sample, own_path, own_site, project

settings.register_profile("default", max_examples=100, derandomize=True, database=None, deadline=10_000)
settings.register_profile("fuzz", max_examples=20_000, deadline=10_000, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what cases expect."""
    parser.addoption("--renew", action="store_true", help="rewrite the expected messages and pages of cases")


def pytest_configure(config: pytest.Config) -> None:
    """Report mistakes in content/ as a build does, since the tests read that folder.

    The hooks are compiled once for all workers, and for all projects that are copied from here.
    """
    if not hasattr(config, "workerinput"):
        compile_dir(ROOT / "hooks", quiet=2)
    try:
        own_site()
    except ContentError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_report_header() -> str | None:
    """Say what is left out."""
    return None if is_sample() else "content/ is no longer the sample: the tests about the sample's words are left out"


MORE = """image: chairs.png
fi:
  image_text: Viisi tuolia
  image_caption: [Vastaanotto, Tampere]
  price: 120 € / 60 min (sis. alv 25,5 %), ryhmälle 160 € / 90 min
  questions:
    - {question: Tuletteko meille?, answer: Sovimme siitä **ensin**.}
"""
"""What the page with nearly everything lacks in tests/practice/."""
SLOW = {"folder", "shipped", "tiny_site", "full_site", "hosted", "server", "apache", "host", "browser"}
"""The fixtures for a whole build, a server or a browser."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Mark the tests with such a fixture as slow, and run them last; a slow test without one has the mark itself.

    The tests about the words of the sample are left out once content/ is the author's own.
    """
    left_out = [] if is_sample() else [item for item in items if item.get_closest_marker("sample")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        if SLOW.intersection(item.fixturenames):
            item.add_marker("slow")
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture
def check_file(pytestconfig: pytest.Config) -> CheckFile:
    """Return a function that checks the text of a case's file, or rewrites the file."""

    def check(file: Path, found: str) -> None:
        if pytestconfig.getoption("--renew"):
            file.write_text(found, encoding="utf-8")
        assert found == file.read_text(encoding="utf-8"), "if the new text is right, run: .venv/bin/pytest --renew"

    return check


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny site's content, to be spoilt."""
    return shutil.copytree(TINY, tmp_path / "content")


@pytest.fixture
def access(tiny: Path) -> Iterator[Access]:
    """The access to the editor of such a copy, on a server of its own."""
    with served(tiny) as access:
        yield access


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with the tiny site, to be built."""
    return project(tmp_path / "project", TINY)


@pytest.fixture
def published(folder: Path, tiny_site: Path) -> Path:
    """The same with its site as a build has made it."""
    shutil.copytree(tiny_site, folder / "site")
    return folder


@pytest.fixture
def site() -> Site:
    """The tiny site, in Finnish, English and Swedish, not all of it translated."""
    return load(read(TINY, THEME))


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the project's own content, built once."""
    return built_once(tmp_path_factory, "shipped", lambda folder: project(folder, ROOT / "content"))


@pytest.fixture(scope="session")
def own_pages(shipped: Path) -> dict[str, dom.Page]:
    """The pages of that."""
    return dom.pages(shipped)


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny content, built once."""
    return built_once(tmp_path_factory, "tiny", lambda folder: project(folder, TINY))


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a practice that has most keys, with a page that has nearly all of a page, built once."""

    def make(folder: Path) -> None:
        content = project(folder, ROOT / "tests" / "practice") / "content"
        shutil.copy(ROOT / "tests" / "quiet" / "site.yml", content)
        change(content / "site.yml", "www.rauhala-ohjaus.fi/", "www.example.org/full/")
        change(content / "services" / "coaching.yml", "fi:\n", MORE)
        change(content / "services" / "coaching.yml", "\nen:\n", "\nen:\n  image_text: Five chairs\n")

    return built_once(tmp_path_factory, "full", make)


@pytest.fixture(scope="session")
def tiny_pages(tiny_site: Path) -> dict[str, dom.Page]:
    """The pages of that."""
    return dom.pages(tiny_site)


@pytest.fixture(scope="session")
def hosted(shipped: Path, tiny_site: Path, full_site: Path) -> Iterator[Path]:
    """The folder of a host with the own site, the tiny and the full one; any user of the machine may read it."""
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        for site, path in ((shipped, own_path()), (tiny_site, "/below/"), (full_site, "/full/")):
            shutil.copytree(site, f"{root}/www{path}", dirs_exist_ok=True)
            (root / f"www{path}" / ".well-known").mkdir()
            (root / f"www{path}" / ".well-known" / "proof").write_text("A certificate's proof.")
            (root / f"www{path}" / ".brochure.json").write_text("The list of all that has been published.")
            (root / f"www{path}" / "hinnasto.20260101.txt").write_text("A file whose name is kept.")
        yield root / "www"


@pytest.fixture(scope="session")
def server(
    hosted: Path, shipped: Path, tiny_site: Path, full_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the own site on an nginx with the sites' rules; the others are below /below/ and /full/."""
    rules = (rules_for(site) for site in (shipped, tiny_site, full_site))
    with serving(tmp_path_factory.mktemp("nginx"), hosted, *rules) as address:
        yield urljoin(address, own_path())


@pytest.fixture(scope="session")
def apache(hosted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the own site on an Apache that serves the same as a web host does."""
    with serving_apache(tmp_path_factory.mktemp("apache"), hosted) as address:
        yield urljoin(address, own_path())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, for all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def tab(browser: Browser, server: str) -> Page:
    """One tab for all tests that leave nothing in it: making one takes longer than most of them."""
    return browser.new_page(base_url=server, viewport=PHONE)


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A tab of a phone's size with the own site on nginx; it shows what the last test opened, until it goes on."""
    tab.set_viewport_size(PHONE)
    yield tab
    tab.unroute_all()
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")


@pytest.fixture
def fresh(browser: Browser, server: str) -> Iterator[Page]:
    """A new tab of a phone's size with an empty cache, to be listened to."""
    context = browser.new_context(viewport=PHONE, base_url=server)
    yield context.new_page()
    context.close()
