"""The next site is made aside and takes the place of the last one in one step, so that nobody meets half of it.

Linux has such a step; elsewhere there are two, and between them, for an instant, there is no site.
"""

import ctypes
import errno
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Constants of renameat2(2)."""


class Stage:
    """A folder of its own beside the site, on the same disk; each build has another, so two never meet."""

    def __init__(self, site: Path) -> None:
        """Make the folder; `site` is where the site will be. Raises `OSError` if it cannot be there."""
        self.site = site.resolve()
        if self.site.exists() and not self.site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.site))
        self._room = self.site.with_name(f".{self.site.name}.new")
        self.folder = self._room / secrets.token_hex(4)
        self._lock = _lock(self.folder)
        self._room.mkdir(exist_ok=True)
        self._lock.acquire()
        self.folder.mkdir()
        self._clear_left()

    def publish(self) -> None:
        """Put what is in the folder in the site's place, whole. Raises `OSError`, and then the last site stays."""
        if not self.site.exists():
            self.folder.rename(self.site)
            return
        self._belong()
        if not exchange(self.folder, self.site):
            self._replace()

    def _belong(self) -> None:
        """Give the folder the owner and the mode of the last site's, which a web server may count on."""
        last = self.site.stat()
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(self.folder, last.st_uid, last.st_gid)
        self.folder.chmod(last.st_mode & 0o7777)

    def _replace(self) -> None:
        """The same in two steps, for systems that cannot do it in one."""
        old = _old(self.folder)
        self.site.rename(old)
        try:
            self.folder.rename(self.site)
        except OSError:
            old.rename(self.site)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def clear(self) -> None:
        """Take away what is in the folder now, and the room if no other build is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)
        with suppress(OSError):
            self._room.rmdir()

    def _clear_left(self) -> None:
        """Take away what builds that were killed have left: the system lets go of a lock when its holder ends.

        If one was killed between the two steps, the last site comes back first.
        """
        for path in {path.with_suffix("") for path in self._room.iterdir()} - {self.folder}:
            lock = _lock(path)
            with suppress(Timeout, OSError), lock.acquire(blocking=False):
                old = _old(path)
                if old.exists() and not self.site.exists():
                    old.rename(self.site)
                for left in (path, old):
                    shutil.rmtree(left, ignore_errors=True)
                Path(lock.lock_file).unlink(missing_ok=True)


def _old(folder: Path) -> Path:
    """Where the last site waits for an instant, if it takes two steps to replace it."""
    return folder.with_suffix(".old")


def _lock(folder: Path) -> FileLock:
    """What a build holds while it works in a folder."""
    return FileLock(folder.with_suffix(".lock"))


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk's format has no such step."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, TypeError):
        return False
    paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return bool(renameat2(*paths, _RENAME_EXCHANGE) == 0)
