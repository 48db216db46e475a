"""Compare a built site with the server, and send what has changed.

Hashed files come first, then pages, then the rules for Apache; then old files are deleted. The list is written before
the first file, with all old and new names, and again at the end: a later run ends what was cut at any point. In between
it is written with the digests of the files that have been sent, so that only the rest is sent then.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from brochure.model.files import HASHED
from brochure.publishing.upload.manifest import LIST, Manifest, Stamp, stamps
from brochure.publishing.upload.remote import Entry, Question, RefusedError, Remote, Unagreed, UploadError

HTACCESS = ".htaccess"
LOCK, _CLOCK = "brochure.lock", "brochure.now"
"""Folders. Some servers list no hidden ones."""
_ALIVE = "alive"
"""A folder in the lock, made for a moment as a sign of life."""
STALE, _PULSE = 600, 60
"""Seconds until a lock is taken over, and between two signs of life."""
_SAVED = 10
"""Seconds until the list is written again."""
_YEAR = 366 * 24 * 60 * 60
"""Seconds. Some servers name no year."""
_MOST_NAMES = 10
"""The most names in a question."""
_KINDS = {
    "page": r".*\.html",
    "pdf": r".*\.pdf",
    "picture": r"(pictures/.*|assets/.*\.(png|jpg|svg|webp|avif))",
    "other": ".*",
}
Progress = Callable[[int, int, str], None]
"""Called with the number of finished files, the number of all, and the path of the next one."""


@dataclass(frozen=True)
class BuiltSite:
    """A site that has been built, to be published."""

    folder: Path
    address: str
    htaccess: bool = True
    """False if the host refuses our rules for Apache."""

    @cached_property
    def files(self) -> Mapping[str, Stamp]:
        """The stamps of the files to publish, by their paths."""
        return {path: stamp for path, stamp in stamps(self.folder).items() if self.htaccess or path != HTACCESS}

    def content(self, path: str) -> bytes:
        """Return the content of a file."""
        return (self.folder / path).read_bytes()


@dataclass(frozen=True)
class Plan:
    """The difference between a built site and the server."""

    changed: Sequence[str]
    """The paths of the files to send, in their order."""
    deleted: Sequence[str]
    """The paths of the files to delete."""
    questions: Sequence[Question]
    listed: Manifest | None
    """The list on the server; None at the first publication."""
    rules: bytes | None
    """The server's `.htaccess`."""
    foreign: bool
    """True if that is not ours."""
    there: Mapping[str, Entry]
    """The files on the server, in the folders of the site."""

    def counts(self) -> Mapping[str, int]:
        """Return the numbers of changed pages, PDFs, pictures and other files, and of deleted files, if above 0."""
        kinds = [next(kind for kind, names in _KINDS.items() if re.fullmatch(names, path)) for path in self.changed]
        numbers = {kind: kinds.count(kind) for kind in _KINDS} | {"deleted": len(self.deleted)}
        return {kind: number for kind, number in numbers.items() if number}


@dataclass(frozen=True)
class Sent:
    """A publication that is complete."""

    plan: Plan
    """The changes, all made now."""
    took_over: bool
    """True if an old lock was taken over."""
    gaps: bool
    """True if the server renames no file over another one, so that each page was missing for a moment."""


def prepare(remote: Remote, site: BuiltSite) -> Plan:
    """Compare a site with the server, changing nothing there. Raises `UploadError`."""
    listed, rules, there = _listed(remote), remote.read(HTACCESS), dict[str, Entry]()
    old, new = listed.files if listed else {}, site.files
    for folder in ("", *_folders([*old, *new])):
        if not folder or (folder in there and there[folder].size is None):
            there |= {f"{folder}/{name}".lstrip("/"): entry for name, entry in remote.entries(folder).items()}

    def differs(path: str) -> bool:
        if path == HTACCESS:
            return rules != site.content(path)
        same = old.get(path) == new[path] or re.search(HASHED, f"/{path}")
        return not same or path not in there or there[path].size != new[path].size

    foreign = rules is not None and not rules.startswith(site.content(HTACCESS).partition(b".")[0])
    gone = [path for path in old if path not in new and (path in there if path != HTACCESS else rules and not foreign)]
    changed = sorted(filter(differs, new), key=_rank)
    unfinished = {f"{path}.new" for path in old if path not in changed} & there.keys() - new.keys()
    questions = []
    if listed and listed.address != site.address:
        questions.append(Question("publish_other_site", f"{listed.address} → {site.address}"))
    fresh = [name for path in new if path not in old and path != HTACCESS for name in (path, f"{path}.new")]
    if strangers := [path for path in fresh if path in there]:
        named = [*strangers[:_MOST_NAMES], *(["..."] if len(strangers) > _MOST_NAMES else [])]
        questions.append(Question("publish_files_there", ", ".join(named)))
    if rules is not None and foreign and HTACCESS in new:
        questions.append(Question("publish_other_rules", rules.decode(errors="replace")))
    deleted = sorted([*gone, *unfinished], key=_rank, reverse=True)  # a page before the files that it uses
    return Plan(changed, deleted, questions, listed, rules, foreign, there)


def _listed(remote: Remote) -> Manifest | None:
    """Return the list on the server.

    A cut may leave only the list that was to replace it, or at the first publication half of that.
    """
    for name in (LIST, f"{LIST}.new"):
        if (content := remote.read(name)) is not None:
            try:
                return Manifest.model_validate_json(content)
            except ValidationError as error:
                if name == LIST:
                    reason = ": ".join(map(str, error.errors()[0]["loc"][:2])) or "JSON"
                    raise UploadError(name, "publish_list", reason=reason) from None
    return None


