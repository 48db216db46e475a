"""The layout and the menus of the published pages in a real browser, from a real server."""

import gzip
from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from support.browsers import DESKTOP, SHIFTS, opened, weight
from support.pages import KINDS, LANGUAGES, ROUTES, each_kind, each_template, made_with, menu

FIRST_VIEW = 13_100
"""Bytes; with room for a proxy's headers, less than a server sends before it must wait for an answer (RFC 6928)."""
LONG_TEXT = 5_000
"""Bytes, compressed, of a text of some two thousand words; what a page says beyond that is the author's to weigh."""
INDEX = 1_300
"""Bytes that a search page has in addition: the words that pages are found by, compressed."""
REQUESTS = 4
HEADED = [path for path in made_with("page") if ROUTES[path].translation.body.root.find("h2") is not None]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(element => element.clientWidth > 1
    && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden').length"""
ADD_STYLE = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
}"""
"""A visitor's own style, which no page's policy forbids, as a browser's extension adds it."""


@each_kind
def test_the_first_view_is_one_round_trip(fresh: Page, server: str, path: str) -> None:
    """All that a page needs comes in few requests, from this host, in what a server sends at once; nothing moves.

    An author's pictures are not counted, since a page can be read before they come, nor what a text has in excess.
    """
    requests = opened(fresh, path)
    assert {urlsplit(request.url).netloc for request in requests} == {urlsplit(server).netloc}
    needed = [request for request in requests if "/pictures/" not in request.url]
    words = fresh.evaluate("[...document.querySelectorAll('.results li')].flatMap(item => Object.values(item.dataset))")
    said = len(gzip.compress("\n".join([fresh.locator("main").inner_text(), *words]).encode()))
    assert weight(needed) - max(0, said - LONG_TEXT) <= FIRST_VIEW + (INDEX if words else 0)
    assert len(needed) <= REQUESTS
    assert fresh.evaluate(SHIFTS) == 0
    assert fresh.evaluate("document.fonts.size") == 0
    assert fresh.context.cookies() == []
    assert fresh.evaluate("localStorage.length + sessionStorage.length") == 0


@each_template
def test_a_page_fits_any_width_and_size_of_text(page: Page, path: str) -> None:
    """From a small phone to a desktop, at 200 % and with wider spacing nothing scrolls sideways or is cut off.

    WCAG 2.2, 1.4.4, 1.4.10 and 1.4.12.
    """
    page.goto(path)
    wide = []
    for width in range(1280, 319, -60):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate(WIDER) > 0:
            wide.append(width)
    assert wide == []
    spacing = "line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important"
    for width, style in ((320, f"* {{{spacing}}}"), (390, "html {font-size: 200% !important}")):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(ADD_STYLE, style)
        assert page.evaluate(WIDER) <= 0, style
        assert page.evaluate(CLIPPED) == 0, style


@pytest.mark.parametrize("path", [path for path in KINDS if path in made_with("service")])
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


