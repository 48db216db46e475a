"""Problems in an author's files, as lines of a terminal and as annotations of a pull request.

The form of annotations is "Workflow commands for GitHub Actions": `::error file=...,line=...,col=...::message`.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from brochure.author.messages import count, message, sentence, shown
from brochure.author.paths import in_repository


@dataclass(frozen=True)
class Problem:
    """A problem for the author to solve, with its place."""

    file: str
    """The name that `paths.py` gives the file."""
    key: str
    """The message in the catalogue."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """The values of the message's placeholders."""
    line: int = 1
    """Counted from 1; 0 if the problem is in no line of a file."""
    column: int = 1
    """In characters, counted from 1."""
    excerpt: str = field(default="", compare=False)
    """The line in the file, if it can be shown."""
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """The keys of the value; empty for a whole file."""

    def __lt__(self, other: "Problem") -> bool:
        """Sort by place."""
        return (self.file, self.line, self.column, self.key) < (other.file, other.line, other.column, other.key)

    def message(self, language: str) -> str:
        """Return the message in an author's language, as one line."""
        return message(self.key, language, **self.values)

    @property
    def place(self) -> str:
        """The file, the line and the column, in the form that editors understand."""
        file = shown(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file

    def report(self, language: str) -> str:
        """Return the message with its place, as one line."""
        return f"{self.place}: {self.message(language)}"


class ContentError(Exception):
    """The content has mistakes. Its text reports all of them, sorted by place, and their number."""

    def __init__(self, problems: Sequence[Problem], language: str) -> None:
        """`language` is the author's."""
        once = {problem.report(language): problem for problem in problems}
        self.language = language
        self.problems = sorted(once.values(), key=lambda problem: (problem, problem.report(language)))
        super().__init__("\n".join([*(problem.report(language) for problem in self.problems), self.summary]))

    @property
    def summary(self) -> str:
        """The number of problems and their consequence for the site."""
        return f"{count('problems', len(self.problems), self.language)}; {sentence('unchanged', self.language)}"


def annotations(problems: Iterable[Problem], language: str, folders: Iterable[Path], level: str = "error") -> list[str]:
    """Return each problem as a workflow command, or nothing outside a workflow of GitHub.

    Args:
        problems: The problems.
        language: The author's language.
        folders: The folders of the files, which a workflow names from the root of their repository.
        level: `error` or `notice`.

    """
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return []
    folders = list(folders)
    return [_annotation(problem, language, folders, level) for problem in problems]


def _annotation(problem: Problem, language: str, folders: Iterable[Path], level: str) -> str:
    if not problem.line:
        return f"::{level}::{_escape(problem.report(language))}"
    file = _escape(shown(in_repository(problem.file, folders))).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} file={file},line={problem.line},col={problem.column}::{_escape(problem.message(language))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
