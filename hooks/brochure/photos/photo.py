"""A photo that can be published, and the versions in which it is published."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

WIDTHS = (480, 800, 1200)
"""Pixels: a phone's width at one and at two pixels a point, and that of the text column on a dense screen."""
TALLEST = 4 * WIDTHS[-1]
"""Pixels; a strip is made narrower until it fits."""
SHARE_SIZE = (1200, 630)
"""Pixels: the shape to which services crop the picture of a shared page, after Open Graph's common use."""
LIMITS = {"megabytes": 30, "megapixels": 60, "alpha": 25}
"""More than any phone or camera makes. `alpha` is in megapixels; with an alpha channel they take more memory."""


class UnfitError(Exception):
    """A photo cannot be published; the text is the key of the message."""


class Version(NamedTuple):
    """One of the files of a photo, with its size in pixels; `cropped` for the photo's middle."""

    kind: Literal["avif", "jpg", "png"]
    width: int
    height: int
    cropped: bool = False


@dataclass(frozen=True)
class Photo:
    """A photo that can be published: the digest of its file, and its upright size in pixels."""

    digest: str
    width: int
    height: int
    transparent: bool

    @property
    def avif_versions(self) -> tuple[Version, ...]:
        """The photo as AVIF in each width, the narrowest first, up to the photo's own width."""
        widest = max(1, round(self.width * min(1, WIDTHS[-1] / self.width, TALLEST / self.height)))
        widths = [*(width for width in WIDTHS if width < widest), widest]
        heights = (min(TALLEST, max(1, round(self.height * width / self.width))) for width in widths)
        return tuple(Version("avif", width, height) for width, height in zip(widths, heights, strict=True))

    @property
    def fallback(self) -> Version:
        """The photo for browsers without AVIF, and for paper."""
        return self.avif_versions[-1]._replace(kind="png" if self.transparent else "jpg")

    @property
    def share_crop(self) -> Version | None:
        """The middle of the photo, for services that show a shared page. None unless the photo is wider than high."""
        if self.width <= self.height:
            return None
        scale = min(1, self.width / SHARE_SIZE[0], self.height / SHARE_SIZE[1])
        width, height = (max(1, round(most * scale)) for most in SHARE_SIZE)
        return Version("jpg", width, height, cropped=True)
