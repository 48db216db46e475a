"""What a visitor must be able to do, with any device, sense or setting, over a host that compresses."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from conftest import npm, program
from test_site import FORMS, PATHS, SLUGS

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
FIRST_VIEW = 14_600
"""Bytes that a server sends before it must wait for an answer: ten TCP segments of 1,460 bytes (RFC 6928)."""
REQUESTS = 4
SCRIPT = 1_500
"""Bytes of the site's only script, uncompressed."""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKS: list[dict[str, Any]] = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
SHIFTS = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(0), 100);
})"""
"""The sum of all layout shifts since the page was opened."""
each_page = pytest.mark.parametrize("path", PATHS, ids=lambda path: path or "/")
each_language = pytest.mark.parametrize("lang", ["fi", "en"])


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A new tab of a phone's size with an empty cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=server)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, with best practices: each rule that is broken and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@each_page
def test_axe_finds_nothing(page: Page, path: str) -> None:
    """In light, dark and forced colours, at both widths, with the menu closed and open."""
    page.goto(path)
    for look in LOOKS:
        page.emulate_media(**({"color_scheme": "light", "forced_colors": "none"} | look))
        for width in (DESKTOP, PHONE):
            page.set_viewport_size(width)  # type: ignore[arg-type]
            assert violations(page) == [], (look, width)
    page.get_by_role("button").click()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["missing/", "below/missing/"])
def test_axe_finds_nothing_on_the_page_for_unknown_addresses(page: Page, path: str) -> None:
    """The page that visitors see by mistake is as good as the others."""
    page.goto(path)
    assert violations(page) == []


@pytest.mark.parametrize("query", ["ohjaus", "zzzz"])
def test_axe_finds_nothing_while_searching(page: Page, query: str) -> None:
    """With pages found and with none."""
    page.goto("haku/")
    page.get_by_role("searchbox").fill(query)
    assert violations(page) == []


@each_page
def test_the_first_view_is_one_round_trip(page: Page, path: str) -> None:
    """Everything that the page needs fits in what a server sends at once, in few requests, and nothing moves."""
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    page.goto(path, wait_until="networkidle")
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert total <= FIRST_VIEW
    assert len(sizes) <= REQUESTS
    assert page.evaluate(SHIFTS) == 0
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_only_script_is_small(shipped: Path) -> None:
    """One script, on the search pages alone."""
    (script,) = shipped.rglob("*.js")
    assert script.stat().st_size <= SCRIPT


@each_page
def test_a_narrow_page_loses_nothing(page: Page, path: str) -> None:
    """WCAG 1.4.10 and 1.4.12: at 320 px, and with wider text spacing, nothing scrolls sideways or is cut off."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    spacing = "line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important"
    page.add_style_tag(content=f"* {{{spacing}}}")
    assert page.evaluate(overflow) <= 0
    clipped = """[...document.querySelectorAll('main *')].filter(element =>
        element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'hidden'
        && element.clientWidth > 1).length"""
    assert page.evaluate(clipped) == 0


@each_page
def test_targets_are_large_enough(page: Page, path: str) -> None:
    """WCAG 2.5.8: 24 px for every target that is no link in a sentence; 44 px for main actions and menus."""
    page.goto(path)
    boxes = """selector => [...document.querySelectorAll(selector)]
        .filter(element => element.checkVisibility() && !element.closest('.skip'))
        .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])"""
    main = "a.button, button, input, header a, footer nav a, .neighbours a, .finder a"
    assert [box for box in page.evaluate(boxes, main) if box[1] < 44] == []
    assert [box for box in page.evaluate(boxes, "a:not(p a, .prose li a, td a, .cards a)") if box[1] < 24] == []


def test_the_keyboard_walks_in_order_and_is_always_seen(page: Page) -> None:
    """On a phone: skip link, name, language, menu; the menu opens and leads to contact; the focus is never hidden."""
    page.emulate_media(reduced_motion="reduce")
    page.goto("tiimityonohjaus/")
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(focused(page))
    assert order == ["Siirry sisältöön", "Työnohjaus Esimerkki", "In English", "Valikko"]
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page) == "Ota yhteyttä"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ota yhteyttä")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Get in touch")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert focused(page)


def focused(page: Page) -> str:
    """The text of the element that has the focus, which must be in view, on top and with an outline."""
    seen = page.evaluate("""() => {
        const element = document.activeElement, box = element.getBoundingClientRect();
        const style = getComputedStyle(element), after = getComputedStyle(element, '::after');
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
        return [box.bottom > 0 && box.top < innerHeight, element === top || element.contains(top),
            style.outlineStyle !== 'none' || after.outlineStyle !== 'none'];
    }""")
    assert seen == [True, True, True], page.evaluate("document.activeElement.outerHTML")
    return str(page.evaluate("document.activeElement.textContent.trim()"))


@each_language
def test_each_situation_leads_to_its_form(page: Page, lang: str) -> None:
    """All forms are reached from sentences, grouped by who speaks, without a script; home and overview lead there."""
    finder = SLUGS["finder"][lang == "en"]
    for entry in ("home", "overview"):
        page.goto(SLUGS[entry][lang == "en"])
        name = {"fi": "Tunnistatko tilanteen?", "en": "Does this sound like you?"}[lang]
        page.get_by_role("link", name=name).click()
        assert page.url.endswith(finder)
    assert page.get_by_role("main").get_by_role("heading", level=2).count() == 6
    links = page.locator(".finder a")
    assert links.count() >= 18
    reached = set()
    for number in range(links.count()):
        link = links.nth(number)
        form = link.locator(".form").inner_text()
        href = str(link.evaluate("link => link.href"))
        reached.add(href)
        assert f">{form}</h1>" in page.request.get(href).text()
    assert len(reached) == len(FORMS)


