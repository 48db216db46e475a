"""The editor as its author has it: the command `edit` on the tiny site, in a browser."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from brochure.editing.access import Access
from support.browsers import DESKTOP, PHONE, unfit
from support.forms import served
from support.servers import free_port
from support.sites import ENVIRONMENT, ROOT, TINY, change, contents

PAIR = "services/pair"
PAGES = ("", PAIR, "site", "languages/sv", f"{PAIR}?text")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is edited, outside the generator."""
    return shutil.copytree(TINY, tmp_path_factory.mktemp("editor") / "Mäijän sivut")


@pytest.fixture(scope="module")
def address(content: Path) -> Iterator[str]:
    """The address that the command prints; the editor runs until the last test ends it."""
    change(content / "site.yml", "contact:", "author_language: en\ncontact:")
    command = [sys.executable, str(ROOT / "hooks"), "edit", "--content", content.name, "--no-browser"]
    command += ["--port", str(free_port())]
    environment = ENVIRONMENT | {"XDG_CONFIG_HOME": str(content.parent / "settings")}
    with (
        (content.parent / "log").open("w") as log,
        subprocess.Popen(
            command, cwd=content.parent, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        ) as process,
    ):
        assert process.stdout
        yield process.stdout.readline().split()[-1]
        process.kill()


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the console has said."""
    return []


@pytest.fixture(scope="module")
def open_tab(address: str, browser: Browser, complaints: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of a browser with access, without JavaScript unless a test asks for it."""
    context = browser.new_context(java_script_enabled=getattr(request, "param", False), base_url=urljoin(address, "."))
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text if message.type == "error" else ""))
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.goto(address)
    expect(page.locator("body.list")).to_be_visible(timeout=30_000)
    yield page
    context.close()


@pytest.fixture
def tab(open_tab: Page, content: Path, complaints: list[str]) -> Iterator[Page]:
    """The same at a desktop's size. The folder is put back, and the console must have been silent but for refusals.

    ERR_SOCKET_NOT_CONNECTED is Chromium's name for a connection that it opened in advance, and that the server closed
    before a page asked by it (`DoConnectedCallback` in its `http_network_transaction.cc`).
    """
    before = contents(content)
    complaints.clear()
    open_tab.set_viewport_size(DESKTOP)
    yield open_tab
    for path, text in before.items():
        if contents(content).get(path) != text:
            (content / path).write_bytes(text)
    assert [text for text in complaints if text and not re.search("status of 4|ERR_SOCKET_NOT_CONNECTED", text)] == []


def field(tab: Page, name: str) -> Locator:
    """Return a control by its name."""
    return tab.locator(f"[id='{name}']")


def save(tab: Page) -> None:
    """Save by the button of the page."""
    tab.locator("header [form='form']").click()


def focus(tab: Page, target: Locator, key: str = "Tab") -> None:
    """Press a key until a control has the focus."""
    for _ in range(90):
        if target.evaluate("element => element === document.activeElement"):
            return
        tab.keyboard.press(key)
    pytest.fail("the control cannot be reached")


def test_the_preview_follows_each_save(tab: Page) -> None:
    """It is next to the form, in the language that was edited last, and each page leads back to its form."""
    tab.goto(PAIR)
    frame = tab.frame_locator("iframe")
    for code, path in (("en", "/en/pair-supervision/"), ("fi", "/tyoparin-tyonohjaus/")):
        field(tab, f"{code}/summary").fill(f"Edited: {code}")
        save(tab)
        expect(tab.get_by_role("status").first).to_contain_text("Saved.")
        expect(frame.locator(".lead")).to_have_text(f"Edited: {code}")
        assert urlsplit(tab.frames[1].url).path == path
    tab.goto("/en/pair-supervision/")
    tab.get_by_role("link", name="Edit this page").click()
    expect(tab).to_have_url(re.compile(f"/_edit/{PAIR}$"))


def test_a_mistake_above_the_preview_leads_to_its_field(tab: Page, content: Path) -> None:
    """The field has the message; once it is saved, the banner is gone."""
    change(content / f"{PAIR}.yml", "order: 10", "order: ten")
    tab.goto("/en/team/")
    for _ in range(50):
        if tab.get_by_role("alert").count():
            break
        tab.wait_for_timeout(200)
        tab.reload()
    tab.get_by_role("alert").get_by_role("link").click()
    expect(tab).to_have_url(re.compile(f"/_edit/{PAIR}#order$"))
    expect(field(tab, "order")).to_be_in_viewport()
    for name, viewport in product(("en/outcome", "order"), (DESKTOP, PHONE)):
        tab.set_viewport_size(viewport)
        tab.goto(f"{PAIR}?{viewport['width']}#{name}")
        bar, label = (tab.locator(each).bounding_box() for each in ("header", f"label[for='{name}']"))
        assert bar
        assert label
        assert label["y"] > bar["height"], (name, viewport)
    tab.set_viewport_size(DESKTOP)
    expect(field(tab, "order")).to_have_accessible_description(re.compile("A whole number is expected here"))
    field(tab, "order").fill("10")
    save(tab)
    expect(tab.get_by_role("status").first).to_contain_text("Saved.")
    tab.goto("/en/team/")
    expect(tab.get_by_role("alert")).to_have_count(0)


