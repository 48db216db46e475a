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


_BARE = (b"\x00", b"\x01", *(bytes([number]) for number in range(0xD0, 0xD9)))
"""Second bytes of what has no length of its own: a byte of the picture itself, a restart, a beginning."""
MAX_SCANS = 100
"""Passes over a JPEG in each of which it becomes finer; no program makes as many, and each takes its time."""


def opened(data: bytes) -> Image.Image:
    """The upright picture in a file that holds all of it, and no more than one. Raises `UnfitError`."""
    if data.startswith(b"\xff\xd8") and _scans(data) > MAX_SCANS:
        raise UnfitError("broken_picture")
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


def _scans(jpeg: bytes) -> int:
    """How many scans a JPEG has (ITU-T T.81, B.1.1); what a phone has put behind its end is not looked at."""
    place, scans = 2, 0
    while (place := jpeg.find(b"\xff", place)) >= 0:
        marker = jpeg[place + 1 : place + 2]
        if marker in (b"", b"\xd9"):
            break
        scans += marker == b"\xda"
        if marker == b"\xff":
            place += 1
        elif marker in _BARE:
            place += 2
        else:
            place += 2 + int.from_bytes(jpeg[place + 2 : place + 4])
    return scans


def is_transparent(image: Image.Image) -> bool:
    """Whether anything shines through a picture; that it could have such places is not enough."""
    if not image.has_transparency_data or image.mode.startswith("I"):
        return False
    return any(image.convert("RGBA").getchannel("A").histogram()[:255])
