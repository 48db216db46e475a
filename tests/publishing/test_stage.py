"""A build puts a whole site in the last one's place or leaves that alone, and makes the same of the same."""

import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from threading import get_ident

import pytest
import yaml

from brochure.author.messages import message
from brochure.author.problems import ContentError
from brochure.publishing import stage
from brochure.publishing.stage import Stage
from support.programs import program
from support.sites import ENVIRONMENT, MKDOCS, TINY, build, built, change, contents, forks_of, project

KILLS = 50
TOLD = yaml.safe_load(Path(__file__).with_name("messages.yml").read_text(encoding="utf-8"))
SITEMAP = """<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://tyonohjaus.fi/</loc>
  </url>
</urlset>
"""


def stage_of(folder: Path, text: str, known: Collection[str] = ("index.html",)) -> Stage:
    """Return a stage with a site of one file and a sitemap."""
    new = Stage(folder / "site", known, "en")
    (new.folder / "index.html").write_text(text)
    (new.folder / "sitemap.xml").write_text(SITEMAP)
    return new


@pytest.mark.parametrize("steps", [1, 2])
def test_the_new_site_takes_the_place_of_the_last(tmp_path: Path, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the old site is left but the folder's mode, even if the system cannot exchange two folders."""
    if steps == 2:
        monkeypatch.setattr(stage, "exchange", lambda one, other: False)  # noqa: ARG005
    for text in ("first", "second"):
        new = stage_of(tmp_path, text)
        new.publish()
        new.clear()
        assert (tmp_path / "site" / "index.html").read_text() == text
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
        assert text == "first" or stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o2775
        (tmp_path / "site").chmod(0o2775)


def test_the_last_site_comes_back_if_the_second_step_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that a program has open cannot be replaced on every system."""
    stage_of(tmp_path, "first").publish()
    monkeypatch.setattr(stage, "exchange", lambda one, other: shutil.rmtree(one))  # noqa: ARG005
    with pytest.raises(FileNotFoundError):
        stage_of(tmp_path, "second").publish()
    assert (tmp_path / "site" / "index.html").read_text() == "first"


def test_this_system_can_exchange_two_folders(tmp_path: Path) -> None:
    """The builds that are killed below are swapped in one step on Linux."""
    for name in ("one", "other"):
        (tmp_path / name / name).mkdir(parents=True)
    assert stage.exchange(tmp_path / "one", tmp_path / "other") == (sys.platform == "linux")


def test_the_last_site_comes_back_after_a_kill_between_the_two_steps(tmp_path: Path) -> None:
    """The next build moves it back before anything else."""
    stage_of(tmp_path, "first").publish()
    (tmp_path / "site").rename(tmp_path / ".site.old" / "brochure-killed00.last")
    stage_of(tmp_path, "new").clear()
    assert (tmp_path / "site" / "index.html").read_text() == "first"


def test_only_what_a_killed_build_has_left_is_cleared(tmp_path: Path) -> None:
    """It is cleared after an hour, since another build may be at work; other names, and links, stay for good."""
    stage_of(tmp_path, "first").publish()
    parent, kept = tmp_path / ".site.old", {"Documents", "brochure-", "brochure-notes.last", "brochure-atwork00"}
    for name in ("brochure-killed00", "brochure-killed11.last", *kept):
        (parent / name / "inner").mkdir(parents=True)
        if name != "brochure-atwork00":
            os.utime(parent / name, (0, 0))
    (tmp_path / "precious").mkdir()
    (parent / "brochure-deadbeef").symlink_to(tmp_path / "precious")
    os.utime(parent / "brochure-deadbeef", (0, 0), follow_symlinks=False)
    stage_of(tmp_path, "new").clear()
    assert {path.name for path in parent.iterdir()} == kept | {"brochure-deadbeef"}
    assert (tmp_path / "precious").is_dir()


@pytest.mark.parametrize("same_disk", [True, False])
def test_the_next_site_is_made_away_from_the_folder_if_its_disk_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, same_disk: bool
) -> None:
    """A program that syncs her folder sees whole sites alone, whose mode is that of any new folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path if same_disk else "/dev/shm"))
    home = tmp_path / "home"
    new = stage_of(home, "new")
    assert new.folder.parents[1] == (tmp_path if same_disk else home / ".site.new")
    new.publish()
    new.clear()
    (home / "plain").mkdir()
    assert (home / "site").stat().st_mode == (home / "plain").stat().st_mode
    assert {path.name for path in home.iterdir()} == {"plain", "site"}


def test_a_file_that_comes_during_a_build_stays(tmp_path: Path) -> None:
    """The site's folder is looked at once more before it is replaced."""
    stage_of(tmp_path, "first").publish()
    new = stage_of(tmp_path, "second")
    (tmp_path / "site" / "mine.php").write_text("Mine.")
    with pytest.raises(ContentError, match=r"more than the old site here: mine\.php"):
        new.publish()
    new.clear()
    assert (tmp_path / "site" / "mine.php").read_text() == "Mine."


