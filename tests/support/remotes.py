"""A server's folder that is one on this disk, with whatever a server may do wrong."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from brochure.publishing.upload.remote import RefusedError, Remote, UploadError


class Folder(Remote):
    """A `Remote` over a folder. It counts its operations, and is lost at one of them."""

    def __init__(self, folder: Path, cut: int = 10**9, *, replaces: bool = True) -> None:
        """Begin with a folder. Operation number `cut` is done by half. Only if it `replaces` can a rename do that."""
        self.folder, self._cut, self._replaces = folder, cut, replaces
        self.done: list[tuple[str, ...]] = []

    def _count(self, *operation: str, half: Callable[[], object] = lambda: None) -> None:
        self.done.append(operation)
        if len(self.done) >= self._cut:
            if len(self.done) == self._cut:
                half()
            raise UploadError("server", "publish_lost")

    @property
    def changes(self) -> list[tuple[str, ...]]:
        """The operations that are no mere reading."""
        return [each for each in self.done if each[0] not in ("entries", "read", "modified")]

    def log_in(self, *_: str) -> None:
        """Do nothing."""

    def entries(self, folder: str) -> Mapping[str, int | None]:
        """List a folder."""
        self._count("entries", folder)
        if not (self.folder / folder).is_dir():
            return {}
        return {path.name: None if path.is_dir() else path.stat().st_size for path in (self.folder / folder).iterdir()}

    def read(self, path: str) -> bytes | None:
        """Read a file."""
        self._count("read", path)
        return (self.folder / path).read_bytes() if (self.folder / path).is_file() else None

    def write(self, path: str, content: bytes) -> None:
        """Write a file, or half of it when the connection is lost."""
        self._count("write", path, half=lambda: (self.folder / path).write_bytes(content[: len(content) // 2]))
        (self.folder / path).write_bytes(content)

    def modified(self, path: str) -> float:
        """Return a file's time."""
        self._count("modified", path)
        try:
            return (self.folder / path).stat().st_mtime
        except OSError as error:
            raise RefusedError(path, error.strerror) from None

    def change(self, operation: str, *paths: str) -> None:
        """Make a change."""
        self._count(operation, *paths)
        acts: dict[str, Callable[..., None]] = {
            "rename": self._rename,
            "replace": os.replace if self._replaces else self._rename,
            "delete": os.remove,
            "mkdir": os.mkdir,
            "rmdir": os.rmdir,
        }
        try:
            acts[operation](*(self.folder / path for path in paths))
        except OSError as error:
            raise RefusedError(paths[-1], error.strerror) from None

    @staticmethod
    def _rename(old: Path, new: Path) -> None:
        if new.exists():
            raise FileExistsError
        old.rename(new)

    def close(self) -> None:
        """Do nothing."""


def filled(folder: Path, files: Mapping[str, str]) -> Path:
    """Return a folder with exactly these files."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder
