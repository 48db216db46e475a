"""Each page has a share picture: small, and in the page's language."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageOps, ImageStat

from brochure.cache import Cache
from brochure.photos.photo import SHARE_SIZE
from brochure.project import Project
from brochure.publishing.paper import Paper
from brochure.publishing.typesetting import typeset
from support.dom import pages
from support.photos import file_of
from support.sites import ROOT, TINY, change, project, show

pytestmark = pytest.mark.slow

CACHE = Cache()


def shared(folder: Path, direction: str = "ltr") -> dict[str, bytes]:
    """Return the share pictures of a project in a folder, for a text in a direction."""
    opened = Project.open(folder, content=folder / "content")
    pictures = opened.draft.folder / "pictures"
    paper = Paper(opened.routes, opened.draft.theme, "https://x.example/", opened.draft.folder, pictures.joinpath)
    jobs = {name: replace(job, data={**job.data, "dir": direction}) for name, job in paper.share_pictures()}
    files, _ = typeset(jobs, ROOT / "docs" / "templates" / "paper", CACHE, "en")
    return {name: path.read_bytes() for name, path in files.items()}


def test_each_page_has_its_own(shipped: Path) -> None:
    """It has the size that the page states, contains nothing but the picture, and is small."""
    found = [dict(page.properties()) for page in pages(shipped).values()]
    names = [properties["og:image"].rpartition("/")[2] for properties in found if properties]
    assert len(set(names)) == len(names) > 0
    for name in names:
        with Image.open(shipped / "assets" / name) as picture:
            picture.load()  # with what a file may have after its pixels
            assert (picture.mode, picture.size, picture.info) == ("P", SHARE_SIZE, {})
        assert (shipped / "assets" / name).stat().st_size <= 40_000  # where some programs that show one stop reading


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


@pytest.mark.parametrize(
    ("size", "direction"),
    [((600, 800), "ltr"), ((500, 500), "ltr"), ((9, 40), "rtl")],
    ids=str,
)
def test_an_upright_photo_is_whole_beside_the_title(tmp_path: Path, size: tuple[int, int], direction: str) -> None:
    """It is at the end of the lines, not distorted, and leaves a title of any length its half and margins."""
    folder = project(tmp_path / "project", TINY)
    show(folder, "kuva.png", file_of(Image.new("RGB", size, "red"), "PNG"), "services/solo.yml")
    title = f"title: {'Työyhteisön työnohjaus ' * 13}\n  slug: yksin"
    change(folder / "content" / "services" / "solo.yml", "title: Yksin", title)
    with Image.open(io.BytesIO(shared(folder, direction)["assets/share-solo.fi.jpg"])) as opened:
        picture = opened.convert("RGB") if direction == "ltr" else ImageOps.mirror(opened.convert("RGB"))
    assert picture.size == SHARE_SIZE
    box = picture.getchannel("G").point(lambda green: 255 * (green < 40)).getbbox()
    assert box is not None
    assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(size[0] / size[1], abs=0.01)
    assert box[0] >= 600
    assert box[3] - box[1] >= 440
    for margin in ((0, 0, 60, 630), (0, 0, box[0] - 12, 60), (box[0] - 60, 0, box[0] - 12, 630)):
        assert max(ImageStat.Stat(picture.crop(margin)).stddev) < 2  # as even as JPEG makes it


def test_a_phone_has_a_picture_of_the_icon(tiny_site: Path) -> None:
    """It is square and opaque."""
    (path,) = (tiny_site / "assets").glob("touch-icon.*.png")
    with Image.open(path) as picture:
        assert picture.size == (180, 180)
        assert picture.convert("RGBA").getchannel("A").getextrema() == (255, 255)
