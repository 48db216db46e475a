"""What is known of a photo once it has been looked at, and the files that it is published as."""

import functools
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from brochure.keeping import digest, keep, kept

WIDTHS = (480, 800, 1200)
"""Pixels: a phone's width at one and at two pixels a point, and that of the text column on a dense screen."""
TALLEST = 4 * WIDTHS[-1]
"""Pixels; a strip is made narrower until it fits."""
SHARED = (1200, 630)
"""Pixels: what services that show a shared page cut a picture to, after Open Graph's common use."""
MAX_MEGABYTES, MAX_MEGAPIXELS = 30, 60
"""More than any phone or camera makes; what is larger would fill the memory before it could be made smaller."""
LIMITS = {"megabytes": MAX_MEGABYTES, "megapixels": MAX_MEGAPIXELS}


@dataclass(frozen=True)
class Version:
    """One of the files that a photo is published as."""

    label: str
    """What sets it apart in the published name."""
    kind: Literal["avif", "jpg", "png"]
    width: int
    """Pixels, and so the height."""
    height: int
    cut: bool = False
    """Whether it is the photo's middle, cut to the shape of its size."""

    @property
    def name(self) -> str:
        """The name that it is kept under."""
        return f"{self.label}.{self.kind}"


@dataclass(frozen=True)
class Photo:
    """A photo that can be published."""

    digest: str
    """Of the file, in hexadecimal digits."""
    width: int
    """Pixels of the upright photo, and so the height."""
    height: int
    transparent: bool
    """Whether anything shines through it."""

    @property
    def small(self) -> tuple[Version, ...]:
        """The photo as AVIF in each width, the narrowest first; none is wider than the photo."""
        widest = max(1, round(self.width * min(1, WIDTHS[-1] / self.width, TALLEST / self.height)))
        widths = [*(width for width in WIDTHS if width < widest), widest]
        heights = (min(TALLEST, max(1, round(self.height * width / self.width))) for width in widths)
        return tuple(Version(str(width), "avif", width, height) for width, height in zip(widths, heights, strict=True))

    @property
    def plain(self) -> Version:
        """The photo for a browser that does not know AVIF, and for paper."""
        widest = self.small[-1]
        return Version(widest.label, "png" if self.transparent else "jpg", widest.width, widest.height)

    @property
    def shared(self) -> Version:
        """The photo's middle, for those who share a page."""
        scale = min(1, *(mine / most for mine, most in zip((self.width, self.height), SHARED, strict=True)))
        width, height = (max(1, round(most * scale)) for most in SHARED)
        return Version("share", "jpg", width, height, cut=True)


def look(path: Path, room: Path | None = None) -> Photo | str:
    """The photo in a file, or the key of the message about what keeps it from being published.

    What is found is kept in `room`, if there is one, so that nothing is looked at twice. Raises `OSError` if the file
    cannot be read.
    """
    stat = path.stat()
    if stat.st_size > MAX_MEGABYTES * 1_000_000:
        return "huge_picture"
    name = _digest(path, stat.st_size, stat.st_mtime_ns)
    if room and (file := kept(room / name, "photo.json")):
        told = json.loads(file.read_bytes())
        return Photo(**told) if isinstance(told, dict) else str(told)
    data = path.read_bytes()
    name = digest(data)
    found = _found(data, name)
    if room:
        told = asdict(found) if isinstance(found, Photo) else found
        keep(room / name, "photo.json", json.dumps(told).encode())
    return found


@functools.cache
def _digest(path: Path, size: int, changed: int) -> str:  # noqa: ARG001 (a file that has changed is read again)
    return digest(path.read_bytes())


def _found(data: bytes, name: str) -> Photo | str:
    from brochure.photos.opening import UnfitError, is_transparent, opened  # Pillow takes its time to load

    try:
        image = opened(data)
    except UnfitError as unfit:
        return unfit.key
    return Photo(name, *image.size, is_transparent(image))