@pytest.mark.parametrize("patience", [5, 0.1])
def test_a_program_that_holds_the_folder_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: int
) -> None:
    """Sync programs let go within seconds; after that the last site stays, and a sentence names them."""
    stage_of(tmp_path, "first").publish()
    monkeypatch.setattr(stage, "exchange", lambda one, other: False)  # noqa: ARG005
    monkeypatch.setattr(stage, "_IN_USE_TIMEOUT", patience)
    new, rename, refusals = stage_of(tmp_path, "second"), Path.rename, iter([True] * (2 if patience == 5 else 1))

    def held(path: Path, target: Path) -> Path:
        if path.parent.name == ".site.old" and next(refusals, False):
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", held)
    if patience == 5:
        new.publish()
    else:
        with pytest.raises(ContentError, match=r"another program \(perhaps OneDrive"):
            new.publish()
    new.clear()
    assert (tmp_path / "site" / "index.html").read_text() == ("second" if patience == 5 else "first")
    assert not (tmp_path / ".site.old").exists()


def refusal(folder: Path, language: str, known: Collection[str] = ()) -> str:
    """Return the message of a stage that does not replace the site of a folder."""
    with pytest.raises(ContentError) as caught:
        Stage(folder / "site", known, language)
    return caught.value.problems[0].report(language)