def _folders(paths: Iterable[str]) -> list[str]:
    """Return all folders that some paths are in, each before those in it, without their root."""
    return sorted({str(each) for path in paths for each in PurePosixPath(path).parents} - {"."})


def _rank(path: str) -> tuple[bool, bool, bool, bool, str]:
    """Return the place of a file in the order: those with a digest in their names first, `.htaccess` last."""
    hashed = re.search(HASHED, f"/{path}")
    return (path == HTACCESS, path == "index.html", path.endswith(".html"), not hashed, path)


def send(remote: Remote, site: BuiltSite, agreed: Collection[Question], progress: Progress) -> Sent:
    """Publish a site on the server.

    Raises `Unagreed` before anything is sent, if there is a question that is not `agreed`, and `UploadError`.
    """
    took_over = _lock(remote, agreed)
    try:
        plan = prepare(remote, site)
        if unanswered := [question for question in plan.questions if question not in agreed]:
            raise Unagreed(*unanswered)
        gaps = _Sender(remote).send(site, plan, progress)
    finally:
        with suppress(UploadError):
            remote.change("rmdir", LOCK)
    return Sent(plan, took_over, gaps)


def restore(remote: Remote, rules: bytes | None) -> None:
    """Put the server's last `.htaccess` back, or delete ours if there was none. Raises `UploadError`."""
    if rules is None:
        remote.change("delete", HTACCESS)
    else:
        _Sender(remote).put(HTACCESS, rules)


def _lock(remote: Remote, agreed: Collection[Question]) -> bool:
    """Lock the server's folder. Return True if an older lock was taken over.

    The server's own clock is read from a folder that is made for that. If neither folder can be made, there is no lock,
    and the author may not write there.
    """
    try:
        remote.change("mkdir", LOCK)
    except RefusedError as refused:
        with suppress(RefusedError):  # one that a cut has left
            remote.change("rmdir", _CLOCK)
        try:
            remote.change("mkdir", _CLOCK)
        except RefusedError:
            raise refused from None
        top = remote.entries("")
        remote.change("rmdir", _CLOCK)
        age = (top[_CLOCK].modified - top[LOCK].modified) % _YEAR if {LOCK, _CLOCK} <= top.keys() else 0
        if age < STALE and (question := Question("publish_busy")) not in agreed:
            raise Unagreed(question) from None
        for path in (f"{LOCK}/{_ALIVE}", LOCK):
            with suppress(RefusedError):
                remote.change("rmdir", path)
        remote.change("mkdir", LOCK)
        return True
    return False


class _Sender:
    """Makes the changes of a plan on the server, and remembers if a page was missing for a moment."""

    def __init__(self, remote: Remote) -> None:
        self._remote, self._gaps, self._seen = remote, False, time.monotonic()

    def put(self, path: str, content: bytes) -> None:
        """Replace a file in one step, or in two if the server cannot do that."""
        self._remote.write(f"{path}.new", content)
        try:
            self._remote.change("rename", f"{path}.new", path)
        except RefusedError:
            self._remote.change("delete", path)
            self._remote.change("rename", f"{path}.new", path)
            self._gaps |= path.endswith(".html")
        if time.monotonic() - self._seen > _PULSE:
            self._remote.change("mkdir", f"{LOCK}/{_ALIVE}")  # the lock's time is now
            self._remote.change("rmdir", f"{LOCK}/{_ALIVE}")
            self._seen = time.monotonic()

    def send(self, site: BuiltSite, plan: Plan, progress: Progress) -> bool:
        """Make the changes of a plan. Return True if a file was missing for a moment."""
        old, new = plan.listed.files if plan.listed else {}, site.files
        final = Manifest(address=site.address, files=dict(new))
        if final == plan.listed and not (plan.changed or plan.deleted or f"{LIST}.new" in plan.there):
            return False
        uncertain = {*plan.changed, *(path for path in old if path not in new)}
        files = {path: Stamp("", stamp.size) if path in uncertain else stamp for path, stamp in {**old, **new}.items()}
        total = len(plan.changed) + len(plan.deleted)
        if plan.listed and self._remote.read(LIST) is None:  # its next version is all that a cut has left
            self._remote.change("rename", f"{LIST}.new", LIST)
        self._list(Manifest(address=site.address, files=files))
        for folder in _folders(plan.changed):
            if folder not in plan.there:
                self._remote.change("mkdir", folder)
        saved = time.monotonic()
        for number, path in enumerate(plan.changed):
            progress(number, total, path)
            if path == HTACCESS and plan.foreign:
                name = f"{HTACCESS}.before"
                while self._remote.read(name) is not None:
                    name += ".before"
                self._remote.change("rename", HTACCESS, name)
            self.put(path, site.content(path))
            files[path] = new[path]
            if time.monotonic() - saved > _SAVED:
                self._list(Manifest(address=site.address, files=files))
                saved = time.monotonic()
        for number, path in enumerate(plan.deleted, len(plan.changed)):
            progress(number, total, path)
            self._remote.change("delete", path)
        kept = _folders(new)
        for folder in reversed(_folders(path for path in old if path not in new)):
            if folder not in kept:
                with suppress(RefusedError):
                    self._remote.change("rmdir", folder)
        self._list(final)
        progress(total, total, "")
        return self._gaps

    def _list(self, manifest: Manifest) -> None:
        self.put(LIST, manifest.model_dump_json().encode())
