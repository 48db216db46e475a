"""What git knows of the content's age. Times are in seconds since 1970; where git does not know there are none."""

import hashlib
import json
import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def line_times(root: Path, file: str) -> list[int]:
    """When each line of a file below `root` was last changed."""
    if _shallow(root):
        return []
    blame = _git(root, "blame", "--line-porcelain", "--", file) or ""
    return [int(line.split()[1]) for line in blame.splitlines() if line.startswith("committer-time ")]


def times_of_lines(folder: Path, cache: Path) -> Mapping[str, list[int]]:
    """When each line was last changed of each file below `folder` that was changed more than once.

    All lines of another file are of one age. What git has said is kept in the file `cache`: to ask it takes longer
    than to read the file.
    """
    if _shallow(folder):
        return {}
    log = _git(folder, "log", "--format=%x00%H", "--name-only", "--relative", "--", ".") or ""
    changes = defaultdict(list)
    for commit in log.split("\0")[1:]:
        digest, *files = commit.split("\n")
        for file in filter(None, files):
            changes[file].append(digest)
    for file in (_git(folder, "diff", "HEAD", "--name-only", "--relative", "--", ".") or "").splitlines():
        changes[file].append("")
    known = _kept(cache)
    kept, times = {}, {}
    for file in (file for file, commits in changes.items() if len(commits) > 1 and (folder / file).is_file()):
        key = f"{file} {changes[file][0]} {hashlib.sha256((folder / file).read_bytes()).hexdigest()}"
        times[file] = kept[key] = known.get(key) or line_times(folder, file)
    with suppress(OSError):
        cache.parent.mkdir(exist_ok=True)
        cache.write_text(json.dumps(kept), encoding="utf-8")
    return times


def _kept(cache: Path) -> dict[str, list[int]]:
    """What the file holds; nothing if it is not as it was written."""
    try:
        kept = json.loads(cache.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


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
