"""A practice's own colour and logo are in the published files, on the pages, and in a browser."""

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from brochure.model.colours import DARK, LIGHT, palettes
from support.browsers import unfit
from support.dom import parse, text
from support.photos import file_of
from support.servers import rules_for, serving
from support.sites import built

pytestmark = pytest.mark.slow

WINE = "#8c2f45"
DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 60 20'><path fill='#8c2f45' d='M0 0h60v20H0z'/></svg>"


def own(folder: Path, settings: str, logo: tuple[str, bytes] | None = None) -> Path:
    """Build the tiny site with more settings and a logo, and return the site."""
    path = folder / "content" / "site.yml"
    path.write_text(path.read_text(encoding="utf-8") + settings, encoding="utf-8")
    if logo:
        (folder / "content" / "pictures").mkdir()
        (folder / "content" / "pictures" / logo[0]).write_bytes(logo[1])
    return built(folder)


def test_an_accent_is_in_all_that_is_published(folder: Path, tiny_site: Path) -> None:
    """The stylesheet, which has no comments, the icon and the page have it, and nothing has the default."""
    site = own(folder, 'accent: "8C2F45"\n')
    light, dark = palettes(WINE)
    (stylesheet,), (drawing,) = ((site / "assets").glob(name) for name in ("brochure.*.css", "icon.*.svg"))
    css, icon = stylesheet.read_text(encoding="utf-8"), drawing.read_text(encoding="utf-8")
    for name, colour in (*vars(light).items(), *vars(dark).items()):
        assert f"--{name.replace('_', '-')}: {colour};" in css
    assert re.search(f"{LIGHT.accent}|{DARK.accent}|{LIGHT.tint}|{DARK.tint}", css + icon) is None
    assert "/*" not in css
    assert light.accent in icon
    assert not (tiny_site / "assets" / stylesheet.name).exists()
    head = (site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'name="theme-color" content="(\S+)"', head) == [light.tint, dark.tint]
    assert (site / "_headers").read_text(encoding="utf-8").count("/assets/brochure.") == 1


def test_a_logo_is_the_name_and_the_icon(folder: Path) -> None:
    """A screen reader hears the name once; a square PNG is the icon of a phone too."""
    site = own(folder, "logo: sign.png\nlogo_alone: true\n", ("sign.png", file_of(Image.new("1", (180, 180)), "PNG")))
    page = parse(site / "en" / "index.html")
    (published,) = (path.name for path in (site / "assets").glob("logo.*"))
    icons = {link.get("rel"): link.get("href") for link in page.findall(".//link") if "icon" in str(link.get("rel"))}
    assert icons == dict.fromkeys(("icon", "apple-touch-icon"), f"../assets/{published}")
    (image,) = page.iterfind(".//header/a/img")
    assert image.attrib == {"src": f"../assets/{published}", "alt": "Practice", "width": "40", "height": "40"}
    assert text(page.find(".//header/a")) == ""


def test_an_own_look_passes_in_a_browser(folder: Path, browser: Browser, tmp_path: Path) -> None:
    """Axe finds nothing at any width, light or dark; the logo costs one request, and is on white for a phone."""
    site = own(folder, f'accent: "{WINE}"\nlogo: sign.svg\n', ("sign.svg", DRAWING.encode()))
    (icon,) = (site / "assets").glob("touch-icon.*.png")
    with Image.open(icon) as picture:
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    shutil.copytree(site, tmp_path / "www" / "below")
    with serving(tmp_path, tmp_path / "www", rules_for(site)) as address:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}below/", wait_until="networkidle")
        assert len(asked) <= 5
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            box = page.locator(".brand img").bounding_box()
            assert box is not None
            assert box["width"] == pytest.approx(3 * box["height"], abs=1)
            assert box["height"] >= 32
            assert unfit(page) == []
        page.close()
