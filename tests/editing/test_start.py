"""The command `edit`: a real process, and the browser that it opens."""

import re
import shlex
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from brochure.author.messages import sentence
from support.browsers import DESKTOP, PHONE, unfit
from support.servers import ask, free_port
from support.sites import ENVIRONMENT, MKDOCS, ROOT, TINY, contents, project

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
    """An author's machine: her home, the generator, and a browser that notes what it is to open."""

    home: Path
    generator: Path

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
        command = [sys.executable, str(self.generator / "hooks"), "edit", *port, *options]
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
    (tmp_path / "home").mkdir()
    return Machine(tmp_path / "home", project(tmp_path / "generator", ROOT / "content"))


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


FIRST = {
    "fi": {
        "folder": "Sivusto",
        "title": "Tervetuloa",
        "name": "Nimi, jolla toimit",
        "place": "Kansio",
        "make": "Tee uusi sivusto",
        "no_name": "Nimi puuttuu; anna nimi, jolla toimit",
    },
    "en": {
        "folder": "Website",
        "title": "Welcome",
        "name": "The name you work under",
        "place": "Folder",
        "make": "Make a new website",
        "no_name": "The name is missing; enter the name you work under",
    },
}


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
    """Only for the same folder; a file that leads to an editor which is no more, or to another program, is replaced."""
    content = str(shutil.copytree(TINY, machine.home / "content"))
    with machine.edit("--content", content) as first:
        until(machine.opened)
        with machine.edit("--content", f"{content}/../content") as second:
            assert second.process.wait(timeout=30) == 0
            assert second.output == sentence("edit_running", "en", address=first.address) + "\n"
            assert machine.opened() == machine.opened()[:1] * 2
        page.goto(machine.opened()[1])
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        (record,) = machine.settings.glob("*.html")
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


def test_two_starts_at_once_are_one_editor(machine: Machine, page: Page) -> None:
    """A double click opens the same editor twice, though the first has hardly begun."""
    content = str(shutil.copytree(TINY, machine.home / "content"))
    with machine.edit("--content", content) as first:
        until(lambda: list(machine.settings.glob("*.html")))
        with machine.edit("--content", content) as second:
            assert second.process.wait(timeout=30) == 0
            assert second.address == first.address
        page.goto(until(machine.opened)[0])
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        assert until(lambda: machine.opened()[1:]) == machine.opened()[:1]
        quit_editor(page, first)


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
        _attack(page, host)
        page.goto(f"{host}_edit/")
        quit_editor(page, run)
        assert run.output.count("\n") == 1
    assert list(machine.settings.iterdir()) == []


def _status(host: str, path: str) -> int:
    try:
        return ask(host, path)[0]
    except OSError:
        return 0


