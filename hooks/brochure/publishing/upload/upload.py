"""Compare a built site with the server, and send what has changed.

Hashed files come first, then pages, then the rules for Apache; then old files are deleted. The manifest is written
before the first file, with all old and new names, and again at the end. So a later run completes one that was cut off.
In between it is written with the digests of the files that have been sent, so that only the rest is sent then.
"""

import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from brochure.model.files import HASHED
from brochure.publishing.upload.remote import Question, RefusedError, Remote, Unagreed, UploadError

HTACCESS, MANIFEST = ".htaccess", ".brochure.json"
LOCK = "brochure.lock"
"""The folder that locks the site. Its name is not hidden, since some servers do not list hidden ones."""
HEARTBEAT, _CLOCK = f"{LOCK}/alive", f"{LOCK}/now"
"""Files whose times are that of the lock's last sign of life, and the present one, by the server's clock."""
STALE, _HEARTBEAT_SECONDS = 600, 30
"""Seconds until a lock is taken over, and between two signs of life. So one file may take nine minutes to send."""
Progress = Callable[[int, int], None]
"""Called with the number of finished files, and that of all."""
_PART = r"[^/\\\x00-\x1f]*[^/\\\x00-\x1f.][^/\\\x00-\x1f]*"
"""A name that a build can make: not empty, `.` or `..`, and without slash, backslash or control character."""
_FilePath = Annotated[str, StringConstraints(pattern=rf"^{_PART}(/{_PART})*$", max_length=1000)]


class Manifest(BaseModel):
    """The list of all published files, which is on the server. Only what it names is ever deleted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    address: str
    files: dict[_FilePath, str]
    """The digest of each file by its path; empty while the file is being replaced or deleted."""


@dataclass(frozen=True)
class BuiltSite:
    """A site that has been built, to be published."""

    folder: Path
    address: str
    source: Mapping[str, str]
    """The digests of the files of content that it was made from, by their paths."""
    htaccess: bool = True
    """False if the host refuses our rules for Apache."""

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The digest of each file to publish, by its path."""
        paths = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}
        wanted = sorted(paths if self.htaccess else paths - {HTACCESS})
        return {path: sha256(self.content(path)).hexdigest() for path in wanted}

    def content(self, path: str) -> bytes:
        """Return the content of a file."""
        return (self.folder / path).read_bytes()


@dataclass(frozen=True)
class Plan:
    """The difference between a built site and the server."""

    changed: Sequence[str]
    """The paths of the files to send, in their order."""
    deleted: Sequence[str]
    questions: Sequence[Question]
    manifest: Manifest | None
    """The one on the server; None at the first publication."""
    rules: bytes | None
    """The server's `.htaccess`."""
    has_foreign_rules: bool
    """True if the server's `.htaccess` is not ours."""
    remote_files: Mapping[str, int | None]
    """The files on the server, in the folders of the site, as `Remote.entries` lists them."""


def prepare(remote: Remote, site: BuiltSite) -> Plan:
    """Compare a site with the server, changing nothing there. Raises `UploadError`."""
    manifest, rules, remote_files = _read_manifest(remote), remote.read(HTACCESS), dict[str, int | None]()
    old, new = manifest.files if manifest else {}, site.files
    for folder in ("", *_folders([*old, *new])):
        if not folder or remote_files.get(folder, 0) is None:
            remote_files |= {f"{folder}/{name}".lstrip("/"): size for name, size in remote.entries(folder).items()}

    def differs(path: str) -> bool:
        content = site.content(path)
        if path == HTACCESS:
            return rules != content
        return remote_files.get(path) != len(content) or not (old.get(path) == new[path] or _is_hashed(path))

    has_foreign_rules = rules is not None and not rules.startswith(site.content(HTACCESS).partition(b".")[0])
    ours = (remote_files.keys() - {HTACCESS}) | ({HTACCESS} if rules and not has_foreign_rules else set())
    gone = [path for path in old if path not in new and path in ours]
    changed = sorted(filter(differs, new), key=_rank)
    unfinished = {f"{path}.new" for path in old if path not in changed} & remote_files.keys() - new.keys()
    questions = []
    if manifest and manifest.address != site.address:
        questions.append(Question("publish_other_site", f"{manifest.address} → {site.address}"))
    fresh = [name for path in new if path not in old and path != HTACCESS for name in (path, f"{path}.new")]
    if foreign_files := [path for path in fresh if path in remote_files]:
        questions.append(Question("publish_files_there", "\n".join(foreign_files)))
    if rules is not None and has_foreign_rules and HTACCESS in new:
        questions.append(Question("publish_other_rules", rules.decode(errors="replace")))
    deleted = sorted([*gone, *unfinished], key=_rank, reverse=True)  # a page before the files that it uses
    return Plan(changed, deleted, questions, manifest, rules, has_foreign_rules, remote_files)


def _read_manifest(remote: Remote) -> Manifest | None:
    """Return the manifest on the server.

    A cut may leave only the one that was to replace it, or at the first publication half of that.
    """
    content = remote.read(MANIFEST)
    try:
        return Manifest.model_validate_json(content if content is not None else remote.read(f"{MANIFEST}.new") or b"")
    except ValidationError:
        if content is not None:
            raise UploadError(MANIFEST, "publish_list") from None
    return None


