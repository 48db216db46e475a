"""The files of photos, from the cache or made once."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from brochure.cache import Cache, digest, recipe_of
from brochure.photos.photo import LIMITS, Photo, UnfitError, Version

_FACTS = re.compile(r"([1-9][0-9]{0,7}) ([1-9][0-9]{0,7}) ([01])|(?:animated|broken|huge)_picture|huge_alpha")
"""The width, height and transparency of a photo, or the key of a message."""


def look(data: bytes, results: Cache) -> Photo | str:
    """Return the photo with this content, or the key of the message that says why it cannot be published."""
    if len(data) > LIMITS["megabytes"] * 1_000_000:
        return "huge_picture"
    name = digest(data)
    text = results.get(recipe(), [name.encode()], partial(_facts, data)).read_text("ascii", "replace")
    match = _FACTS.fullmatch(text) or _FACTS.fullmatch(_facts(data).decode())
    assert match
    return Photo(name, int(match[1]), int(match[2]), match[3] == "1") if match[1] else match[0]


def files_of(
    photo: Photo, path: Path, versions: Iterable[Version], results: Cache, start: Callable[[], object]
) -> Mapping[Version, Path]:
    """Return the file of each version of a photo, and call `start` before the first that has to be made.

    Raises `UnfitError` if `path` does not contain the photo any more.
    """

    @cache
    def encoder() -> Callable[[Version], bytes]:
        from brochure.photos.image import encoded, opened  # Pillow takes long to import

        start()
        data = path.read_bytes() if path.is_file() else b""
        if digest(data) != photo.digest:
            raise UnfitError("picture_changed")
        return partial(encoded, opened(data))

    def file(version: Version) -> Path:
        return results.get(recipe(), [photo.digest.encode(), repr(version).encode()], lambda: encoder()(version))

    return {version: file(version) for version in versions}


def embedded(data: bytes, results: Cache) -> tuple[str, bytes]:
    """Return the format and the content of a photo inside a drawing, in its size and without metadata.

    Raises `UnfitError`.
    """
    found = _FACTS.fullmatch(_facts(data).decode())
    assert found
    if not found[1]:
        raise UnfitError(found[0])
    photo = Photo("", int(found[1]), int(found[2]), found[3] == "1")
    version = photo.plain._replace(width=photo.width, height=photo.height)

    def make() -> bytes:
        from brochure.photos.image import encoded, opened

        return encoded(opened(data), version)

    return version.kind.replace("jpg", "jpeg"), results.get(recipe(), [b"embedded", data], make).read_bytes()


def _facts(data: bytes) -> bytes:
    """Return the text that `_FACTS` matches, for the bytes of a file."""
    from brochure.photos.image import opened

    try:
        image = opened(data)
    except UnfitError as error:
        return str(error).encode()
    return f"{image.width} {image.height} {image.mode == 'RGBA':d}".encode()


@cache
def recipe() -> bytes:
    """Return the recipe of photos for the cache: this code and Pillow."""
    return recipe_of(sorted(Path(__file__).parent.glob("*.py")), "pillow")
