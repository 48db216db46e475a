"""The published pages in a real browser, served by a real server."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from dom import pages
from test_site import MENU, PATHS, SLUGS, SWITCH

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture(params=[PHONE, DESKTOP], ids=["390", "1280"])
def page(browser: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new tab that keeps to itself what went wrong in it and where it asked for things."""
    context = browser.new_context(viewport=request.param, base_url=server)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "/")
def test_a_page_opens_cleanly(page: Page, server: str, shipped: Path, path: str) -> None:
    """No console message, no failed or foreign request, no sideways scrolling, and the language link arrives."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda failed: complaints.append(failed.url))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate("document.fonts.size") == 0
    assert complaints == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}

    label, code = SWITCH[page.locator("html").get_attribute("lang") or ""]
    page.get_by_role("link", name=label, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", code)
    assert page.url == server + pages(shipped)[path].alternates()[code]


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["any"])
@pytest.mark.parametrize("path", ["", "tyonohjauksen-muodot/", "prosessi-ja-muutostyonohjaus/"])
def test_no_width_scrolls_sideways(page: Page, path: str) -> None:
    """From a small phone to a desktop, between the widths that were designed for as well."""
    page.goto(path)
    wide = []
    for width in range(320, 1300, 60):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
    assert wide == []


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["390"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "/")
def test_text_of_twice_the_size_fits(page: Page, path: str) -> None:
    """WCAG 2.2, 1.4.4: at 200 % nothing is cut off and nothing scrolls sideways, hyphenated or not."""
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", ["missing", "en/missing/deep/er/", "below/missing/deep/"])
def test_an_unknown_address_leads_on(page: Page, server: str, path: str) -> None:
    """At any depth and below a sub-path the page is styled, in every language, and its links work."""
    response = page.goto(path)
    assert response is not None
    assert response.status == 404
    root = server + ("below/" if path.startswith("below/") else "")
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    hrefs = page.get_by_role("link").evaluate_all("links => links.map(link => link.href)")
    assert root in hrefs
    assert f"{root}en/" in hrefs
    for href in hrefs:
        assert page.request.get(href).status == 200
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_keyboard_comes_to_the_content_first(page: Page) -> None:
    """The first stop is the link that jumps over the menu; it is seen when it has the focus, and it jumps."""
    page.goto("en/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert box["width"] > 80
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["390"])
def test_the_menu_opens_on_a_phone(page: Page, server: str) -> None:
    """One menu is there: closed at first, opened by its button, closed by Esc or a tap outside; its links lead on."""
    page.goto("konsultaatio/")
    contact = page.get_by_role("banner").get_by_role("link", name="Ota yhteyttä")
    expect(contact).to_have_count(0)
    button = page.get_by_role("button", name="Valikko")
    button.press("Enter")
    expect(contact).to_be_visible()
    page.keyboard.press("Escape")
    expect(contact).to_have_count(0)
    button.click()
    expect(contact).to_be_visible()
    page.mouse.click(195, 700)
    expect(contact).to_have_count(0)
    button.click()
    contact.click()
    assert page.url == f"{server}yhteys/"


@pytest.mark.parametrize("page", [DESKTOP], indirect=True, ids=["1280"])
def test_the_menu_is_open_on_a_desktop(page: Page) -> None:
    """There the links stand in the header, and the phone's button is not there."""
    page.goto("konsultaatio/")
    expect(page.get_by_role("banner").get_by_role("link", name="Ota yhteyttä")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_visitor(page: Page, scheme: str) -> None:
    """Dark or light as the visitor's system says, with the ink on the other side."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("")
    script = "name => Number(getComputedStyle(document.body)[name].match(/\\d+/)[0])"
    ground, ink = page.evaluate(script, "backgroundColor"), page.evaluate(script, "color")
    assert (ground < 60 < 200 < ink) if scheme == "dark" else (ink < 60 < 200 < ground)


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["390"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "/")
def test_every_page_works_without_css(page: Page, path: str) -> None:
    """With no style at all a page reads from top to bottom, and its menu and its way to contact are there."""
    page.route("**/*.css", lambda route: route.abort())
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    lang = page.locator("html").get_attribute("lang") or ""
    expect(page.get_by_role("link", name=SWITCH[lang][0], exact=True)).to_be_visible()
    for name in MENU[lang]:
        expect(page.get_by_role("link", name=name, exact=True).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 or path in SLUGS["overview"]
