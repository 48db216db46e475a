"""Publish the pictures that pages show. `photos/` converts the photos."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from brochure.cache import Cache
from brochure.model.files import PICTURES, hashed
from brochure.model.picture import Drawing, Picture
from brochure.photos.files import files_of
from brochure.photos.photo import Photo, UnfitError, Version


@dataclass(frozen=True)
class Pictures:
    """Pictures by their names in the author's folder, and their files by published address."""

    by_name: Mapping[str, Picture]
    files: Mapping[str, Path]

    def file_for_paper(self, name: str) -> Path:
        """Return the file of a picture for paper: jpg, png if transparent, or svg."""
        return self.files[self.by_name[name].src]


def publish(
    pictures: Mapping[str, Photo | Drawing],
    folder: Path,
    cache: Cache,
    report_progress: Callable[[int, int, str], object],
    *,
    with_crop: Collection[str] = (),
    is_build: bool = True,
) -> Pictures:
    """Publish the pictures in a folder; a drawing is not changed. Leave out a photo that has changed since its check.

    Wide photos `with_crop` are also cropped for shared pages. A preview, unlike a build, needs one file of a photo.
    Calls `report_progress` with the number of a photo that is not in the cache, the number of pictures, and its name.
    """
    by_name, files = dict[str, Picture](), dict[str, Path]()
    for number, (name, picture) in enumerate(pictures.items(), 1):
        if isinstance(picture, Drawing):
            by_name[name] = Picture(hashed(f"{PICTURES}/{name}", picture.content), picture.width, picture.height)
            files[by_name[name].src] = cache.get(b"drawing", [picture.content], partial(bytes, picture.content))
            continue
        crops = [picture.share_crop] if is_build and name in with_crop and picture.share_crop else []
        versions = [picture.fallback, *(picture.avif_versions if is_build else ()), *crops]
        with suppress(UnfitError):
            report = partial(report_progress, number, len(pictures), name)
            paths = files_of(picture, folder / name, versions, cache, report)
            fallback, *avif = (_published(name, *each) for each in paths.items())
            files |= zip((each.src for each in (fallback, *avif)), paths.values(), strict=True)
            crop = avif.pop() if crops else None
            by_name[name] = replace(fallback, sources=tuple((each.src, each.width) for each in avif), share_crop=crop)
    return Pictures(by_name, files)


def _published(name: str, version: Version, path: Path) -> Picture:
    """Return a version of a photo by its address: a part of `kuva.jpg` is `pictures/kuva-480.1f8a09c2.avif`."""
    uri = f"{PICTURES}/{PurePosixPath(name).stem}-{'share' if version.cropped else version.width}.{version.kind}"
    return Picture(hashed(uri, path.read_bytes()), version.width, version.height)
