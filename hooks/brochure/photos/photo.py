"""A photo that can be published, and the files that it is published as."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal, NamedTuple

from brochure.cache import Cache, digest, recipe_of

WIDTHS = (480, 800, 1200)
"""Pixels: a phone's width at one and at two pixels a point, and that of the text column on a dense screen."""
TALLEST = 4 * WIDTHS[-1]
"""Pixels; a strip is made narrower until it fits."""
SHARED = (1200, 630)
"""Pixels: the shape to which services crop the picture of a shared page, after Open Graph's common use."""
LIMITS = {"megabytes": 30, "megapixels": 60, "alpha": 25}
"""More than any phone or camera makes. `alpha` is in megapixels; with an alpha channel they take more memory."""
_FACTS = re.compile(r"([1-9][0-9]{0,7}) ([1-9][0-9]{0,7}) ([01])|(?:animated|broken|huge)_picture|huge_alpha")
"""The width, height and transparency of a photo, or the key of a message."""


class UnfitError(Exception):
    """A photo cannot be published; the text is the key of the message."""


class Version(NamedTuple):
    """One of the files of a photo: the end of its name, and its size in pixels; `cropped` for the photo's middle."""

    label: str
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
    def small(self) -> tuple[Version, ...]:
        """The photo as AVIF in each width, the narrowest first; none is wider than the photo."""
        widest = max(1, round(self.width * min(1, WIDTHS[-1] / self.width, TALLEST / self.height)))
        widths = [*(width for width in WIDTHS if width < widest), widest]
        heights = (min(TALLEST, max(1, round(self.height * width / self.width))) for width in widths)
        return tuple(Version(str(width), "avif", width, height) for width, height in zip(widths, heights, strict=True))

    @property
    def plain(self) -> Version:
        """The photo for browsers without AVIF, and for paper."""
        return self.small[-1]._replace(kind="png" if self.transparent else "jpg")

    @property
    def shared(self) -> Version:
        """The middle of the photo, for services that show a shared page."""
        scale = min(1, self.width / SHARED[0], self.height / SHARED[1])
        width, height = (max(1, round(most * scale)) for most in SHARED)
        return Version("share", "jpg", width, height, cropped=True)

    def files(
        self, path: Path, versions: Iterable[Version], results: Cache, start: Callable[[], object]
    ) -> Mapping[Version, Path]:
        """Return the file of each version, and call `start` before the first that has to be made.

        Raises `UnfitError` if `path` does not contain this photo any more.
        """

        @cache
        def encoder() -> Callable[[Version], bytes]:
            from brochure.photos.encoding import encoded  # Pillow takes long to import
            from brochure.photos.opening import opened

            start()
            data = path.read_bytes() if path.is_file() else b""
            if digest(data) != self.digest:
                raise UnfitError("picture_changed")
            return partial(encoded, opened(data))

        def file(version: Version) -> Path:
            return results.get(recipe(), [self.digest.encode(), repr(version).encode()], lambda: encoder()(version))

        return {version: file(version) for version in versions}


def look(path: Path, results: Cache) -> Photo | str:
    """Return the photo in a file, or the key of the message that says why it cannot be published.

    Raises `OSError` if the file cannot be read.
    """
    if path.stat().st_size > LIMITS["megabytes"] * 1_000_000:
        return "huge_picture"
    data = path.read_bytes()
    name = digest(data)
    text = results.get(recipe(), [name.encode()], partial(_facts, data)).read_text("ascii", "replace")
    match = _FACTS.fullmatch(text) or _FACTS.fullmatch(_facts(data).decode())
    assert match
    return Photo(name, int(match[1]), int(match[2]), match[3] == "1") if match[1] else match[0]


def _facts(data: bytes) -> bytes:
    """Return what `_FACTS` describes."""
    from brochure.photos.opening import opened

    try:
        image = opened(data)
    except UnfitError as error:
        return str(error).encode()
    return f"{image.width} {image.height} {image.mode == 'RGBA':d}".encode()


@cache
def recipe() -> bytes:
    """Return the recipe of photos for the cache: this code and Pillow."""
    return recipe_of(sorted(Path(__file__).parent.glob("*.py")), "pillow")