@pytest.mark.parametrize("name", ["site", ".site.new", ".site.old"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_build_follows_no_link(tmp_path: Path, name: str, language: str) -> None:
    """A public folder that a link leads to stays whole; a link to itself gives the message too."""
    public = tmp_path / "public_html"
    (public / "brochure-killed00").mkdir(parents=True)
    os.utime(public / "brochure-killed00", (0, 0))
    for target in (public, tmp_path / name):
        (tmp_path / name).symlink_to(target)
        assert refusal(tmp_path, language) == f"{tmp_path}/{name}: {TOLD['linked'][language]}"
        (tmp_path / name).unlink()
    assert [path.name for path in public.iterdir()] == ["brochure-killed00"]


@pytest.mark.parametrize("name", ["site", ".site.old"])
def test_a_file_in_the_way_is_not_replaced(folder: Path, name: str) -> None:
    """The build ends with a message."""
    (folder / name).write_text("Mine.")
    result = build(folder, BROCHURE_LANGUAGE="fi")
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    told = result.stdout.splitlines()[-1]
    assert told.startswith(f"{folder}/{name}")
    assert told.endswith("tässä on tiedosto, vaikka tähän kuuluu kansio; siirrä tiedosto muualle")
    assert (folder / name).read_text() == "Mine."


@pytest.mark.parametrize("language", ["en", "fi"])
def test_what_no_build_made_is_named_and_stays(tmp_path: Path, language: str) -> None:
    """The message names files and folders of a web host, and nothing is touched."""
    stage_of(tmp_path, "first").publish()
    site = tmp_path / "site"
    for name in ("photos", "cgi-bin"):
        (site / name).mkdir()
    for name in ("index.php", "cgi-bin/index.html", "cgi-bin/form.pl"):
        (site / name).write_text("x")
    before = sorted(tmp_path.rglob("*"))
    told = TOLD["foreign"][language].format("cgi-bin, index.php, photos")
    assert refusal(tmp_path, language, ["index.html"]) == f"{site}: {told}"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_without_a_sitemap_of_a_build_is_not_replaced(tmp_path: Path) -> None:
    """Another program's site may have pages at the very same addresses; the message names a few that no build makes."""
    names = [f"folder-{number:02}" for number in range(20)]
    for name in names:
        (tmp_path / "site" / name).mkdir(parents=True)
    (tmp_path / "site" / "sitemap.xml").write_text(SITEMAP.replace("<?xml version='1.0'", '<?xml version="1.0"'))
    for language, told in TOLD["no_sitemap"].items():
        assert refusal(tmp_path, language, [*names, "sitemap.xml"]) == f"{tmp_path}/site: {told}"
    assert ": a build would delete" in refusal(tmp_path, "en", names[6:])
    assert ": folder-00, folder-01, folder-02, folder-03, folder-04, ...;" in refusal(tmp_path, "en", names[6:])


@pytest.mark.parametrize("text", ["<html>", SITEMAP], ids=["other", "ours"])
def test_a_sitemap_alone_is_replaced(tmp_path: Path, text: str) -> None:
    """A workflow fetches it, whatever the server has answered with."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").write_text(text)
    (tmp_path / "site" / ".DS_Store").write_text("x")
    stage_of(tmp_path, "new").publish()
    assert (tmp_path / "site" / "index.html").read_text() == "new"


def test_all_that_a_build_made_is_replaced(published: Path) -> None:
    """A build replaces a removed page, an old address with its PDF, another brochure and another site's address."""
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
    "content/services/pair.yml": ("fi:\n  titel: Pari\n", ':2:3: unknown key "titel"; did you mean "title"?\n'),
    "docs/templates/service.md": ("{{ text.nothing_of_this_name }}", ""),
    "docs/templates/page.md": ("# {{ page.title }}\n\n[nowhere](nowhere.md)\n", ""),
    "overrides/main.html": ("{{ nothing.of.this.name }}", ""),
    "docs/templates/paper/leaf.typ": ("#(1 / 0)", ': no PDF or share picture can be made of "Yksin" ('),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_build_that_fails_leaves_the_last_site(published: Path, name: str) -> None:
    """At whichever step a build fails, a warning at the end too, not a byte changes and no folder is left."""
    before = contents(published / "site")
    (published / "content" / "pages" / "plain.yml").write_text("fi: {title: Muuta, summary: x}\n")
    text, message = SPOILT[name]
    (published / name).write_text(text, encoding="utf-8")
    result = build(published)
    assert (result.returncode, message in result.stdout) == (1, True)
    assert not name.startswith("content") or "Traceback" not in result.stderr
    assert contents(published / "site") == before
    assert [path.name for path in published.iterdir() if path.name.startswith(".site")] == []


def test_a_page_that_takes_typst_long_is_named(published: Path) -> None:
    """The build ends, though a thread of Typst's goes on, and leaves the last site and no folder."""
    before = contents(published / "site")
    loop = "#for a in range(9999) { for b in range(9999) { let _ = calc.pow(a, 2) } }\n"
    leaf = published / "docs" / "templates" / "paper" / "leaf.typ"
    leaf.write_text(loop * 100 + leaf.read_text(encoding="utf-8"), encoding="utf-8")
    change(published / "hooks" / "brochure" / "publishing" / "typesetting.py", "_TIME_LIMIT = 30", "_TIME_LIMIT = 1")
    result = build(published)
    assert result.returncode == 1
    assert f"content/services/pair.yml: {TOLD['slow']['en']}" in result.stdout.splitlines()
    assert contents(published / "site") == before
    assert not (published / ".site.new").exists()
    assert {code: message("slow_page", code, title="Työparin työnohjaus", limit=2) for code in TOLD["slow"]} == TOLD[
        "slow"
    ]


def test_a_full_disk_is_told_in_a_sentence(published: Path) -> None:
    """The message says what to do, and the last site stays."""
    before = contents(published / "site")
    result = build(published, engine=[program("prlimit"), "--fsize=16000", *MKDOCS])
    assert (result.returncode, "Traceback" in result.stderr) == (1, False)
    assert re.fullmatch(
        rf"{tempfile.gettempdir()}/brochure-\w+/site/[^:]*.css: the disk is full; "
        "delete something you do not need and run the command again",
        result.stdout.splitlines()[-1],
    )
    assert contents(published / "site") == before


def test_two_builds_at_once_do_not_meet(published: Path) -> None:
    """Each has a stage of its own, and the site is that of one of them."""
    expected = contents(published / "site")
    with subprocess.Popen([*MKDOCS, "build", "--strict", "--quiet"], cwd=published, env=ENVIRONMENT) as other:
        assert (build(published).returncode, other.wait()) == (0, 0)
    assert contents(published / "site") == expected
    assert not (published / ".site.new").exists()


@pytest.mark.slow
def test_a_build_that_is_killed_leaves_a_whole_site(tmp_path: Path) -> None:
    """After a kill at each of fifty moments, from first to last, the site is the old one or the new, every file."""
    replaced = {one for half in ("early", "late") for one in killed(project(tmp_path / half, TINY), half)}
    assert replaced == {True, False}, "some of the moments are after the last step, some before"


def killed(folder: Path, half: str) -> Iterator[bool]:
    """Kill builds that would change a site, at any moment or late; yield True if the new site is published."""
    whole, titles, team = [], ("Yksi", "Kaksi"), folder / "content" / "services" / "team.yml"
    words = "fi: {{title: {0}, summary: x, who: x, purpose: x, former: [{1}]}}\n"
    for title, former in (titles, titles[::-1]):
        team.write_text(words.format(title, former.lower()), encoding="utf-8")
        start = time.monotonic()
        whole.append(contents(built(folder)))
        duration = time.monotonic() - start
    assert whole[0] != whole[1]
    parent = folder / "next"  # on the site's disk
    parent.mkdir()
    chance, environment, forks = random.Random(half), ENVIRONMENT | {"TMPDIR": str(parent)}, forks_of(get_ident())
    for number in range(KILLS // 2):
        team.write_text(words.format(titles[number % 2], titles[number % 2 - 1].lower()), encoding="utf-8")
        before = contents(folder / "site")
        process = forks.start([*MKDOCS[1:], "build", "--strict"], folder, environment)
        if half == "early":
            time.sleep(chance.uniform(0, duration))
        else:
            while Path(f"/proc/{process}").exists() and not list(parent.glob("*/site/sitemap.xml")):
                time.sleep(0.001)
            time.sleep(chance.uniform(0, duration / 4))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        forks.wait()
        after = contents(folder / "site")
        assert after in whole
        yield after != before
