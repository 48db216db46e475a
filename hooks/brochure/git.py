"""Names of files and times of changes, in seconds since 1970, from git; the only module that runs it.

Git never reads the folder's files itself, because the folder's configuration may name programs that filter them.
"""

import hashlib
import os
import re
import time
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path
from subprocess import DEVNULL, SubprocessError, check_output

_SETTINGS = (
    "core.quotePath=false",
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
)
"""They keep a repository's own configuration from naming a program for git to run."""
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1"}
"""Git fetches nothing, and writes nothing: a preview would take that for an edit."""
_BLAMED = re.compile(r"(?m)^([0-9a-f]{40,}) (?:.*\n)+?committer-time (\d+)\n(?:.*\n)+?filename (.*)\n\t")
_TIME_LIMIT = 30
"""Seconds that git may take; a configuration may name a pipe as its file, which never ends."""


def line_changes(folder: Path, file: str) -> list[tuple[int, str]]:
    """Return when each line of a file below `folder` changed, with the file's name for `committed` after that change.

    Lines that are not in the last commit have changed now. The list is empty if git does not know the file.
    """
    last = committed(folder, f"HEAD:./{file}")
    blame = _git(folder, "blame", "--no-textconv", "--line-porcelain", "HEAD", "--", file)
    if not (last and blame):
        return []
    known = [(int(when), f"{commit}:{name}") for commit, when, name in _BLAMED.findall(blame)]
    lines = (folder / file).read_bytes().splitlines()
    changes = [(int(time.time()), "")] * len(lines)
    for old, new, size in SequenceMatcher(None, last.splitlines(), lines, False).get_matching_blocks():
        changes[new : new + size] = known[old : old + size]
    return changes


def committed(folder: Path, name: str) -> bytes:
    """Return the content of a file in a commit, or nothing if git has none with this name."""
    return _git(folder, "cat-file", "blob", name).encode()


def file_times(folder: Path) -> Mapping[str, int]:
    """Return when each YAML file below `folder` changed, by its path from there.

    A file that differs from its last commit is left out, because its time is not known yet.
    """
    if lacks_history(folder):
        return {}
    times: dict[str, int] = {}
    names = ("--no-ext-diff", "--no-textconv", "--name-only", "--relative", "--", "*.yml")
    for commit in _git(folder, "log", "--reverse", "-c", "--format=%x00%ct", *names).split("\0")[1:]:
        when, *files = commit.split("\n")
        times |= dict.fromkeys(files, int(when))
    blobs = re.findall("blob (\\w+)\t([^\0]+)", _git(folder, "ls-tree", "-r", "-z", "HEAD"))
    return {file: times[file] for blob, file in blobs if file in times and _is_committed(folder / file, blob)}


def tracked_files(folder: Path) -> list[str]:
    """Return the paths from `folder` of the files in it that git tracks."""
    return list(filter(None, _git(folder, "ls-files", "-z").split("\0")))


def commit_time(folder: Path) -> int:
    """Return the time of the last commit."""
    return int(_git(folder, "log", "-1", "--format=%ct"))


def would_commit(folder: Path, name: str) -> bool:
    """Return whether `folder` is in a repository that does not ignore the file or folder `name` in it."""
    inside = _git(folder, "rev-parse", "--is-inside-work-tree").strip() == "true"
    return inside and not _git(folder, "check-ignore", "--no-index", name)


def _is_committed(path: Path, digest: str) -> bool:
    """Return whether a file is the blob with this digest, but for its line ends."""
    content = path.read_bytes() if path.is_file() else b""
    versions = (content, content.replace(b"\r\n", b"\n"))
    blobs = (b"blob %d\0%b" % (len(version), version) for version in versions)
    return digest in {hashlib.sha1(blob, usedforsecurity=False).hexdigest() for blob in blobs}


def lacks_history(folder: Path) -> bool:
    """Return whether there is no repository, or a shallow clone, whose oldest commit seems to change all files."""
    return _git(folder, "rev-parse", "--is-shallow-repository").strip() != "false"


def _git(folder: Path, *arguments: str) -> str:
    """Run git in `folder` and return its output, or nothing if it fails or is not installed.

    `folder` is the content itself: a folder inside it could be a repository with a configuration of its own.
    """
    settings = (argument for setting in _SETTINGS for argument in ("-c", setting))
    command, environment = ["git", *settings, *arguments], os.environ | _ENVIRONMENT
    try:
        output = check_output(command, cwd=folder, env=environment, stdin=DEVNULL, stderr=DEVNULL, timeout=_TIME_LIMIT)
    except (OSError, SubprocessError):
        return ""
    return output.decode("utf-8", "replace")
