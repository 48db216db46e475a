"""A save of the editor is written whole or not at all, loses nothing, and can be undone."""

import errno
import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.editing import saving
from brochure.editing.saving import ChangedError, Files, Saves
from brochure.reading.draft import Draft
from brochure.reading.loader import read
from support.sites import ROOT, THEME, contents

CASES = yaml.safe_load(Path(__file__).with_name("saving.yml").read_text(encoding="utf-8"))
TEAM, PAIR, SOLO, NEW = (f"services/{name}.yml" for name in ("team", "pair", "solo", "new"))
OVERVIEW = "pages/overview.yml"


def saves_of(folder: Path) -> Saves:
    """Return the saves in a folder whose candidates are checked."""
    return Saves(folder, lambda files: read(folder, THEME, candidates=files))


def unchecked(folder: Path) -> Saves:
    """Return the saves in a folder whose candidates have no problems."""
    return Saves(folder, lambda files: Draft(THEME, folder, candidates=files))


def before(folder: Path, *paths: str) -> dict[str, bytes | None]:
    """Return the contents of files."""
    return {path: (folder / path).read_bytes() if (folder / path).exists() else None for path in paths}


def edited(folder: Path, path: str, old: str = "order: ", new: str = "order: 1") -> dict[str, bytes | None]:
    """Return a file with one text changed."""
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    return {path: text.replace(old, new).encode()}


def save(saves: Saves, folder: Path, files: Files, sentence: str = "A save") -> list[str]:
    """Save files as a caller does who has read them now; return the messages."""
    return reports(saves.save(files, sentence, before(folder, *files)))


def reports(problems: object) -> list[str]:
    """Return the messages of problems in English."""
    assert isinstance(problems, (list, tuple))
    return [problem.report("en") for problem in problems]


@contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """Act as a user without root's rights, who owns a folder."""
    if os.geteuid():
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public(tiny: Path) -> Iterator[Path]:
    """A copy of the tiny site in a folder that any user may enter."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield shutil.copytree(tiny, Path(name, "content"))


def test_a_save_changes_adds_and_removes_files_and_an_undo_restores_them(tiny: Path) -> None:
    """Both write exactly these files; the history has the sentence in between."""
    saves, first = saves_of(tiny), contents(tiny)
    new = (tiny / TEAM).read_bytes().replace(b"Tiimi\n", b"Uusi\n").replace(b"Team", b"New")
    files = {**edited(tiny, SOLO), NEW: new, TEAM: None}
    assert save(saves, tiny, files, "Three files") == []
    assert contents(tiny) == {path: content for path, content in {**first, **files}.items() if content is not None}
    assert saves.history == ["Three files"]
    assert saves.undo() == []
    assert contents(tiny) == first
    assert saves.history == []
    assert saves.undo() == []


def test_a_save_without_a_change_is_none(tiny: Path) -> None:
    """Nothing is written, and there is nothing to undo."""
    saves = saves_of(tiny)
    time = (tiny / TEAM).stat().st_mtime_ns
    assert save(saves, tiny, before(tiny, TEAM)) == []
    assert saves.history == []
    assert (tiny / TEAM).stat().st_mtime_ns == time


def test_a_save_keeps_the_mode_and_writes_through_a_link(tiny: Path) -> None:
    """A new file has the mode of any new file, a missing folder is made, and of a link only the link is removed."""
    (tiny / TEAM).chmod(0o640)
    (tiny / PAIR).rename(tiny / SOLO)
    (tiny / PAIR).symlink_to("solo.yml")
    (tiny / "plain").write_bytes(b"")
    saves = unchecked(tiny)
    assert save(saves, tiny, {TEAM: b"a", PAIR: b"b", "files/x.pdf": b"\0\xff"}) == []
    assert stat.S_IMODE((tiny / TEAM).stat().st_mode) == 0o640
    assert (tiny / PAIR).is_symlink()
    assert (tiny / SOLO).read_bytes() == b"b"
    assert (tiny / "files" / "x.pdf").read_bytes() == b"\0\xff"
    assert save(saves, tiny, {PAIR: None}) == []
    assert not (tiny / PAIR).is_symlink()
    assert (tiny / SOLO).read_bytes() == b"b"
    assert (tiny / "files" / "x.pdf").stat().st_mode == (tiny / "plain").stat().st_mode


@pytest.mark.parametrize("linked", [TEAM, "services"])
def test_a_link_to_elsewhere_is_not_followed(tiny: Path, linked: str) -> None:
    """The reader refuses it too."""
    (tiny / linked).rename(tiny.parent / "outside")
    (tiny / linked).symlink_to(tiny.parent / "outside")
    first = contents(tiny.parent)
    (told,) = reports(unchecked(tiny).save({TEAM: b"x"}, "", before(tiny, TEAM)))
    assert told.startswith("content/services/team.yml: this is a shortcut, not the file or folder itself")
    assert contents(tiny.parent) == first


def test_only_problems_that_a_save_brings_refuse_it(tiny: Path) -> None:
    """An old problem is no reason, even if its line, its row or its message changes; one more like it is."""
    save(unchecked(tiny), tiny, edited(tiny, TEAM, "order: 30", "order: x"))
    save(unchecked(tiny), tiny, edited(tiny, OVERVIEW, "(pair)", "(grp) ja [b](grp)"))
    old = reports(read(tiny, THEME).problems)
    saves = saves_of(tiny)
    assert save(saves, tiny, edited(tiny, OVERVIEW, "order:", "# A line\norder:")) == []
    group = (tiny / PAIR).read_bytes().replace("Työparin".encode(), b"Uusi").replace(b"Pair", b"New")
    assert save(saves, tiny, {"services/group.yml": group.replace(b"arbetspar", b"ny")}) == []
    assert "did you mean" in " ".join(reports(read(tiny, THEME).problems))
    assert len(reports(read(tiny, THEME).problems)) == len(old)
    link = "      answer: '[a](x)'\n"
    save(unchecked(tiny), tiny, edited(tiny, SOLO, "  who:", f"  questions:\n    - question: Q\n{link}  who:"))
    row = f"    - question: New\n      answer: New\n    - question: Q\n{link}"
    assert save(saves, tiny, edited(tiny, SOLO, f"    - question: Q\n{link}", row)) == []
    first = contents(tiny)
    (told,) = save(saves, tiny, edited(tiny, OVERVIEW, "ja [b]", "[c](grp) ja [b]"))
    assert "content/pages/overview.yml:" in told
    assert 'there is no page "grp"' in told
    (told,) = save(saves, tiny, edited(tiny, TEAM, "order: x", "order: x\nmenu: y"))
    assert '"y" is not one of the choices' in told
    assert contents(tiny) == first


def test_a_file_that_has_changed_meanwhile_is_not_overwritten(tiny: Path) -> None:
    """The caller gets the names of such files, even of those it only read, and nothing is written."""
    saves, read_before = saves_of(tiny), before(tiny, TEAM, PAIR)
    for path in (TEAM, PAIR):
        save(unchecked(tiny), tiny, edited(tiny, path))
    first = contents(tiny)
    with pytest.raises(ChangedError) as caught:
        saves.save({TEAM: b"x", SOLO: b"y"}, "", {**read_before, **before(tiny, SOLO)})
    assert caught.value.args == (TEAM, PAIR)
    with pytest.raises(ChangedError, match=SOLO):
        saves.save({SOLO: b"y"}, "", {})
    assert contents(tiny) == first
    assert saves.history == []


def test_a_file_that_changes_during_the_check_is_not_overwritten(tiny: Path) -> None:
    """A text editor may save while the candidate is read."""

    def draft(files: Files) -> Draft:
        (tiny / TEAM).write_bytes(b"changed")
        return Draft(THEME, tiny, candidates=files)

    with pytest.raises(ChangedError):
        save(Saves(tiny, draft), tiny, {TEAM: b"x"})
    assert (tiny / TEAM).read_bytes() == b"changed"


def test_the_last_twenty_saves_can_be_undone(tiny: Path) -> None:
    """The newest is the first."""
    saves = unchecked(tiny)
    for number in range(22):
        assert save(saves, tiny, {TEAM: str(number).encode()}, f"Save {number}") == []
    assert saves.history == [f"Save {number}" for number in range(21, 1, -1)]
    for number in range(20, 0, -1):
        assert saves.undo() == []
        assert (tiny / TEAM).read_bytes() == str(number).encode()
    assert saves.history == []


def test_the_history_has_a_limit_of_bytes(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest saves are forgotten, and a save that is larger than the limit cannot be undone."""
    monkeypatch.setattr(saving, "MOST_BYTES", 100)
    saves = unchecked(tiny)
    for number, size in enumerate((40, 40, 40, 101)):
        assert save(saves, tiny, {f"files/{number}.pdf": b"x" * size}, str(number)) == []
        assert saves.history == [["0"], ["1", "0"], ["2", "1"], []][number]


