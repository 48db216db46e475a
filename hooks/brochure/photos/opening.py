"""From the bytes of a photo to an upright image. A file may be hostile until it has been read to its end."""

import io
import struct
import warnings
from contextlib import suppress

from PIL import Image, ImageOps

from brochure.photos.photo import LIMITS, UnfitError

_BROKEN = (OSError, EOFError, RuntimeError, SyntaxError, ValueError, ArithmeticError, LookupError, struct.error)
"""The exceptions of Pillow for a damaged file."""


def opened(data: bytes) -> Image.Image:
    """Return the upright image of a whole file: L, RGB or CMYK, or RGBA if anything shines through it.

    Raises `UnfitError`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP", "AVIF"))
            megapixels = image.width * image.height / 1_000_000
            if megapixels > LIMITS["megapixels"]:
                raise UnfitError("huge_picture")
            if megapixels > LIMITS["alpha"] and image.has_transparency_data:
                raise UnfitError("huge_alpha")
            # A phone's JPEG may contain a second picture for bright screens (MPO), which is no animation.
            if image.format != "MPO" and getattr(image, "is_animated", False):
                raise UnfitError("animated_picture")
            image.load()
        except Image.DecompressionBombError:
            raise UnfitError("huge_picture") from None
        except _BROKEN:
            raise UnfitError("broken_picture") from None
        with suppress(*_BROKEN):  # the orientation may be damaged in a photo that is whole
            ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):  # 16 bits, which Pillow would clip
        return image.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    if image.has_transparency_data:
        with_alpha = image if image.mode == "RGBA" else image.convert("RGBA")
        if with_alpha.getchannel("A").getextrema() != (255, 255):
            return with_alpha
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("L" if image.mode in ("1", "LA") else "RGB")
