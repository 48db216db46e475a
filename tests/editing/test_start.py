"""The command `edit`: its first page, and a real process with the browser that it opens."""

import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

import mkdocs_hooks
from brochure.author.messages import sentence
from brochure.editing import first_page, start
from brochure.editing.first_page import FirstPage, takeover_callbacks
from brochure.preview import SECRET
from support.browsers import DESKTOP, PHONE, unfit
from support.servers import ask, free_port
from support.sites import ENVIRONMENT, ROOT, TINY, command_line, contents

Found = TypeVar("Found")
pytestmark = pytest.mark.slow


def until(find: Callable[[], Found], seconds: float = 30) -> Found:
    """Return what is found, within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := find():
            return found
        time.sleep(0.05)
    pytest.fail("nothing has come in time")


@dataclass(frozen=True)
class Run:
    """A command that is running."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        """What it has printed."""
        return self.log.read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        """The address in its line."""
        return str(until(lambda: re.findall("http://.*", self.output))[0])


@dataclass(frozen=True)
class Machine:
    """An author's machine: her home, and a browser that notes what it is to open."""

    home: Path

    @property
    def settings(self) -> Path:
        """The folder of the editor's own files."""
        return self.home / ".config" / "brochure"

    def opened(self) -> list[str]:
        """Return the addresses that the browser was to open."""
        log = self.home / "opened"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    @contextmanager
    def edit(self, *options: str, language: str = "en", **environment: str) -> Iterator[Run]:
        """Run the command until the block ends."""
        browser = self.home / "browser"
        browser.write_text(f'#!/bin/sh\necho "$1" >> {shlex.quote(str(self.home / "opened"))}\n')
        browser.chmod(0o755)
        values = {"HOME": str(self.home), "XDG_CONFIG_HOME": "", "XDG_DOCUMENTS_DIR": "", "BROWSER": str(browser)}
        values |= {"BROCHURE_LANGUAGE": language, **environment}
        log = self.home / f"log{time.monotonic_ns()}"
        port = [] if "--port" in options else ["--port", str(free_port())]  # other tests may look for one now
        command = [sys.executable, str(ROOT / "hooks"), "edit", *port, *options]
        with (
            log.open("wb") as output,
            subprocess.Popen(command, env=ENVIRONMENT | values, stdout=output, stderr=output) as process,
        ):
            try:
                yield Run(process, log)
            finally:
                process.kill()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine on which nothing has been edited yet."""
    return Machine(tmp_path)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of a browser that knows no editor yet; without scripts, unless a test asks for them."""
    context = browser.new_context(java_script_enabled=getattr(request, "param", False))
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def quit_editor(page: Page, run: Run) -> None:
    """End the editor by its button."""
    page.locator("[action='/_edit/quit'] button").click()
    expect(page.locator("body.ended")).to_be_visible()
    assert run.process.wait(timeout=30) == 0


FIRST = yaml.safe_load(Path(__file__).with_name("first_page.yml").read_text(encoding="utf-8"))


def test_the_first_start_asks_for_a_folder_and_later_ones_remember_it(machine: Machine, page: Page) -> None:
    """Her browser opens by way of a file of hers alone, and her site is made from the sample; nothing asks again."""
    words, documents = FIRST["fi"], machine.home / "Documents"
    with machine.edit(language="fi") as run:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/_edit/", run.address)
        assert run.output == sentence("edit_opens", "fi", address=run.address) + "\n"
        (opened,) = until(machine.opened)
        file = Path(opened.removeprefix("file://"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(machine.settings.stat().st_mode) == 0o700
        assert "secret=" in file.read_text(encoding="utf-8")
        page.goto(opened)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.url == run.address, "the secret has left the address"
        place = page.get_by_label(words["place"])
        place.fill(str(documents / "Oma sivusto"))
        page.get_by_role("button", name=words["make"]).click()
        expect(page.get_by_label(words["name"])).to_be_focused()
        expect(place).to_have_value(str(documents / "Oma sivusto"))
        page.get_by_label(words["name"]).fill("Äiti & tytär: #1")
        page.get_by_role("button", name=words["make"]).dblclick()
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        quit_editor(page, run)
        assert "Traceback" not in run.output
    made = documents / "Oma sivusto"
    assert yaml.safe_load((made / "site.yml").read_text(encoding="utf-8"))["fi"]["name"] == "Äiti & tytär: #1"
    assert contents(machine.settings) == {"folder": str(made).encode()}
    assert stat.S_IMODE((machine.settings / "folder").stat().st_mode) == 0o600
    with machine.edit(language="fi") as run:
        opened = until(lambda: machine.opened()[1:])[0]
        page.goto(opened)
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        quit_editor(page, run)
    assert set(contents(machine.settings)) == {"folder"}


def test_a_second_start_opens_the_first_editor(machine: Machine, page: Page) -> None:
    """It does so from the first moment on, for the same folder only.

    A file that leads to an editor which is no more, or to another program, is replaced.
    """
    content = str(shutil.copytree(TINY, machine.home / "content"))
    with machine.edit("--content", content) as first:
        (record,) = until(lambda: list(machine.settings.glob("*.html")))
        for name in (content, f"{content}/../content"):
            with machine.edit("--content", name) as second:
                assert second.process.wait(timeout=30) == 0
                assert second.output == sentence("edit_running", "en", address=first.address) + "\n"
            page.goto(until(machine.opened)[-1])
            expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        assert until(lambda: machine.opened()[2:]) == machine.opened()[:1]
        before = record.read_text(encoding="utf-8")
        first.process.kill()
        first.process.wait()
    assert record.exists()
    with machine.edit("--content", content, "--no-browser") as third:
        assert third.address not in before
        until(lambda: f'{third.address}"' in record.read_text(encoding="utf-8"))
        secret = third.address.rpartition("=")[2]
        record.write_text(record.read_text(encoding="utf-8").replace(secret, "x" * len(secret)))
        with machine.edit("--content", content, "--no-browser") as fourth:
            assert urlsplit(fourth.address).port != urlsplit(third.address).port


SCRIPTS = pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])


