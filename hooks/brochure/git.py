"""When files and lines last changed, in seconds since 1970; the only module that runs git."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SETTINGS = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
)
"""They keep a repository's own configuration from naming a program for git to run."""
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
"""Git fetches nothing, and writes nothing: a preview would take that for an edit."""
_DIFF = ("--no-ext-diff", "--no-textconv", "--name-only", "--relative", "--", ".")


def line_times(folder: Path, file: str) -> list[int]:
    """Return when each line of a file below `folder` changed, or nothing if git lacks the history."""
    if _lacks_history(folder):
        return []
    blame = _git(folder, "blame", "--no-textconv", "--line-porcelain", "--", file) or ""
    return [int(line.split()[1]) for line in blame.splitlines() if line.startswith("committer-time ")]


def file_times(folder: Path) -> Mapping[str, int]:
    """Return when each file below `folder` changed, by its path from there.

    A file that differs from its last commit is left out, because its time is not known yet.
    """
    if _lacks_history(folder):
        return {}
    log = _git(folder, "log", "-c", "--format=%x00%ct", *_DIFF)
    changed = _git(folder, "diff", "HEAD", *_DIFF)
    untracked = _git(folder, "ls-files", "--others", "--", ".")
    if log is None or changed is None or untracked is None:
        return {}
    times: dict[str, int] = {}
    for commit in log.split("\0")[1:]:
        time, *files = commit.split("\n")
        for file in filter(None, files):
            times[file] = max(int(time), times.get(file, 0))
    unknown = {*changed.splitlines(), *untracked.splitlines()}
    return {file: time for file, time in times.items() if file not in unknown}


def _lacks_history(folder: Path) -> bool:
    """Return whether there is no repository, or a shallow clone, in which all is as old as its oldest commit."""
    return (_git(folder, "rev-parse", "--is-shallow-repository") or "").strip() != "false"


def _git(folder: Path, *arguments: str) -> str | None:
    """Run git in `folder` and return its output, or None if it fails or is not installed.

    `folder` is the content itself: a folder inside it could be a repository with a configuration of its own.
    """
    settings = (argument for setting in _SETTINGS for argument in ("-c", setting))
    environment = {**os.environ, **_ENVIRONMENT}
    try:
        result = subprocess.run(
            ["git", *settings, *arguments], cwd=folder, env=environment, capture_output=True, check=False
        )
    except OSError:
        return None
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else None
