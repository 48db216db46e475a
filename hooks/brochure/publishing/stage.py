"""Replace the last site by the finished one in a single step, so that no visitor gets a partial site.

Linux exchanges two folders in one step. Elsewhere it takes two renames; if a build is killed between them, the next
build brings the last site back.
"""

import ctypes
import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from brochure.author.problems import ContentError, Problem
from brochure.publishing.last_site import foreign_names

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""Constants of renameat2(2)."""
_PREFIX = "brochure-"
_OURS = re.compile(rf"{_PREFIX}\w{{8}}(\.last)?")
"""The name of a folder of one build; `.last` is the last site while it is being replaced."""
_HOUR = 3600
"""Seconds after which a folder is taken for that of a build which was killed."""
_IN_USE_TIMEOUT, _PAUSE = 5, 0.1
"""Seconds in which a rename is tried again while another program uses the folder, and between two trials."""
_IN_USE = (errno.EACCES, errno.EPERM, errno.EBUSY)


class Stage:
    """A temporary folder in which one build makes the next site.

    It is in the system's temporary folder if that is on the site's disk: programs that sync the author's folder would
    upload an unfinished site. Otherwise it is next to the site.
    """

    def __init__(self, site: Path, known: Collection[str], language: str) -> None:
        """Make the folder, and delete those of builds that were killed; `known` as in `foreign_names`.

        Raises `ContentError` in the author's `language` if `site` is a link or contains what no build made. Raises
        `OSError` if the folder cannot be made.
        """
        self.site, self._known, self._language = site, known, language
        self._new, self._old = (site.with_name(f".{site.name}.{name}") for name in ("new", "old"))
        self._check()
        left = [path for parent in (self._new, self._old) for path in parent.glob(f"{_PREFIX}*")]
        left = [path for path in left if _OURS.fullmatch(path.name)]
        last = next((path for path in left if path.suffix), None)
        if last and not site.exists():
            last.rename(site)
        for path in left:
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _HOUR:
                    shutil.rmtree(path)
        site.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.gettempdir())
        if temporary.stat().st_dev != site.parent.stat().st_dev:
            self._new.mkdir(exist_ok=True)
            temporary = self._new
        self._folders = [Path(tempfile.mkdtemp(prefix=_PREFIX, dir=temporary))]
        self.folder = self._folders[0] / site.name
        self.folder.mkdir()  # inside, since only its owner can read a temporary folder

    def _check(self) -> None:
        """Raise `ContentError` if the site is a link or contains what no build made."""
        for path in (self.site, self._new, self._old):
            if path.is_symlink():
                raise self._refusal(path, "site_linked")
        if names := foreign_names(self.site, self._known) if self.site.exists() else ():
            sample = ", ".join(names[:5]) + ", ..." * (len(names) > 5)
            key = "no_sitemap" if names[0] in self._known else "not_a_site"
            raise self._refusal(self.site, key, names=sample)

    def publish(self) -> None:
        """Put the finished site in its place.

        If this fails, the last site stays. Raises `ContentError` if a build may not replace the folder any more, or if
        another program uses it for longer than syncing takes. Raises `OSError` if the move fails otherwise.
        """
        self._check()  # again, since a build takes a while
        if self.site.exists():
            self.folder.chmod(stat.S_IMODE(self.site.stat().st_mode))  # a web server may need it
        self._old.mkdir(exist_ok=True)
        new = self._old / self._folders[0].name
        self._folders.append(new)
        shutil.move(self.folder, new)  # copies if the disks differ after all
        if self.site.exists() and exchange(new, self.site):
            return
        last = new.with_suffix(".last")
        if self.site.exists():
            self._move(self.site, last)
        try:
            self._move(new, self.site)
        except (ContentError, OSError):
            if last.exists():
                self._move(last, self.site)
            raise
        self._folders.append(last)

    def _move(self, folder: Path, target: Path) -> None:
        """Rename a folder, and try again while another program uses it."""
        for _ in range(round(_IN_USE_TIMEOUT / _PAUSE)):
            try:
                folder.rename(target)
                return
            except OSError as error:
                if error.errno not in _IN_USE:
                    raise
            time.sleep(_PAUSE)
        raise self._refusal(self.site, "site_held")

    def _refusal(self, path: Path, key: str, **values: object) -> ContentError:
        return ContentError([Problem(path.as_posix(), key, values, line=0)], self._language)

    def clear(self) -> None:
        """Delete the folders of this build, and so the last site if it has been replaced."""
        for path in self._folders:
            shutil.rmtree(path, ignore_errors=True)
        for path in (self._new, self._old):
            with suppress(OSError):
                path.rmdir()


def exchange(first: Path, second: Path) -> bool:
    """Exchange two folders in one step. Return False if the system or the file system has no such step."""
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (AttributeError, TypeError):
        return False
    paths = (_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second))
    return bool(renameat2(*paths, _RENAME_EXCHANGE) == 0)
