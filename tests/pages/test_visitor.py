"""What a visitor must be able to do, with any device, sense or setting."""

import re
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from brochure.model.site import CONTACT
from support.browsers import COLOURS, DESKTOP, PHONE, printed, searched, violations, walk
from support.pages import (
    ADDRESS,
    FORMS,
    FULL,
    LANGUAGES,
    ROUTES,
    SITE,
    TEMPLATES,
    each_language,
    each_page,
    each_template,
    made_with,
    menu,
    switch,
)
from support.pdf import squeezed
from support.programs import complaints_of_nu

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: list[tuple[ViewportSize, dict[str, Any], list[str]]] = [
    (PHONE, {"color_scheme": "light"}, RULES),
    (PHONE, {"color_scheme": "dark"}, RULES),
    (DESKTOP, {"color_scheme": "light"}, RULES),
    (DESKTOP, {"color_scheme": "dark"}, COLOURS),
    (PHONE, {"forced_colors": "active"}, COLOURS),
]
HIDE_COVERED = """() => {
    const menu = document.getElementById('_menu'), {top, bottom} = menu.getBoundingClientRect();
    for (const link of document.querySelectorAll('a, button, input')) {
        const box = link.getBoundingClientRect();
        if (!menu.contains(link) && box.bottom > top && box.top < bottom) link.style.visibility = 'hidden';
    }
}"""
"""Hide what the open menu, which is as wide as the page, covers at least in part."""
each_search_page = pytest.mark.parametrize("path", made_with("search"))


@each_page
def test_axe_finds_nothing(page: Page, path: str) -> None:
    """In light, dark and forced colours, at both widths, with the menu closed and open, on a page of each template.

    Any other page is looked at once. What the open menu covers is out of reach until it is closed, and is no target
    that is too small.
    """
    page.goto(path)
    for width, look, rules in LOOKS if path in (*TEMPLATES, *FULL) else LOOKS[:1]:
        page.emulate_media(**({"color_scheme": "light", "forced_colors": "none"} | look))
        page.set_viewport_size(width)
        assert violations(page, rules) == [], (look, width)
    if path in TEMPLATES and menu(ROUTES[path].language.code, "header"):
        page.get_by_role("button").click()
        page.evaluate(HIDE_COVERED)
        assert violations(page, RULES) == []


