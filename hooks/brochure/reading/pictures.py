"""The pictures and PDFs that can be published, and the logo."""

import re
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element, ParseError

from brochure.author.problems import Problem
from brochure.cache import Cache
from brochure.model.files import PICTURES
from brochure.model.picture import Drawing
from brochure.model.site import Logo
from brochure.photos.files import embedded, inspect
from brochure.photos.photo import LIMITS, UnfitError
from brochure.reading import drawings
from brochure.reading.draft import Draft
from brochure.reading.links import check_file

_HEIC = re.compile(rb".{4}ftyp(he[iv][cmsx]|mif1|msf1)", re.DOTALL)
"""The first bytes of a HEIC photo, which only Apple's browser shows."""
MAX_DRAWING = 1024 * 1024
"""Bytes; a drawing is not converted."""
MAX_LOGO, LIGHT_LOGO = 20 * 1024, 6 * 1024
"""Bytes; a logo is in the first view of every page, and above the second a remark says what it costs."""
MAX_PDF = 10_000_000
"""Bytes; a PDF is published unchanged too."""
_MAX_FILE = max(LIMITS["megabytes"] * 1_000_000, MAX_DRAWING, MAX_PDF)
_VALUES = {**LIMITS, "drawing": MAX_DRAWING // 1024, "pdf": MAX_PDF // 1_000_000, "ending": ".svg"}
"""The values of messages."""
_INK = re.compile(r"""(?:fill|stroke|stop-color)\s*[=:]\s*["']?\s*(#[0-9a-f]{3,6}|[a-z]+)""", re.IGNORECASE)
_SHAPES = ("path", "rect", "circle", "ellipse", "polygon", "text", "use")
_WHITE = re.compile("white|#(fff|(f[a-f]){3})")
_PNG = b"\x89PNG\r\n\x1a\n"
_VISIBLE_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"IDAT", b"IEND")
"""The chunks of a PNG that show (PNG, third edition, 11); others may say who made it, when and where."""


def content_of(draft: Draft, folder: str, name: str) -> bytes:
    """Return the content of a picture or PDF, cut off if it is too large to publish."""
    if (candidate := draft.candidates.get(f"{folder}/{name}")) is not None:
        return candidate
    with (draft.folder / folder / name).open("rb") as stream:
        return stream.read(_MAX_FILE + 1)


def read_file(draft: Draft, folder: str, name: str) -> Iterator[Problem]:
    """Add a picture or PDF to the draft. Yield the reason not to publish it."""
    content, key = content_of(draft, folder, name), ""
    if folder == PICTURES:
        picture = _drawing(content, draft.cache) if name.endswith(".svg") else inspect(content, draft.cache)
        draft.pictures[name] = None if isinstance(picture, str) else picture
        if isinstance(picture, str):
            key = "heic" if _HEIC.match(content) else picture
    else:
        draft.downloads.add(name)
        key = "large_pdf" if len(content) > MAX_PDF else "" if content.startswith(b"%PDF-") else "not_pdf"
    if key:
        yield Problem(draft.name(folder, name), key, _VALUES)


def _drawing(data: bytes, results: Cache) -> Drawing | str:
    """Return the drawing with this content, or the key of the message that says why it cannot be published."""
    if len(data) > MAX_DRAWING:
        return "large_drawing"
    if drawings.DEFINITIONS.search(data):
        return "drawing_definitions"
    try:
        root = drawings.parse(data)
        if drawings.is_forbidden(root):
            return "picture_drawing"
        if drawings.is_complex(root):
            return "complex_drawing"
        return Drawing(drawings.to_svg(root, partial(embedded, results=results)), *drawings.size(root))
    except UnfitError as error:
        return str(error)
    except (ParseError, LookupError):
        return "picture_kind"
    except ValueError:  # base64 that is cut off
        return "broken_picture"


def check_logo(draft: Draft) -> Iterator[Problem]:
    """Check the logo that site.yml names, and add it to the draft."""
    name, site = draft.settings.logo if draft.settings else "", draft.sources["", "site"]
    for key, values in check_file(draft, name) if name else ():
        yield site.problem(("logo",), key, **values)
    if (picture := draft.pictures.get(name)) is None:
        return
    ending = name.rpartition(".")[2]
    content = picture.content if isinstance(picture, Drawing) else content_of(draft, PICTURES, name)
    if ending == "png" and not content.startswith(_PNG):
        yield Problem(draft.name(PICTURES, name), "picture_kind", {"ending": ".png"})
        return
    content = _without_metadata(content) if ending == "png" else content
    if len(content) > MAX_LOGO:
        yield site.problem(("logo",), "large_logo", limit=MAX_LOGO // 1024)
    elif picture.width and picture.height:
        draft.logo = Logo(content, ending, picture.width, picture.height)
    else:
        yield site.problem(("logo",), "sizeless_logo")


def is_unseen(logo: Logo) -> bool:
    """Return whether a drawing has only white on the light ground of pages; shapes without a colour are black."""
    if logo.ending != "svg" or b"<image" in logo.content:
        return False
    inks = {ink.lower() for ink in _INK.findall(logo.content.decode())} - {"none"}
    return bool(inks) and all(map(_WHITE.fullmatch, inks)) and not _has_black(drawings.parse(logo.content))


def _has_black(element: Element) -> bool:
    if element.attrib.keys() & {"fill", "style", "class"}:
        return False
    return element.tag.rpartition("}")[2] in _SHAPES or any(map(_has_black, element))


def _without_metadata(png: bytes) -> bytes:
    """Return a PNG without the chunks that do not show."""
    place, chunks = len(_PNG), [_PNG]
    while place < len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4])
        if png[place + 4 : place + 8] in _VISIBLE_CHUNKS:
            chunks.append(png[place:end])
        place = end
    return b"".join(chunks)
