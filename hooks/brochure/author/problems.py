"""Problems in an author's files, as lines of a terminal and as annotations of a pull request.

The form of annotations is "Workflow commands for GitHub Actions": `::error file=...,line=...,col=...::message`.
"""

import errno
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from brochure.author.messages import count, message, printable, sentence
from brochure.author.paths import in_repository

_ERRORS = {
    **dict.fromkeys(("ENOSPC", "EDQUOT", "EFBIG"), "disk_full"),
    **dict.fromkeys(("EACCES", "EPERM", "EROFS"), "forbidden"),
    **dict.fromkeys(("EBUSY", "ETXTBSY"), "in_use"),
    **dict.fromkeys(("ENOTDIR", "EEXIST"), "no_place"),
    "ENOENT": "no_path",
}
"""The keys of messages, by the systems' names of errors."""


@dataclass(frozen=True)
class Problem:
    """A problem for the author to solve, with its place."""

    file: str
    """The name that `paths.py` gives the file."""
    key: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    line: int = 1
    """Counted from 1; 0 if the problem is in no line of a file."""
    column: int = 1
    """In characters, counted from 1."""
    excerpt: str = field(default="", compare=False)
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """The keys of the value; empty for a whole file."""

    def __lt__(self, other: "Problem") -> bool:
        """Sort by place."""
        return (self.file, self.line, self.column, self.key) < (other.file, other.line, other.column, other.key)

    def message(self, language: str, *, form: bool = False) -> str:
        """Return the message in an author's language, as one line; `form` as in `messages.message`."""
        return message(self.key, language, form=form, **self.values)

    @property
    def place(self) -> str:
        """The file, the line and the column, in the form that editors understand."""
        return printable(self.file) + (f":{self.line}:{self.column}" if self.line else "")

    def report(self, language: str) -> str:
        """Return the message with its place, as one line."""
        return f"{self.place}: {self.message(language)}"


def inaccessible(error: OSError, file: object) -> Problem:
    """Return a problem for the author from an `OSError`; `file` is the name of its file in messages."""
    key = _ERRORS.get(errno.errorcode.get(error.errno or 0, ""), "inaccessible")
    return Problem(str(file), key, {"reason": error.strerror or error}, line=0)


class ContentError(Exception):
    """The content has mistakes. Its text reports all of them, sorted by place, and their number."""

    def __init__(self, problems: Iterable[Problem], language: str) -> None:
        """`language` is the author's."""
        reports = sorted({(problem, problem.report(language)) for problem in problems})
        self.language = language
        self.problems = [problem for problem, _ in reports]
        self.number = count("problems", len(reports), language)
        """Their number in words."""
        summary = f"{self.number}; {sentence('unchanged', language)}"
        super().__init__("\n".join([*(report for _, report in reports), summary]))


def annotations(
    problems: Iterable[Problem], language: str, folders: Collection[Path], level: str = "error"
) -> Iterator[str]:
    """Yield each problem as a workflow command, or nothing outside a workflow of GitHub.

    `folders` are those of the files; `level` is `error` or `notice`.
    """
    for problem in problems if os.environ.get("GITHUB_ACTIONS") == "true" else ():
        place, text = "", problem.report(language)
        if problem.line:
            file = _escape(printable(in_repository(problem.file, folders))).replace(":", "%3A").replace(",", "%2C")
            place, text = f" file={file},line={problem.line},col={problem.column}", problem.message(language)
        yield f"::{level}{place}::{_escape(text)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