def _folders(paths: Iterable[str]) -> list[str]:
    """Return all folders around `paths` but the root, outer ones first."""
    return sorted({str(each) for path in paths for each in PurePosixPath(path).parents} - {"."})


def _is_hashed(path: str) -> bool:
    """Return whether a file's name has a digest of its content."""
    return re.search(HASHED, f"/{path}") is not None


def _rank(path: str) -> tuple[bool, bool, bool, bool, str]:
    """Return a key to sort files by: names with a digest first, the front page and `.htaccess` last."""
    return (path == HTACCESS, path == "index.html", path.endswith(".html"), not _is_hashed(path), path)


def send(
    remote: Remote, site: BuiltSite, agreed: Collection[Question], progress: Progress
) -> tuple[Plan, Collection[str]]:
    """Publish a site on the server. Return the changes, and the keys of notes to the author about them.

    Raises `Unagreed` before anything is sent, if there is a question that is not `agreed`, and `UploadError`.
    """
    notes = _lock(remote, agreed)
    try:
        remote.write(HEARTBEAT, b"1")
        plan = prepare(remote, site)
        if unanswered := [question for question in plan.questions if question not in agreed]:
            raise Unagreed(*unanswered)
        if _change(remote, site, plan, progress):
            notes.append("gaps")
    finally:
        with suppress(UploadError):
            for path in (HEARTBEAT, _CLOCK):
                with suppress(RefusedError):
                    remote.change("delete", path)
            remote.change("rmdir", LOCK)
    return plan, notes


def restore(remote: Remote, rules: bytes | None) -> None:
    """Put the server's last `.htaccess` back, or delete ours if there was none. Raises `UploadError`."""
    if rules is None:
        remote.change("delete", HTACCESS)
    else:
        _put(remote, HTACCESS, rules)


def _lock(remote: Remote, agreed: Collection[Question]) -> list[str]:
    """Lock the server's folder. Return the key of the note that an older lock was taken over, if it was.

    Raises `Unagreed` if there is a younger lock, unless the author has agreed to take that over.
    """
    try:
        remote.change("mkdir", LOCK)
    except RefusedError:
        if LOCK not in remote.entries(""):  # the author may not write there
            raise
        if _age(remote) < STALE and (question := Question("publish_busy")) not in agreed:
            raise Unagreed(question) from None
        return ["took_over"]
    return []


def _age(remote: Remote) -> float:
    """Return the seconds since the lock's last sign of life, or 0 if the server cannot name it."""
    with suppress(RefusedError):
        remote.write(_CLOCK, b"1")
        return remote.modified(_CLOCK) - remote.modified(HEARTBEAT)
    return 0


def _put(remote: Remote, path: str, content: bytes) -> bool:
    """Replace a file in one step, or in two if the server cannot do that. Return True if it was missing in between."""
    is_gap = False
    remote.write(f"{path}.new", content)
    try:
        remote.change("replace", f"{path}.new", path)
    except RefusedError:
        with suppress(RefusedError):  # it may be a new file
            remote.change("delete", path)
            is_gap = True
        remote.change("rename", f"{path}.new", path)
    return is_gap


def _change(remote: Remote, site: BuiltSite, plan: Plan, progress: Progress) -> bool:
    """Make the changes of a plan on the server. Return True if a page was missing for a moment."""
    old, new = plan.manifest.files if plan.manifest else {}, site.files
    final = Manifest(address=site.address, files=dict(new))
    if final == plan.manifest and not (plan.changed or plan.deleted or f"{MANIFEST}.new" in plan.remote_files):
        return False
    files = {path: "" if path in plan.changed or path not in new else new[path] for path in {**old, **new}}

    def put_manifest(manifest: Manifest) -> None:
        _put(remote, MANIFEST, manifest.model_dump_json().encode())

    if plan.manifest and remote.read(MANIFEST) is None:  # a cut has left only its next version
        remote.change("rename", f"{MANIFEST}.new", MANIFEST)
    put_manifest(Manifest(address=site.address, files=files))
    for folder in _folders(plan.changed):
        if folder not in plan.remote_files:
            remote.change("mkdir", folder)
    total = len(plan.changed) + len(plan.deleted)
    seen, gaps = time.monotonic(), False
    for number, path in enumerate(plan.changed):
        progress(number, total)
        if path == HTACCESS and plan.has_foreign_rules:
            name = f"{HTACCESS}.before"
            while remote.read(name) is not None:
                name += ".before"
            remote.change("rename", HTACCESS, name)
        gaps |= _put(remote, path, site.content(path)) and path.endswith(".html")
        files[path] = new[path]
        if time.monotonic() - seen > _HEARTBEAT_SECONDS:
            put_manifest(Manifest(address=site.address, files=files))
            remote.write(HEARTBEAT, b"1")
            seen = time.monotonic()
    for number, path in enumerate(plan.deleted, len(plan.changed)):
        progress(number, total)
        remote.change("delete", path)
    for folder in reversed(_folders(old)):
        if folder not in _folders(new):
            with suppress(RefusedError):
                remote.change("rmdir", folder)
    put_manifest(final)
    progress(total, total)
    return gaps
