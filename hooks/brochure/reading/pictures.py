"""Whether a picture is what its name says and can be published, and a drawing no more than a drawing."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from brochure.author.problems import Problem
from brochure.cache import Cache
from brochure.model.picture import Drawing
from brochure.photos.photo import LIMITS, Photo, look
from brochure.reading import strict_xml

_JPEG, _PNG, _GIF = rb"\xff\xd8\xff", rb"\x89PNG\r\n\x1a\n", rb"GIF8[79]a"
_WEBP, _AVIF = rb"RIFF.{4}WEBP", rb".{4}ftyp(.{4})*avi[fs]"
_BEGINNINGS: Mapping[str, re.Pattern[bytes]] = {
    ending: re.compile(pattern, re.DOTALL)
    for ending, pattern in {
        ".jpg": _JPEG,
        ".jpeg": _JPEG,
        ".png": _PNG,
        ".gif": _GIF,
        ".webp": _WEBP,
        ".avif": _AVIF,
    }.items()
}
"""What each kind of picture begins with, after the specifications of the formats."""
_LONGEST = 64
"""Bytes; an AVIF's brands, the longest of these, are within them."""
HEIC = (".heic", ".heif")
"""Endings of what a phone may make instead of a JPEG, and no browser but its own maker's can show."""
_HEIC = re.compile(rb".{4}ftyp(he[iv][cmsx]|mif1|msf1)", re.DOTALL)
"""What such a file begins with, whatever it is called."""
MAX_DRAWING = 1024 * 1024
"""Bytes; a drawing is published as it is."""

_PIXELS = re.compile(r"([0-9]{1,5}(?:\.[0-9]+)?)(?:px)?")
_SHAPE = re.compile(r"\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)\s*")
"""A drawing's `viewBox`, of which the last two numbers are its width and height in units of its own."""
_ALL_ROOM = 1200
"""Pixels; a drawing that asks for no size is as wide as what it stands in, and nothing is wider than this."""
_SVG = "{http://www.w3.org/2000/svg}"
_WITH_POWERS = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
"""Vocabularies that a browser acts on wherever they are."""
_NEVER = {f"{_SVG}{name}" for name in ("script", "foreignObject", "handler", "iframe", "audio", "video")}
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["']1\.[01]["'](\s+encoding\s*=\s*["']utf-8["'])?(\s+standalone\s*=\s*["']\w+["'])?\s*\?>""",
    re.IGNORECASE,
)
_FETCHES = re.compile(
    r"""url\((?!\s*["']?#)|(?:image-set|image|cross-fade|src)\(|@import|\\|javascript:""", re.IGNORECASE
)
"""What leads a style or another value to a file; a backslash could write any of it in another way."""
_READ = ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
"""The vocabularies whose attributes a browser acts on; an editor's notes of its own are none of them."""
_ADDRESSES = ("href", "src", "base")


def read_picture(path: Path, file: str, cache: Cache) -> tuple[Photo | Drawing | None, list[Problem]]:
    """Return the picture in a file, or the reasons not to publish it; `file` is its name in messages."""
    if not os.access(path, os.R_OK):
        return None, [Problem(file, "unreadable")]
    if path.suffix.lower() in _BEGINNINGS:
        if problems := list(check_picture(path, file)):
            return None, problems
        found = look(path, cache)
        return (found, []) if isinstance(found, Photo) else (None, [Problem(file, found, LIMITS)])
    if path.stat().st_size > MAX_DRAWING:
        return None, [Problem(file, "large_drawing", {"limit": MAX_DRAWING // 1024})]
    data = path.read_bytes()
    if problems := list(_check_drawing(data, file)):
        return None, problems
    return Drawing(data, *_size(_drawing(data))), []


def check_picture(path: Path, file: str) -> Iterator[Problem]:
    """Whether a picture is of the kind that it is called, and only shows; `file` is its name in messages."""
    ending = path.suffix.lower()
    if ending not in _BEGINNINGS:
        yield from _check_drawing(path.read_bytes(), file)
        return
    with path.open("rb") as stream:
        beginning = stream.read(_LONGEST)
    if not _BEGINNINGS[ending].match(beginning):
        yield Problem(file, "heic" if _HEIC.match(beginning) else "picture_kind", {"ending": ending})


def _check_drawing(data: bytes, file: str) -> Iterator[Problem]:
    try:
        root = _drawing(data)
    except (ParseError, UnicodeDecodeError):
        yield Problem(file, "picture_kind", {"ending": ".svg"})
        return
    for part in dict.fromkeys(_parts(root)):
        yield Problem(file, "picture_drawing", {"part": part})


def _drawing(data: bytes) -> Element:
    """The tree of a drawing; in another encoding than UTF-8 a browser could read another."""
    text = data.decode("utf-8-sig")
    declaration = _DECLARATION.match(text)
    if text.startswith("<?xml") and not declaration:
        raise ParseError("another encoding")
    root = strict_xml.parse(text[declaration.end() :] if declaration else text)
    if root.tag != f"{_SVG}svg":
        raise ParseError("no drawing")
    return root


def _size(root: Element) -> tuple[int, int]:
    """The pixels across and down that a drawing asks for; without any, those of its shape; zeros if it says neither."""
    width, height = (root.get(name) for name in ("width", "height"))
    shape = _SHAPE.fullmatch(root.get("viewBox", ""))
    if width is height is None and shape and float(shape[1]):
        across, down = _ALL_ROOM, round(_ALL_ROOM * float(shape[2]) / float(shape[1]))
    else:
        asked = [_PIXELS.fullmatch(text or "") for text in (width, height)]
        across, down = (round(float(match[1])) if match else 0 for match in asked)
    return (across, down) if across and down else (0, 0)


def _parts(root: Element) -> Iterator[str]:
    """What in a drawing runs, leads away or fetches something: `<script>`, `onclick`, `href`."""
    for element in root.iter():
        namespace, _, tag = element.tag.rpartition("}")
        if element.tag in _NEVER or namespace.lstrip("{") in _WITH_POWERS:
            yield f"<{tag}>"
        if tag == "style" and (len(element) or _FETCHES.search(element.text or "")):
            yield "<style>"
        for name, value in element.items():
            vocabulary, _, plain = name.rpartition("}")
            if vocabulary.lstrip("{") not in _READ:
                continue
            target = value.rpartition(":")[2] if plain == "attributeName" else plain
            runs = target.lower().startswith("on")
            if runs or _FETCHES.search(value) or (target in _ADDRESSES and not value.startswith("#")):
                yield plain
