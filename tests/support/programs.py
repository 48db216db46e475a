"""What a machine may have and may lack: programs, and packages from npm."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import pytest

from support.sites import ROOT, run

NPM = ROOT / ".venv" / "npm" / "node_modules"


def missing(reason: str) -> NoReturn:
    """Skip a test for what the machine lacks; in CI, where all is to be there, fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def program(*names: str, path: str = "") -> str:
    """The first program that is in `path` or on the machine; without any a test is skipped, but in CI it fails."""
    places = os.pathsep.join([path, os.environ.get("PATH", ""), "/usr/sbin"])
    for name in names:
        if found := shutil.which(name, path=places):
            return found
    missing(f"none of these programs is installed: {', '.join(names)}")


def engine(name: str) -> list[str]:
    """The command of MkDocs, or of its successor, with the file that it is to read."""
    if name == "mkdocs":
        return [sys.executable, "-m", name]
    room = ROOT / ".venv" / name
    if python := next(
        (path for path in (room / "bin" / "python", room / "Scripts" / "python.exe") if path.exists()), None
    ):
        return [str(python), "-m", name]
    missing(f"{name} is not installed; make .venv/{name} installs it")


def npm(name: str) -> Path:
    """A file of the npm packages that the Makefile installs; without it a test is skipped, but in CI it fails."""
    if (path := NPM / name).is_file():
        return path
    missing(f"{name} is not installed; the Makefile's targets install it where npm is")


def complaints_of_nu(files: Iterable[Path]) -> str:
    """What the Nu HTML checker says of pages, stylesheets and drawings; empty when all is well.

    Of the policy it cannot judge: to files on a disk 'self' means nothing, and it takes a block of data for a script,
    which it is not by the HTML standard (4.12.1). The browser judges in test_hosts.py.
    """
    # Java is over before thorough compiling would pay, which takes most of its time; without it calls lie deeper.
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m"]
    checker = [program("java"), *quick, "-jar", str(npm("vnu-jar/build/dist/vnu.jar"))]
    kinds = ["--also-check-css", "--also-check-svg"]
    ignored = ["--filterpattern", r".*violates Content Security Policy \(meta tag\).*"]
    command = [*checker, *kinds, *ignored, *map(str, files)]
    result = run(command, ROOT)
    return result.stdout + result.stderr