@SCRIPTS
def test_without_a_browser_the_line_has_the_secret(machine: Machine, page: Page) -> None:
    """The address works in any browser; without it, or from elsewhere, the editor is closed and the preview is not."""
    with machine.edit("--content", str(shutil.copytree(TINY, machine.home / "content")), "--no-browser") as run:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/_edit/\?secret=[\w-]{43}", run.address)
        host = run.address.partition("_edit")[0]
        assert run.output == f"The editor is at {run.address}\n"
        until(lambda: _status(host, "") == 200)
        assert machine.opened() == []
        assert ask(host, "_edit/")[0] == 403
        assert ask(host, "_edit/?secret=x")[0] == 403
        assert ask(host, "_edit/", Host="evil.example")[0] == 403
        assert ask(host, "", Host="evil.example")[0] == 403
        page.goto(run.address)
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        assert page.url == f"{host}_edit/"
        assert page.evaluate("history.length") == 2, "the address with the secret is replaced"
        quit_editor(page, run)
        assert run.output.count("\n") == 1
    assert list(machine.settings.iterdir()) == []


def _status(host: str, path: str) -> int:
    try:
        return ask(host, path)[0]
    except OSError:
        return 0


class First:
    """The editor in this process, up to the choice of a folder on its first page."""

    def __init__(self, home: Path, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make this process that of an author with a home in which nothing has been edited yet."""
        self.home, self.settings, self.page = home, home / "settings", page
        self._browser, self._pages, self._chosen = Mock(return_value=True), list[FirstPage](), list[Path | None]()
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv(SECRET, "")
        monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
        monkeypatch.setattr(start, "SETTINGS", self.settings)
        monkeypatch.setattr(start, "_REMEMBERED", self.settings / "folder")
        monkeypatch.setattr(start, "FirstPage", self._first_page)
        monkeypatch.setattr(first_page, "BUILD_TIMEOUT", 0)
        monkeypatch.setattr("webbrowser.open", self._browser)

    def _first_page(self, *arguments: Any) -> FirstPage:  # noqa: ANN401 (as it is)
        self._pages.append(FirstPage(*arguments))
        return self._pages[0]

    def begin(self, language: str = "en") -> None:
        """Start the editor, and open the page in the browser."""
        run = partial(start.start, ROOT, "", free_port(), language, browser=True)
        Thread(target=lambda: self._chosen.append(run())).start()
        self.page.goto(until(lambda: self._browser.call_args).args[0])
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    @property
    def chosen(self) -> Path | None:
        """The folder that she has chosen, or her home at the end of a test that chose none."""
        return until(lambda: self._chosen)[0]

    def end(self) -> None:
        """End the page."""
        for page in self._pages:
            page.folder = page.folder or self.home
        takeover_callbacks.close()
        assert self.chosen


@pytest.fixture
def first(tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[First]:
    """Return the start of an editor in this process."""
    first = First(tmp_path, page, monkeypatch)
    yield first
    first.end()


def test_a_folder_that_is_gone_is_asked_for_and_never_made_again(first: First) -> None:
    """The page names it; what she moved is taken from its new place, and nothing is made at the old one."""
    gone, moved, page = first.home / "Documents" / "Website", first.home / "Moved", first.page
    first.settings.mkdir()
    (first.settings / "folder").write_text(str(gone))
    shutil.copytree(TINY, moved)
    first.begin()
    expect(page.get_by_role("status")).to_have_text(
        f"The website you last edited cannot be found in {gone}. Connect the memory stick or network drive it is "
        "on, or enter its new place below."
    )
    place, name = page.get_by_label("Folder"), page.get_by_label("The name you work under")
    expect(place).to_have_value(str(gone))
    wrong = {
        "Open the website in the folder": (
            "There is no website in this folder; check the folder's name or make a new website"
        ),
        "Make a new website": "This place is reserved for your earlier website; choose another folder for the new one",
    }
    for button, problem in wrong.items():
        name.fill("Maija")
        page.get_by_role("button", name=button).click()
        expect(page.locator("#place-problem")).to_have_text(problem)
        expect(name).to_have_value("Maija")
    assert not gone.parent.exists()
    place.fill(str(moved))
    place.press("Enter")
    assert first.chosen == moved
    assert (first.settings / "folder").read_text() == str(moved)


def test_a_practices_folder_at_the_usual_place_is_offered(first: First) -> None:
    """It is taken with one click, and its files stay."""
    website = shutil.copytree(TINY, first.home / "Documents" / "Website")
    first.begin()
    expect(first.page.get_by_role("status")).to_have_text(
        "There is already a website in this folder. Open it to carry on where you left off."
    )
    first.page.get_by_role("button", name="Open the website in the folder").click()
    assert first.chosen == website
    assert contents(website) == contents(TINY)


@pytest.mark.parametrize("language", FIRST)
def test_a_folder_that_cannot_be_made_is_told_in_its_field(first: First, language: str) -> None:
    """The page is in her language; each mistake has its message, what was typed stays, and nothing is written."""
    words, page, before = FIRST[language], first.page, contents(ROOT / "content")
    first.begin(language)
    place, name = page.get_by_label(words["place"]), page.get_by_label(words["name"])
    make = page.get_by_role("button", name=words["make"])
    expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
    expect(place).to_have_value(str(first.home / "Documents" / words["folder"]))
    make.click()
    expect(name).to_have_accessible_description(re.compile(re.escape(words["no_name"])))
    for typed, told in words["told"].items():
        name.fill("Maija <b>")
        place.fill(folder := typed.format(home=first.home, generator=ROOT))
        make.click()
        expect(page.locator("#place-problem")).to_have_text(told)
        expect(place).to_have_value(folder)
        expect(name).to_have_value("Maija <b>")
    name.fill("Maija\u202e")
    place.fill("Maija")
    make.click()
    expect(page.locator("#name-problem")).to_contain_text("U+202E")
    assert contents(ROOT / "content") == before
    assert contents(first.home / "Documents") == {}


@SCRIPTS
def test_the_first_page_suits_everybody(first: First) -> None:
    """It fits a phone, and axe finds nothing in either scheme, also with a message."""
    first.begin()
    for _ in range(2):
        for viewport in (PHONE, DESKTOP):
            first.page.set_viewport_size(viewport)
            assert unfit(first.page) == []
            assert first.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        first.page.get_by_role("button", name="Make a new website").click()
        expect(first.page.locator("#name-problem")).to_be_visible()


def test_a_wrong_folder_or_port_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sentence names it, and no browser opens."""
    monkeypatch.setenv("BROCHURE_LANGUAGE", "en")
    monkeypatch.setattr(command_line(), "start", start.start, raising=False)
    monkeypatch.setattr(start, "SETTINGS", tmp_path)
    monkeypatch.setattr("webbrowser.open", browser := Mock(return_value=True))
    wrong = {
        "/nowhere": "there is no such folder; check its path, or make a new one with the command new",
        str(tmp_path): "there is no site.yml or languages/ here; give the path of the folder that contains the site",
    }
    for folder, told in wrong.items():
        assert command_line().main(["edit", "--content", folder]) == 1
        assert capsys.readouterr().err == f"{folder}: {told}\n"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert command_line().main(["edit", "--content", str(TINY), "--port", str(port)]) == 1
    assert capsys.readouterr().err.startswith(f"127.0.0.1:{port}: this address is in use, probably by another preview")
    assert not browser.called


def test_a_preview_that_others_can_reach_has_no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its server goes on with the preview alone."""
    monkeypatch.setenv(SECRET, "s3cret")
    server, config = Mock(), Mock()
    config.dev_addr.host, config.dev_addr.port = "0.0.0.0", 8000
    mkdocs_hooks.on_serve(server, config, lambda: None)
    assert server.set_app.call_count == 1
