"""The rules on real servers: the project's own site at its address and the tiny site below a path of the host."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from brochure.publishing import hosts
from support.netlify import read_by_netlify
from support.pages import FULL, KINDS
from support.servers import ask
from support.sites import TINY_ADDRESS, own_path, own_site

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
KEPT = "public, max-age=31536000, immutable"
UNKNOWN = {
    **{
        f"{own_path()}{language.folder}{missing}".removeprefix("/"): language.code
        for language in own_site().languages
        for missing in ("missing", "missing/deep/er/")
    },
    "below/missing": "fi",
    "below/assets/brochure.00000000.css": "fi",
    "below/en/missing/": "en",
    "below/sv/missing/deep": "sv",
    "below/sv/pair/supervision": "sv",
}
"""The language of the page for each address that leads nowhere."""
BESIDE = [
    f"{root}{name}"
    for root in (own_path()[1:], "below/")
    for name in ("sitemap.xml", "robots.txt", "hinnasto.20260101.txt", ".well-known/proof")
] + ["below/esite.pdf"]
"""Files besides pages whose names never change."""


@pytest.fixture(params=["nginx", "apache"])
def host(request: pytest.FixtureRequest) -> str:
    """The root of each server in turn."""
    own: str = request.getfixturevalue({"nginx": "server"}.get(request.param, request.param))
    return urljoin(own, "/")


@pytest.fixture
def paths(hosted: Path) -> list[str]:
    """Return the path of each page."""
    return [path.relative_to(hosted).as_posix().removesuffix("index.html") for path in hosted.rglob("index.html")]


@pytest.fixture
def assets(hosted: Path) -> list[str]:
    """Return the path of each file that a browser may keep."""
    return [path.relative_to(hosted).as_posix() for path in hosted.rglob("assets/*")]


@pytest.fixture
def page(browser: Browser, host: str) -> Iterator[Page]:
    """A new tab."""
    context = browser.new_context(base_url=host)
    yield context.new_page()
    context.close()


def test_no_page_breaks_a_rule_or_complains(page: Page, paths: list[str]) -> None:
    """A page of each kind opens with its style, and no policy broken, no console message and no failed request."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda failed: complaints.append(f"{failed.url}: {failed.failure}"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(event.violatedDirective, event.blockedURI))"
    )
    tiny = [path for path in paths if path.startswith("below/")]
    assert {"below/", "below/en/", "below/sv/"} <= set(tiny)
    for path in (*(own_path()[1:] + path for path in KINDS), *tiny, *FULL):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    left_early = "net::ERR_ABORTED"  # an icon that was still on its way when the next page was opened
    assert [complaint for complaint in complaints if not complaint.endswith(left_early)] == []


def test_every_answer_has_the_headers(host: str, paths: list[str], assets: list[str]) -> None:
    """Pages, assets and the page for unknown addresses have each header once."""
    for path in [*paths, *assets, *UNKNOWN, *BESIDE]:
        _, headers, _ = ask(host, path)
        assert {name: headers.get_all(name) for name in HEADERS} == {name: [text] for name, text in HEADERS.items()}
        assert "camera=()" in headers["Permissions-Policy"]


def test_assets_are_kept_and_all_else_is_asked_for_again(host: str, paths: list[str], assets: list[str]) -> None:
    """A file whose name has its digest may be kept for a year; a page that is asked for again costs no body."""
    for path in assets:
        status, headers, _ = ask(host, path)
        assert (status, headers.get_all("Cache-Control")) == (200, [KEPT])
    for path in [*paths, *BESIDE]:
        status, headers, _ = ask(host, path, Accept_Encoding="gzip")
        assert (status, headers.get_all("Cache-Control")) == (200, ["no-cache"])
        again = {"If_None_Match": headers["ETag"]} if headers["ETag"] else {}
        again |= {"If_Modified_Since": headers["Last-Modified"], "Accept_Encoding": "gzip"}
        assert ask(host, path, **again)[0] == 304


def test_a_pdf_names_its_page(host: str, hosted: Path) -> None:
    """Search engines show the page that it repeats; a PDF of the author's is the only one of its text."""
    (hosted / "below" / "files").mkdir(exist_ok=True)
    (hosted / "below" / "files" / "cv.pdf").write_bytes(b"%PDF")
    papers = [path.relative_to(hosted).as_posix() for path in hosted.rglob("*.pdf")]
    assert {"below/esite.pdf", "below/en/pair-supervision/pair-supervision.pdf", "below/files/cv.pdf"} <= {*papers}
    for path in papers:
        _, headers, _ = ask(host, path)
        own = f"{TINY_ADDRESS}{path.removeprefix('below/')}"
        page = own if path.startswith("below/") else f"{own_site().settings.address}{path.removeprefix(own_path()[1:])}"
        link = None if "/files/" in path else [f"<{page.rpartition('/')[0]}/>; rel=canonical"]
        assert headers.get_all("Link") == link
        assert headers["Content-Security-Policy"]
    for path in ("below/en/x/x.pdf", "below/", own_path()[1:]):
        assert ask(host, path)[1]["Link"] is None


