"""Each page has a share picture: small, and in the page's language."""

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from brochure.cache import Cache
from brochure.photos.photo import SHARED
from brochure.project import Project
from brochure.publishing.paper import Paper
from brochure.publishing.typesetting import typeset
from support.dom import pages
from support.sites import ROOT, TINY, change, project

CACHE = Cache()


def shared(folder: Path) -> dict[str, bytes]:
    """Return the share pictures of a project in a folder."""
    opened = Project.open(folder, content=folder / "content")
    paper = Paper(opened.routes, opened.draft.theme, "https://x.example/", opened.draft.folder, Path)
    files, _ = typeset(dict(paper.share_pictures()), ROOT / "docs" / "templates" / "paper", CACHE, "en")
    return {name: path.read_bytes() for name, path in files.items()}


def test_each_page_has_its_own(shipped: Path) -> None:
    """It has the size that the page states, and contains nothing but the picture (PNG's specification, 5.3)."""
    found = [dict(page.properties()) for page in pages(shipped).values()]
    names = [properties["og:image"].rpartition("/")[2] for properties in found if properties]
    assert len(set(names)) == len(names) > 0
    for name in names:
        picture, place, chunks = (shipped / "assets" / name).read_bytes(), 8, []
        while place < len(picture):
            length, kind = struct.unpack_from(">I4s", picture, place)
            chunks.append(kind)
            place += length + 12
        assert {*chunks} == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
        assert struct.unpack_from(">II", picture, 16) == SHARED
        assert len(picture) <= 40_000  # where some programs that show one stop reading


def test_a_title_changes_its_own_picture_alone(tmp_path: Path) -> None:
    """An icon too; but a character that no font has is left out, and no box is in its place."""
    folder = project(tmp_path / "project", TINY)
    before = shared(folder)
    solo, pair = (folder / "content" / "services" / f"{name}.yml" for name in ("solo", "pair"))
    change(solo, "title: Yksin", "title: Yksin 😀")
    assert shared(folder) == before
    change(solo, "title: Yksin 😀", "title: Yksitellen")
    change(pair, "brochure/pair", "brochure/team")
    after = shared(folder)
    changed = sorted(name for name in before if before[name] != after[name])
    assert changed == [f"assets/share-{name}.png" for name in ("pair.en", "pair.fi", "pair.sv", "solo.fi")]


@pytest.mark.parametrize("title", ["W" * 300, "Työyhteisön työnohjaus " * 13])
def test_a_title_of_any_length_has_a_picture(tmp_path: Path, title: str) -> None:
    """The title becomes smaller, then has more lines, then is cut off; each side has a margin."""
    folder = project(tmp_path / "project", TINY)
    change(folder / "content" / "services" / "solo.yml", "title: Yksin", f"title: {title}\n  slug: yksin")
    with Image.open(io.BytesIO(shared(folder)["assets/share-solo.fi.png"])) as picture:
        edges = picture.convert("RGB")
        for box in ((0, 0, 1200, 60), (0, 570, 1200, 630), (0, 0, 80, 630), (1120, 0, 1200, 630)):
            assert edges.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), edges.getpixel((0, 0)))]


def test_a_phone_has_a_picture_of_the_icon(tiny_site: Path) -> None:
    """It is square and opaque."""
    (path,) = (tiny_site / "assets").glob("touch-icon.*.png")
    with Image.open(path) as picture:
        assert picture.size == (180, 180)
        assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
