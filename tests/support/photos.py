"""Photos as phones, cameras and programs make them, drawn in the moment they are asked for."""

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageCms, ImageDraw

SECRET = b"Somebody's garden"
"""What stands in each photo's metadata, and nowhere else."""


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture whose upper left quarter is red and the rest a slope of greys, so that it is known upright."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(200, 30, 30))
    return image.convert(mode)


def photo(width: int = 640, height: int = 480, kind: str = "JPEG", turned: int = 1, **options: Any) -> bytes:  # noqa: ANN401 (whatever Pillow takes)
    """A photo with a phone's metadata: where it was taken, what it was taken with, a remark, a profile of colours.

    `turned` is EXIF's orientation: 6 is that of a phone held upright, whose picture lies on its left side in the file.
    """
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x0110] = turned, SECRET.decode(), SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 10.0, 15.0), 3: "E", 4: (24.0, 56.0, 15.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    about = {"exif": exif, "icc_profile": profile, "comment": SECRET, "xmp": xmp}
    return file_of(drawn(width, height), kind, **{**about, **options})


def file_of(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 (whatever Pillow takes)
    """The file of a picture."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


JPEG = photo(40, 30)


def moving(kind: str, frames: Sequence[str] = ("red", "blue")) -> bytes:
    """A picture that moves."""
    first, *others = (Image.new("RGB", (40, 30), colour) for colour in frames)
    return file_of(first, kind, save_all=True, append_images=others, duration=100)
