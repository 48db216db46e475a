"""A picture is what its name says, and a drawing is no more than a drawing (tests/mistakes/drawings.txt)."""

import base64
import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from brochure.cache import Cache
from brochure.model.picture import Drawing
from brochure.model.site import Logo
from brochure.photos.photo import LIMITS, Photo
from brochure.reading.loader import read
from brochure.reading.pictures import MAX_DRAWING, is_unseen
from support.mistakes import complaint
from support.photos import SECRET, drawn, file_of, moving, photo
from support.sites import THEME, change

BROKEN = "this picture is broken or incomplete; copy it again from the phone or camera"
HUGE = "this picture is larger than 30 MB or 60 megapixels; save it as jpg, at most 6,000 pixels wide"
KINDS = {"jpg": "JPEG", "jpeg": "MPO", "png": "PNG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF"}


def lay(tiny: Path, name: str, data: bytes) -> str:
    """Write a picture, and return the message about it without place and count."""
    (tiny / "pictures").mkdir(exist_ok=True)
    (tiny / "pictures" / name).write_bytes(data)
    return complaint(tiny).partition("\n")[0].removeprefix(f"content/pictures/{name}:1:1: ")


def test_an_ordinary_drawing_is_fine(tiny: Path) -> None:
    """A drawing is published as Inkscape and Canva save it, without data of their own and of the photo inside."""
    said, inside = SECRET.decode(), base64.b64encode(photo(40, 30, "PNG")).decode()
    drawing = f"""<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>
<!-- made by hand: {said} --><?by {said}?>
<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'>
  <metadata>{said}</metadata><title>x &lt; y &amp; z</title>
  <defs><linearGradient id='a'/><path id='b'/></defs><style>.c{{fill:url(#a)}}</style>
  <use xlink:href='#b'/><rect fill='url("#a")'/>
  <image href='data:image/png;base64,{inside}'/>
  <n:view xmlns:n='http://www.inkscape.org/namespaces/inkscape' n:file="{said}"/>
</svg>"""
    assert lay(tiny, "x.svg", drawing.encode("utf-8-sig")) == ""
    found = read(tiny, THEME).pictures["x.svg"]
    assert isinstance(found, Drawing)
    text = found.content.decode()
    (data,) = map(base64.b64decode, re.findall('base64,([^"]+)', text))
    assert SECRET not in data
    assert Image.open(io.BytesIO(data)).size == (40, 30)
    start, *lines = re.sub('base64,[^"]+', "", text).split("\n")
    assert start.startswith("<svg ")
    assert lines == [
        "  <title>x &lt; y &amp; z</title>",
        '  <defs><linearGradient id="a" /><path id="b" /></defs><style>.c{fill:url(#a)}</style>',
        '  <use xlink:href="#b" /><rect fill="url(&quot;#a&quot;)" />',
        '  <image href="data:image/jpeg;" />',
        "  </svg>",
    ]


SHADOW = (
    "<filter id='f{0}'><feDropShadow dx='0' dy='4' stdDeviation='50'/></filter>"
    "<rect filter='url(#f{0})' fill='url(#g)'/>"
)
GRADIENT = "<linearGradient id='g'><stop/></linearGradient>"
USES = "<g id='u{0}'><use href='#u{1}'/><use href='#u{1}'/></g>"
MASKS = "<mask id='u{0}'><g mask='url(#u{1})'/></mask>"
COMPLEX = "this drawing is too complicated for a phone; save it as png"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (GRADIENT + "".join(SHADOW.format(number) for number in range(40)), ""),
        ("".join(MASKS.format(number, number + 1) for number in range(4)) + "<g mask='url(#u0)'/>", ""),
        ("".join(MASKS.format(number, number + 1) for number in range(24)), COMPLEX),
        ("".join(USES.format(number, number + 1) for number in range(24)), COMPLEX),
        ("<use id='u' href='#u'/>", COMPLEX),
        ("<g id='u'>" + "<path/>" * 1000 + "</g>" + "<use href='#u'/>" * 5, COMPLEX),
        ("<filter><feGaussianBlur stdDeviation='9999'/></filter>", COMPLEX),
        ("<filter><feTurbulence numOctaves='9999'/></filter>", COMPLEX),
        (f"<text>{'a' * 20_001}</text>", COMPLEX),
        ("<g>" * 100_000 + "</g>" * 100_000, COMPLEX),
        ("<path/>" * 4999, ""),
        ("<path/>" * 5000, COMPLEX),
    ],
)
def test_a_drawing_is_simple_enough_for_a_phone(tiny: Path, parts: str, told: str) -> None:
    """Shadows and masks of drawing programs pass; a drawing that a browser would work at for long is refused."""
    assert lay(tiny, "x.svg", f"<svg xmlns='http://www.w3.org/2000/svg'>{parts}</svg>".encode()) == told


def test_a_photo_inside_a_drawing_is_whole(tiny: Path) -> None:
    """The rules for photos apply to it."""
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><image href='data:image/png;base64,iVBORw0KGgo='/></svg>"
    assert lay(tiny, "x.svg", drawing.encode()) == BROKEN


def test_a_large_drawing_is_refused(tiny: Path) -> None:
    """A visitor waits for all of its size."""
    told = lay(tiny, "x.svg", bytes(MAX_DRAWING + 1))
    assert told == "this drawing is over 1024 kB, which is slow on a phone; save it as png"


