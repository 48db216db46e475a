"""A picture for those who share a page, of what is drawn on it and its ground."""

import zlib
from io import BytesIO

from brochure.photos.photo import SHARED

STEPS = 16
"""Colours of a picture, from its ground to its type: enough for smooth edges, and a quarter of the bytes."""


def on_ground(png: bytes, ground: str, paint: str) -> bytes:
    """A picture of the size `SHARED` with what is in the other in its middle, in one colour on another, each `#rrggbb`.

    Typst would draw the ground too, pixel by pixel, and take three times as long.
    """
    from PIL import Image, ImageColor  # Pillow takes its time to load

    ends = list(zip(ImageColor.getrgb(ground), ImageColor.getrgb(paint), strict=True))
    with Image.open(BytesIO(png)) as drawn:
        levels = drawn.getchannel("A").point([round(value * (STEPS - 1) / 255) for value in range(256)])
    picture, found = Image.new("L", SHARED), BytesIO()
    picture.paste(levels, ((SHARED[0] - levels.width) // 2, (SHARED[1] - levels.height) // 2))
    picture.putpalette([round(low + (high - low) * step / (STEPS - 1)) for step in range(STEPS) for low, high in ends])
    picture.save(found, "PNG", bits=4, compress_type=zlib.Z_RLE)  # as small, in half the time
    return found.getvalue()
