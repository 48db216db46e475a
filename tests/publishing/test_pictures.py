"""A photo is published small, upright, in the right colours, without metadata, and made once."""

import struct
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from brochure.author.problems import ContentError
from brochure.cache import Cache
from brochure.model.picture import Drawing
from brochure.photos.files import inspect
from brochure.photos.photo import Photo
from brochure.project import Project
from brochure.publishing.extras import make_extras
from brochure.publishing.pictures import Pictures, publish
from support.photos import SECRET, drawn, file_of, photo
from support.sites import TINY, project, show

pytestmark = pytest.mark.slow

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SWAPPED = SRGB.replace(b"rXYZ", b"swap").replace(b"gXYZ", b"rXYZ").replace(b"swap", b"gXYZ")
"""A profile in which red is the primary of green, and green that of red (ICC.1: names in a table of tags)."""
KINDS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}


def published(
    folder: Path, name: str, data: bytes, told: list[str] | None = None, *, is_build: bool = True
) -> Pictures:
    """Publish one photo at the top of a page; append to `told` what is made."""
    cache = Cache(folder / "cache")
    (folder / name).write_bytes(data)
    found = inspect(data, cache)
    assert isinstance(found, Photo), found
    heard = told if told is not None else []
    return publish(
        {name: found}, folder, cache, lambda *about: heard.append(str(about)), with_crop=[name], is_build=is_build
    )


def images(pictures: Pictures) -> dict[str, Image.Image]:
    """Return each published file by its name without the digest."""
    return {"".join(Path(uri).name.rsplit(".", 2)[::2]): Image.open(path) for uri, path in pictures.files.items()}


def test_a_photo_is_published_in_three_widths_and_one_for_every_browser(tmp_path: Path) -> None:
    """It is cropped too, for those who share the page at whose top it is; the page knows each file and its size."""
    pictures = published(tmp_path, "kuva.jpg", photo(2000, 1500))
    assert {name: image.size for name, image in images(pictures).items()} == {
        "kuva-480avif": (480, 360),
        "kuva-800avif": (800, 600),
        "kuva-1200avif": (1200, 900),
        "kuva-1200jpg": (1200, 900),
        "kuva-sharejpg": (1200, 630),
    }
    shown = pictures.by_name["kuva.jpg"]
    assert (shown.width, shown.height) == (1200, 900)
    assert [width for _, width in shown.sources] == [480, 800, 1200]
    assert shown.share_crop is not None
    assert {shown.src, shown.share_crop.src, *(uri for uri, _ in shown.sources)} == pictures.files.keys()
    assert pictures.file_for_paper("kuva.jpg") == pictures.files[shown.src]


@pytest.mark.parametrize(
    ("size", "widths", "shared"),
    [((1000, 500), [480, 800, 1000], (952, 500)), ((90, 60), [90], (90, 47)), ((4, 9000), [2], None)],
)
def test_no_file_is_wider_than_the_photo(
    tmp_path: Path, size: tuple[int, int], widths: list[int], shared: tuple[int, int] | None
) -> None:
    """A small or narrow photo is not enlarged, and an upright one is not cropped."""
    pictures = published(tmp_path, "x.png", file_of(Image.new("L", size, 90), "PNG"))
    assert [width for _, width in pictures.by_name["x.png"].sources] == widths
    crops = [image.size for name, image in images(pictures).items() if "share" in name]
    assert crops == ([shared] if shared else [])


@pytest.mark.parametrize("ending", KINDS)
def test_a_published_photo_has_no_metadata(tmp_path: Path, ending: str) -> None:
    """The files contain pixels alone: no position, camera, remark or profile."""
    data = photo(900, 600, KINDS[ending])
    assert SECRET in data
    for path in published(tmp_path, f"x.{ending}", data).files.values():
        content, image = path.read_bytes(), Image.open(path)
        marks = (SECRET, b"Exif", b"xmpmeta", b"ICC_PROFILE", b"iCCP", b"tEXt")
        assert not [mark for mark in marks if mark in content]
        assert not image.getexif()
        assert not {"comment", "exif", "icc_profile", "xmp"} & image.info.keys()


RED_CORNER = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
"""The corner to which the upper left quarter moves, by EXIF 2.3 (4.6.4)."""


