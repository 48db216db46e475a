"""The saves of a session: files are checked first, written whole or not at all, and restored by an undo."""

import errno
import os
import secrets
import shutil
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeAlias, TypeVar

from brochure.author.paths import within
from brochure.author.problems import Problem, inaccessible
from brochure.model.files import is_elsewhere
from brochure.reading.draft import Draft
from brochure.reading.file_names import NAMES

Files: TypeAlias = Mapping[str, bytes | None]
"""Contents of files by path below the folder of content; None for a file that does not exist."""
_Result = TypeVar("_Result")
_PART = ".brochure-" + "[0-9a-f]" * 16
"""The pattern of the name of a file that is being written; the reader ignores a name that begins with a dot."""
_IN_USE, _IN_USE_TIMEOUT, _PAUSE = (errno.EACCES, errno.EPERM, errno.EBUSY), 2, 0.1
"""The errors of a file that another program uses, the seconds to try again, and those between two trials."""
_MOST_SAVES, MOST_BYTES = 20, 100_000_000
_UNSTABLE = {"known", "near", "first", "other", "others"}
"""Values of problems that a change elsewhere may change."""


class ChangedError(Exception):
    """Files have changed since they were read. The arguments are their paths."""


class _RefusedError(Exception):
    """Files cannot be read or written. The arguments are the problems."""


class _Save(NamedTuple):
    sentence: str
    before: Files
    after: Files

    def size(self) -> int:
        return sum(len(content or b"") for files in self[1:] for content in files.values())


class Saves:
    """Saves files below a folder of content, one save at a time, and undoes the last saves."""

    def __init__(self, folder: Path, draft: Callable[[Files], Draft]) -> None:
        """Delete the parts of files that a killed session has left.

        `draft` reads the folder with candidate files, as `project.draft_of` does.
        """
        self._folder, self._draft, self._lock = folder, draft, Lock()
        self._saves: list[_Save] = []
        self.undone = ""
        """The sentence of the save that was undone last."""
        with suppress(OSError):
            for path in (path for place in NAMES for path in (folder / place).glob(_PART)):
                path.unlink()

    @property
    def history(self) -> list[str]:
        """The sentences of the saves that can be undone, the newest first."""
        return [save.sentence for save in reversed(self._saves)]

    @property
    def last(self) -> str:
        """The name of the save that can be undone now, different from those before and after it."""
        return f"{len(self._saves)} {''.join(self.history[:1])}"

    @property
    def last_files(self) -> Files:
        """The files of the save that can be undone now."""
        return self._saves[-1].after if self._saves else {}

    def save(self, files: Files, sentence: str, before: Files) -> list[Problem]:
        """Write all `files`, or none and return the reasons. The history describes the save by the `sentence`.

        Raises `ChangedError` if a file is not as in `before`; a file that is not in it must not exist.
        """
        changed = {path: content for path, content in files.items() if content != before.get(path)}
        save = _Save(sentence, {path: before.get(path) for path in changed}, changed)
        with self._lock:
            if not (problems := self._replace(save, {**save.before, **before})) and changed:
                self._remember(save)
            return problems

    def undo(self, name: str | None = None) -> list[Problem]:
        """Restore all files of the last save, or none and return the reasons.

        Do nothing if the last save does not have the `name`; a button may be clicked twice.
        """
        with self._lock:
            if not self._saves or name not in (None, self.last):
                return []
            last = self._saves[-1]
            try:
                if not (problems := self._replace(last._replace(before=last.after, after=last.before), last.after)):
                    self.undone = self._saves.pop().sentence
            except ChangedError as error:
                return [self._problem(path, "changed_later") for path in error.args]
            return problems

    def _replace(self, save: _Save, expected: Files) -> list[Problem]:
        try:
            problems = list(self.new_problems(save.after))
            self._compare(expected)  # last, since the check takes a while
            if not problems:
                self._write(save)
        except _RefusedError as error:
            return list(error.args)
        return problems

    def _compare(self, expected: Files) -> None:
        if not os.path.isdir(self._folder):  # unlike Path.is_dir, False if it cannot be reached
            raise _RefusedError(self._problem("", "no_path"))
        if changed := [path for path, content in expected.items() if self._do(path, _read) != content]:
            raise ChangedError(*changed)

    def new_problems(self, files: Files) -> Iterator[Problem]:
        """Yield the problems that candidate `files` would add to those of the content."""
        problems = sorted(self._draft(files).problems)
        known = Counter(map(_identity, self._draft({}).problems if problems else ()))
        for problem in problems:
            known[_identity(problem)] -= 1
            if known[_identity(problem)] < 0:
                yield problem

    def _write(self, save: _Save) -> None:
        """Write new files first and remove files last. If a file cannot be written, restore the others."""
        written: list[str] = []
        try:
            for path in sorted(save.after, key=lambda path: (save.after[path] is None) - (save.before[path] is None)):
                self._do(path, partial(_write, content=save.after[path]))
                written.append(path)
        except _RefusedError as error:
            problems = list(error.args)
            for path in written:
                try:
                    self._do(path, partial(_write, content=save.before[path]))
                except _RefusedError:
                    problems.append(self._problem(path, "half_saved"))
                    self._remember(_Save(save.sentence, {path: save.before[path]}, {path: save.after[path]}))
            raise _RefusedError(*problems) from None

    def _do(self, path: str, step: Callable[[Path], _Result]) -> _Result:
        """Take a step with a file, trying again if another program has it open."""
        file, end = self._folder / path, time.monotonic() + _IN_USE_TIMEOUT
        if is_elsewhere(file, self._folder):
            raise _RefusedError(self._problem(path, "linked"))
        while True:
            try:
                return step(file)
            except OSError as error:
                if error.errno not in _IN_USE or time.monotonic() > end:
                    raise _RefusedError(inaccessible(error, within(self._folder, path))) from None
            time.sleep(_PAUSE)

    def _problem(self, path: str, key: str) -> Problem:
        return Problem(within(self._folder, path), key, line=0)

    def _remember(self, save: _Save) -> None:
        self._saves.append(save)
        while len(self._saves) > _MOST_SAVES or sum(map(_Save.size, self._saves)) > MOST_BYTES:
            del self._saves[0]


def _identity(problem: Problem) -> Hashable:
    values = sorted((name, str(value)) for name, value in problem.values.items() if name not in _UNSTABLE)
    keys = tuple(key for key in problem.path if isinstance(key, str))
    return problem.file, problem.key.removesuffix("_near"), keys, tuple(values)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _write(path: Path, content: bytes | None) -> None:
    """Write a file whole or not at all, or remove it. A link's target is written, and the link removed."""
    target = path.resolve()
    part = target.with_name(f".brochure-{secrets.token_hex(8)}")
    if target.exists():
        target.open("r+b").close()  # fails if it may not be changed, which a rename would ignore
    if content is None:
        path.unlink()
        return
    target.parent.mkdir(exist_ok=True)
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(OSError):  # a new file, or a file system without modes
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
