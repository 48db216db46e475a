"""What is published of a photo: small, upright, in the right colours, without metadata, and made once."""

import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from brochure.keeping import digest
from brochure.model.picture import Drawing
from brochure.photos.photo import Photo, look
from brochure.publishing.pictures import Pictures, publish
from support.photos import SECRET, drawn, file_of, photo
from support.sites import ENVIRONMENT, TINY, build, built, project, show

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
P3 = {"rXYZ": (0.51512, 0.2412, -0.00105), "gXYZ": (0.29198, 0.69225, 0.04189), "bXYZ": (0.1571, 0.06657, 0.78407)}
"""The primaries of Apple's Display P3, as its profile has them."""

MESSAGES = ("animated_picture", "broken_picture", "huge_picture")


def published(tmp_path: Path, name: str, data: bytes, told: list[str] | None = None) -> Pictures:
    """What is published of one photo at the top of a page; `told` hears what is made."""
    folder, room = tmp_path / "pictures", tmp_path / "room"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    found = look(folder / name, room)
    assert isinstance(found, Photo), found
    heard = told if told is not None else []
    return publish({name: found}, folder, room, lambda *about: heard.append(str(about)), shared=[name])


def images(pictures: Pictures) -> dict[str, Image.Image]:
    """Each published file by its name without the digits of its bytes."""
    return {"".join(Path(uri).name.rsplit(".", 2)[::2]): Image.open(path) for uri, path in pictures.files.items()}


def sizes(pictures: Pictures) -> dict[str, tuple[int, int]]:
    """The size of each published file by the end of its name."""
    return {name: image.size for name, image in images(pictures).items()}


def test_a_photo_is_published_in_three_widths_and_one_for_every_browser(tmp_path: Path) -> None:
    """And, since it is at the top of a page, cut for those who share that; the page knows each file and its size."""
    pictures = published(tmp_path, "kuva.jpg", photo(2000, 1500))
    assert sizes(pictures) == {
        "kuva-480avif": (480, 360),
        "kuva-800avif": (800, 600),
        "kuva-1200avif": (1200, 900),
        "kuva-1200jpg": (1200, 900),
        "kuva-sharejpg": (1200, 630),
    }
    shown = pictures.shown["kuva.jpg"]
    assert (shown.width, shown.height) == (1200, 900)
    assert [width for _, width in shown.sources] == [480, 800, 1200]
    assert shown.shared is not None
    assert {shown.src, shown.shared.src, *(uri for uri, _ in shown.sources)} == pictures.files.keys()
    assert pictures.plain("kuva.jpg").suffix == ".jpg"


@pytest.mark.parametrize(
    ("size", "widths", "shared"),
    [
        ((1000, 500), [480, 800, 1000], (952, 500)),
        ((480, 600), [480], (480, 252)),
        ((90, 60), [90], (90, 47)),
        ((4, 9000), [2], (4, 2)),
        ((20_000, 2), [480, 800, 1200], (4, 2)),
    ],
)
def test_no_file_is_wider_than_the_photo(
    tmp_path: Path, size: tuple[int, int], widths: list[int], shared: tuple[int, int]
) -> None:
    """However small or narrow it is."""
    pictures = published(tmp_path, "x.png", file_of(Image.new("L", size, 90), "PNG"))
    assert [width for _, width in pictures.shown["x.png"].sources] == widths
    assert sizes(pictures)["x-sharejpg"] == shared


METADATA = (SECRET, b"Exif", b"xmpmeta", b"ICC_PROFILE", b"iCCP", b"tEXt")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_is_said_of_where_a_photo_was_taken(tmp_path: Path, kind: str) -> None:
    """No position, camera, remark or profile: the files hold pixels alone."""
    data = photo(900, 600, kind)
    assert SECRET in data
    ending = kind.lower().replace("jpeg", "jpg")
    for uri, path in published(tmp_path, f"x.{ending}", data).files.items():
        made = path.read_bytes()
        assert not [mark for mark in METADATA if mark in made], uri
        image = Image.open(path)
        assert not image.getexif(), uri
        assert not {"comment", "exif", "icc_profile", "xmp"} & image.info.keys(), uri


RED_CORNER = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}
"""Where the upper left quarter comes to be, as EXIF 2.3 (4.6.4) has it."""


