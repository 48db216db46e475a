"""What the tests share: where the project is, a copy of the tiny site, and the built sites."""

import functools
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from brochure.content import load
from brochure.draft import Look
from brochure.messages import ContentError
from brochure.model import Site
from brochure.routes import Routes

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "site"
NPM = ROOT / ".venv" / "npm" / "node_modules"
LOOK = Look(ROOT / "docs" / "templates", [ROOT / "overrides" / ".icons"])


settings.register_profile("default", max_examples=300, derandomize=True, database=None, deadline=10_000)
settings.register_profile("fuzz", max_examples=20_000, deadline=10_000, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the expected messages be written anew."""
    parser.addoption("--renew", action="store_true", help="write the expected messages in tests/mistakes/ anew")


@functools.cache
def own_site() -> Site:
    """What stands in content/: the shipped sample, or what an author has made of it."""
    return load(ROOT / "content", LOOK, os.environ.get("BROCHURE_LANGUAGE"))


@functools.cache
def is_sample() -> bool:
    """Whether content/ is the sample still: its address, its e-mail or its contact form is in it."""
    return any("example.org" in path.read_text(encoding="utf-8") for path in (ROOT / "content").rglob("*.yml"))


def pytest_configure() -> None:
    """Tell an author of mistakes in content/ as a build does, since the tests are made of what stands there."""
    try:
        own_site()
    except ContentError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_report_header() -> str | None:
    """Say what is left out."""
    return None if is_sample() else "content/ is no longer the sample: the tests about the sample's words are left out"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Function]) -> None:
    """Run the fast tests first, then those that build a site, then those with a server and a browser.

    What is about the words of the sample is left out once content/ is the author's own.
    """
    left_out = [] if is_sample() else [item for item in items if item.get_closest_marker("sample")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    slow = ("shipped", "tiny_site", "server", "browser")
    items.sort(key=lambda item: max((slow.index(name) for name in slow if name in item.fixturenames), default=-1))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny site's content, to be spoilt."""
    return shutil.copytree(TINY, tmp_path / "content")


@pytest.fixture
def site() -> Site:
    """The tiny site, in Finnish, English and Swedish, not all of it translated."""
    return load(TINY, LOOK)


@pytest.fixture
def routes(site: Site) -> Routes:
    """The pages of the tiny site."""
    return Routes(site)


ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"},
    "NO_MKDOCS_2_WARNING": "1",
    "BROCHURE_LANGUAGE": "en",
    "PYTHONIOENCODING": "utf-8",
}


def project(folder: Path, content: Path) -> Path:
    """A copy of the project with other content."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(content, folder / "content")
    return folder


def build(folder: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` in a folder as an author would; messages are in English if nothing else is said."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *options],
        cwd=folder,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def built(folder: Path, *options: str) -> Path:
    """Build a project's site, which must go well; give the folder of the site."""
    result = build(folder, *options)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the project's own content, built once."""
    return built(project(tmp_path_factory.mktemp("shipped"), ROOT / "content"))


@pytest.fixture(scope="session")
def tiny_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tiny content, built once."""
    return built(project(tmp_path_factory.mktemp("tiny"), TINY))


def missing(reason: str) -> NoReturn:
    """Skip a test for what the machine lacks; in CI, where all is to be there, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def program(*names: str) -> str:
    """The path of the first program that the machine has; without any a test is skipped, but in CI it fails."""
    for name in names:
        if path := shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin"):
            return path
    missing(f"none of these programs is installed: {', '.join(names)}")


def npm(name: str) -> Path:
    """A file of the npm packages that the Makefile installs; without it a test is skipped, but in CI it fails."""
    if (path := NPM / name).is_file():
        return path
    missing(f"{name} is not installed; the Makefile's targets install it where npm is")


NGINX = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    include {types};
    access_log off;
    gzip on;
    gzip_comp_level 6;
    gzip_min_length 256;
    gzip_types text/css text/javascript image/svg+xml;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        error_page 404 /404.html;
        {more}
    }}
}}
"""


@contextmanager
def serving(folder: Path, root: Path, more: str = "") -> Iterator[str]:
    """The address of an nginx with its own files in one folder and the site, which may come later, in another."""
    nginx, port = program("nginx"), free_port()
    types = folder / "mime.types"
    kinds = {"text/html": "html", "text/css": "css", "text/javascript": "js", "image/png": "png", "text/xml": "xml"}
    kinds |= {"image/svg+xml": "svg"}
    types.write_text("types {" + "".join(f"{kind} {ending};" for kind, ending in kinds.items()) + "}")
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(types=types, port=port, root=root, more=more))
    with subprocess.Popen([nginx, "-p", str(folder), "-c", str(config)], stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def server(shipped: Path, tiny_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the own site in an nginx, at its path on its own host; the tiny one is there below /below/."""
    path = urlsplit(own_site().facts.address).path
    sites = {path: shipped, "/below/": tiny_site}
    more = [f"location {path} {{ alias {site}/; error_page 404 {path}404.html; }}" for path, site in sites.items()]
    with serving(tmp_path_factory.mktemp("nginx"), shipped, "\n".join(more)) as address:
        yield urljoin(address, path)


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Return when something answers at the port; fail if the process ends first."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"the server did not start: {process.communicate()[1]}")


def chromium() -> str:
    """The path of Chromium as the system has it; BROWSER names another one."""
    return program(os.environ.get("BROWSER", "chromium"), "chromium-browser", "google-chrome")


@contextmanager
def launched() -> Iterator[Browser]:
    """Headless Chromium, until the block ends."""
    with sync_playwright() as playwright:
        sandbox = hasattr(os, "geteuid") and os.geteuid() != 0
        browser = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=sandbox)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, for all tests."""
    with launched() as browser:
        yield browser