SEARCHES = {
    "": None,
    "oh": None,
    "ohjaus": "Tiimityönohjaus",
    "OHJAUS": "Tiimityönohjaus",
    "esihenkilöiden": "Esimiestyön työnohjaus",
    "esihenkiloiden": "Esimiestyön työnohjaus",
    "sairaanhoitajille": "Potilastyönohjaus",
    "tyoyhteiso": "Työyhteisön työnohjaus",
    "  konsul  ": "Konsultaatio",
    "muutos organisaatio": "Prosessi- ja muutostyönohjaus",
}


@pytest.mark.parametrize("query", SEARCHES, ids=lambda query: query or "nothing")
def test_search_finds(page: Page, query: str) -> None:
    """From three letters: parts of compounds, any case, bent aliases, and letters typed without their dots."""
    page.goto("haku/")
    items = page.locator(".results li")
    everything = items.count()
    assert everything == len(PATHS) // 2 - 1
    page.get_by_role("searchbox", name="Hae sivuilta").fill(query)
    found = page.locator(".results li:visible h2").all_inner_texts()
    if SEARCHES[query] is None:
        assert len(found) == everything
        expect(page.get_by_role("status")).to_have_text("")
    else:
        assert SEARCHES[query] in found
        assert len(found) < everything
        expect(page.get_by_role("status")).to_have_text(f"Sivuja: {len(found)}")


def test_search_keeps_dotted_letters_apart(page: Page) -> None:
    """A letter typed with its dots is that letter and no other."""
    page.goto("haku/?q=tyonohjäus")
    expect(page.get_by_role("status")).to_have_text("Sivuja: 0")


def test_search_keeps_the_query_in_the_address(page: Page) -> None:
    """A search can be linked to, and is there again after a look at a page."""
    page.goto("haku/")
    page.get_by_role("searchbox").fill("potilas & hoito")
    expect(page).to_have_url(re.compile(r"haku/\?q=potilas%20%26%20hoito$"))
    page.goto("haku/?q=potilas")
    expect(page.get_by_role("searchbox")).to_have_value("potilas")
    page.get_by_role("link", name="Potilastyönohjaus").click()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("potilas")
    page.get_by_role("searchbox").fill("")
    expect(page).to_have_url(re.compile(r"haku/$"))


@each_page
def test_every_page_works_without_a_script(browser: Browser, server: str, path: str) -> None:
    """Search is then the list of all pages, with no field that does nothing; the menu opens all the same."""
    context = browser.new_context(java_script_enabled=False, base_url=server, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(path)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    if "search" in path or "haku" in path:
        expect(page.locator(".results li:visible")).to_have_count(len(PATHS) // 2 - 1)
    page.get_by_role("button").click()
    expect(page.get_by_role("banner").get_by_role("link")).to_have_count(2 + 4)
    context.close()


def test_a_narrow_table_is_still_a_table(page: Page) -> None:
    """On a phone its rows are cards to the eye, and rows, headers and cells to assistive technology."""
    page.goto("tyonohjauksen-muodot/")
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
    assert {role: roles.count(role) for role in ("table", "rowheader", "columnheader")} == {
        "table": 1,
        "rowheader": 9,
        "columnheader": 5,
    }
    assert roles.count("row") == 10
    assert page.get_by_role("table", name="Työnohjauksen muodot").count() == 1


def printed(page: Page, path: str) -> list[str]:
    """The text of each A4 sheet that a page prints on, with single spaces."""
    page.goto(path)
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@each_language
@pytest.mark.parametrize("form", FORMS)
def test_a_form_prints_as_a_leaflet(page: Page, form: str, lang: str) -> None:
    """One sheet: heading, text, how to make contact in words and the page's address; no menu and no button."""
    path = SLUGS[form][lang == "en"]
    (sheet,) = printed(page, path)
    title = page.get_by_role("heading", level=1).inner_text()
    assert title.replace(" ", "") in sheet.replace(" ", "")
    assert "yhteys@example.org" in sheet
    assert f"www.example.org/{path}" in sheet.replace(" ", "")
    for word in {"fi": ["Valikko", "Haku", "Avaa"], "en": ["Menu", "Search", "Open the"]}[lang]:
        assert word not in sheet


@each_language
def test_home_prints_as_an_overview(page: Page, lang: str) -> None:
    """One sheet with the nine forms on it."""
    (sheet,) = printed(page, SLUGS["home"][lang == "en"])
    titles = page.locator(".cards h3").all_inner_texts()
    assert len(titles) == 9
    assert [title for title in titles if title.replace(" ", "") not in sheet.replace(" ", "")] == []


def test_html_and_css_are_valid(shipped: Path) -> None:
    """The Nu HTML checker has nothing to say of any page, of the stylesheet and of the icon."""
    java, jar = program("java"), str(npm("vnu-jar/build/dist/vnu.jar"))
    for options in ([], ["--css"], ["--svg"]):
        ending = {"": "html", "--css": "css", "--svg": "svg"}["".join(options)]
        files = sorted(map(str, shipped.rglob(f"*.{ending}")))
        assert files
        command = [java, "-jar", jar, *options, *files]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.stdout + result.stderr == ""
