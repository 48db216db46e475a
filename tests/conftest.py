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
from tempfile import TemporaryDirectory
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from brochure.author.problems import ContentError
from brochure.model.files import ASSETS, fingerprints
from brochure.model.routes import Routes
from brochure.model.site import Site
from brochure.model.theme import Theme
from brochure.project import Project
from brochure.reading.loader import load, read

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "site"
NPM = ROOT / ".venv" / "npm" / "node_modules"
THEME = Theme(ROOT / "docs" / "templates", [ROOT / "overrides" / ".icons"])
JPEG = b"\xff\xd8\xff\xd9"
"""As little of a JPEG as its first bytes say."""
NAMES = fingerprints(ROOT / "docs", ASSETS)


settings.register_profile("default", max_examples=300, derandomize=True, database=None, deadline=10_000)
settings.register_profile("fuzz", max_examples=20_000, deadline=10_000, print_blob=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the expected messages be written anew."""
    parser.addoption("--renew", action="store_true", help="write the expected messages in tests/mistakes/ anew")


@functools.cache
def own_project(address: str | None = None) -> Project:
    """What stands in content/: the shipped sample, or what an author has made of it, at its address or at another."""
    return Project.open(ROOT, address)


def own_site() -> Site:
    """The site of that."""
    return own_project().site


def is_sample() -> bool:
    """Whether content/ is the sample still, or a part of it; where it is published is nothing of its own."""
    return bool(own_project("https://elsewhere.fi/").placeholders())


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
    slow = ("shipped", "tiny_site", "server", "apache", "browser")
    items.sort(key=lambda item: max((slow.index(name) for name in slow if name in item.fixturenames), default=-1))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A copy of the tiny site's content, to be spoilt."""
    return shutil.copytree(TINY, tmp_path / "content")


@pytest.fixture
def site() -> Site:
    """The tiny site, in Finnish, English and Swedish, not all of it translated."""
    return load(read(TINY, THEME))


@pytest.fixture
def routes(site: Site) -> Routes:
    """The pages of the tiny site."""
    return Routes(site)


ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("GITHUB_ACTIONS", "SITE_URL")},
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
    include mime.types;
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {rules}
    }}
}}
"""
"""What a server of one's own says beside the site's rules."""

APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile apache.pid
ErrorLog /dev/stderr
LogLevel error
{modules}
TypesConfig mime.types
DocumentRoot {root}
Header set X-Content-Type-Options nosniff
<Directory {root}>
    Options Indexes FollowSymLinks
    AllowOverride All
    Require all granted
</Directory>
<Files ".ht*">
    Require all denied
</Files>
{user}
"""
"""What a web hotel says: listings are on, it sends a header of its own, and the rest is left to .htaccess."""
MODULES = ("mpm_event", "unixd", "authz_core", "autoindex", "deflate", "dir", "filter", "headers", "mime")
"""Those that the rules need; one that is built in has no file."""
MODULE_KINDS = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2")

KINDS = {
    "text/html": "html",
    "text/css": "css",
    "application/javascript": "js",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "text/xml": "xml",
    "text/plain": "txt",
}


@contextmanager
def serving(folder: Path, root: Path, *rules: str) -> Iterator[str]:
    """The address of an nginx with its own files in one folder and the sites, which may come later, in another."""
    (folder / "mime.types").write_text("types {" + "".join(f"{kind} {ending};" for kind, ending in KINDS.items()) + "}")
    config = folder / "nginx.conf"
    port = free_port()
    config.write_text(NGINX.format(port=port, root=root, rules="\n".join(rules)))
    with listening([program("nginx"), "-p", str(folder), "-c", str(config)], port) as address:
        yield address


@contextmanager
def serving_apache(folder: Path, root: Path) -> Iterator[str]:
    """The same with Apache, which finds its rules beside the pages."""
    (folder / "mime.types").write_text("\n".join(f"{kind} {ending}" for kind, ending in KINDS.items()))
    server, port = program("apache2", "httpd"), free_port()
    files = {
        name: Path(place, f"mod_{name}.so")
        for place in reversed(MODULE_KINDS)
        for name in MODULES
        if Path(place).is_dir()
    }
    modules = "\n".join(f"LoadModule {name}_module {file}" for name, file in files.items() if file.is_file())
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    config = folder / "apache.conf"
    config.write_text(APACHE.format(folder=folder, port=port, modules=modules, root=root, user=user))
    with listening([server, "-f", str(config), "-X"], port) as address:
        yield address


@contextmanager
def listening(command: list[str], port: int) -> Iterator[str]:
    """The address of a server, until the block ends."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def rules_for(site: Path) -> str:
    """The rules for nginx of a site that stands in its project."""
    return brochure(site.parent, "nginx").stdout


def brochure(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the Makefile's commands in a project, with messages in English if nothing else is said."""
    return subprocess.run(
        [sys.executable, "-m", "brochure", "--root", str(folder), *arguments],
        env=ENVIRONMENT | {"PYTHONPATH": str(ROOT / "hooks")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def hosted(shipped: Path, tiny_site: Path) -> Iterator[Path]:
    """The folder of a host with the own site and the tiny one at their paths; any user of the machine may read it."""
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        for site, path in ((shipped, own_path()), (tiny_site, "/below/")):
            shutil.copytree(site, f"{root}/www{path}", dirs_exist_ok=True)
            (root / f"www{path}" / ".well-known").mkdir()
            (root / f"www{path}" / ".well-known" / "proof").write_text("A certificate's proof.")
            (root / f"www{path}" / "hinnasto.20260101.txt").write_text("A file whose name is kept.")
        yield root / "www"


def own_path() -> str:
    """The path of the own site on its host."""
    return urlsplit(own_site().settings.address).path


@pytest.fixture(scope="session")
def server(hosted: Path, shipped: Path, tiny_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the own site on an nginx with the sites' rules; the tiny one is there below /below/."""
    rules = rules_for(shipped), rules_for(tiny_site)
    with serving(tmp_path_factory.mktemp("nginx"), hosted, *rules) as address:
        yield urljoin(address, own_path())


@pytest.fixture(scope="session")
def apache(hosted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the own site on an Apache that serves the same as a web hotel does."""
    with serving_apache(tmp_path_factory.mktemp("apache"), hosted) as address:
        yield urljoin(address, own_path())


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
    """The path of Chromium as the system has it, best the one without a window; BROWSER names another one."""
    return program(
        os.environ.get("BROWSER", "chromium-headless-shell"), "chromium", "chromium-browser", "google-chrome"
    )


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


PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)


@pytest.fixture(scope="session")
def tab(browser: Browser, server: str) -> Page:
    """One tab for all tests that leave nothing in it: making one takes longer than most of them."""
    return browser.new_page(base_url=server, viewport=PHONE)


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A tab of a phone's size with the own site on nginx."""
    tab.set_viewport_size(PHONE)
    yield tab
    tab.unroute_all()
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
    tab.goto("about:blank")


@pytest.fixture
def fresh(browser: Browser, server: str) -> Iterator[Page]:
    """A new tab of a phone's size with an empty cache, to be listened to."""
    context = browser.new_context(viewport=PHONE, base_url=server)
    yield context.new_page()
    context.close()
