"""A page with a photo at its top and another in its text, in a browser and where it is shared."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route, ViewportSize, expect

from support import dom
from support.browsers import DESKTOP, PHONE, SHIFTS
from support.photos import photo
from support.servers import rules_for, serving
from support.sites import TINY, TINY_ADDRESS, built_once, change, project, show

pytestmark = pytest.mark.slow

LONG = "".join(f"Paragraph {number}.\n\n    " for number in range(150))
"""A text so long that a picture below it is not in the first view."""
PAINTED = """() => new Promise(done => {
    new PerformanceObserver(() => done()).observe({type: 'paint', buffered: true});
})"""
"""Waits until something is painted."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny site with an upright photo at the top of a page and far below in its text, and a wide one."""

    def make(folder: Path) -> None:
        show(project(folder, TINY), "kuva.jpg", photo(2000, 1500, turned=6))
        show(folder, "wide.jpg", photo(2000, 1500), "services/solo.yml")
        team, home = (folder / "content" / page for page in ("services/team.yml", "pages/home.yml"))
        home.write_text(f"image: kuva.jpg\n{home.read_text('utf-8')}".replace("  title", "  image_text: Face\n  title"))
        change(home, "title: Home", "image_caption: [Name, Town]\n  title: Home")
        change(team, "title: T", "image_caption: [Team, Ort]\n  title: T")
        (folder / "content" / "pages" / "me.yml").write_text("en: {title: Who, summary: Me.}")
        change(team, "![Within](kuva.jpg)", f'{LONG}![Within](kuva.jpg "Two chairs")')

    return built_once(tmp_path_factory, "photos", make)


@pytest.fixture(scope="module")
def address(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the site, served from a folder that any user of the machine may read."""
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        shutil.copytree(site, root / "below")
        with serving(tmp_path_factory.mktemp("nginx"), root, rules_for(site)) as server:
            yield f"{server}below/"


def test_a_page_says_what_its_pictures_are(site: Path) -> None:
    """They have sizes and texts; the one at the top, in the pictogram's place, loads at once, the others when near.

    The last is the face in the call to action of each form of supervision.
    """
    found = dom.pages(site)
    pictured = {path for path, page in found.items() if list(page.root.iter("figure"))}
    assert pictured == {"", "en/", "sv/", "tiimi/", "en/team/", "yksin/", "en/contact/", "en/pair-supervision/"}
    page = found["en/team/"]
    sources, images = list(page.root.iter("source")), [*page.root.iterfind(".//picture/img")]
    files = [re.sub(r"\.[0-9a-f]{8}\.", ".", file) for source in sources for file in page.choices(source)]
    assert files == [f"pictures/kuva-{width}.avif" for width in (480, 800, 1200)] * 3
    assert [source.get("type") for source in sources] == ["image/avif"] * 3
    size = {"width": "1200", "height": "1600", "decoding": "async"}
    assert [{name: value for name, value in image.items() if name != "src"} for image in images] == [
        {"alt": "Above", "fetchpriority": "high", **size},
        {"alt": "Within", "title": "Two chairs", "loading": "lazy", **size},
        {"alt": "Face", "loading": "lazy", **size},
    ]


def test_a_photo_has_a_caption(site: Path) -> None:
    """It is left out where the page's title is a line of it; a contact page and each call have the front page's.

    A name leads to the person's page in its language.
    """
    pages, paths = dom.pages(site), ("tiimi/", "en/team/", "en/contact/")
    said = [[dom.text(line) for line in pages[path].root.iterfind(".//figcaption/span")] for path in paths]
    assert said == [["Team", "Ort"], ["Name", "Town"], ["Name", "Town"]]
    links = [[link.get("href") for link in pages[path].root.iterfind(".//figcaption//a")] for path in paths]
    assert links == [[], ["../who/"], ["../who/"]]


def test_hosts_keep_a_picture_for_a_year(site: Path) -> None:
    """Its name has its digest."""
    rules = (site / "_headers").read_text(encoding="utf-8")
    assert len(re.findall(r"/pictures/\S+\n  Cache-Control: .*\bimmutable", rules)) == 9


def test_a_shared_page_shows_its_own_picture(site: Path) -> None:
    """A wide photo is cropped, with its text; an upright one is in a picture with the title, as is a pictogram."""
    pages, urls = dom.pages(site), []
    for path, kind in {"yksin/": "JPEG", "en/team/": "JPEG", "en/pair-supervision/": "PNG"}.items():
        own = dict(pages[path].properties())
        urls.append(re.sub(r"\.[0-9a-f]{8}\.", ".", own["og:image"].removeprefix(TINY_ADDRESS)))
        image = Image.open(site / own["og:image"].removeprefix(TINY_ADDRESS))
        assert (image.format, image.size) == (kind, (1200, 630))
        assert (own["og:image:width"], own["og:image:height"]) == ("1200", "630")
        title = f"{own['og:title']} – {own['og:site_name']}"
        assert own["og:image:alt"] == ("Above" if path == "yksin/" else title)
    assert urls == ["pictures/wide-share.jpg", "assets/share-team.en.jpg", "assets/share-pair.en.png"]
    assert not list((site / "assets").glob("share-solo.*"))


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_text_comes_first_and_nothing_moves(browser: Browser, address: str, width: ViewportSize) -> None:
    """The text is painted first, and nothing moves when the picture comes.

    The browser takes the AVIF that its screen needs, and not the picture that is far below; on a desktop the face in
    the call is near. An upright photo loses some of its height, so that its caption is seen with it; on a desktop it is
    as wide as the column below it.
    """
    held: list[Route] = []
    context = browser.new_context(viewport=width, device_scale_factor=2)
    page = context.new_page()
    page.route("**/pictures/**", lambda route: held.append(route))
    page.goto(f"{address}en/team/", wait_until="domcontentloaded")
    page.evaluate(PAINTED)
    files = sorted(re.sub(r".*/|\.[0-9a-f]{8}\.", "", route.request.url) for route in held)
    assert files == (["kuva-800avif"] if width is PHONE else ["kuva-480avif", "kuva-800avif"])
    for route in held:
        route.continue_()
    image = page.get_by_role("img", name="Above")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => [image.naturalWidth > 0, image.naturalHeight > image.naturalWidth]") == [True, True]
    assert page.evaluate(SHIFTS) == 0
    box = image.bounding_box()
    assert box is not None
    assert box["height"] / box["width"] == pytest.approx(0.8 if width is PHONE else 22 / 24, abs=0.02)
    expect(image).to_have_css("object-fit", "cover")
    assert box["width"] <= 384
    context.close()


def test_a_wide_photo_is_seen_on_a_phone(browser: Browser, address: str) -> None:
    """It is as wide as the text."""
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{address}yksin/")
    widths = [page.locator(name).first.evaluate("element => element.clientWidth") for name in (".photo img", ".lead")]
    assert widths[0] == widths[1]
    page.close()
