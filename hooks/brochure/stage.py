"""The next site is made aside and takes the place of the last one in one step, so that nobody meets half of it.

Linux has such a step; elsewhere there are two, and between them, for an instant, there is no site.
"""

import ctypes
import errno
import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Constants of renameat2(2)."""
_LEFT = 3600
"""Seconds after which no build goes on any more, so that what one has left can go."""


class Stage:
    """A folder of its own beside the site, on the same disk; each build has another, so two never meet."""

    def __init__(self, site: Path) -> None:
        """Make the folder; `site` is where the site will stand. Raises `OSError` if it cannot stand there."""
        self.site = site.resolve()
        if self.site.exists() and not self.site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.site))
        self._room = self.site.with_name(f".{self.site.name}.new")
        self.folder = self._room / secrets.token_hex(4)
        self.folder.mkdir(parents=True)

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
        old = self.folder.with_name(f"{self.folder.name}.old")
        self.site.rename(old)
        try:
            self.folder.rename(self.site)
        except OSError:
            old.rename(self.site)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def clear(self) -> None:
        """Take away what stands in the folder now, and what a build that was killed has left."""
        with suppress(FileNotFoundError):
            for path in self._room.iterdir():
                if path == self.folder or path.stat().st_mtime < time.time() - _LEFT:
                    shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            self._room.rmdir()


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or the disk's format has no such step."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, TypeError):
        return False
    paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return bool(renameat2(*paths, _RENAME_EXCHANGE) == 0)
