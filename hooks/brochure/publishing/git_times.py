"""What git knows of the content's age. Times are in seconds since 1970; where git does not know there are none."""

import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path


def line_times(root: Path, file: str) -> list[int]:
    """Return when each line of a file below `root` was last changed."""
    return [] if _shallow(root) else _blamed(root, file)


def _blamed(root: Path, file: str) -> list[int]:
    blame = _git(root, "blame", "--line-porcelain", "--", file) or ""
    return [int(line.split()[1]) for line in blame.splitlines() if line.startswith("committer-time ")]


def times_of_lines(folder: Path) -> Mapping[str, list[int]]:
    """Return when each line was last changed, for each file below `folder` that was changed more than once.

    All lines of another file are of one age.
    """
    if _shallow(folder):
        return {}
    log = _git(folder, "log", "--format=", "--name-only", "--relative", "--", ".") or ""
    diff = _git(folder, "diff", "HEAD", "--name-only", "--relative", "--", ".") or ""
    changes = Counter(filter(None, [*log.splitlines(), *diff.splitlines()]))
    return {file: _blamed(folder, file) for file, count in changes.items() if count > 1 and (folder / file).is_file()}


def file_times(folder: Path) -> Mapping[str, int]:
    """When each file below `folder` was last changed, by its path from there.

    A file that differs from what was committed is not among them: its time is not known yet.
    """
    if _shallow(folder):
        return {}
    log = _git(folder, "log", "-c", "--format=%x00%ct", "--name-only", "--relative", "--", ".")
    changed = _git(folder, "diff", "HEAD", "--name-only", "--relative", "--", ".")
    unknown = _git(folder, "ls-files", "--others", "--", ".")
    if log is None or changed is None or unknown is None:
        return {}
    times: dict[str, int] = {}
    for commit in log.split("\0")[1:]:
        time, *files = commit.split("\n")
        for file in filter(None, files):
            times[file] = max(int(time), times.get(file, 0))
    now = {*changed.splitlines(), *unknown.splitlines()}
    return {file: time for file, time in times.items() if file not in now}


def _shallow(folder: Path) -> bool:
    """Whether git lacks the history; then every line seems to be as old as the oldest commit that was fetched."""
    return (_git(folder, "rev-parse", "--is-shallow-repository") or "").strip() != "false"


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None if it fails or is not there. It writes nothing: a preview would take that for an edit."""
    quiet = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        result = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False, env=quiet)
    except OSError:
        return None
    return result.stdout.decode("utf-8", "replace") if result.returncode == 0 else None