@pytest.mark.parametrize("path", ["missing/", "/below/missing/"])
def test_axe_finds_nothing_on_the_page_for_unknown_addresses(page: Page, path: str) -> None:
    """The page that visitors see by mistake is as good as the others."""
    page.goto(path)
    assert violations(page, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@each_template
def test_targets_are_large_enough(page: Page, path: str) -> None:
    """WCAG 2.5.8: 24 px for every target that is no link in a sentence; 44 px for main actions and menus."""
    page.goto(path)
    boxes = """selector => [...document.querySelectorAll(selector)]
        .filter(element => element.checkVisibility() && !element.closest('.skip'))
        .map(element => [element.textContent.trim(), element.getBoundingClientRect().height])"""
    main = "a.button, button, input, header a, footer nav a, .neighbours a, .finder a"
    assert [box for box in page.evaluate(boxes, main) if box[1] < 44] == []
    assert [box for box in page.evaluate(boxes, "a:not(p a, .prose a, td a, .cards a)") if box[1] < 24] == []


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["390", "1280"])
@each_language
def test_the_keyboard_walks_in_order_and_is_always_seen(page: Page, width: ViewportSize, code: str) -> None:
    """Skip link, name, menu, languages; the menu leads on; the skip link jumps; the focus is never hidden.

    Other languages are in a phone's menu.
    """
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size(width)
    words, header = LANGUAGES[code].words, [target.menu_title for target in menu(code, "header")]
    start = (FORMS[code] or [LANGUAGES[code].folder])[0]
    stops = [words["skip"], SITE.practices[code].name]
    opened = [words["menu"]] if header and width == PHONE else []
    others = [] if opened else [other for other in LANGUAGES if other != code]
    languages = [switch(other) for other in others]
    page.goto(start)
    seen = opened or header
    assert walk(page, len(stops + seen + languages)) == [*stops, *seen, *languages]
    page.reload()
    walk(page, len(stops + opened))
    if opened:
        page.keyboard.press("Enter")
    if header:
        assert walk(page, len(header)) == header
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(menu(code, "header")[-1].title)
    page.goto(start)
    walk(page, page.locator("a:visible, button:visible, input:visible").count())
    page.reload()
    walk(page, 1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@each_search_page
def test_search_finds_each_page(page: Page, path: str) -> None:
    """Every other page of the language is there, and is found by its title and by each of its search words."""
    words = ROUTES[path].language.words
    others = [route for route in ROUTES.values() if route.language.words is words and route.path != path]
    page.goto(path)
    expect(page.locator(".results li")).to_have_count(len(others))
    found = searched(page, [query for route in others for query in (route.title, *route.translation.aliases)])
    for route in others:
        assert [query for query in (route.title, *route.translation.aliases) if route.title not in found[query]] == []
    page.get_by_role("searchbox", name=words["search"], exact=True).fill("zzzzz")
    expect(page.get_by_role("status")).to_have_text(words["search_none"])
    expect(page.locator(".search a").filter(visible=True)).not_to_have_count(0)


@each_search_page
def test_search_passes_over_what_nobody_sees(page: Page, path: str) -> None:
    """A page is found though soft hyphens and characters without a width are in its title, or in what is typed."""
    page.goto(path)
    item = page.locator(".results li").first
    item.evaluate("item => { item.dataset.titles = 'Koulutus\u00adtyön\u200bohjaus'; }")
    page.add_script_tag(url=page.locator("script[src]").get_attribute("src"))
    name = item.locator("h2").inner_text()
    found = searched(page, ["koulutustyönohjaus", "koulutus\u00adtyön"])
    assert [titles[0] for titles in found.values()] == [name, name]


@each_search_page
def test_search_keeps_the_query_in_the_address(page: Page, path: str) -> None:
    """A search can be linked to, and is there again after a look at a page."""
    page.goto(path)
    title = page.locator(".results h2").first.inner_text()
    page.get_by_role("searchbox").fill("potilas & hoito")
    expect(page).to_have_url(re.compile(r"/\?q=potilas%20%26%20hoito$"))
    page.goto(f"{path}?{urlencode({'q': title.lower()})}")
    expect(page.get_by_role("searchbox")).to_have_value(title.lower())
    page.locator(".results").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value(title.lower())
    page.get_by_role("searchbox").fill("")
    expect(page).to_have_url(re.compile(f"/{path}$"))


@each_search_page
def test_search_without_a_script_is_a_list(browser: Browser, server: str, path: str) -> None:
    """All pages are listed, with no field that does nothing; the menu opens all the same."""
    page = browser.new_page(java_script_enabled=False, base_url=server, viewport=PHONE)
    page.goto(path)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    language = ROUTES[path].language
    others = [route for route in ROUTES.values() if route.language is language and route.path != path]
    expect(page.locator(".results li:visible")).to_have_count(len(others))
    if header := menu(language.code, "header"):
        page.get_by_role("button").click()
    expect(page.get_by_role("banner").get_by_role("link")).to_have_count(len(LANGUAGES) + len(header))
    page.close()


@pytest.mark.parametrize("path", made_with("overview"))
def test_a_narrow_table_is_still_a_table(page: Page, path: str) -> None:
    """On a phone its rows are cards to the eye, and rows, headers and cells to assistive technology."""
    page.goto(path)
    language = ROUTES[path].language
    page.locator("table:not(.compare)").evaluate_all("tables => tables.forEach(table => table.remove())")
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
    assert {role: roles.count(role) for role in ("table", "rowheader", "columnheader")} == {
        "table": 1,
        "rowheader": len(FORMS[language.code]),
        "columnheader": page.locator("thead th").count(),
    }
    assert roles.count("row") == 1 + len(FORMS[language.code])
    assert page.get_by_role("table", name=language.words["forms"], exact=True).count() == 1


@each_template
def test_a_page_prints_without_its_controls(page: Page, path: str) -> None:
    """On paper are the heading, the cards, how to make contact in words and the address; no menu and no button."""
    contact = SITE.settings.contact
    said = squeezed("".join(printed(page, path)))
    expected = page.locator("h1, .cards h2, .cards h3").all_text_contents()
    if path not in FULL:
        expected += [contact.email, contact.phone, ADDRESS + path] if ROUTES[path].entry.id != CONTACT else []
        expected += [contact.business_id, contact.visit.line if contact.visit else ""]
    assert [text for text in expected if squeezed(text) not in said] == []
    page.emulate_media(media="print")
    expect(page.locator("nav, button, footer, .button, .skip").filter(visible=True)).to_have_count(0)


def test_html_and_css_are_valid(shipped: Path, full_site: Path, tmp_path: Path) -> None:
    """The Nu HTML checker finds a mistake in each kind of file, and none in a page, the stylesheet or a drawing.

    It does not know CSS Anchor Positioning yet, by which the menu is below its button.
    """
    mistakes = {
        "a.html": "<!doctype html><html lang=en><title>x</title><p>Some words.<wrong></wrong>",
        "b.css": "p { colr: red }",
        "c.svg": "<svg xmlns='http://www.w3.org/2000/svg'><g wrong='x'/></svg>",
    }
    for name, text in mistakes.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [sorted(shipped.glob(pattern)) for pattern in ("**/*.html", "**/*.css", "assets/*.svg")]
    files += [[path for path in full_site.rglob("*.html") if "<picture" in path.read_text(encoding="utf-8")]]
    assert all(files)
    told = complaints_of_nu([*chain(*files), *tmp_path.iterdir()]).splitlines()
    assert {name for name in mistakes for line in told if f"{tmp_path}/{name}" in line} == {*mistakes}
    newer = ("anchor", "“top”: Parse Error")
    others = [line for line in told if f"{tmp_path}/" not in line]
    assert [line for line in others if not any(part in line for part in newer)] == []
