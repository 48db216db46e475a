"""The preview that an author works with: a real `mkdocs serve`, watched in a real browser."""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, Page, expect

from brochure.preview import guarded
from support import programs
from support.photos import photo
from support.servers import ask, previewing
from support.sites import ENVIRONMENT, MKDOCS, ROOT, TINY, change, show

BROKEN = "order: 10\nfi:\n  titel: Pari\n  summary: <b>x</b>\n  who: x\n  purpose: x\n"
PAIR = "content/services/pair.yml"


@pytest.fixture
def engine() -> str:
    """What serves the preview."""
    return "mkdocs"


@pytest.fixture
def preview(folder: Path, engine: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab that shows the preview; a file can be spoilt before it starts."""
    if spoilt := getattr(request, "param", None):
        (folder / PAIR).write_text(spoilt)
    with previewing(programs.engine(engine), folder) as address:
        page = browser.new_page(base_url=address)
        page.set_default_timeout(20_000)
        yield page
        page.close()


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_a_mistake_shows_above_the_last_good_pages_and_goes_by_itself(preview: Page, folder: Path) -> None:
    """The page stays, with the problem and its line above it, on every page; once mended it is gone."""
    good = (folder / PAIR).read_text(encoding="utf-8")
    preview.goto("en/team/")
    alert = preview.get_by_role("alert")
    expect(alert).to_have_count(0)
    assert preview.locator("meta[http-equiv]").count() == 0, "a policy would forbid the script that reloads the page"

    (folder / PAIR).write_text(BROKEN)
    expect(alert).to_contain_text(f'{PAIR}:3:3 unknown key "titel"; did you mean "title"?', timeout=20_000)
    expect(alert.locator("pre").first).to_have_text("titel: Pari")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Team")
    for path in ("", "muodot/", "en/pair-supervision/", "missing/"):
        preview.goto(path)
        expect(preview.get_by_role("alert") if path != "missing/" else preview.locator("h1")).to_be_visible()

    preview.goto("en/team/")
    (folder / PAIR).write_text(good.replace("Pair supervision", "Mended supervision"), encoding="utf-8")
    expect(alert).to_have_count(0, timeout=20_000)
    preview.goto("en/forms/")
    expect(preview.get_by_role("link", name="Mended supervision").first).to_be_visible()


def test_a_save_is_one_build(preview: Page, folder: Path) -> None:
    """The system tells of it at once, and a build that reads each file is no edit."""
    preview.goto("en/team/")
    team = folder / "content" / "services" / "team.yml"
    change(team, "Summary of the team.", "Summary of the crew.")
    expect(preview.locator(".lead")).to_have_text("Summary of the crew.")
    preview.wait_for_timeout(1500)  # longer than MkDocs takes to look at every file
    assert (folder / "log").read_text(encoding="utf-8").count("Detected file changes") == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "in use, most likely by a preview in another window; end that one with Ctrl+C, or close its window"),
        ("fi", "jo käytössä, luultavasti toisessa ikkunassa auki olevassa esikatselussa; lopeta se näppäimillä Ctrl+C"),
    ],
)
def test_a_second_preview_is_told_of_the_first(folder: Path, language: str, told: str) -> None:
    """In a sentence, and the first goes on."""
    change(folder / "content" / "site.yml", "contact:\n", f"author_language: {language}\ncontact:\n")
    with previewing(MKDOCS, folder) as address:
        command = [*MKDOCS, "serve", "--dev-addr", urlsplit(address).netloc]
        second = subprocess.run(
            command,
            cwd=folder,
            env=ENVIRONMENT | {"BROCHURE_LANGUAGE": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert told in second.stdout + second.stderr
        assert "Traceback" not in second.stderr
        assert ask(address, "en/team/")[0] == 200


def test_a_photo_is_one_file_in_the_preview_and_outlives_the_authors(preview: Page, folder: Path) -> None:
    """Nobody waits for more while writing; and the last good pages show it while its own file is away."""
    preview.goto("en/team/")
    show(folder, "kuva.jpg", photo(1300, 900))
    image = preview.get_by_role("img", name="Above")
    expect(image).to_have_attribute("src", re.compile(r"/kuva-1200\.[0-9a-f]{8}\.jpg$"), timeout=20_000)
    expect(preview.locator("source")).to_have_count(0)
    (folder / "content" / "pictures" / "kuva.jpg").unlink()
    expect(preview.get_by_role("alert")).to_contain_text('there is no picture "kuva.jpg"', timeout=20_000)
    expect(image).to_have_js_property("naturalWidth", 1200)


@pytest.mark.parametrize("preview", [BROKEN], indirect=True)
def test_a_site_broken_from_the_start_shows_its_problems(preview: Page, folder: Path) -> None:
    """Nothing hangs and nothing ends: every address tells the problems, and the site comes when they are mended."""
    for path in ("", "en/team/"):
        preview.goto(path)
        expect(preview.get_by_role("alert")).to_contain_text('unknown key "titel"')
    (folder / PAIR).write_text((TINY / "services" / "pair.yml").read_text(encoding="utf-8"), encoding="utf-8")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Team", timeout=20_000)


def test_the_preview_forbids_what_the_published_site_forbids(preview: Page, folder: Path) -> None:
    """A script in a page does not run; the banner has its style, and a page reloads by itself all the same."""
    complaints: list[str] = []
    preview.on("console", lambda message: complaints.append(message.text))
    shell = folder / "overrides" / "main.html"
    spoilt = shell.read_text(encoding="utf-8").replace("<body", "<script>document.title = 'evil'</script><body")
    shell.write_text(spoilt, encoding="utf-8")
    preview.goto("en/team/")
    expect(preview.locator("head script:not([type])")).to_have_count(1, timeout=20_000)
    preview.goto("en/team/")
    assert preview.title() == "Team – Practice"
    assert any("inline script" in complaint for complaint in complaints)

    (folder / PAIR).write_text(BROKEN)
    expect(preview.get_by_role("alert")).to_have_css("background-color", "rgb(255, 244, 242)", timeout=20_000)


def test_what_is_wrong_is_not_shown(preview: Page, folder: Path, tmp_path: Path) -> None:
    """A link to a file elsewhere is reported, and the preview does not serve the file."""
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "docs" / "leak.txt").symlink_to(tmp_path / "secret.txt")
    preview.goto("en/team/")
    expect(preview.get_by_role("alert")).to_contain_text("docs/leak.txt:1:1", timeout=20_000)
    assert preview.request.get("leak.txt").status == 404


def test_the_banner_shows_markup_as_text(preview: Page, folder: Path) -> None:
    """Neither a key nor a line of the file becomes an element."""
    (folder / PAIR).write_text("'<img src=x onerror=x>': <b>x</b>\n")
    preview.goto("en/team/")
    alert = preview.get_by_role("alert")
    expect(alert).to_contain_text('unknown key "<img src=x onerror=x>"', timeout=20_000)
    assert alert.locator("img, b").count() == 0


def test_the_preview_has_nothing_to_complain_of(preview: Page, folder: Path) -> None:
    """No page of it, with a banner or without, breaks the policy."""
    complaints: list[str] = []
    preview.on("console", lambda message: complaints.append(message.text if message.type != "log" else ""))
    for path in ("", "en/forms/", "en/team/"):
        preview.goto(path)
    (folder / PAIR).write_text(BROKEN)
    expect(preview.get_by_role("alert")).to_be_visible(timeout=20_000)
    assert [complaint for complaint in complaints if complaint] == []


def test_the_preview_answers_at_its_own_address_alone(preview: Page) -> None:
    """A name that somebody has made to lead to this computer gets nothing."""
    address = urlsplit(preview.request.get("en/team/").url)
    answers = {}
    for host in ("127.0.0.1", "localhost", "[::1]", "evil.example", "127.0.0.1.evil.example"):
        with closing(HTTPConnection(address.hostname or "", address.port)) as connection:
            connection.request("GET", "/en/team/", headers={"Host": f"{host}:{address.port}"})
            answers[host] = connection.getresponse().status
    assert list(answers.values()) == [200, 200, 200, 403, 403]


def test_no_other_page_learns_of_the_preview(preview: Page) -> None:
    """Pages, pictures and the page for unknown addresses have the published site's headers."""
    for path in ("en/team/", "robots.txt", "missing/"):
        headers = preview.request.get(path).headers
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'; ")


@pytest.mark.parametrize(
    ("listens", "host", "known"),
    [
        ("192.168.1.5", "192.168.1.5:8000", True),
        ("192.168.1.5", "192.168.1.6:8000", False),
        ("0.0.0.0", "192.168.1.6:8000", True),
        ("0.0.0.0", "evil.example:8000", False),
        ("maija.local", "maija.local", True),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "[::1", False),
    ],
)
def test_a_phone_may_look_where_the_author_lets_it(listens: str, host: str, known: bool) -> None:
    """The host of --dev-addr is known too; a server that listens everywhere is known by any number, but by no name."""
    answered: list[str] = []

    def page(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [])
        return []

    def start(status: str, *_: object) -> Callable[[bytes], object]:
        answered.append(status)
        return lambda _: None

    guarded(page, listens)({"HTTP_HOST": host}, start)
    assert answered == ["200 OK" if known else "403 Forbidden"]


def test_no_build_can_hold_the_banner(shipped: Path) -> None:
    """What is published knows nothing of mistakes."""
    assert 'class="mistakes"' in (ROOT / "overrides" / "partials" / "mistakes.html").read_text(encoding="utf-8")
    assert list(shipped.rglob("preview*")) == []
    assert [path for path in shipped.rglob("*.html") if 'class="mistakes"' in path.read_text(encoding="utf-8")] == []