@pytest.mark.parametrize(
    ("says", "size"),
    [
        ("width='200' height='150px' viewBox='0 0 4 3'", (200, 150)),
        ("viewBox='-2,-1.5, 4.0,3'", (1200, 900)),
        ("width='100%' height='100%' viewBox='0 0 4 3'", (0, 0)),
        ("width='2em' height='1em'", (0, 0)),
        ("viewBox='0 0 0 0'", (0, 0)),
        ("", (0, 0)),
    ],
)
def test_a_drawing_has_the_size_that_it_asks_for(tiny: Path, says: str, size: tuple[int, int]) -> None:
    """A drawing without a size has its shape, as wide as there is space, so that the page keeps its place."""
    assert lay(tiny, "x.svg", f"<svg xmlns='http://www.w3.org/2000/svg' {says}/>".encode()) == ""
    found = read(tiny, THEME).pictures["x.svg"]
    assert isinstance(found, Drawing)
    assert (found.width, found.height) == size


@pytest.mark.parametrize("kind", KINDS.values())
def test_a_photo_is_recognised_by_its_content(tiny: Path, kind: str) -> None:
    """The web saves pictures under wrong endings: a photo is published by any name, and a text or HEIC is not."""
    assert lay(tiny, "x.jpg", file_of(drawn(40, 30), kind)) == ""
    assert lay(tiny, "x.jpg", b"password: x") == BROKEN
    heic = "most browsers cannot show this picture (HEIC); save it as jpg"
    assert lay(tiny, "x.jpg", b"\0\0\0\x24ftypheic\0\0\0\0mif1heic").startswith(heic)


def test_a_logo_that_is_called_png_is_one(tiny: Path) -> None:
    """A logo is published unchanged, so its ending must be right."""
    change(tiny / "site.yml", "contact:", "logo: logo.png\ncontact:")
    assert lay(tiny, "logo.png", file_of(drawn(40, 30), "PNG")) == ""
    assert lay(tiny, "logo.png", file_of(drawn(40, 30), "JPEG")).startswith("this is not the kind of picture")


@pytest.mark.parametrize("ending", ["jpg", "png", "gif", "webp", "avif"])
def test_a_picture_is_whole(tiny: Path, ending: str) -> None:
    """A picture that was cut off on its way, anywhere, is refused; senseless bytes give a message and no error."""
    whole = photo(300, 200, KINDS[ending]) if ending != "gif" else file_of(drawn(300, 200), "GIF")
    for part in (2, 3, 10):
        assert lay(tiny, f"x.{ending}", whole[: len(whole) * (part - 1) // part]) == BROKEN
    for start in (70, 200):
        assert lay(tiny, f"x.{ending}", whole[:start] + b"\xff\x00" * 500) in (BROKEN, HUGE, "")


def test_a_picture_does_not_move(tiny: Path) -> None:
    """A moving picture is refused, but not a second picture or a film that a phone adds behind a photo."""
    for ending in ("png", "gif", "webp", "avif"):
        assert lay(tiny, f"x.{ending}", moving(KINDS[ending])) == (
            "moving pictures are not published; save one frame of this as jpg or png"
        )
        (tiny / "pictures" / f"x.{ending}").unlink()
    assert lay(tiny, "x.jpg", moving("MPO")) == lay(tiny, "x.jpg", photo() + b"\xff\xda\0\0" * 1000) == ""


def test_a_bomb_is_refused_unread(tiny: Path) -> None:
    """A small file of many pixels is refused, and a file of many bytes."""
    many = file_of(Image.new("1", (10_000, 7_000)), "PNG")
    for data in (many, file_of(drawn(40, 30), "PNG") + bytes(LIMITS["megabytes"] * 1_000_000)):
        assert lay(tiny, "x.png", data) == HUGE


@pytest.mark.parametrize(
    ("ending", "start", "size"),
    [("png", 16, struct.pack(">II", 5001, 5000)), ("webp", 21, ((5000 | 4999 << 14) | 1 << 28).to_bytes(4, "little"))],
)
def test_a_bomb_with_an_alpha_channel_is_smaller(tiny: Path, ending: str, start: int, size: bytes) -> None:
    """A transparent picture of 25 megapixels is refused by its header, before any pixel is read."""
    data = bytearray(file_of(Image.new("RGBA", (9, 9)), KINDS[ending], lossless=True))
    data[start : start + len(size)] = size
    if ending == "png":
        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4)
    assert lay(tiny, f"x.{ending}", bytes(data)) == (
        "this picture allows transparency and is over 25 megapixels; save it as jpg"
    )


def test_a_photo_is_looked_at_once(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run knows a photo, and each copy of it, without a look at its pixels."""
    assert lay(tiny, "x.jpg", photo(90, 60, turned=6)) == ""
    first = read(tiny, THEME, cache=Cache(tmp_path / "cache")).pictures["x.jpg"]
    assert isinstance(first, Photo)
    assert (first.width, first.height) == (60, 90)
    monkeypatch.setattr("brochure.photos.image.opened", None)
    (tiny / "pictures" / "x.jpg").rename(tiny / "pictures" / "y.jpg")
    assert read(tiny, THEME, cache=Cache(tmp_path / "cache")).pictures == {"y.jpg": first}


@pytest.mark.parametrize(
    ("shapes", "unseen"),
    [
        ("<path style='fill:#FEFEFE'/>", True),
        ("<g fill='white'><path/><text>x</text></g>", True),
        ("<path fill='#fff'/><path/>", False),
        ("<g fill='none'><path stroke='#fff'/><path stroke='#234'/></g>", False),
        ("<rect fill='#146'/><path fill='#fff'/>", False),
        ("<g fill='white'><image href='data:,'/></g>", False),
    ],
)
def test_a_logo_that_is_white_alone_is_not_seen(shapes: str, unseen: bool) -> None:
    """A shape without a colour is black, and a picture inside may have any."""
    content = f"<svg xmlns='http://www.w3.org/2000/svg'>{shapes}</svg>".encode()
    assert is_unseen(Logo(content, "svg", 4, 3)) == unseen
