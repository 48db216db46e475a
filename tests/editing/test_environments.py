"""The environments of start scripts."""

import os
import sys
import time
from pathlib import Path

import pytest

from brochure.editing.start import delete_unused

DAY = 24 * 60 * 60
"""Seconds."""


def environment(folder: Path, days: int) -> Path:
    """Make an environment that was used some days ago."""
    folder.mkdir(parents=True)
    (folder / "complete").touch()
    then = time.time() - days * DAY
    os.utime(folder / "complete", (then, then))
    return folder


def test_an_environment_unused_for_sixty_days_is_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one in use, another name, an incomplete one and a link stay, and so does the folder behind it."""
    own, kept = environment(tmp_path / "000000000000", 90), environment(tmp_path / "elsewhere", 90)
    environment(tmp_path / "000000000001", 61)
    environment(tmp_path / "000000000002", 59)
    (tmp_path / "000000000003").mkdir()
    (tmp_path / "000000000004").symlink_to(kept)
    before = {path.name for path in tmp_path.iterdir()}
    monkeypatch.setattr(sys, "prefix", str(kept))
    delete_unused()
    assert {path.name for path in tmp_path.iterdir()} == before
    monkeypatch.setattr(sys, "prefix", str(own))
    delete_unused()
    assert {path.name for path in tmp_path.iterdir()} == before - {"000000000001"}
    assert time.time() - (own / "complete").stat().st_mtime < DAY