def test_the_keyboard_alone_is_enough(tab: Page) -> None:
    """The focus goes to the first wrong field, and to a new row."""
    tab.goto(PAIR)
    button, add = tab.get_by_role("button", name="Save", exact=True), tab.locator("[value='add en/situations']")
    focus(tab, field(tab, "en/title"))
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.press("Delete")
    focus(tab, button, "Shift+Tab")
    tab.keyboard.press("Space")
    expect(tab.get_by_role("alert")).to_contain_text("Nothing has been saved yet.")
    expect(field(tab, "en/title")).to_be_focused()
    tab.keyboard.type("Title of the pair")
    focus(tab, tab.locator("details", has=add).locator("> summary"))
    tab.keyboard.press("Enter")
    focus(tab, add)
    tab.keyboard.press("Enter")
    expect(field(tab, "en/situations/0")).to_be_focused()
    tab.keyboard.type("A quarrel")
    focus(tab, field(tab, "speaker"))
    tab.keyboard.press("ArrowDown")
    focus(tab, button, "Shift+Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("status").first).to_contain_text("Saved.")


@pytest.mark.parametrize("open_tab", [True], indirect=True, ids=["script"])
def test_leaving_unsaved_asks(tab: Page) -> None:
    """Only after something was typed and until it is saved."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    tab.on("dialog", stay)
    tab.goto(PAIR)
    tab.get_by_role("link", name="All pages").click()
    expect(tab.locator("body.list")).to_be_visible()
    tab.goto(PAIR)
    field(tab, "en/summary").press_sequentially("x")
    tab.get_by_role("link", name="All pages").click()
    expect(field(tab, "en/summary")).to_have_value(re.compile("^x"))
    assert asked == ["beforeunload"]
    save(tab)
    expect(tab.get_by_role("status").first).to_contain_text("Saved.")
    tab.get_by_role("link", name="All pages").click()
    expect(tab.locator("body.list")).to_be_visible()
    assert asked == ["beforeunload"]


def test_what_is_typed_outlives_the_editor(tiny: Path, browser: Browser) -> None:
    """A button of a form waits until the editor has been started again, and then saves once, by two clicks too."""
    with browser.new_context() as context:
        tab = context.new_page()
        with served(tiny) as first:
            tab.goto(first.address)
            expect(tab.locator("body.list")).to_be_visible()
            tab.goto(f"{first.address.partition('?')[0]}{PAIR}")
        field(tab, "en/summary").fill("Typed")
        save(tab)
        expect(tab.get_by_role("alert")).to_contain_text("Käynnistä muokkain ja paina sitten Tallenna.")
        with served(tiny, Access("another", first.port)) as second:
            context.new_page().goto(second.address)
            save(tab)
            expect(tab.get_by_role("status")).to_contain_text("Paina vielä kerran Tallenna.")
            sent: list[str] = []
            tab.on("request", lambda request: sent.append(request.method))
            tab.get_by_role("button", name="Tallenna", exact=True).dblclick()
            expect(tab.get_by_role("status")).to_contain_text("Tallennettu.")
    assert sent.count("POST") == 1
    assert "summary: Typed" in (tiny / f"{PAIR}.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("open_tab", [True], indirect=True, ids=["script"])
def test_every_page_can_be_read_by_everyone(tab: Page, content: Path) -> None:
    """Axe finds nothing on a phone or a desktop, light or dark, and nothing is wider than the page."""
    for path in (*PAGES, "publish", "publish?", "quit"):
        if path == "publish?":  # without the sample's details there is a form
            change(content / "site.yml", "example.org", "tiny.fi")
            change(content / "site.yml", "12345671", "01120389")
        if path == "quit":
            tab.goto("")
            tab.locator("[action='/_edit/quit'] button").click()
            expect(tab.locator("body.ended")).to_be_visible()
        else:
            tab.goto(path)
        for viewport in (PHONE, DESKTOP):
            tab.set_viewport_size(viewport)
            assert unfit(tab) == [], (path, viewport)
        for width in (320, 390):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") == width, path
