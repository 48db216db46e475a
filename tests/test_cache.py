"""The disk cache: it gives back what was made, only if it is whole, and deletes only what it wrote."""

import os
import shutil
import stat
import time
from pathlib import Path
from unittest.mock import Mock

import pytest

from brochure.cache import FOLDER, TAG, Cache
from support.sites import build, contents

POSIX = pytest.mark.skipif(os.name != "posix", reason="owners, modes and pipes are posix's")
OLD = time.time() - 31 * 24 * 60 * 60


def made(cache: Cache, *inputs: bytes) -> tuple[bytes, bool]:
    """Return the content of a result, and True if it was made now."""
    make = Mock(return_value=b" and ".join(inputs))
    return cache.get(b"recipe", inputs, make).read_bytes(), make.called


def results(folder: Path) -> list[Path]:
    """Return the files of results in a cache."""
    return [path for path in (folder / FOLDER).iterdir() if path.name != TAG]


def test_a_result_is_made_once(tmp_path: Path) -> None:
    """The next run finds it; another recipe or other inputs, boundaries included, give another result."""
    cache = Cache(tmp_path)
    assert made(cache, b"a", b"b") == (b"a and b", True)
    assert made(cache, b"a", b"b") == made(Cache(tmp_path), b"a", b"b") == (b"a and b", False)
    assert made(cache, b"ab")[1]
    assert cache.get(b"another recipe", [b"a", b"b"], bytes).read_bytes() == b""


@POSIX
def test_an_error_of_writing_names_a_file(tmp_path: Path) -> None:
    """A full disk's error names none by itself, so that nobody would know which disk it is."""
    from resource import RLIMIT_FSIZE, getrlimit, setrlimit

    cache, limits = Cache(tmp_path), getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (1, limits[1]))
    try:
        with pytest.raises(OSError, match=f"large: '{tmp_path}/{FOLDER}/"):
            made(cache, b"a long one")
    finally:
        setrlimit(RLIMIT_FSIZE, limits)
    assert results(tmp_path) == []


@pytest.mark.parametrize("spoil", ["cut off", "another result"])
def test_a_damaged_result_is_made_again(tmp_path: Path, spoil: str) -> None:
    """A cache returns a file only if it is whole and belongs to its name."""
    made(Cache(tmp_path), b"a")
    (path,) = results(tmp_path)
    if spoil == "another result":
        path.unlink()
        made(Cache(tmp_path), b"b")
        (other,) = results(tmp_path)
        other.rename(path)
    else:
        path.write_bytes(path.read_bytes()[:-1])
    assert made(Cache(tmp_path), b"a") == (b"a", True)
    assert made(Cache(tmp_path), b"a") == (b"a", False)


def test_a_home_folder_loses_nothing(tmp_path: Path) -> None:
    """A cache in it has a folder of its own, and deletes only files with a result's name there."""
    result = f"{'0' * 31}1.{'0' * 32}"
    mine = {"photos/2019/a.jpg", "paper/thesis.odt", result, f"{FOLDER}/letter.odt"}
    made(Cache(tmp_path), b"a")
    for name in mine:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("mine")
    (tmp_path / FOLDER / result).symlink_to(tmp_path / "paper")
    for path in tmp_path.rglob("*"):
        os.utime(path, (OLD, OLD), follow_symlinks=False)
    Cache(tmp_path).clear()
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == mine | {f"{FOLDER}/{TAG}"}


def test_what_is_used_stays(tmp_path: Path) -> None:
    """A result is deleted when no build has used it for a month."""
    for name in (b"used", b"unused"):
        made(Cache(tmp_path), name)
    for path in results(tmp_path):
        os.utime(path, (OLD, OLD))
    made(Cache(tmp_path), b"used")
    Cache(tmp_path).clear()
    assert [path.read_bytes() for path in results(tmp_path)] == [b"used"]


@POSIX
def test_the_folder_is_marked_and_private(tmp_path: Path) -> None:
    """Programs for backups know it as a cache; a folder that others may write to becomes private."""
    Cache(tmp_path)
    (tmp_path / FOLDER).chmod(0o777)
    Cache(tmp_path)
    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700
    assert (tmp_path / FOLDER / TAG).read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize("trouble", ["link", "another user", "inside", "file"])
def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    """Results last for the run; nothing there is written, deleted or used."""
    made(Cache(tmp_path), b"a")
    folder = tmp_path / FOLDER
    if trouble == "link":
        folder.rename(tmp_path / "real")
        folder.symlink_to(tmp_path / "real")
    if trouble == "another user":
        monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1, raising=False)
    if trouble == "file":
        shutil.rmtree(folder)
        folder.write_text("mine")
    before = contents(tmp_path)
    cache = Cache(tmp_path, [tmp_path if trouble == "inside" else tmp_path / "site"])
    assert cache.refused == folder
    assert [made(cache, b"a")[1], made(cache, b"a")[1]] == [True, False]
    cache.clear()
    assert contents(tmp_path) == before


@pytest.mark.parametrize("place", ["content", "docs/assets"])
def test_a_cache_in_a_wrong_place_is_reported(folder: Path, place: str) -> None:
    """The build reports it once and is as good as any; the next build finds nothing there."""
    result = build(folder, BROCHURE_CACHE=str(folder / place))
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr.count(f"The folder {folder / place / FOLDER} cannot be the cache") == 1
    assert (folder / "site" / "esite.pdf").is_file()
    assert list(folder.rglob(FOLDER)) == []