@pytest.mark.parametrize("turned", RED_CORNER)
def test_a_photo_is_upright(tmp_path: Path, turned: int) -> None:
    """However the phone was held: the orientation is applied before it is dropped."""
    for name, image in images(published(tmp_path, "x.jpg", photo(640, 480, turned=turned))).items():
        if "share" not in name:
            assert (image.width < image.height) == (turned > 4), name
        rgb, corners = image.convert("RGB"), sorted(set(RED_CORNER.values()))
        points = [(image.width * (1 + 6 * x) // 8, image.height * (1 + 6 * y) // 8) for x, y in corners]
        red = [corner for corner, point in zip(corners, points, strict=True) if is_red(rgb.getpixel(point))]
        assert red == [RED_CORNER[turned]], name


def is_red(pixel: object) -> bool:
    """Whether a pixel is of the one colour that `drawn` has."""
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 150 and pixel[1] < 100)


def with_primaries(profile: bytes, primaries: Mapping[str, tuple[float, ...]]) -> bytes:
    """A profile of colours with other primaries, after ICC.1: a table of tags, numbers of 16.16 bits."""
    changed = bytearray(profile)
    for number in range(struct.unpack_from(">I", profile, 128)[0]):
        tag, start, _ = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if values := primaries.get(tag.decode()):
            struct.pack_into(">3i", changed, start + 8, *(round(value * 65536) for value in values))
    return bytes(changed)


def colour(tmp_path: Path, image: Image.Image, kind: str, **options: bytes) -> list[tuple[int, ...]]:
    """The colour in the middle of each published file of a picture."""
    files = images(published(tmp_path, f"x.{kind.lower().replace('jpeg', 'jpg')}", file_of(image, kind, **options)))
    middles = (file.convert("RGB").getpixel((file.width // 2, file.height // 2)) for file in files.values())
    return [middle for middle in middles if isinstance(middle, tuple)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_phones_colours_stay_what_they_were(tmp_path: Path, kind: str) -> None:
    """Those of Display P3 are converted before the profile is dropped; those of sRGB are left alone."""
    image = Image.new("RGB", (64, 64), (120, 200, 90))
    for pixel in colour(tmp_path, image, kind, icc_profile=with_primaries(SRGB, P3)):
        assert pixel == pytest.approx((89, 203, 71), abs=6)
    for pixel in colour(tmp_path, image, kind, icc_profile=SRGB):
        assert pixel == pytest.approx((120, 200, 90), abs=4)


def test_a_profile_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    """Or one that is another kind of picture's; the photo itself is whole."""
    for profile in (b"no profile", SRGB[:200]):
        assert colour(tmp_path, Image.new("RGB", (64, 64), (120, 200, 90)), "JPEG", icc_profile=profile)
    (first, *_) = colour(tmp_path, Image.new("L", (64, 64), 90), "JPEG", icc_profile=SRGB)
    assert first == pytest.approx((90, 90, 90), abs=3)


def test_a_printers_photo_is_what_it_looks_like(tmp_path: Path) -> None:
    """CMYK, which browsers show in colours of their own choice."""
    for pixel in colour(tmp_path, Image.new("CMYK", (64, 64), (0, 220, 220, 20)), "JPEG"):
        assert is_red(pixel)


def test_the_greys_of_16_bits_are_not_cut_off(tmp_path: Path) -> None:
    """They are scaled to 8 bits."""
    image = Image.frombytes("I;16", (64, 64), struct.pack("<H", 30_000) * 64 * 64)
    for pixel in colour(tmp_path, image, "PNG"):
        assert pixel == pytest.approx((117, 117, 117), abs=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_picture_of_any_mode_is_published(tmp_path: Path, mode: str) -> None:
    """One that nothing shines through is a JPEG, though it could have had such places."""
    assert published(tmp_path, "x.png", file_of(drawn(64, 64, mode), "PNG")).plain("x.png").suffix == ".jpg"


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("WEBP", "RGBA"), ("GIF", "RGBA")]
)
def test_a_transparent_picture_stays_transparent(tmp_path: Path, kind: str, mode: str) -> None:
    """As AVIF and PNG; where the page is shared it stands on white."""
    image = drawn(64, 64, "RGBA")
    image.paste((0, 0, 0, 0), (32, 32, 64, 64))
    image = image.quantize() if mode == "P" else image.convert(mode)
    found = images(published(tmp_path, f"x.{kind.lower()}", file_of(image, kind)))
    corners = {name: file.convert("RGBA").getpixel((file.width - 3, file.height - 3)) for name, file in found.items()}
    share = corners.pop("x-sharejpg")
    assert is_light(share)
    assert corners.keys() == {"x-64avif", "x-64png"}
    assert [corner[3] for corner in corners.values() if isinstance(corner, tuple)] == pytest.approx([0, 0], abs=2)


def is_light(pixel: object) -> bool:
    """Whether a pixel is white, or nearly."""
    assert isinstance(pixel, tuple)
    return bool(min(pixel) > 240)


def test_the_same_photo_gives_the_same_bytes(tmp_path: Path) -> None:
    """So its published names last from one build to the next, on any machine with this Pillow."""
    first, second = (published(tmp_path / name, "x.jpg", photo()) for name in ("a", "b"))
    assert first.files.keys() == second.files.keys()


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    """What is there is left alone, under another name too; what was deleted or is broken is made again, and no more."""
    told: list[str] = []
    data = photo()
    first = published(tmp_path, "x.jpg", data, told)
    stamps = {path: path.stat().st_mtime_ns for path in first.files.values()}
    published(tmp_path, "y.jpg", data, told)
    assert told == ["(1, 1, 'x.jpg')"]
    broken, gone, *others = stamps
    broken.write_bytes(b"x")
    gone.unlink()
    again = published(tmp_path, "x.jpg", data, told)
    assert told[1:] == ["(1, 1, 'x.jpg')"]
    assert again == first
    assert {path: path.stat().st_mtime_ns for path in others} == {path: stamps[path] for path in others}
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and "." not in path.name]


def test_a_photo_that_changes_meanwhile_is_left_out(tmp_path: Path) -> None:
    """Nothing is kept under another photo's content."""
    (tmp_path / "x.jpg").write_bytes(photo())
    found = look(tmp_path / "x.jpg")
    assert isinstance(found, Photo)
    (tmp_path / "x.jpg").write_bytes(photo(32, 32))
    assert publish({"x.jpg": found}, tmp_path, tmp_path / "room", lambda *_: None) == Pictures({}, {})
    (tmp_path / "x.jpg").unlink()
    assert publish({"x.jpg": found}, tmp_path, tmp_path / "room", lambda *_: None) == Pictures({}, {})


def test_a_drawing_is_published_as_it_was_checked(tmp_path: Path) -> None:
    """What its file holds meanwhile is not; and a drawing whose file has gone is still there for a preview."""
    file, good = tmp_path / "x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    checked = {"x.svg": Drawing(digest(good), 0, 0)}
    assert publish(checked, tmp_path, tmp_path / "room", lambda *_: None) == Pictures({}, {})
    file.write_bytes(good)
    made = publish(checked, tmp_path, tmp_path / "room", lambda *_: None)
    assert [path.read_bytes() for path in made.files.values()] == [good]
    file.unlink()
    assert publish(checked, tmp_path, tmp_path / "room", lambda *_: None) == made


def test_a_preview_makes_one_file_of_a_photo(tmp_path: Path) -> None:
    """It is the one that a build makes too."""
    (tmp_path / "x.jpg").write_bytes(photo())
    found = look(tmp_path / "x.jpg")
    assert isinstance(found, Photo)
    pictures = publish({"x.jpg": found}, tmp_path, tmp_path / "room", lambda *_: None, shared=["x.jpg"], whole=False)
    assert list(sizes(pictures)) == ["x-640jpg"]
    assert (pictures.shown["x.jpg"].sources, pictures.shown["x.jpg"].shared) == ((), None)


def test_two_pictures_of_one_stem_do_not_meet(tmp_path: Path) -> None:
    """Their published names have the digits of their bytes."""
    one = published(tmp_path, "x.jpg", photo())
    other = published(tmp_path, "x.png", photo(kind="PNG", width=320))
    assert not one.files.keys() & other.files.keys()


@pytest.mark.slow
@given(
    st.sampled_from(["JPEG", "MPO", "PNG", "GIF", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), min_size=1, max_size=8),
)
def test_a_photo_ends_no_build(kind: str, changes: list[tuple[float, bytes]]) -> None:
    """Whatever bytes it holds: it is published, or a message is told."""
    data = bytearray(file_of(drawn(40, 30), kind))
    for place, new in changes:
        start = int(place * len(data))
        data[start : start + max(1, len(new))] = new
    with TemporaryDirectory() as name:
        path = Path(name, "x")
        path.write_bytes(data)
        found = look(path)
        if isinstance(found, Photo) and found.width * found.height < 1_000_000:
            assert publish({"x": found}, Path(name), Path(name, "room"), lambda *_: None, shared=["x"]).files
        else:
            assert isinstance(found, Photo) or found in MESSAGES


@pytest.mark.slow
def test_a_photo_that_goes_while_the_site_is_made_is_told(tmp_path: Path) -> None:
    """The last site stays, for a page would show what is not there."""
    folder = project(tmp_path / "project", TINY)
    show(folder, "x.jpg", photo())
    (folder / "sitecustomize.py").write_text(
        "import os, sys\n"
        "def meanwhile(event, found):\n"
        "    if event == 'import' and found[0] == 'brochure.photos.encoding':\n"
        "        os.unlink('content/pictures/x.jpg')\n"
        "sys.addaudithook(meanwhile)\n"
    )
    result = build(folder, PYTHONPATH=str(folder), BROCHURE_CACHE=str(tmp_path / "cache"))
    assert result.returncode == 1
    assert "content/pictures/x.jpg: this picture changed or went missing" in result.stdout
    assert "Traceback" not in result.stderr
    assert not (folder / "site").exists()


@pytest.mark.slow
def test_a_build_that_makes_no_picture_does_without_pillow(tmp_path: Path) -> None:
    """It takes longer to load than the site takes to check."""
    folder = project(tmp_path / "project", TINY)
    show(folder, "x.jpg", photo())
    built(folder)
    code = "import sys, mkdocs.__main__ as m\ntry: m.cli()\nfinally: print([x for x in sys.modules if x == 'PIL'])"
    result = subprocess.run(
        [sys.executable, "-c", code, "build"], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout.splitlines()[-1]) == (0, "[]"), result.stdout + result.stderr
