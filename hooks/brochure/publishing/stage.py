"""Swap the finished site with the last one, so that nobody ever meets half a site.

Linux exchanges two folders in one step. Elsewhere it takes two renames; if a build is killed between them, the next
build brings the last site back.
"""

import ctypes
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from brochure.author.problems import ContentError, Problem
from brochure.publishing.last_site import strangers

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Constants of renameat2(2)."""
_MADE = re.compile(r"[0-9a-f]{8}(\.old)?")
"""The name of a stage's folder, or of the last site while it is being replaced."""
_HOUR = 3600
"""Seconds after which a folder is taken for that of a build which was killed."""
MAX_NAMES = 5
"""The most names in a message."""


class Stage:
    """A folder for the next site, next to the last one and so on the same disk. Each build has its own."""

    def __init__(self, site: Path, known: Collection[str], language: str) -> None:
        """Make the folder, and delete those of builds that were killed; `known` as in `strangers`.

        Raises `ContentError` in the author's `language` if `site` is a link or contains what no build made. Raises
        `OSError` if the folder cannot be made.
        """
        self.site = site
        self._parent = site.with_name(f".{site.name}.new")
        for path in (site, self._parent):
            if path.is_symlink():
                raise ContentError([Problem(path.as_posix(), "site_linked", line=0)], language)
        folders = (path for path in self._parent.glob("*") if path.is_dir() and not path.is_symlink())
        left = [path for path in folders if _MADE.fullmatch(path.name)]
        last = next((path for path in left if path.suffix), None)
        if last and not site.exists():
            last.rename(site)
        if names := strangers(site, known) if site.exists() else ():
            values = {"names": ", ".join([*names[:MAX_NAMES], *(["..."] if len(names) > MAX_NAMES else [])])}
            raise ContentError([Problem(site.as_posix(), "not_a_site", values, line=0)], language)
        for path in left:
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _HOUR:
                    shutil.rmtree(path)
        self.folder = self._parent / secrets.token_hex(4)
        self.folder.mkdir(parents=True)

    def publish(self) -> None:
        """Put the finished site in its place. Raises `OSError` if that fails; then the last site stays."""
        if not self.site.exists():
            self.folder.rename(self.site)
            return
        self.folder.chmod(stat.S_IMODE(self.site.stat().st_mode))  # a web server may count on it
        if exchange(self.folder, self.site):
            return
        old = self.folder.with_suffix(".old")
        self.site.rename(old)
        try:
            self.folder.rename(self.site)
        except OSError:
            old.rename(self.site)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def clear(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self._parent.rmdir()


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step. Return False if the system or the file system has no such step."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, TypeError):
        return False
    paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return bool(renameat2(*paths, _RENAME_EXCHANGE) == 0)
