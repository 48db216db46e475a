"""From a photo's bytes to its pixels, upright. A file is hostile until it has been read to its end."""

import io
import struct
import warnings

from PIL import Image, ImageOps

from brochure.photos.photo import MAX_MEGAPIXELS

_KINDS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_BROKEN = (
    *(OSError, EOFError, MemoryError, RuntimeError, SyntaxError, ValueError, TypeError),
    *(ArithmeticError, LookupError, struct.error),
)
"""What Pillow's readers raise at what they cannot make sense of."""
_BOMBS = (Image.DecompressionBombWarning, Image.DecompressionBombError)


class UnfitError(Exception):
    """A photo cannot be published; `key` is that of the message."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def opened(data: bytes) -> Image.Image:
    """The upright picture in a file that holds all of it, and no more than one. Raises `UnfitError`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=_KINDS)
            if image.width * image.height > MAX_MEGAPIXELS * 1_000_000:
                raise UnfitError("huge_picture")
            # A phone's JPEG may have a second picture behind the first, for bright screens: it moves no more for that.
            if image.format != "MPO" and getattr(image, "is_animated", False):
                raise UnfitError("animated_picture")
            image.load()
        except _BOMBS:
            raise UnfitError("huge_picture") from None
        except _BROKEN:
            raise UnfitError("broken_picture") from None
        try:
            return ImageOps.exif_transpose(image)
        except _BROKEN:
            return image  # what a camera says of the photo cannot be read; the photo can


def is_transparent(image: Image.Image) -> bool:
    """Whether anything shines through a picture; that it could have such places is not enough."""
    if not image.has_transparency_data or image.mode.startswith("I"):
        return False
    return any(image.convert("RGBA").getchannel("A").histogram()[:255])
