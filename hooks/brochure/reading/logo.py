"""The practice's logo: whether it is there, small enough, and how large it is drawn."""

from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.files import PICTURES
from brochure.model.site import Logo
from brochure.reading.draft import Draft
from brochure.reading.links import missing_picture

MAX_LOGO = 3 * 1024
"""Bytes; a logo is in the first view of every page."""
_SHOWN = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"IDAT", b"IEND")
"""The parts of a PNG that say what is seen (PNG, third edition, 11); others may say who made it, when and where."""


def check_logo(draft: Draft) -> Iterator[Problem]:
    """Note the logo that site.yml names, or say why not; what is wrong with any picture is told elsewhere."""
    name = draft.settings.logo if draft.settings else ""
    if not name:
        return
    source = draft.sources["", "site"]
    for key, values in missing_picture(draft, name):
        yield source.problem(("logo",), key, **values)
    if (picture := draft.pictures.get(name)) is None:
        return
    file, ending = draft.name(PICTURES, name), name.rpartition(".")[2]
    content = (draft.folder / PICTURES / name).read_bytes()
    bare = _bare(content) if ending == "png" else content
    if len(bare) > MAX_LOGO:
        yield Problem(file, "large_logo", {"limit": MAX_LOGO // 1024})
    elif picture.width and picture.height:
        draft.logo = Logo(bare, ending, picture.width, picture.height)
    else:
        yield Problem(file, "sizeless_logo")


def _bare(png: bytes) -> bytes:
    """A PNG with nothing in it but the picture."""
    place, kept = 8, [png[:8]]
    while place < len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4])
        if png[place + 4 : place + 8] in _SHOWN:
            kept.append(png[place:end])
        place = end
    return b"".join(kept)
