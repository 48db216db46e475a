"""Problems as GitHub's workflow commands, so that they are on the very line in a pull request.

The form is that of "Workflow commands for GitHub Actions": `::error file=...,line=...,col=...::message`.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from brochure.author.messages import shown
from brochure.author.paths import in_repository
from brochure.author.problems import Problem


def annotations(problems: Iterable[Problem], language: str, folders: Iterable[Path], level: str = "error") -> list[str]:
    """Each problem as a workflow command, in the author's language; none where no workflow of GitHub runs.

    `folders` are those that the problems are about: a workflow names a file from the root of its repository. `level` is
    `error` or `notice`.
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
