"""Problems as GitHub's workflow commands, so that they are on the very line in a pull request.

The form is that of "Workflow commands for GitHub Actions": `::error file=...,line=...,col=...::message`.
"""

import os
from collections.abc import Sequence

from brochure.author.messages import shown
from brochure.author.problems import Problem


def annotations(problems: Sequence[Problem], language: str) -> list[str]:
    """Each problem as a workflow command, in the author's language; none where no workflow of GitHub runs."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return []
    return [_annotation(problem, language) for problem in problems]


def _annotation(problem: Problem, language: str) -> str:
    if not problem.line:
        return f"::error::{_escape(problem.report(language))}"
    file = _escape(shown(problem.file)).replace(":", "%3A").replace(",", "%2C")
    return f"::error file={file},line={problem.line},col={problem.column}::{_escape(problem.message(language))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
