"""The published files of photos, from the cache or newly encoded."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from brochure.cache import Cache, digest, recipe_of
from brochure.photos.photo import LIMITS, Photo, UnfitError, Version

if TYPE_CHECKING:
    from PIL.Image import Image

_RECIPE = recipe_of(sorted(Path(__file__).parent.glob("*.py")), "pillow")


def inspect(data: bytes, results: Cache) -> Photo | str:
    """Return the photo with this content, or the key of the message that says why it cannot be published."""
    if len(data) > LIMITS["megabytes"] * 1_000_000:
        return "huge_picture"

    def facts() -> bytes:
        from brochure.photos.image import opened  # Pillow takes a fiftieth of a build to import

        try:
            image = opened(data)
        except UnfitError as error:
            return json.dumps(str(error)).encode()
        return json.dumps([image.width, image.height, image.mode == "RGBA"]).encode()

    name = digest(data)
    known = json.loads(results.get(_RECIPE, [name.encode()], facts).read_bytes())
    return Photo(name, *known) if isinstance(known, list) else str(known)


def files_of(
    photo: Photo, path: Path, versions: Iterable[Version], results: Cache, report_progress: Callable[[], object]
) -> Mapping[Version, Path]:
    """Return the file of each version of a photo. Calls `report_progress` before it makes the first one.

    Raises `UnfitError` if `path` does not contain the photo any more.
    """

    @cache
    def image() -> "Image":
        from brochure.photos.image import opened

        report_progress()
        data = path.read_bytes() if path.is_file() else b""
        if digest(data) != photo.digest:
            raise UnfitError("picture_changed")
        return opened(data)

    def result(version: Version) -> bytes:
        from brochure.photos.image import encoded

        return encoded(image(), version)

    def file(version: Version) -> Path:
        inputs = [photo.digest.encode(), repr(version).encode()]
        return results.get(_RECIPE, inputs, partial(result, version))

    return {version: file(version) for version in versions}


def embedded(data: bytes, results: Cache) -> tuple[str, bytes]:
    """Return the format and the content of a photo in a drawing, without its metadata. Raises `UnfitError`."""

    def make() -> bytes:
        from brochure.photos.image import encoded, opened

        image = opened(data)
        return encoded(image, Version("png" if image.mode == "RGBA" else "jpg", image.width, image.height))

    content = results.get(_RECIPE, [b"embedded", data], make).read_bytes()
    return "png" if content.startswith(b"\x89PNG") else "jpeg", content