@pytest.mark.parametrize("turned", RED_CORNER)
def test_a_photo_is_upright(tmp_path: Path, turned: int) -> None:
    """The orientation is applied before it is dropped, however the phone was held."""
    for name, image in images(published(tmp_path, "x.jpg", photo(640, 480, turned=turned))).items():
        assert (image.width < image.height) == (turned > 4), name
        red = [
            (x, y)
            for x in (0, 1)
            for y in (0, 1)
            if is_red(image.convert("RGB").getpixel((image.width * (1 + 6 * x) // 8, image.height * (1 + 6 * y) // 8)))
        ]
        assert red == [RED_CORNER[turned]]


def is_red(pixel: object) -> bool:
    """Return True for the one colour that `drawn` has."""
    return isinstance(pixel, tuple) and bool(pixel[0] > 150 and pixel[1] < 100)


def colours(folder: Path, image: Image.Image, ending: str = "jpg", **options: bytes) -> Iterator[object]:
    """Yield the colour in the middle of each published file of a picture."""
    for file in images(published(folder, f"x.{ending}", file_of(image, KINDS[ending], **options))).values():
        yield file.convert("RGB").getpixel((file.width // 2, file.height // 2))


@pytest.mark.parametrize("ending", KINDS)
def test_a_phones_colours_stay(tmp_path: Path, ending: str) -> None:
    """Colours of another profile are converted before it is dropped; those of sRGB are not changed."""
    image = Image.new("RGB", (64, 64), (120, 200, 90))
    for pixel in colours(tmp_path, image, ending, icc_profile=SWAPPED):
        assert pixel == pytest.approx((200, 120, 90), abs=6)
    for pixel in colours(tmp_path, image, ending, icc_profile=SRGB):
        assert pixel == pytest.approx((120, 200, 90), abs=4)


def test_odd_colours_are_what_they_look_like(tmp_path: Path) -> None:
    """A wrong profile is ignored, a printer's CMYK converted, a grey of 16 bits scaled, and any mode published."""
    for profile in (b"no profile", SRGB[:200]):
        assert list(colours(tmp_path, Image.new("RGB", (64, 64), (120, 200, 90)), icc_profile=profile))
    for pixel in colours(tmp_path, Image.new("L", (64, 64), 90), icc_profile=SRGB):
        assert pixel == pytest.approx((90, 90, 90), abs=3)
    assert all(map(is_red, colours(tmp_path, Image.new("CMYK", (64, 64), (0, 220, 220, 20)))))
    for pixel in colours(tmp_path, Image.frombytes("I;16", (64, 64), struct.pack("<H", 30_000) * 64 * 64), "png"):
        assert pixel == pytest.approx((117, 117, 117), abs=3)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        assert "x-64jpg" in images(published(tmp_path, "x.png", file_of(drawn(64, 64, mode), "PNG")))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("WEBP", "RGBA"), ("GIF", "RGBA")]
)
def test_a_transparent_picture_stays_transparent(tmp_path: Path, kind: str, mode: str) -> None:
    """It is published as AVIF and PNG, and on white for those who share the page."""
    image = drawn(72, 64, "RGBA")
    image.paste((0, 0, 0, 0), (36, 32, 72, 64))
    image = image.quantize() if mode == "P" else image.convert(mode)
    found = images(published(tmp_path, f"x.{kind.lower()}", file_of(image, kind)))
    corners = {name: file.convert("RGBA").getpixel((file.width - 3, file.height - 3)) for name, file in found.items()}
    assert corners.pop("x-sharejpg") == pytest.approx((255, 255, 255, 255), abs=14)
    assert corners.keys() == {"x-72avif", "x-72png"}
    assert [corner[3] for corner in corners.values() if isinstance(corner, tuple)] == pytest.approx([0, 0], abs=2)


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    """A copy of a photo is known; only a missing file is made again, with the same bytes."""
    told: list[str] = []
    data = photo()
    first = published(tmp_path, "x.jpg", data, told)
    published(tmp_path, "y.jpg", data, told)
    assert told == ["(1, 1, 'x.jpg')"]
    times = {path: path.stat().st_ino for path in first.files.values()}
    gone, _ = times.popitem()
    gone.unlink()
    assert published(tmp_path, "x.jpg", data, told) == first
    assert told[1:] == ["(1, 1, 'x.jpg')"]
    assert {path: path.stat().st_ino for path in times} == times


def test_a_photo_that_changes_meanwhile_is_left_out(tmp_path: Path) -> None:
    """Nothing is cached under another photo's content, and a build ends with a message that names the photo."""
    folder = project(tmp_path, TINY)
    show(folder, "x.jpg", photo())
    opened, file = Project.open(folder, content=folder / "content"), folder / "content" / "pictures" / "x.jpg"
    for change in (lambda: file.write_bytes(photo(32, 32)), file.unlink):
        change()
        assert publish(opened.site.pictures, file.parent, Cache(tmp_path / "cache"), print) == Pictures({}, {})
        with pytest.raises(ContentError, match=r"pictures/x\.jpg: "):
            make_extras(
                opened.routes, opened.draft.theme, "https://x.example/", opened.folders, Cache(), print, is_build=True
            )


def test_a_drawing_is_published_as_it_was_checked(tmp_path: Path) -> None:
    """A later change of its file has no effect."""
    made = publish({"x.svg": Drawing(b"<svg/>", 4, 3)}, tmp_path, Cache(tmp_path / "cache"), print)
    assert made.file_for_paper("x.svg").read_bytes() == b"<svg/>"
    assert (made.by_name["x.svg"].width, made.by_name["x.svg"].height) == (4, 3)


def test_a_preview_makes_one_file_of_a_photo(tmp_path: Path) -> None:
    """A build makes the same file."""
    data = photo()
    pictures = published(tmp_path, "x.jpg", data, is_build=False)
    assert pictures.files.items() < published(tmp_path, "x.jpg", data).files.items()
    assert list(images(pictures)) == ["x-640jpg"]
    assert (pictures.by_name["x.jpg"].sources, pictures.by_name["x.jpg"].share_crop) == ((), None)


@given(
    st.sampled_from(["JPEG", "MPO", "PNG", "GIF", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), min_size=1, max_size=8),
)
def test_a_photo_ends_no_build(kind: str, changes: list[tuple[float, bytes]]) -> None:
    """A photo of any bytes is published, or gives a message."""
    data = bytearray(file_of(drawn(40, 30), kind))
    for place, new in changes:
        start = int(place * len(data))
        data[start : start + max(1, len(new))] = new
    with TemporaryDirectory() as name:
        cache = Cache()
        Path(name, "x").write_bytes(data)
        found = inspect(bytes(data), cache)
        if isinstance(found, Photo) and found.width * found.height < 1_000_000:
            assert publish({"x": found}, Path(name), cache, print, with_crop=["x"]).files
        else:
            assert isinstance(found, Photo) or found in ("animated_picture", "broken_picture", "huge_picture")
