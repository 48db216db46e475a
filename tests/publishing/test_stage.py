"""A build puts a whole site in the last one's place or leaves that alone, and makes the same of the same."""

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brochure.publishing import stage
from brochure.publishing.stage import Stage
from support.git import git
from support.programs import program
from support.sites import ENVIRONMENT, ROOT, TINY, build, built, project

KILLS = 50
TITLES = ("Yksi", "Kaksi")
BUILD = [sys.executable, "-m", "mkdocs", "build", "--strict"]


def contents(site: Path) -> dict[str, str]:
    """Each file of a site with the hash of what is in it."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def rename(folder: Path, title: str) -> None:
    """Give a page of the tiny site another title, and with it another address; the last one sends on."""
    former = ", ".join(other.lower() for other in TITLES if other != title)
    words = f"{{title: {title}, summary: x, who: x, purpose: x, former: [{former}]}}"
    (folder / "content" / "services" / "team.yml").write_text(f"fi: {words}\nen: {words}\n", encoding="utf-8")


def made(folder: Path, text: str) -> Stage:
    """A stage on which a site of one file stands."""
    new = Stage(folder / "site")
    (new.folder / "index.html").write_text(text)
    return new


@pytest.mark.parametrize("whole", [True, False], ids=["one step", "two steps"])
def test_the_new_site_takes_the_place_of_the_last(tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system that can exchange two folders and on one that cannot; nothing of the old site is left."""
    if not whole:
        monkeypatch.setattr(stage, "exchange", lambda one, other: False)  # noqa: ARG005
    for text in ("first", "second"):
        new = made(tmp_path, text)
        new.publish()
        new.clear()
        assert (tmp_path / "site" / "index.html").read_text() == text
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_in_two_steps_the_last_site_comes_back_if_the_second_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that something holds open cannot be replaced on every system."""
    monkeypatch.setattr(stage, "exchange", lambda one, other: False)  # noqa: ARG005
    made(tmp_path, "first").publish()
    new = made(tmp_path, "second")
    shutil.rmtree(new.folder)
    with pytest.raises(FileNotFoundError):
        new.publish()
    assert (tmp_path / "site" / "index.html").read_text() == "first"


def test_this_system_can_exchange_two_folders(tmp_path: Path) -> None:
    """So the builds that are killed below are swapped in one step."""
    for name in ("one", "other"):
        (tmp_path / name / name).mkdir(parents=True)
    assert stage.exchange(tmp_path / "one", tmp_path / "other") == (sys.platform == "linux")
    assert not stage.exchange(tmp_path / "one", tmp_path / "nowhere")


KILLED = """
import os, signal
from pathlib import Path
from brochure.publishing.stage import Stage
stage = Stage(Path("site"))
if {between}:
    Path("site").rename(stage.folder.with_suffix(".old"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
@pytest.mark.parametrize("between", [False, True], ids=["while it built", "between the two steps"])
def test_what_a_killed_build_has_left_goes_at_the_next(tmp_path: Path, between: bool) -> None:
    """At once, and with the last site back in its place; what another build is working in stays."""
    made(tmp_path, "first").publish()
    at_work = made(tmp_path, "at work")
    environment = ENVIRONMENT | {"PYTHONPATH": str(ROOT / "hooks")}
    killed = [sys.executable, "-c", KILLED.format(between=between)]
    assert subprocess.run(killed, cwd=tmp_path, env=environment, check=False).returncode == -signal.SIGKILL
    assert (tmp_path / "site").exists() is not between
    new = made(tmp_path, "new")
    assert (tmp_path / "site" / "index.html").read_text() == "first"
    assert {path.stem for path in (tmp_path / ".site.new").iterdir()} == {at_work.folder.name, new.folder.name}
    for stage_left in (at_work, new):
        stage_left.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_site_behind_a_link_stays_there(tmp_path: Path) -> None:
    """An author may have linked site/ to where the web server looks."""
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "www")
    made(tmp_path, "first").publish()
    assert (tmp_path / "site").is_symlink()
    assert (tmp_path / "www" / "index.html").read_text() == "first"


SPOILT = {
    "docs/templates/service.md": "{{ text.nothing_of_this_name }}",
    "docs/templates/page.md": "# {{ page.title }}\n\n[nowhere](nowhere.md)\n",
    "overrides/main.html": "{{ nothing.of.this.name }}",
    "content/site.yml": "address: https://tyonohjaus.fi/?a=b\n",
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_build_that_fails_leaves_the_last_site(published: Path, name: str) -> None:
    """At whichever step it fails, a warning at the end too: not a byte changes, and nothing is left beside it."""
    before = contents(published / "site")
    (published / name).write_text(SPOILT[name], encoding="utf-8")
    (published / "content" / "pages" / "plain.yml").write_text("fi: {title: Muuta, summary: x}\n")
    assert build(published).returncode == 1
    assert contents(published / "site") == before
    assert [path.name for path in published.iterdir() if path.name.startswith(".site")] == []


def test_a_build_whose_warnings_are_allowed_is_published(published: Path) -> None:
    """Without --strict a warning stops nothing."""
    (published / "docs" / "templates" / "page.md").write_text("# {{ page.title }}\n\n[nowhere](nowhere.md)\n")
    (published / "content" / "pages" / "plain.yml").write_text("fi: {title: Muuta, summary: x}\n")
    command = [argument for argument in BUILD if argument != "--strict"]
    assert subprocess.run(command, cwd=published, env=ENVIRONMENT, capture_output=True, check=False).returncode == 0
    assert "nowhere" in (published / "site" / "muuta" / "index.html").read_text(encoding="utf-8")


def test_a_full_disk_is_told_in_a_sentence(published: Path) -> None:
    """No traceback, and the last site stays; the system's own words say what is the matter."""
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    before = contents(published / "site")
    limit = 16_000, 16_000
    result = subprocess.run(
        BUILD,
        cwd=published,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
    )
    assert result.returncode == 1
    assert re.fullmatch(
        rf"{published}/.site.new/[^:]*.css: this cannot be read or written \(File too large\); "
        "check that you have permission and that the disk has room",
        result.stdout.splitlines()[-1],
    )
    assert "Traceback" not in result.stderr
    assert contents(published / "site") == before


def test_a_folder_that_cannot_be_written_to_is_told_in_a_sentence(folder: Path) -> None:
    """What stands in the way is named, in the author's language."""
    (folder / ".site.new").write_text("")
    result = build(folder, BROCHURE_LANGUAGE="fi")
    assert result.returncode == 1
    told = result.stdout.splitlines()[-1]
    assert ".site.new" in told
    assert told.endswith("; tarkista, että sinulla on siihen oikeus ja että levyllä on tilaa")
    assert "Traceback" not in result.stderr


def test_a_file_of_ones_own_is_published_as_it_is(folder: Path) -> None:
    """A search engine's proof or a price list in docs/ keeps its name."""
    (folder / "docs" / "google1.html").write_text("Proof.")
    assert (built(folder) / "google1.html").read_text() == "Proof."


def test_the_folder_keeps_its_owner_and_its_mode(published: Path) -> None:
    """What a web server was allowed to read it may read after the next build."""
    site = published / "site"
    site.chmod(0o2775)
    if os.geteuid() == 0:
        os.chown(site, -1, 33)
    before = site.stat()
    after = built(published).stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert after.st_ino != before.st_ino


def test_a_file_in_the_place_of_the_site_is_left_alone(folder: Path) -> None:
    """It is somebody's, and is told."""
    (folder / "site").write_text("Mine.")
    result = build(folder)
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1].startswith(f"{folder}/site: this cannot be read or written (Not a directory)")
    assert (folder / "site").read_text() == "Mine."


def test_two_builds_at_once_do_not_meet(published: Path) -> None:
    """Each has a stage of its own, and the site is that of one of them."""
    expected = contents(published / "site")
    with ThreadPoolExecutor() as pool:
        assert [result.returncode for result in pool.map(lambda _: build(published), range(2))] == [0, 0]
    assert contents(published / "site") == expected
    assert not (published / ".site.new").exists()


@pytest.mark.slow
def test_the_same_content_gives_the_same_bytes_on_another_day_in_another_place(tmp_path: Path) -> None:
    """Nothing of the day, the clock's zone, the folder or the run stands in a site; its dates are the texts' own."""
    faketime = program("faketime")
    origin = project(tmp_path / "origin", ROOT / "content")
    git(origin, "init", "--quiet")
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "-m", "All", when="2026-05-05T02:30:00Z")
    sites = []
    for place, day, zone, seed in (
        ("a", "2027-02-03 04:05", "UTC", "1"),
        ("b/c", "2031-12-31 23:30", "America/Los_Angeles", "2"),
    ):
        folder = tmp_path / place
        git(tmp_path, "clone", "--quiet", str(origin), str(folder))
        # A cache of its own: on that day all that the other tests keep in theirs is old, and is deleted.
        environment = ENVIRONMENT | {"TZ": zone, "PYTHONHASHSEED": seed, "BROCHURE_CACHE": ""}
        subprocess.run([faketime, day, *BUILD], cwd=folder, env=environment, check=True, capture_output=True)
        sites.append(contents(folder / "site"))
        assert "<lastmod>2026-05-05</lastmod>" in (folder / "site" / "sitemap.xml").read_text()
    assert len(sites[0]) > 1
    assert sites[0] == sites[1]


