"""The practice's logo: whether it is there, small enough, and how large it is drawn."""

import re
import struct
from collections.abc import Iterator
from contextlib import suppress

from brochure.author.problems import Problem
from brochure.model.files import PICTURES
from brochure.model.site import Logo
from brochure.reading import strict_xml
from brochure.reading.draft import Draft
from brochure.reading.links import missing_picture

MAX_LOGO = 3 * 1024
"""Bytes; a logo is in the first view of every page."""
Size = tuple[int, int]


def check_logo(draft: Draft) -> Iterator[Problem]:
    """Note the logo that site.yml names, or say why not; what is wrong with any picture is told elsewhere."""
    name = draft.settings.logo if draft.settings else ""
    if not name:
        return
    source = draft.sources["", "site"]
    for key, values in missing_picture(draft, name):
        yield source.problem(source.at(("logo",)), key, **values)
    file = draft.name(PICTURES, name)
    if name not in draft.pictures or any(problem.file == file for problem in draft.problems):
        return
    content, ending = (draft.folder / PICTURES / name).read_bytes(), name.rpartition(".")[2]
    width, height = _png_size(content) if ending == "png" else _svg_size(content)
    if len(content) > MAX_LOGO:
        yield Problem(file, 1, 1, "large_logo", {"limit": MAX_LOGO // 1024})
    elif width and height:
        draft.logo = Logo(content, ending, width, height)
    else:
        yield Problem(file, 1, 1, "sizeless_logo")


def _png_size(content: bytes) -> Size:
    """The width and height that a PNG begins with (PNG 1.2, IHDR), or zeros."""
    return struct.unpack(">II", content[16:24]) if content[12:16] == b"IHDR" else (0, 0)


def _svg_size(content: bytes) -> Size:
    """The width and height of a drawing, in hundredths of its own units: of its viewBox, else its own; or zeros."""
    root = strict_xml.parse(re.sub(r"^<\?xml.*?\?>", "", content.decode("utf-8-sig")))
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [root.get(side, "").removesuffix("px") for side in ("width", "height")]
    with suppress(ValueError, OverflowError):
        width, height = (round(float(side) * 100) for side in sides)
        return max(width, 0), max(height, 0)
    return 0, 0
