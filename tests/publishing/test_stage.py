"""A build puts a whole site in the last one's place or leaves that alone, and makes the same of the same."""

import hashlib
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from brochure.author.problems import ContentError
from brochure.publishing import stage
from brochure.publishing.stage import Stage
from support.git import git
from support.programs import program
from support.sites import ENVIRONMENT, ROOT, TINY, build, built, change, project

KILLS = 50
TITLES = ("Yksi", "Kaksi")
BUILD = [sys.executable, "-m", "mkdocs", "build", "--strict"]
SITEMAP = """<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://tyonohjaus.fi/</loc>
  </url>
</urlset>
"""


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


def stage_of(folder: Path, text: str, known: Collection[str] = ("index.html",)) -> Stage:
    """Return a stage with a site of one file and a sitemap."""
    new = Stage(folder / "site", known, "en")
    (new.folder / "index.html").write_text(text)
    (new.folder / "sitemap.xml").write_text(SITEMAP)
    return new


@pytest.mark.parametrize("whole", [True, False], ids=["one step", "two steps"])
def test_the_new_site_takes_the_place_of_the_last(tmp_path: Path, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system that can exchange two folders and on one that cannot; nothing of the old site is left."""
    if not whole:
        monkeypatch.setattr(stage, "exchange", lambda one, other: False)  # noqa: ARG005
    for text in ("first", "second"):
        new = stage_of(tmp_path, text)
        new.publish()
        new.clear()
        assert (tmp_path / "site" / "index.html").read_text() == text
        assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_in_two_steps_the_last_site_comes_back_if_the_second_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that a program has open cannot be replaced on every system."""
    monkeypatch.setattr(stage, "exchange", lambda one, other: False)  # noqa: ARG005
    stage_of(tmp_path, "first").publish()
    new = stage_of(tmp_path, "second")
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


def test_the_last_site_comes_back_after_a_kill_between_the_two_steps(tmp_path: Path) -> None:
    """At the next build, before anything else."""
    stage_of(tmp_path, "first").publish()
    killed = stage_of(tmp_path, "killed")
    killed.site.rename(killed.folder.with_suffix(".old"))
    stage_of(tmp_path, "new").clear()
    assert (tmp_path / "site" / "index.html").read_text() == "first"


def test_only_what_a_killed_build_has_left_is_cleared(tmp_path: Path) -> None:
    """After an hour, since another build may be at work; a name that no build gives, and a link, stay for good."""
    stage_of(tmp_path, "first").publish()
    killed, at_work = stage_of(tmp_path, "killed"), stage_of(tmp_path, "at work")
    room = killed.folder.parent
    names = {"0123abcd.old": False, "Documents": True, "0123abcg": True, "notes.old": True}
    for name in names:
        (room / name / "inner").mkdir(parents=True)
    (tmp_path / "precious").mkdir()
    (room / "deadbeef").symlink_to(tmp_path / "precious")
    for path in (killed.folder, *(room / name for name in names)):
        os.utime(path, (0, 0))
    os.utime(room / "deadbeef", (0, 0), follow_symlinks=False)
    new = stage_of(tmp_path, "new")
    stay = {name for name, stays in names.items() if stays}
    assert {path.name for path in room.iterdir()} == stay | {"deadbeef", at_work.folder.name, new.folder.name}
    assert (tmp_path / "precious").is_dir()


LINKED = {
    "en": "this is a shortcut to another place, and a build follows none; delete the shortcut",
    "fi": "tämä on pikakuvake toiseen paikkaan, eikä sivustoa tehdä sellaisen kautta; poista pikakuvake",
}


@pytest.mark.parametrize("language", LINKED)
@pytest.mark.parametrize("name", ["site", ".site.new"])
def test_a_build_follows_no_link(folder: Path, tmp_path: Path, name: str, language: str) -> None:
    """A public folder with a host's own things in it, and any other, stay whole; a link to itself is told too."""
    public = tmp_path / "public_html"
    (public / "cgi-bin").mkdir(parents=True)
    (public / "0123abcd").mkdir()
    os.utime(public / "0123abcd", (0, 0))
    for target in (public, folder / name):
        (folder / name).symlink_to(target)
        result = build(folder, BROCHURE_LANGUAGE=language)
        assert result.returncode == 1
        assert result.stdout.strip().splitlines()[0] == f"{folder}/{name}: {LINKED[language]}"
        assert "Traceback" not in result.stderr
        (folder / name).unlink()
    assert {path.name for path in public.iterdir()} == {"cgi-bin", "0123abcd"}


FOREIGN = {
    "en": "a build would delete what is not its own here: {0}; move that elsewhere, and build again",
    "fi": "sivuston tekeminen poistaisi tästä kansiosta muutakin kuin vanhan sivuston: {0}; siirrä ne muualle ja anna "
    "komento uudelleen",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_what_no_build_made_is_named_and_stays(published: Path, language: str) -> None:
    """Files and folders of a web host, whatever is in them; the build ends before anything is touched."""
    site = published / "site"
    (site / "index.php").write_text("x")
    (site / "photos").mkdir()
    (site / "cgi-bin").mkdir()
    (site / "cgi-bin" / "index.html").write_text("x")
    (site / "cgi-bin" / "form.pl").write_text("x")
    before = contents(site)
    result = build(published, BROCHURE_LANGUAGE=language)
    assert result.returncode == 1
    told = FOREIGN[language].format("cgi-bin, index.php, photos")
    assert result.stdout.strip().splitlines()[0] == f"{site}: {told}"
    assert contents(site) == before
    assert (site / "photos").is_dir()
    assert not (published / ".site.new").exists()


def test_a_folder_without_a_sitemap_of_a_build_is_not_replaced(tmp_path: Path) -> None:
    """Another program's site may have pages at the very same addresses; few of its names are told."""
    site = tmp_path / "site"
    for number in range(9):
        (site / f"{number}").mkdir(parents=True)
    (site / "sitemap.xml").write_text(SITEMAP.replace("<?xml version='1.0'", '<?xml version="1.0"'))
    with pytest.raises(ContentError, match=r": 0, 1, 2, 3, 4, \.\.\.;"):
        stage_of(tmp_path, "new", known=[f"{number}" for number in range(9)])


@pytest.mark.parametrize("text", ["<html>", SITEMAP], ids=["other", "ours"])
def test_a_sitemap_alone_is_replaced(tmp_path: Path, text: str) -> None:
    """A workflow fetches it, whatever the server has answered with."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").write_text(text)
    (tmp_path / "site" / ".DS_Store").write_text("x")
    stage_of(tmp_path, "new").publish()
    assert (tmp_path / "site" / "index.html").read_text() == "new"


def test_all_that_a_build_made_is_replaced(published: Path) -> None:
    """A removed page, a removed old address with its PDF, another name of the brochure, another address of the site."""
    content, site = published / "content", published / "site"
    change(content / "services" / "pair.yml", "fi:\n", "fi:\n  former: [vanha-pari, sen-edellinen]\n")
    built(published)
    (content / "services" / "solo.yml").unlink()
    change(content / "services" / "pair.yml", "  former: [vanha-pari, sen-edellinen]\n", "")
    (site / "_redirects").write_text("/below/sen-edellinen/ /below/tyoparin-tyonohjaus/ 301!\n")
    (site / "vanha-pari" / "vanha-pari.pdf").write_text("x")
    (site / "vanha-pari" / ".DS_Store").write_text("x")
    (site / "sen-edellinen" / "notes.txt").write_text("x")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._index.html", "entinen-esite.pdf"):
        (site / name).write_text("x")
    (published / "docs" / "google1.html").write_text("Proof.")
    result = build(published, SITE_URL="https://elsewhere.fi/")
    assert result.returncode == 0, result.stdout
    assert not {"yksin", "vanha-pari", "sen-edellinen", ".DS_Store", "entinen-esite.pdf"} & set(os.listdir(site))
    (published / "docs" / "google2.html").write_text("Proof.")
    assert (built(published) / "google2.html").read_text() == "Proof."


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


def test_the_folder_keeps_its_mode(tmp_path: Path) -> None:
    """What a web server was allowed to read it may read after the next build."""
    stage_of(tmp_path, "first").publish()
    (tmp_path / "site").chmod(0o2775)
    stage_of(tmp_path, "second").publish()
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o2775
    assert (tmp_path / "site" / "index.html").read_text() == "second"


@pytest.mark.parametrize("name", ["site", ".site.new"])
def test_a_file_in_the_way_is_told_and_left_alone(folder: Path, name: str) -> None:
    """In a sentence that names it, in the author's language."""
    (folder / name).write_text("Mine.")
    result = build(folder, BROCHURE_LANGUAGE="fi")
    assert result.returncode == 1
    told = result.stdout.splitlines()[-1]
    assert told.startswith(f"{folder}/{name}")
    assert told.endswith("; tarkista, että sinulla on siihen oikeus ja että levyllä on tilaa")
    assert "Traceback" not in result.stderr
    assert (folder / name).read_text() == "Mine."


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
