"""How a photo is published: small, in the colours of every screen, and without a word of where it was taken.

Pillow is pinned, since encoders' bytes change with their versions; and they have one thread, since AVIF's change with
the number of those. Measured with photos: at quality 58 AVIF is 40 to 45 % smaller than a JPEG that looks like it.
"""

import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from PIL import Image, ImageCms, ImageOps

from brochure.photos.opening import is_transparent, opened
from brochure.photos.photo import Version

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "avif": {"format": "AVIF", "quality": 58, "speed": 8, "max_threads": 1},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
    "png": {"format": "PNG", "optimize": True},
}
_SIXTEEN_BITS = 257
"""How many of 16 bits' shades of grey are one of 8 bits'."""


def encoded(data: bytes, versions: Collection[Version]) -> Iterator[tuple[Version, bytes]]:
    """Make versions of the photo in a file's bytes. Raises `UnfitError` if it is none that can be published."""
    image = opened(data)
    profile, transparent = image.info.get("icc_profile"), is_transparent(image)
    image = _resizable(image, transparent=transparent)
    for version in versions:
        size = (version.width, version.height)
        fitted = ImageOps.fit(image, size, Image.Resampling.LANCZOS) if version.cut else _resized(image, size)
        yield version, _saved(_in_srgb(fitted, profile), version)


def _resizable(image: Image.Image, *, transparent: bool) -> Image.Image:
    """The picture with a value for each pixel's colour, so that what is between two of them can be computed."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda shade: shade * (1 / _SIXTEEN_BITS)).convert("L")
    if transparent:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("L" if image.mode in ("1", "LA") else "RGB")


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in the colours that a browser takes it to have if nothing is said of them."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    result = (profile and _converted(colours, profile)) or colours.convert("RGB")
    if alpha:
        result.putalpha(alpha)
    return result


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture's colours by its own profile; None if that is broken or another picture's."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _saved(image: Image.Image, version: Version) -> bytes:
    """The file of a version: pixels, and nothing else that the photo's file has said."""
    if image.mode == "RGBA" and version.kind == "jpg":
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    image.info = {}
    file = io.BytesIO()
    image.save(file, **_FORMATS[version.kind])
    return file.getvalue()
