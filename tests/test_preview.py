"""The preview that an author works with: a real `mkdocs serve`, watched in a real browser."""

import base64
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from unittest.mock import Mock
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from brochure.preview import guarded
from support import programs
from support.photos import file_of, photo
from support.servers import ask, previewing
from support.sites import MKDOCS, ROOT, TINY, change, show

BROKEN = "order: 10\nfi:\n  titel: Pari\n  summary: x\n  who: x\n  purpose: x\n"
PAIR = "content/services/pair.yml"


@pytest.fixture
def engine() -> str:
    """Return the name of the engine that serves the preview."""
    return "mkdocs"


@pytest.fixture
def content(folder: Path, request: pytest.FixtureRequest) -> Path:
    """Return the folder whose site is previewed: the generator's, or one of another name outside it."""
    content = folder / "content"
    return content.rename(folder.parent / request.param) if hasattr(request, "param") else content


@pytest.fixture
def preview(
    folder: Path, content: Path, engine: str, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Yield a tab for the preview; a file can be spoilt before it starts."""
    if spoilt := getattr(request, "param", None):
        (folder / PAIR).write_text(spoilt)
    with previewing(programs.engine(engine), folder, CONTENT=str(content)) as address:
        page = browser.new_page(base_url=address)
        page.set_default_timeout(20_000)
        yield page
        page.close()


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_a_mistake_shows_above_the_last_good_pages_and_goes_by_itself(preview: Page, folder: Path) -> None:
    """Every page stays, with the problem and its line above it; once mended the problem is gone.

    So it is while the folder itself is missing, as when a share is away.
    """
    good = (folder / PAIR).read_text(encoding="utf-8")
    preview.goto("en/team/")
    alert = preview.get_by_role("alert")
    expect(alert).to_have_count(0)
    assert preview.locator("meta[http-equiv]").count() == 0, "a policy would forbid the script that reloads the page"

    (folder / PAIR).write_text(BROKEN)
    expect(alert).to_contain_text(f'{PAIR}:3:3 unknown key "titel"; did you mean "title"?', timeout=20_000)
    expect(alert.locator("pre").first).to_have_text("titel: Pari")
    expect(alert).to_contain_text("1 problem; below is the last version without problems.")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Team")
    for path in ("", "muodot/", "en/pair-supervision/", "missing/"):
        preview.goto(path)
        expect(preview.get_by_role("alert") if path != "missing/" else preview.locator("h1")).to_be_visible()

    preview.goto("en/team/")
    away = (folder / "content").rename(folder / "away")
    expect(alert).to_contain_text("there is no such folder", timeout=20_000)
    expect(preview.get_by_role("heading", level=1)).to_have_text("Team")
    away.rename(folder / "content")
    expect(alert).to_contain_text('unknown key "titel"', timeout=20_000)
    (folder / PAIR).write_text(good.replace("Pair supervision", "Mended supervision"), encoding="utf-8")
    expect(alert).to_have_count(0, timeout=20_000)
    preview.goto("en/forms/")
    expect(preview.get_by_role("link", name="Mended supervision").first).to_be_visible()


@pytest.mark.parametrize("content", ["maija"], indirect=True)
def test_a_save_is_one_build(preview: Page, folder: Path, content: Path) -> None:
    """A build reads each file, but that is no edit; nor is what a command writes into her folder meanwhile."""
    preview.goto("en/team/")
    for name in ("site", ".site.old", ".git"):
        (content / name).mkdir()
        (content / name / "x.yml").write_text("x")
    for old, new in (("the team.", "the crew."), ("the crew.", "the lot."), ("the lot.", "the group.")):
        draft = Path(
            shutil.copy(content / "services" / "team.yml", folder)
        )  # on a busy machine, half a file may be seen
        change(draft, f"Summary of {old}", f"Summary of {new}")
        draft.replace(content / "services" / "team.yml")
        expect(preview.locator(".lead")).to_have_text(f"Summary of {new}", timeout=20_000)
    assert (folder / "log").read_text(encoding="utf-8").count("Detected file changes") == 3


def test_photos_and_pdfs_are_shown_and_outlive_the_authors(preview: Page, folder: Path) -> None:
    """A photo is one file in the preview. The last good pages have it, and the words of a link, after both are gone."""
    show(folder, "kuva.jpg", photo(1300, 900))
    kuva, pdf = folder / "content" / "pictures" / "kuva.jpg", folder / "content" / "files" / "cv.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"%PDF-1.7".ljust(2000))
    change(folder / "content" / "services" / "solo.yml", "fi:", "fi:\n  body: '[Maija](cv.pdf)'")
    preview.goto("en/team/")
    image, link = preview.get_by_role("img", name="Above"), preview.get_by_role("link", name="Maija")
    expect(image).to_have_attribute("src", re.compile(r"/kuva-1200\.[0-9a-f]{8}\.jpg$"), timeout=20_000)
    expect(preview.locator("source")).to_have_count(0)
    preview.goto("yksin/")
    expect(link).to_have_text("Maija (PDF, 2\N{NO-BREAK SPACE}kB)", timeout=20_000)
    status, headers, body = ask(preview.url, "files/cv.pdf")
    assert (status, headers["Content-Type"], body) == (200, "application/pdf", pdf.read_bytes())
    kuva.unlink()
    pdf.unlink()
    for name in ('picture "kuva.jpg"', 'PDF "cv.pdf"'):
        expect(preview.get_by_role("alert")).to_contain_text(f"there is no {name}", timeout=20_000)
    expect(link).to_have_text("Maija")
    preview.goto("en/team/")
    expect(image).to_have_js_property("naturalWidth", 1200)


def test_a_browser_shows_the_photo_inside_a_drawing(preview: Page, folder: Path) -> None:
    """The policy forbids images of `data:` in a page, but not in a drawing that the page shows."""
    complaints: list[str] = []
    preview.on("console", lambda message: complaints.append(message.text if message.type != "log" else ""))
    inside = base64.b64encode(file_of(Image.new("RGB", (40, 30), "red"), "PNG")).decode()
    image = f"<image width='400' href='data:image/png;base64,{inside}'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'>{image}</svg>"
    show(folder, "kuva.svg", svg.encode())
    preview.goto("en/team/")
    shown = preview.get_by_role("img", name="Above")
    expect(shown).to_have_js_property("naturalWidth", 400, timeout=20_000)
    shot = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    red, green, blue = cast("tuple[int, ...]", shot.getpixel((shot.width // 2, shot.height // 2)))
    assert red > 200 > 50 > max(green, blue)
    assert not any(complaints)


@pytest.mark.parametrize("preview", [BROKEN], indirect=True)
def test_a_site_broken_from_the_start_shows_its_problems(preview: Page, folder: Path) -> None:
    """Every address shows the problems, and the site comes when they are mended."""
    for path in ("", "en/team/"):
        preview.goto(path)
        expect(preview.get_by_role("alert")).to_contain_text('unknown key "titel"')
    (folder / PAIR).write_text((TINY / "services" / "pair.yml").read_text(encoding="utf-8"), encoding="utf-8")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Team", timeout=20_000)


def test_the_preview_forbids_what_the_published_site_forbids(preview: Page, folder: Path) -> None:
    """A page and its banner break no rule, and show markup as text; a script that is added does not run."""
    complaints: list[str] = []
    preview.on("console", lambda message: complaints.append(message.text if message.type != "log" else ""))
    for path in ("", "en/forms/", "en/team/"):
        preview.goto(path)
    (folder / PAIR).write_text("'<img src=x onerror=x>': <b>x</b>\n")
    alert = preview.get_by_role("alert")
    expect(alert).to_contain_text('unknown key "<img src=x onerror=x>"', timeout=20_000)
    expect(alert).to_have_css("background-color", "rgb(255, 244, 242)")
    assert alert.locator("img, b").count() == 0
    assert not any(complaints)

    change(folder / "overrides" / "main.html", "<body", "<script>document.title = 'evil'</script><body")
    expect(preview.locator("head script:not([type])")).to_have_count(1, timeout=20_000)
    assert preview.title() == "Team – Practice, Ort"
    assert any("inline script" in complaint for complaint in complaints)


def test_no_other_page_learns_of_the_preview(folder: Path) -> None:
    """Answers have the site's headers; other methods and hosts and senseless paths get none, and no PDF is made."""
    with previewing(MKDOCS, folder) as address:
        for path in ("en/team/", "assets/icon.svg", "missing/"):
            headers = ask(address, path)[1]
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
            assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
            assert headers["Referrer-Policy"] == "same-origin"
        assert ask(address, "en/team/", Host="evil.example")[0] == 403
        assert [ask(address, path)[0] for path in ("esite.pdf", "_edit/")] == [404, 404]
        assert ask(address, "%00")[0] == 400
        for method in ("POST", "TRACE", "CONNECT", "FOO"):
            assert ask(address, "en/team/", method)[0] == 405
        status, headers, page = ask(address, "en/team/", "HEAD")
        assert (status, int(headers["Content-Length"]) > 0, page) == (200, True, b"")
        assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")
        status, _, page = ask(address, "yksin/")
        assert (status, b"application/pdf" in page, b"og:image" in page) == (200, False, False)


@pytest.mark.parametrize(
    ("listens", "name", "status"),
    [
        ("127.0.0.1", "localhost:8000", "200 OK"),
        ("127.0.0.1", "[::1]:8000", "200 OK"),
        ("127.0.0.1", "127.0.0.1.evil.example:8000", "403 Forbidden"),
        ("127.0.0.1", "", "403 Forbidden"),
        ("127.0.0.1", "[::1", "403 Forbidden"),
        ("192.168.1.5", "192.168.1.5:8000", "200 OK"),
        ("192.168.1.5", "192.168.1.6:8000", "403 Forbidden"),
        ("0.0.0.0", "192.168.1.6:8000", "200 OK"),
        ("0.0.0.0", "evil.example:8000", "403 Forbidden"),
        ("maija.local", "maija.local", "200 OK"),
    ],
)
def test_the_preview_answers_at_its_own_address_alone(listens: str, name: str, status: str) -> None:
    """The host of --dev-addr is known; a server that listens everywhere is known by any number, but by no name."""

    def page(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])
        return []

    start = Mock()
    guarded(page, listens)({"HTTP_HOST": name, "REQUEST_METHOD": "GET"}, start)
    assert start.call_args.args[0] == status


def test_no_build_contains_the_banner_or_the_editor(shipped: Path) -> None:
    """The published site has no mistakes, no link to the editor, and no file of either."""
    assert 'class="mistakes"' in (ROOT / "overrides" / "partials" / "mistakes.html").read_text(encoding="utf-8")
    pages = {path: path.read_text(encoding="utf-8") for path in shipped.rglob("*.html")}
    assert pages
    assert [path for path, text in pages.items() if re.search('class="mistakes"|_edit|preview[.]css', text)] == []
    assert [*shipped.rglob("preview*"), *shipped.rglob("*edit*")] == []