def test_an_undo_overwrites_nothing_that_came_later(tiny: Path) -> None:
    """It names the file that has changed, and can be tried again."""
    saves, first = saves_of(tiny), contents(tiny)
    save(saves, tiny, {**edited(tiny, TEAM), **edited(tiny, SOLO)})
    kept = (tiny / TEAM).read_bytes()
    (tiny / TEAM).unlink()
    later = contents(tiny)
    (problem,) = saves.undo()
    assert {code: problem.report(code) for code in AUTHOR_LANGUAGES} == CASES["changed_later"]
    assert contents(tiny) == later
    (tiny / TEAM).write_bytes(kept)
    assert saves.undo() == []
    assert contents(tiny) == first


def test_an_undo_is_checked_like_a_save(tiny: Path) -> None:
    """A page that has been linked to since it was added cannot go."""
    saves, team = saves_of(tiny), (tiny / TEAM).read_bytes()
    (tiny / TEAM).unlink()
    assert save(saves, tiny, {TEAM: team}) == []
    save(unchecked(tiny), tiny, edited(tiny, OVERVIEW, "(pair)", "(team)"))
    first = contents(tiny)
    (told,) = reports(saves.undo())
    assert 'there is no page "team"' in told
    assert contents(tiny) == first
    assert len(saves.history) == 1