def _attack(page: Page, host: str) -> None:
    """Check that pages of two other origins in the same browser can neither read, write nor frame the editor."""
    script = """async () => {
        const read = await fetch(TARGET).then(answer => answer.text(), () => 'closed');
        const options = {method: 'POST', mode: 'no-cors', credentials: 'include', body: 'token=x'};
        await fetch(TARGET + 'quit', options).catch(() => '');
        return read;
    }""".replace("TARGET", repr(f"{host}_edit/"))
    html = f"<iframe src='{host}_edit/'></iframe><form method=post action='{host}_edit/quit'><button>Go</button></form>"
    for origin in ("http://evil.example/", "http://127.0.0.1:9/"):
        page.route(origin, lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(origin)
        assert page.evaluate(script) == "closed"
        assert page.frames[1].url.startswith("chrome-error:")
        with page.expect_response(f"{host}_edit/quit") as answer:
            page.get_by_role("button", name="Go").click()
        assert answer.value.status == 403


def test_a_folder_that_is_gone_is_asked_for_and_never_made_again(machine: Machine, page: Page) -> None:
    """The page names it; what she moved opens at its new place, and nothing is made at the old one."""
    gone, moved = machine.home / "Documents" / "Website", machine.home / "Moved"
    machine.settings.mkdir(parents=True)
    (machine.settings / "folder").write_text(str(gone))
    shutil.copytree(TINY, moved)
    with machine.edit() as run:
        page.goto(until(machine.opened)[0])
        expect(page.get_by_role("status")).to_have_text(
            f"The website you last edited cannot be found in {gone}. Connect the memory stick or network drive it is "
            "on, or enter its new place below."
        )
        place, name = page.get_by_label("Folder"), page.get_by_label("The name you work under")
        expect(place).to_have_value(str(gone))
        for button, problem in (
            (
                "Open the website in the folder",
                "There is no website in this folder; check the folder's name or make a new website",
            ),
            (
                "Make a new website",
                "This place is reserved for your earlier website; choose another folder for the new one",
            ),
        ):
            name.fill("Maija")
            page.get_by_role("button", name=button).click()
            expect(page.locator("#place-problem")).to_have_text(problem)
            expect(name).to_have_value("Maija")
        assert not gone.parent.exists()
        place.fill(str(moved))
        place.press("Enter")
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        quit_editor(page, run)
    assert contents(machine.settings) == {"folder": str(moved).encode()}


def test_a_practices_folder_at_the_usual_place_is_offered(machine: Machine, page: Page) -> None:
    """It opens with one click, and its files stay."""
    website = machine.home / "Documents" / "Website"
    shutil.copytree(TINY, website)
    before = contents(website)
    with machine.edit() as run:
        page.goto(until(machine.opened)[0])
        expect(page.get_by_role("status")).to_have_text(
            "There is already a website in this folder. Open it to carry on where you left off."
        )
        page.get_by_role("button", name="Open the website in the folder").click()
        expect(page.locator("body.list")).to_be_visible(timeout=20_000)
        quit_editor(page, run)
    assert contents(website) == before


TOLD = {
    "{generator}/content": (
        "tämä kansio on ohjelman omien tiedostojen joukossa, ja päivitys korvaisi sen; valitse toinen kansio",
        "this folder is among the program's files, which an update replaces; choose another folder",
    ),
    "{home}": (
        "täällä on jo jotakin, joten mitään ei tallennettu; valitse nimi, jota millään kansiolla ei vielä ole",
        "there is something here already, so nothing was saved; choose a name that no folder has yet",
    ),
    "{home}/browser/x": (
        "tässä on tiedosto, vaikka tähän kuuluu kansio; siirrä tiedosto muualle",
        "there is a file where a folder belongs; move the file elsewhere",
    ),
    "/proc/x": (
        "tätä paikkaa ei ole tällä koneella; tarkista kansion nimi",
        "there is no such place on this computer; check the folder's name",
    ),
    "": (
        "kansio puuttuu; anna kansio, johon sivusto tallennetaan",
        "the folder is missing; enter the folder to save the website in",
    ),
}


@pytest.mark.parametrize("number", range(2), ids=["fi", "en"])
def test_a_folder_that_cannot_be_made_is_told_in_its_field(machine: Machine, page: Page, number: int) -> None:
    """The page is in her language; each mistake has its message, what was typed stays, and nothing is written."""
    language = [*FIRST][number]
    words, before = FIRST[language], contents(machine.generator)
    with machine.edit(language=language) as run:
        page.goto(until(machine.opened)[0])
        expect(page.get_by_role("heading", level=1)).to_have_text(words["title"])
        expect(page.get_by_label(words["place"])).to_have_value(str(machine.home / "Documents" / words["folder"]))
        page.get_by_role("button", name=words["make"]).click()
        expect(page.get_by_label(words["name"])).to_have_accessible_description(re.compile(re.escape(words["no_name"])))
        for typed, messages in TOLD.items():
            place = typed.format(home=machine.home, generator=machine.generator)
            page.get_by_label(words["name"]).fill("Maija <b>")
            page.get_by_label(words["place"]).fill(place)
            page.get_by_role("button", name=words["make"]).click()
            told = messages[number]
            expect(page.locator("#place-problem")).to_have_text(f"{told[0].upper()}{told[1:]}")
            expect(page.get_by_label(words["place"])).to_have_value(place)
            expect(page.get_by_label(words["name"])).to_have_value("Maija <b>")
        page.get_by_label(words["name"]).fill("Maija\u202e")
        page.get_by_label(words["place"]).fill("Maija")
        page.get_by_role("button", name=words["make"]).click()
        expect(page.locator("#name-problem")).to_contain_text("U+202E")
        assert "Traceback" not in run.output
    assert contents(machine.generator) == before
    assert contents(machine.home / "Documents") == {}


@SCRIPTS
def test_the_first_page_suits_everybody(machine: Machine, page: Page) -> None:
    """It fits a phone, and axe finds nothing in either scheme, also with a message."""
    with machine.edit() as run:
        page.goto(until(machine.opened)[0])
        expect(page).to_have_url(run.address)
        for _ in range(2):
            for viewport in (PHONE, DESKTOP):
                page.set_viewport_size(viewport)
                assert unfit(page) == []
                assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
            page.get_by_role("button", name="Make a new website").click()
            expect(page.locator("#name-problem")).to_be_visible()


def test_a_wrong_folder_or_port_is_told(machine: Machine) -> None:
    """A sentence names it, and no browser opens."""
    wrong = {
        "/nowhere": "there is no such folder; check its path, or make a new one with the command new",
        str(
            machine.home
        ): "there is no site.yml or languages/ here; give the path of the folder that contains the site",
    }
    for folder, told in wrong.items():
        with machine.edit("--content", folder) as run:
            assert run.process.wait(timeout=30) == 1
            assert run.output == f"{folder}: {told}\n"
    with machine.edit("--no-browser") as first:
        port = first.address.split(":")[2].partition("/")[0]
        with machine.edit("--content", str(machine.generator / "content"), "--port", port) as run:
            assert run.process.wait(timeout=30) == 1
            assert run.output.startswith(f"127.0.0.1:{port}: this address is in use, probably by another preview")
    assert machine.opened() == []


def test_a_preview_has_no_editor(folder: Path) -> None:
    """There is none on a server that other machines can reach; test_preview.py asks one without the command."""
    port = free_port()
    command = [*MKDOCS, "serve", "-f", "mkdocs.yml", "--dev-addr", f"0.0.0.0:{port}"]
    environment = ENVIRONMENT | {"BROCHURE_EDITOR": "s3cret"}
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            host = f"http://127.0.0.1:{port}/"
            until(lambda: _status(host, "") == 200)
            assert ask(host, "_edit/?secret=s3cret")[0] == 404
        finally:
            process.kill()
