"""The pictures that pages show, as visitors get them. How a photo is made small is in `photos/`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from brochure.keeping import digest, keep, kept
from brochure.model.files import PICTURES, hashed
from brochure.model.picture import Drawing, Picture
from brochure.photos.photo import Photo, Version


@dataclass(frozen=True)
class Pictures:
    """Pictures by their names in the folder of pictures, and the files that they are published as."""

    shown: Mapping[str, Picture]
    files: Mapping[str, Path]
    """By published name, below the site's root."""

    def plain(self, name: str) -> Path:
        """The file of a picture that can be put on paper: a JPEG, a PNG where transparent, or the svg of a drawing.

        Raises `KeyError` if no page shows it.
        """
        return self.files[self.shown[name].src]


@dataclass(frozen=True)
class _Order:
    """A photo, and what is wanted of it."""

    photo: Photo
    file: Path
    room: Path
    """Where its versions are kept."""
    versions: Sequence[Version]

    def made(self) -> Mapping[Version, Path]:
        """The file of each version that is there."""
        found = ((version, kept(self.room, version.name)) for version in self.versions)
        return {version: path for version, path in found if path}

    def missing(self) -> Sequence[Version]:
        """What has to be made still."""
        made = self.made()
        return [version for version in self.versions if version not in made]

    def make(self) -> None:
        """Make what is missing, if the photo is there and still the one that was looked at."""
        from brochure.photos.encoding import encoded  # Pillow takes its time to load

        if digest(data := _read(self.file)) == self.photo.digest:
            for version, made in encoded(data, self.missing()):
                keep(self.room, version.name, made)


def publish(
    pictures: Mapping[str, Photo | Drawing],
    folder: Path,
    room: Path,
    tell: Callable[[int, int, str], None],
    *,
    shared: Collection[str] = (),
    whole: bool = True,
) -> Pictures:
    """Make what is published of the `pictures` in `folder`; a drawing is published as it is.

    Those that are shown where their page is `shared` are cut for that too. A preview does not need the `whole` of it:
    there a photo is one file. What is made is kept in `room`, and nothing is made twice; `tell` hears the number of a
    photo that is made now, how many there are to make, and its name. What has gone or changed since it was looked at,
    as can happen in a preview, is left out. Raises `OSError` if the disk has no room.
    """
    orders = {
        name: _Order(photo, folder / name, room / photo.digest, _versions(photo, shared=name in shared, whole=whole))
        for name, photo in pictures.items()
        if isinstance(photo, Photo)
    }
    due = {name: order for name, order in orders.items() if order.missing()}
    for number, (name, order) in enumerate(due.items(), 1):
        tell(number, len(due), name)
        order.make()
    shown: dict[str, Picture] = {}
    files: dict[str, Path] = {}
    for name, order in orders.items():
        if len(made := order.made()) == len(order.versions):
            uris = {version: _uri(name, version, path) for version, path in made.items()}
            shown[name] = _picture(order.photo, uris)
            files |= {uri: made[version] for version, uri in uris.items()}
    for name, picture in pictures.items():
        if isinstance(picture, Drawing) and (path := _drawn(picture, folder / name, room / picture.digest)):
            shown[name] = Picture(hashed(f"{PICTURES}/{name}", path.read_bytes()), picture.width, picture.height)
            files[shown[name].src] = path
    return Pictures(shown, files)


def _drawn(drawing: Drawing, file: Path, room: Path) -> Path | None:
    """What is kept of a drawing in its file, which is what was checked; None if that is there no longer."""
    if found := kept(room, "drawing.svg"):
        return found
    if digest(data := _read(file)) == drawing.digest:
        keep(room, "drawing.svg", data)
    return kept(room, "drawing.svg")


def _read(file: Path) -> bytes:
    """What is in a file; nothing if it is gone."""
    return file.read_bytes() if file.is_file() else b""


def _versions(photo: Photo, *, shared: bool, whole: bool) -> Sequence[Version]:
    return [photo.plain, *(photo.small if whole else ()), *([photo.shared] if whole and shared else ())]


def _uri(name: str, version: Version, path: Path) -> str:
    """The published name of a photo's version: `kuva.jpg` gives `pictures/kuva-480.1f8a09c2.avif`."""
    return hashed(f"{PICTURES}/{PurePosixPath(name).stem}-{version.label}.{version.kind}", path.read_bytes())


def _picture(photo: Photo, uris: Mapping[Version, str]) -> Picture:
    """What a page shows of a photo, of the versions that there are."""
    plain, shared = photo.plain, photo.shared
    return Picture(
        uris[plain],
        plain.width,
        plain.height,
        tuple((uris[version], version.width) for version in photo.small if version in uris),
        Picture(uris[shared], shared.width, shared.height) if shared in uris else None,
    )
