"""How the preview hears of an edit: from the system, at once, where MkDocs would look at every file twice a second."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from watchdog import events
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

QUIET = 0.02
"""Seconds without a further event after which an edit is whole; a program writes a file in several steps."""
_CHANGES: list[type[events.FileSystemEvent]] = [
    *(events.FileClosedEvent, events.FileCreatedEvent, events.FileDeletedEvent),
    *(events.FileModifiedEvent, events.FileMovedEvent),
]
"""Not that a file is opened: a build opens each."""
_SHARED = ("9p", "cifs", "drvfs", "fuse", "nfs", "smb", "vboxsf", "virtiofs")
"""Kinds of disk, by the beginning of Linux' name for them, that others write to without a word to this system."""
_MOUNTS = Path("/proc/self/mounts")


class _Changes(Observer):  # type: ignore[misc, valid-type]
    """Tells of changes alone. Which class it is made from depends on the system."""

    def schedule(
        self,
        event_handler: events.FileSystemEventHandler,
        path: str,
        *,
        recursive: bool = False,
        event_filter: list[type[events.FileSystemEvent]] | None = None,
    ) -> ObservedWatch:
        """Watch a file or a folder."""
        watch: ObservedWatch = super().schedule(
            event_handler, path, recursive=recursive, event_filter=event_filter or _CHANGES
        )
        return watch


def observer(paths: Sequence[Path]) -> BaseObserver | None:
    """What hears of each change of files and below folders from the system; None if the system does not tell of all."""
    kinds = disks(_MOUNTS.read_text(encoding="utf-8", errors="replace")) if _MOUNTS.exists() else {}
    shared = any(is_shared(path, kinds) for path in paths)
    return None if Observer is PollingObserver or shared or not _has_room(paths) else _Changes()


def _has_room(paths: Iterable[Path]) -> bool:
    """Whether the system can watch so many folders more."""
    with suppress(OSError):
        trial = _Changes()
        try:
            for path in paths:
                trial.schedule(events.FileSystemEventHandler(), str(path), recursive=True)
            trial.start()
            return True
        finally:
            trial.stop()
    return False


def disks(mounts: str) -> Mapping[Path, str]:
    """The kind of disk at each place where one is, from Linux' list of them (proc_pid_mounts(5))."""
    fields = (line.split() for line in mounts.splitlines())
    return {Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), place)): kind for _, place, kind, *_ in fields}


def is_shared(path: Path, kinds: Mapping[Path, str]) -> bool:
    """Whether a path is on a disk that others write to."""
    path = path.resolve()
    kind = next((kinds[place] for place in (path, *path.parents) if place in kinds), "")
    return kind.startswith(_SHARED)
