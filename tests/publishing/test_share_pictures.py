"""The pictures of pages where their addresses are shared: one each, small, in the page's language."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from brochure.cache import Cache
from brochure.photos.photo import SHARED
from brochure.project import Project
from brochure.publishing.share_pictures import share_pictures
from brochure.publishing.typesetting import typeset
from support.dom import pages
from support.sites import ROOT, TINY, TINY_ADDRESS, change, project

MOST = 40_000
"""Bytes of a picture: some that show one stop reading there."""
CACHE = Cache()


def chunks(png: bytes) -> Iterator[tuple[str, bytes]]:
    """The kind and the content of each part of a PNG (its specification, 5.3)."""
    place = 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        yield kind.decode(), png[place + 8 : place + 8 + length]
        place += length + 12


def shared(folder: Path) -> dict[str, bytes]:
    """The share pictures of a project's folder."""
    opened = Project.open(folder, content=folder / "content")
    jobs = dict(share_pictures(opened.site, opened.routes, opened.draft.theme, lambda entry: entry.id))
    files, _ = typeset(jobs, ROOT / "docs" / "templates" / "paper", CACHE, "en")
    return {name: path.read_bytes() for name, path in files.items()}


def test_each_page_has_its_own(shipped: Path) -> None:
    """Of the size that is said, small, and with nothing in it but the picture."""
    found = [dict(page.properties()) for page in pages(shipped).values()]
    names = [properties["og:image"].rpartition("/")[2] for properties in found if properties]
    assert len(set(names)) == len(names) > 0
    for name in names:
        picture = (shipped / "assets" / name).read_bytes()
        parts = dict(chunks(picture))
        assert struct.unpack(">II", parts["IHDR"][:8]) == SHARED
        assert parts.keys() == {"IHDR", "PLTE", "IDAT", "IEND"}
        assert len(picture) <= MOST


def test_a_picture_is_named_after_what_is_in_it(tiny_site: Path) -> None:
    """So hosts may keep it for a year, and each that asks for it by name is told so."""
    properties = dict(pages(tiny_site)["sv/arbetspar/"].properties())
    name = properties["og:image"].removeprefix(TINY_ADDRESS)
    assert re.fullmatch(r"assets/share-pair\.sv\.[0-9a-f]{8}\.png", name)
    assert properties["og:image:alt"] == "Handledning för arbetspar – Praktik"
    assert f"/below/{name}\n  Cache-Control: public" in (tiny_site / "_headers").read_text(encoding="utf-8")


def test_a_title_changes_its_own_picture_alone(tmp_path: Path) -> None:
    """And an icon likewise."""
    folder = project(tmp_path / "project", TINY)
    before = shared(folder)
    change(folder / "content" / "services" / "solo.yml", "title: Yksin", "title: Yksitellen")
    change(folder / "content" / "services" / "pair.yml", "brochure/pair", "brochure/team")
    after = shared(folder)
    assert sorted(name for name in before if before[name] != after[name]) == [
        "assets/share-pair.en.png",
        "assets/share-pair.fi.png",
        "assets/share-pair.sv.png",
        "assets/share-solo.fi.png",
    ]


@pytest.mark.parametrize("title", ["W" * 300, "Työyhteisön työnohjaus " * 13, "Ä"])
def test_a_title_of_any_length_has_a_picture(tmp_path: Path, title: str) -> None:
    """It is set smaller, then goes on in more lines, and is cut off last; a margin is left on each side."""
    folder = project(tmp_path / "project", TINY)
    change(folder / "content" / "services" / "solo.yml", "title: Yksin", f"title: {title}\n  slug: yksin")
    (tmp_path / "x.png").write_bytes(shared(folder)["assets/share-solo.fi.png"])
    with Image.open(tmp_path / "x.png") as picture:
        ground = picture.convert("RGB").getpixel((0, 0))
        edges = picture.convert("RGB")
        for box in ((0, 0, 1200, 60), (0, 570, 1200, 630), (0, 0, 80, 630), (1120, 0, 1200, 630)):
            assert edges.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), ground)]


def test_a_character_that_cannot_be_shown_is_left_out(tmp_path: Path) -> None:
    """No box stands in its place: the picture is that of the title without it."""
    folder = project(tmp_path / "project", TINY)
    before = shared(folder)["assets/share-solo.fi.png"]
    change(folder / "content" / "services" / "solo.yml", "title: Yksin", "title: Yksin 😀")
    assert shared(folder)["assets/share-solo.fi.png"] == before


def test_a_phone_has_a_picture_of_the_icon(tiny_site: Path) -> None:
    """Each page leads to it; it is square, and nothing shows through."""
    (path,) = (tiny_site / "assets").glob("touch-icon.*.png")
    for page in pages(tiny_site).values():
        links = [page.target(link) for link in page.root.findall(".//link[@rel='apple-touch-icon']")]
        assert links == ([f"assets/{path.name}"] if page.properties() else [])
    with Image.open(path) as picture:
        assert picture.size == (180, 180)
        assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