def test_a_full_disk_leaves_every_file_as_it_was(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a save that were written before the disk was full are put back at once, and no part stays."""
    monkeypatch.setattr("time.sleep", lambda _: pytest.fail("it waits"))
    saves, first, limits = unchecked(tiny), contents(tiny), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))
    try:
        told = save(saves, tiny, {NEW: b"x", TEAM: b"y" * 4_000, PAIR: b"z" * 6_000, SOLO: None})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [line.split(";")[0] for line in told] == ["content/services/pair.yml: the disk is full"]
    assert contents(tiny) == first
    assert saves.history == []


@pytest.mark.parametrize("content", [b"x", None])
@pytest.mark.parametrize("protected", [TEAM, "services"])
def test_what_may_not_be_changed_is_not(
    public: Path, protected: str, content: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file or a folder that is read-only stays, though a rename could replace a file."""
    monkeypatch.setattr(saving, "_IN_USE_TIMEOUT", 0.1)
    files = {PAIR: b"x", TEAM: content} if protected == TEAM else {TEAM: content}
    first = contents(public)
    with unprivileged(public):
        (public / protected).chmod(0o555)
        told = save(unchecked(public), public, files)
        (public / protected).chmod(0o755)
    assert [line.split(";")[0] for line in told] == [
        "content/services/team.yml: you are not allowed to read or change this"
    ]
    assert contents(public) == first


def test_a_folder_that_is_gone_is_not_made_again(tiny: Path) -> None:
    """Its disk may have been unplugged; when it is back, the save goes well."""
    saves, files, read_before = unchecked(tiny), {TEAM: b"x"}, before(tiny, TEAM)
    tiny.rename(tiny.parent / "away")
    assert reports(saves.save(files, "", read_before)) == [
        "content: this does not exist; check its name and each folder in it"
    ]
    assert not tiny.exists()
    (tiny.parent / "away").rename(tiny)
    assert reports(saves.save(files, "", read_before)) == []


def test_a_folder_that_cannot_be_reached_is_reported(public: Path) -> None:
    """A start does not fail there either."""
    with unprivileged(public.parent):
        public.parent.chmod(0)
        told = reports(unchecked(public).save({TEAM: b"x"}, "", {TEAM: b"y"}))
        public.parent.chmod(0o755)
    assert told == ["content: this does not exist; check its name and each folder in it"]


def test_a_file_where_a_folder_belongs_is_reported(tiny: Path) -> None:
    """It stays."""
    (tiny / "files").write_text("Mine.")
    (told,) = reports(unchecked(tiny).save({"files/x.pdf": b"x"}, "", {}))
    assert told.startswith("content/files/x.pdf: there is a file where a folder belongs")
    assert (tiny / "files").read_text() == "Mine."


@pytest.mark.parametrize(("trials", "told"), [(3, []), (1_000, ["another program is using this"])])
def test_a_file_that_another_program_has_open_is_tried_again(
    tiny: Path, trials: int, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while the save is given up, and what is there stays."""
    monkeypatch.setattr(saving, "_IN_USE_TIMEOUT", 0.5 if told else 30)
    first, failures = (tiny / TEAM).read_bytes(), iter(range(trials))
    replace = Path.replace

    def held(part: Path, target: Path) -> Path:
        if next(failures, None) is not None:
            raise OSError(errno.EBUSY, "busy")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", held)
    found = save(unchecked(tiny), tiny, {TEAM: b"x"})
    assert [line.split(": ")[1].split(";")[0] for line in found] == told
    assert (tiny / TEAM).read_bytes() == (first if told else b"x")
    assert {path.name for path in (tiny / "services").iterdir()} == {"pair.yml", "solo.yml", "team.yml"}


def test_a_file_that_cannot_be_put_back_is_named_and_can_be_undone(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its former content is in the history until the disk works."""
    saves, first, replace, count = unchecked(tiny), contents(tiny), Path.replace, iter(range(100))

    def broken(part: Path, target: Path) -> Path:
        if next(count):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(part, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", broken)
        problems = saves.save({PAIR: b"x", TEAM: b"y"}, "A save", before(tiny, PAIR, TEAM))
    assert [problem.key for problem in problems] == ["inaccessible", "half_saved"]
    assert {code: problems[1].report(code) for code in AUTHOR_LANGUAGES} == CASES["half_saved"]
    assert contents(tiny) == {**first, PAIR: b"x"}
    assert saves.history == ["A save"]
    assert saves.undo() == []
    assert contents(tiny) == first


def test_two_saves_at_once_are_one_after_the_other(tiny: Path) -> None:
    """Each of eight callers adds its line to the file, merging it once more if another was first."""
    saves = saves_of(tiny)

    def add(number: int) -> None:
        while True:
            old = (tiny / TEAM).read_bytes()
            try:
                assert saves.save({TEAM: old + b"# %d\n" % number}, str(number), {TEAM: old}) == []
            except ChangedError:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    lines = (tiny / TEAM).read_text(encoding="utf-8").splitlines()[-8:]
    assert sorted(lines) == [f"# {number}" for number in range(8)]
    assert [f"# {sentence}" for sentence in saves.history] == lines[::-1]


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_whole_files(tiny: Path) -> None:
    """Each file is the old one or the new; the next start removes the parts, and nothing else."""
    (tiny / "services" / ".brochure-notes").write_text("Mine.")
    (tiny / "services" / ".team.yml.swp").write_text("Vim's.")
    program = Path(__file__).with_name("killed.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "hooks"), str(ROOT / "tests")])}
    folders = subprocess.run(
        [sys.executable, program, tiny, tiny.parent / "killed"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    old, last = contents(tiny), contents(Path(folders[-1]))
    assert len(folders) > 15
    assert any(set(contents(Path(folder))) - {*old, *last} for folder in folders)
    for folder in map(Path, folders):
        unchecked(folder)
        found = contents(folder)
        assert found.keys() >= old.keys() - {SOLO}
        assert found.items() <= {*old.items(), *last.items()}
        assert found.keys() <= {*old, *last}
        is_new = [found.get(path) == last.get(path) for path in ("files/new.pdf", TEAM, PAIR, SOLO)]
        assert is_new == sorted(is_new, reverse=True)
