"""The published pages in a real browser, served by a real server."""

from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from brochure.model.routes import Route
from support.browsers import DESKTOP, PHONE
from support.pages import LANGUAGES, ROUTES, VERSIONS, each_language, each_page, menu, switch

FOLDERS = [language.folder for language in LANGUAGES.values()]
MENUS = {
    code: elsewhere
    for code in LANGUAGES
    if (elsewhere := [page for page in menu(code, "header") if page.path != page.language.folder])
}
"""The pages that a header's menu leads to from the front page, in each language that has such a menu."""
LONGEST = {
    route.entry.template: route.path
    for route in sorted(ROUTES.values(), key=lambda route: len(route.title))
    if not route.language.folder
}.values()
"""For each template the page with the longest title, in the language at the root."""
each_menu = pytest.mark.parametrize("code", MENUS)
both_widths = pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["390", "1280"])


@each_page
def test_a_page_opens_cleanly(fresh: Page, server: str, path: str) -> None:
    """At both widths: no console message, no failed or foreign request, no sideways scrolling, no font of its own."""
    complaints: list[str] = []
    fresh.on("console", lambda message: complaints.append(message.text))
    fresh.on("pageerror", lambda error: complaints.append(str(error)))
    fresh.on("requestfailed", lambda failed: complaints.append(failed.url))
    fresh.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    asked: list[str] = []
    fresh.on("request", lambda request: asked.append(request.url))
    for width in (PHONE, DESKTOP):
        fresh.set_viewport_size(width)
        fresh.goto(path)
        assert fresh.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert fresh.evaluate("document.fonts.size") == 0
    assert complaints == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}


@each_page
def test_each_language_link_arrives(page: Page, server: str, path: str) -> None:
    """On a phone and on a desktop: at the same page, else at the front page."""
    for width in (PHONE, DESKTOP):
        page.set_viewport_size(width)
        for code, language in LANGUAGES.items():
            if language is not ROUTES[path].language:
                page.goto(path)
                page.get_by_role("link", name=switch(code, path), exact=True).click()
                expect(page.locator("html")).to_have_attribute("lang", code)
                assert page.url == server + VERSIONS[path].get(code, language.folder)


@pytest.mark.parametrize("path", LONGEST)
def test_no_width_scrolls_sideways(page: Page, path: str) -> None:
    """From a small phone to a desktop, between the widths that were designed for as well."""
    page.goto(path)
    wide = []
    for width in range(320, 1300, 60):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(width)
    assert wide == []


@each_page
def test_text_of_twice_the_size_fits(page: Page, path: str) -> None:
    """WCAG 2.2, 1.4.4: at 200 % nothing is cut off and nothing scrolls sideways, hyphenated or not."""
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", LONGEST)
def test_no_page_is_half_empty(page: Page, path: str) -> None:
    """On a desktop there is something to read or to see in both halves of the first view."""
    page.set_viewport_size(DESKTOP)
    page.goto(path)
    lefts = page.locator("main :is(h1, p, svg, img, a, dd)").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(box => box.top < 800).map(box => box.left)"
    )
    assert min(lefts) < DESKTOP["width"] / 2 <= max(lefts)


@pytest.mark.parametrize("path", [path for path in LONGEST if ROUTES[path].entry.template in ("page", "service")])
def test_the_call_stays_beside_a_long_text(page: Page, path: str) -> None:
    """On a desktop it is in view at the end of the text, beside it; on paper it is text like any other."""
    page.set_viewport_size(DESKTOP)
    page.goto(path)
    button = page.locator(".call .button")
    page.locator(".prose > :last-child").evaluate("last => last.scrollIntoView({block: 'end', behavior: 'instant'})")
    expect(button).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(page.locator(".call")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(page.locator(".call")).to_have_css("position", "static")


@both_widths
@pytest.mark.parametrize("path", ["missing", "en/missing/deep/er/", "/below/missing/deep/"])
def test_an_unknown_address_leads_on(page: Page, width: ViewportSize, server: str, path: str) -> None:
    """At any depth and below a sub-path the page is styled, in every language, and its links work."""
    page.set_viewport_size(width)
    response = page.goto(path)
    assert response is not None
    assert response.status == 404
    below = path.startswith("/below/")
    root = urljoin(server, "/below/") if below else server
    assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
    hrefs = page.get_by_role("link").evaluate_all("links => links.map(link => link.href)")
    assert {root + folder for folder in (["", "en/", "sv/"] if below else FOLDERS)} <= {*hrefs}
    for href in hrefs:
        assert page.request.get(href).status == 200
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@both_widths
@each_language
def test_the_keyboard_comes_to_the_content_first(page: Page, width: ViewportSize, code: str) -> None:
    """The first stop is the link that jumps over the menu; it is seen when it has the focus, and it jumps."""
    page.set_viewport_size(width)
    page.goto(LANGUAGES[code].folder)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=LANGUAGES[code].words["skip"], exact=True)
    expect(skip).to_be_focused()
    box = skip.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 40
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def link_in_menu(page: Page, target: Route) -> Locator:
    """The link to a page in the header's menu, as far as it is there for a visitor."""
    navigation = page.get_by_role("navigation", name=target.language.words["main_menu"], exact=True)
    return navigation.get_by_role("link", name=target.menu_title, exact=True)


@each_menu
def test_the_menu_opens_on_a_phone(page: Page, server: str, code: str) -> None:
    """One menu is there: closed at first, opened by its button, closed by Esc or a tap outside; its links lead on."""
    target = MENUS[code][-1]
    page.goto(target.language.folder)
    link = link_in_menu(page, target)
    expect(link).to_have_count(0)
    button = page.get_by_role("button", name=target.language.words["menu"], exact=True)
    button.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_have_count(0)
    button.click()
    expect(link).to_be_visible()
    page.mouse.click(3, 840)
    expect(link).to_have_count(0)
    button.click()
    link.click()
    assert page.url == server + target.path


@each_menu
def test_the_menu_is_open_on_a_desktop(page: Page, code: str) -> None:
    """There the links stand in the header, and the phone's button is not there."""
    page.set_viewport_size(DESKTOP)
    page.goto(LANGUAGES[code].folder)
    for target in MENUS[code]:
        expect(link_in_menu(page, target)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@both_widths
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_visitor(page: Page, width: ViewportSize, scheme: str) -> None:
    """Dark or light as the visitor's system says, with the ink on the other side."""
    page.set_viewport_size(width)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("")
    script = "name => Number(getComputedStyle(document.body)[name].match(/\\d+/)[0])"
    ground, ink = page.evaluate(script, "backgroundColor"), page.evaluate(script, "color")
    assert (ground < 60 < 200 < ink) if scheme == "dark" else (ink < 60 < 200 < ground)


@each_page
def test_every_page_works_without_css(page: Page, path: str) -> None:
    """With no style at all a page reads from top to bottom, and its menu and its way to contact are there.

    No more than a long word, a table or a picture is then wider than a phone.
    """
    page.route("**/*.css", lambda route: route.abort())
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    here = ROUTES[path].language
    for code, language in LANGUAGES.items():
        if language is not here:
            expect(page.get_by_role("link", name=switch(code, path), exact=True)).to_be_visible()
    for target in menu(here.code, "header"):
        expect(page.get_by_role("link", name=target.menu_title, exact=True).first).to_be_visible()
    page.evaluate("document.documentElement.style.overflowWrap = 'anywhere'")
    page.locator("table, img, pre").evaluate_all("wide => wide.forEach(element => element.remove())")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
