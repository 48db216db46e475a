"""Images: from the bytes of a photo to its encoded versions; the only module that knows Pillow.

A file may be hostile until it has been read to its end. The versions are small, in sRGB, without metadata. Pillow is
pinned, because the bytes of its encoders change with their versions; those of AVIF also with the number of threads.
Measured with photos, AVIF of quality 58 is 40 to 45 % smaller than a JPEG that looks like it.
"""

import io
import struct
import warnings
import zlib
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms, ImageColor, ImageOps

from brochure.photos.photo import LIMITS, SHARE_SIZE, UnfitError, Version

Image.MAX_IMAGE_PIXELS = LIMITS["megapixels"] * 500_000  # Pillow refuses more than twice as many
_BROKEN = (OSError, EOFError, RuntimeError, SyntaxError, ValueError, ArithmeticError, LookupError, struct.error)
"""The exceptions of Pillow for a damaged file."""
_FORMATS = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 8, "max_threads": 1},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}
_STEPS = 16
"""Colours of a share picture, from its ground to its letters: smooth edges for a quarter of the bytes."""


def opened(data: bytes) -> Image.Image:
    """Return a file's upright image in mode L, RGB or CMYK, or in RGBA if it is transparent. Raises `UnfitError`."""
    with warnings.catch_warnings(action="ignore"):
        try:
            image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "GIF", "WEBP", "AVIF"))
            if image.width * image.height > LIMITS["alpha"] * 1_000_000 and image.has_transparency_data:
                raise UnfitError("huge_alpha")
            # A phone's JPEG may contain a second picture for bright screens (MPO), which is no animation.
            if image.format != "MPO" and getattr(image, "is_animated", False):
                raise UnfitError("animated_picture")
            image.load()
        except Image.DecompressionBombError:
            raise UnfitError("huge_picture") from None
        except _BROKEN:
            raise UnfitError("broken_picture") from None
        with suppress(*_BROKEN):  # only the data of the orientation may be damaged
            ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I"):  # 16 bits, which Pillow would clip
        return image.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    if image.has_transparency_data:
        with_alpha = image if image.mode == "RGBA" else image.convert("RGBA")
        if with_alpha.getchannel("A").getextrema() != (255, 255):
            return with_alpha
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def encoded(image: Image.Image, version: Version) -> bytes:
    """Return the bytes of an opened photo, scaled and encoded as a `version`."""
    size = (version.width, version.height)
    if version.cropped:
        image = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    else:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    image = _in_srgb(image)
    if image.mode == "RGBA" and version.kind == "jpg":
        ground = Image.new("RGB", size, "white")
        ground.paste(image, mask=image)
        image = ground
    return _saved(image, **_FORMATS[version.kind])


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the image in the colours that browsers assume; a profile that does not fit it is ignored."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    with suppress(KeyError, ImageCms.PyCMSError, OSError):
        source, target = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])), ImageCms.createProfile("sRGB")
        image = ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    return image.convert(mode)


def _saved(image: Image.Image, **options: Any) -> bytes:  # noqa: ANN401 (what Pillow takes)
    """Return the file of an image, without the metadata that Pillow remembers."""
    image.info, file = {}, io.BytesIO()
    image.save(file, **options)
    return file.getvalue()


def on_ground(png: bytes, ground: str, paint: str) -> bytes:
    """Return a picture of the size `SHARE_SIZE` with a shape in its middle, in one colour (`#rrggbb`) on another.

    Typst would need three times as long to draw the ground.
    """
    ends = list(zip(ImageColor.getrgb(ground), ImageColor.getrgb(paint), strict=True))
    with Image.open(io.BytesIO(png)) as shape:
        levels = shape.getchannel("A").point([round(value * (_STEPS - 1) / 255) for value in range(256)])
    image = Image.new("L", SHARE_SIZE)
    image.paste(levels, ((SHARE_SIZE[0] - levels.width) // 2, (SHARE_SIZE[1] - levels.height) // 2))
    colours = [round(low + (high - low) * step / (_STEPS - 1)) for step in range(_STEPS) for low, high in ends]
    image.putpalette(colours)
    return _saved(image, format="PNG", bits=4, compress_type=zlib.Z_RLE)  # no larger, in half the time