@pytest.mark.slow
def test_a_build_that_is_killed_leaves_a_whole_site(tmp_path: Path) -> None:
    """Killed at fifty moments, from first to last: what stands there is the old site or the new, every file."""
    with ThreadPoolExecutor() as pool:
        halves = pool.map(lambda half: list(killed(project(tmp_path / half, TINY), half)), ("early", "late"))
    assert {replaced for half in halves for replaced in half} == {True, False}, (
        "some of the moments lie behind the last step, some before"
    )


def killed(folder: Path, half: str) -> Iterator[bool]:
    """Kill builds that would change a site, at any moment or late; yield whether the new site stood there."""
    whole = []
    for title in TITLES:
        rename(folder, title)
        start = time.monotonic()
        whole.append(contents(built(folder)))
        duration = time.monotonic() - start
    assert whole[0] != whole[1]
    chance = random.Random(half)
    room = folder / ".site.new"
    for number in range(KILLS // 2):
        rename(folder, TITLES[number % 2])
        before = contents(folder / "site")
        with subprocess.Popen(BUILD, cwd=folder, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
            if half == "early":
                time.sleep(chance.uniform(0, duration))
            else:
                while process.poll() is None and not list(room.glob("*/sitemap.xml")):
                    time.sleep(0.001)
                time.sleep(chance.uniform(0, duration / 4))
            process.kill()
        shutil.rmtree(room, ignore_errors=True)
        after = contents(folder / "site")
        assert after in whole
        yield after != before
