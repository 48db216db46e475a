"""A real browser, and what a visitor does in it."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, ViewportSize, sync_playwright
from pypdf import PdfReader

from support.programs import program


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


PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=800)
SHIFTS = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(0), 100);
})"""
"""The sum of all layout shifts since the page was opened."""


def opened(page: Page, path: str) -> list[Request]:
    """Open a page; return all that it has asked for, once it asks for no more."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))
    page.goto(path, wait_until="networkidle")
    return requests


def weight(requests: Sequence[Request]) -> int:
    """The bytes of answers as they are sent."""
    sizes = [request.sizes() for request in requests]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


AXE = Axe().axe_script


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds by the rules with one of the tags or names, or by those that it has by itself: each, where.

    It is put into a page once, and gives its findings alone, not all that it has looked at.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that another colour scheme can break; the others look at elements, texts and sizes."""


def unfit(page: Page) -> list[str]:
    """Return what axe finds in light colours, and what it finds of colours in dark ones."""
    page.emulate_media(color_scheme="light")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    return found + violations(page, COLOURS)


def walk(page: Page, steps: int) -> list[str]:
    """Press Tab so many times; return the text of each element with the focus, which must be in view and outlined."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            const element = document.activeElement, [box] = element.getClientRects();
            const style = getComputedStyle(element), after = getComputedStyle(element, '::after');
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
            return [box.bottom > 0 && box.top < innerHeight, element === top || element.contains(top),
                style.outlineStyle !== 'none' || after.outlineStyle !== 'none'];
        }""")
        assert seen == [True, True, True], page.evaluate("document.activeElement.outerHTML")
        found.append(str(page.evaluate("document.activeElement.textContent.trim()")))
    return found


def searched(page: Page, queries: Sequence[str]) -> dict[str, list[str]]:
    """Type queries into the open search page, which waits for no pause; return the titles that each finds, in order."""
    found: dict[str, list[str]] = page.evaluate(
        """queries => {
            const field = document.querySelector('#q'), {setTimeout} = window;
            window.setTimeout = run => run();
            const found = queries.map(query => {
                field.value = query;
                field.dispatchEvent(new Event('input'));
                return [query, [...document.querySelectorAll('.results h2')].map(title => title.textContent)];
            });
            window.setTimeout = setTimeout;
            return Object.fromEntries(found);
        }""",
        queries,
    )
    return found


def printed(page: Page, path: str) -> list[str]:
    """The text of each A4 sheet that a page prints on, with single spaces."""
    page.goto(path)
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]