@pytest.mark.parametrize("code", [code for code in LANGUAGES if menu(code, "header")])
def test_the_menu_closes_on_a_phone(page: Page, server: str, code: str) -> None:
    """It is closed at first, and by Esc or a tap outside; its links lead on."""
    target = menu(code, "header")[-1]
    words = target.language.words
    page.goto(target.language.folder)
    navigation = page.get_by_role("navigation", name=words["main_menu"], exact=True)
    link = navigation.get_by_role("link", name=target.menu_title, exact=True)
    button = page.get_by_role("button", name=words["menu"], exact=True)
    ways: list[Callable[[], None]] = [lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(3, 840)]
    for close in ways:
        expect(link).to_have_count(0)
        button.click()
        expect(link).to_be_visible()
        close()
    expect(link).to_have_count(0)
    button.click()
    link.click()
    assert page.url == server + target.path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_visitor(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Dark or light as the visitor's system says, with the ink on the other side."""
    page.emulate_media(color_scheme=scheme)
    page.goto("")
    script = "name => Number(getComputedStyle(document.body)[name].match(/\\d+/)[0])"
    dark, light = sorted((page.evaluate(script, "backgroundColor"), page.evaluate(script, "color")))
    assert dark < 60 < 200 < light
    assert page.evaluate(script, "backgroundColor") == (light if scheme == "light" else dark)


COVERED = """() => [...document.querySelectorAll('a[href], button, input')].filter(element => {
    element.focus();
    const box = element.getClientRects()[0];
    if (!box?.width) return false;
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return top && !element.contains(top) && !top.contains(element);
}).map(element => element.textContent.trim())"""


@each_template
def test_nothing_covers_what_has_the_focus(page: Page, path: str) -> None:
    """On a low window the call to make contact stays beside the text, however long it is (WCAG 2.2, 2.4.11)."""
    page.goto(path)
    page.evaluate("""() => {
        for (const call of document.querySelectorAll('.call .buttons, .call .channels'))
            call.append(...[1, 2, 3].map(() => call.lastElementChild.cloneNode(true)));
    }""")
    for width, height in ((1280, 600), (1000, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(COVERED) == []


@pytest.mark.parametrize("width", [360, 390])
@pytest.mark.parametrize("name", ["Practice", "Työnohjaus- ja konsultaatiopalvelu Meikäläinen & Co"])
def test_the_open_menu_leaves_the_header_free(page: Page, width: int, name: str) -> None:
    """With three languages and a long name it is below its button, has the languages, and is closed past its end."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/below/en/team/")
    page.locator(".header .brand").evaluate("(brand, name) => { brand.textContent = name }", name)
    page.locator("button.narrow").click()
    assert page.evaluate(COVERED.replace("'a[href], button, input'", "'.header .brand, .header button'")) == []
    assert page.locator(".header a:visible").last.get_attribute("hreflang") == "sv"
    focused = page.locator("nav.narrow a").last
    focused.focus()
    expect(focused).to_be_visible()
    page.keyboard.press("Tab")
    expect(focused).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    expect(focused).to_be_visible()


@pytest.mark.parametrize(("path", "last"), [("/below/en/team/", ".brief"), *((path, ".headed") for path in HEADED)])
def test_the_call_is_below_a_short_text_and_one_with_headings(page: Page, path: str, last: str) -> None:
    """On a desktop it is as wide as all above it together."""
    page.set_viewport_size(DESKTOP)
    page.goto(path)
    call, title, above = page.evaluate(
        "names => names.map(name => document.querySelector(`main ${name}`).getBoundingClientRect().toJSON())",
        [".call", "h1", last],
    )
    assert call["left"] == title["left"]
    assert call["right"] == above["right"]
    assert call["top"] > above["bottom"]


LINES = (
    "element => { const range = new Range(); range.selectNodeContents(element); return range.getClientRects().length; }"
)


def test_a_phone_number_is_on_one_line(page: Page) -> None:
    """It begins a line rather than being broken at a space."""
    page.goto("")
    page.locator(".prose").first.evaluate("""prose => {
        prose.innerHTML = '<p>Soita minulle arkisin numeroon <a href="tel:+358503412278">050 341 2278</a>.</p>';
    }""")
    for width in range(320, 480, 20):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".prose [href^=tel]").evaluate(LINES) == 1, width


def test_no_word_of_a_table_is_cut(page: Page) -> None:
    """A narrow column is as wide as its longest word, since another has room."""
    page.goto("")
    page.locator(".prose").first.evaluate("""prose => {
        const cells = ['Yksilötyönohjaus säännöllisesti kuukausittain', '60 min', 'matkakulut', 'Kesto'];
        prose.innerHTML = `<div class="table"><table><tr><td>${cells.join('<td>')}</table></div>`;
    }""")
    for width in (320, 360, 390, 1000):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".prose td").last.evaluate(LINES) == 1, width
        assert page.evaluate(WIDER) <= 0, width