def test_text_is_compressed(host: str, paths: list[str], assets: list[str]) -> None:
    """Pages, css, script, drawings and the sitemap are small to a client that takes gzip, and caches know it."""
    for path in (*paths, *assets, *BESIDE):
        if path.endswith((".css", ".js", ".svg", ".xml", "/")):
            _, headers, body = ask(host, path, Accept_Encoding="gzip")
            _, plain_headers, plain = ask(host, path)
            assert plain_headers["Content-Encoding"] is None
            if len(plain) >= 350:
                assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding"), path
                assert len(body) <= 1.02 * len(gzip.compress(plain, 6))


def test_an_unknown_address_speaks_the_language_of_its_folder(host: str, page: Page) -> None:
    """Its page is a 404 that no cache keeps; it has its style, and its links work, at any depth."""
    linked: set[str] = set()
    for path, language in UNKNOWN.items():
        status, headers, body = ask(host, path)
        assert (status, headers.get_all("Cache-Control")) == (404, ["no-cache"])
        assert f'<html lang="{language}">'.encode() in body
        page.goto(path)
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
        links: list[str] = page.evaluate("[...document.links].map(link => link.href)")
        own = {href for href in links if href.startswith(host)}
        assert own
        root = urljoin(host, "/below/" if path.startswith("below/") else own_path())
        assert {href for href in own if not href.startswith(root)} == set()
        linked |= own
    assert {href: status for href in linked if (status := ask(host, href.removeprefix(host))[0]) != 200} == {}


def test_no_folder_is_listed_and_no_rules_are_shown(host: str) -> None:
    """The page for unknown addresses is there instead; but a host renews https by a file in a folder with a dot."""
    names = ("assets/", ".htaccess", ".brochure.json")
    for path in (f"{root}{name}" for root in (own_path()[1:], "below/") for name in names):
        status, _, body = ask(host, path)
        assert status in (403, 404)
        assert b"brochure.css" not in body
        assert b'class="page-404"' in body
    assert ask(host, "below/.well-known/proof")[::2] == (200, b"A certificate's proof.")


def test_files_have_their_types(host: str, assets: list[str]) -> None:
    """No browser may guess them, and pages are UTF-8; an address without its slash is redirected to the folder."""
    types = {path.rpartition(".")[2]: ask(host, path)[1].get_content_type() for path in assets}
    assert types["js"] in ("text/javascript", "application/javascript")
    assert types.items() >= {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}.items()
    assert ask(host, "below/esite.pdf")[1].get_content_type() == "application/pdf"
    page = ask(host, "below/")[1]
    assert (page.get_content_type(), page.get_content_charset()) == ("text/html", "utf-8")
    for path in ("below", "below/en"):
        assert urlsplit(ask(host, path)[1]["Location"]).path == f"/{path}/"


def test_netlify_reads_the_same_rules(tiny_site: Path) -> None:
    """It reads the headers, the year for assets, and each language's page for unknown addresses."""
    read = read_by_netlify(tiny_site)
    headers = {rule["for"]: rule["values"] for rule in read["headers"]}
    everywhere = headers.pop("/below/*")
    assert everywhere == {**HEADERS, "Permissions-Policy": everywhere["Permissions-Policy"]}
    papers = {path.relative_to(tiny_site) for path in tiny_site.rglob("*.pdf")}
    assert len(papers) > len(own_site().languages)
    links = {f"/below/{path}": f"<{TINY_ADDRESS}{path.parent}/>; rel=canonical".replace("/./", "/") for path in papers}
    files = (f"/below/assets/{path.name}" for path in (tiny_site / "assets").iterdir())
    cached = {file: {"Cache-Control": KEPT} for file in files}
    assert headers == cached | {file: {"Link": link} for file, link in links.items()}
    assert [(rule["from"], rule["to"], rule["status"]) for rule in read["redirects"]] == [
        ("/below/sv/*", "/below/sv/404.html", 404),
        ("/below/en/*", "/below/en/404.html", 404),
        ("/below/*", "/below/404.html", 404),
    ]


def test_cloudflare_leaves_mail_links_alone(tiny_site: Path) -> None:
    """Each mail address is between the comments that turn the hiding of addresses off, or in the head or a script.

    See developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation.
    """
    spared = re.compile(r"<!--email_off-->.*?<!--/email_off-->|<(head|script)\b.*?</\1>", re.DOTALL)
    texts = {path: path.read_text(encoding="utf-8") for path in tiny_site.rglob("*.html")}
    assert [path for path, text in texts.items() if re.search("mailto:|\\w(@|&#64;)", spared.sub("", text))] == []
    for name in ("arbetspar", "kontakt"):
        assert "<!--email_off-->" in texts[tiny_site / "sv" / name / "index.html"]


def test_the_rules_for_netlify_and_cloudflare_stay_within_their_number() -> None:
    """Of very many files those that each page needs are named first, and pictures for sharing last."""
    files = [*(f"pictures/x-{number}.avif" for number in range(120)), "assets/share-x.png", "assets/brochure.css"]
    named = hosts.first_needed(files, 99)
    assert len(named) == 99
    assert named[0] == "assets/brochure.css"
    assert "assets/share-x.png" not in named
