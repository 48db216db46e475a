"""Only changes are sent, no cut leaves a broken page, and nothing else on the server is touched."""

import hashlib
import json
import os
import re
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.publishing.upload import upload
from brochure.publishing.upload.remote import Question, Unagreed, UploadError
from brochure.publishing.upload.upload import (
    HEARTBEAT,
    HTACCESS,
    LOCK,
    MANIFEST,
    BuiltSite,
    Plan,
    prepare,
    restore,
    send,
)
from support.remotes import Folder, filled
from support.sites import contents

ADDRESS = "https://www.example.org/"
RULES = "# The site's rules for Apache. Each build overwrites this file.\n"
HOSTILE = ("/etc/passwd", "../x", "en/../../x", "a\\b", "a//b", "", ".", "a/./b", "a/", "a\n", "a\0")
PAGES = ("index.html", "yhteys/index.html", "en/index.html", "en/team/index.html", "404.html")
FUZZING = settings().max_examples > 1000


def asset(look: int) -> str:
    """Return the published name of a stylesheet."""
    return f"assets/look.{hashlib.sha256(str(look).encode()).hexdigest()[:8]}.css"


def files(pages: Mapping[str, int], look: int = 0, rules: int = 0) -> dict[str, str]:
    """Return a site whose pages have numbers as their texts and use one stylesheet."""
    html = {path: f"<link href=/{asset(look)}><p>{text} {'x' * 200}</p>" for path, text in pages.items()}
    papers = {path.replace(".html", ".pdf"): f"%PDF {text}" for path, text in pages.items()}
    return {**html, **papers, asset(look): f"p {{ order: {look} }}", HTACCESS: f"{RULES}# {rules}\n"}


def published(server: Path) -> dict[str, str]:
    """Return the files on a server, without the list."""
    return {path: content.decode() for path, content in contents(server).items() if path != MANIFEST}


class Case:
    """A site and a server."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.server = folder, folder / "server"
        self.server.mkdir()
        self.notes: Collection[str] = ()

    def site(self, wanted: Mapping[str, str], address: str = ADDRESS, *, htaccess: bool = True) -> BuiltSite:
        """Return a built site with some files."""
        return BuiltSite(filled(self.folder / "site", wanted), address, {}, htaccess)

    def publish(
        self, site: BuiltSite, agreed: Collection[Question] = (), remote: Folder | None = None
    ) -> tuple[Plan, Folder]:
        """Publish a site; return also the server, with its operations."""
        remote = remote or Folder(self.server)
        plan, self.notes = send(remote, site, agreed, lambda *_: None)
        return plan, remote

    def questions(self, site: BuiltSite) -> list[Question]:
        """Return the questions before a site is sent, when nothing may have changed on the server."""
        before = contents(self.server)
        with pytest.raises(Unagreed) as asked:
            self.publish(site)
        assert contents(self.server) == before
        assert not (self.server / LOCK).exists()
        return list(asked.value.questions)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return a new server and no site."""
    return Case(tmp_path)


ONE = dict.fromkeys(PAGES, 1)


def test_the_first_time_all_is_sent_and_the_second_time_nothing(case: Case) -> None:
    """The second run changes nothing on the server but its lock."""
    site = case.site(files(ONE))
    sent, _ = case.publish(site)
    assert len(sent.changed) == 12
    assert published(case.server) == files(ONE)
    again, remote = case.publish(site)
    assert (again.changed, again.deleted) == ([], [])
    assert {each[-1] for each in remote.changes} == {LOCK, HEARTBEAT, f"{LOCK}/now"}


def test_a_changed_page_alone_is_sent_and_only_listed_files_are_deleted(case: Case) -> None:
    """The folders of deleted files go too, and what others have put there stays."""
    others = {".well-known/proof": "A", "cgi-bin/form.pl": "B", "en/own.txt": "C", "kuva.jpg": "D"}
    filled(case.server, others)
    case.publish(case.site(files(ONE)))
    smaller = {path: 2 if path == "index.html" else 1 for path in PAGES if not path.startswith("en/team")}
    sent, _ = case.publish(case.site(files(smaller)))
    assert sent.changed == ["index.pdf", "index.html"]
    assert sent.deleted == ["en/team/index.html", "en/team/index.pdf"]
    assert published(case.server) == {**files(smaller), **others}
    assert not (case.server / "en" / "team").exists()


def test_what_somebody_deleted_or_changed_on_the_server_is_sent_again(case: Case) -> None:
    """Sizes there are compared, not only the list."""
    case.publish(case.site(files(ONE)))
    (case.server / "yhteys" / "index.html").unlink()
    (case.server / "404.html").write_text("hacked")
    sent, _ = case.publish(case.site(files(ONE)))
    assert sent.changed == ["404.html", "yhteys/index.html"]
    assert published(case.server) == files(ONE)


def test_files_are_sent_in_an_order_that_leaves_pages_whole(case: Case) -> None:
    """The list, files with digests, other files, pages, the front page, `.htaccess`; deletions, and the list again."""
    case.publish(case.site(files(ONE)))
    _, remote = case.publish(case.site(files(dict.fromkeys(PAGES[:3], 2), look=1, rules=1)))
    done = [each[-1] for each in remote.changes if each[0] in ("replace", "delete") and LOCK not in each[-1]]
    assert done == [
        *(MANIFEST, asset(1), "en/index.pdf", "index.pdf", "yhteys/index.pdf"),
        *("en/index.html", "yhteys/index.html", "index.html", HTACCESS),
        *("en/team/index.html", "404.html", "en/team/index.pdf", "404.pdf", asset(0), MANIFEST),
    ]


sites = st.builds(
    files,
    st.dictionaries(st.sampled_from(PAGES), st.integers(1, 3)).map(lambda some: {"index.html": 1, **some}),
    st.integers(0, 2),
    st.integers(0, 1),
)


@settings(max_examples=500 if FUZZING else 30)
@given(sites, st.lists(st.tuples(sites, st.integers(1, 100)), min_size=1, max_size=3), st.booleans(), st.booleans())
def test_no_cut_leaves_a_broken_page(
    first: dict[str, str], later: list[tuple[dict[str, str], int]], replaces: bool, often: bool
) -> None:
    """After each cut, all pages are those of some version, with the files that they use; the next run ends it.

    Where the server cannot rename over a file, a page may be missing. The list is written after each file, or rarely.
    """
    with TemporaryDirectory() as name, patch.object(upload, "_HEARTBEAT_SECONDS", -1 if often else 30):
        case, versions = Case(Path(name)), [first]
        filled(case.server, {"own.txt": "hers"})
        case.publish(case.site(first))
        for version, cut in later:
            versions.append(version)
            try:
                case.publish(
                    case.site(version), [Question("publish_busy")], Folder(case.server, cut, replaces=replaces)
                )
            except UploadError:
                check(published(case.server), versions, replaces=replaces)
        case.publish(case.site(versions[-1]), [Question("publish_busy")])
        assert published(case.server) == {**versions[-1], "own.txt": "hers"}
        assert not list(case.server.rglob("*.new"))


def check(there: Mapping[str, str], versions: list[dict[str, str]], *, replaces: bool) -> None:
    """Check that every page is whole, with its stylesheet, and that no page of all versions is missing."""
    pages = {path: text for path, text in there.items() if path.endswith(".html")}
    assert all(text in [version.get(path) for version in versions] for path, text in pages.items())
    assert {found for text in pages.values() for found in re.findall(r"href=/(\S+?)>", text)} <= there.keys()
    if replaces:
        assert {path for path in PAGES if all(path in version for version in versions)} <= pages.keys()


def test_a_server_that_cannot_rename_over_a_file_is_told(case: Case) -> None:
    """Then a page is missing for a moment; at the first publication none is."""
    case.publish(case.site(files(ONE)), remote=Folder(case.server, replaces=False))
    assert case.notes == []
    two = files(dict.fromkeys(PAGES, 2))
    case.publish(case.site(two), remote=Folder(case.server, replaces=False))
    assert case.notes == ["gaps"]
    assert published(case.server) == two


def test_two_at_once_are_told(case: Case) -> None:
    """The second waits, or goes on if the author says so; a lock of ten minutes by the server's clock is taken over."""
    site = case.site(files(ONE))

    def lock(age: float) -> None:
        filled(case.server / LOCK, {"alive": ""})
        os.utime(case.server / HEARTBEAT, (0, time.time() - age))

    lock(upload.STALE - 5)
    with pytest.raises(Unagreed) as asked:
        case.publish(site)
    assert asked.value.questions == (Question("publish_busy"),)
    assert [*case.server.iterdir()] == [case.server / LOCK]
    case.publish(site, asked.value.questions)
    assert case.notes == ["took_over"]
    assert published(case.server) == files(ONE)
    lock(upload.STALE + 5)
    case.publish(site)
    assert case.notes == ["took_over"]
    case.publish(site)
    assert case.notes == []
    (case.server / LOCK).mkdir()  # a cut before its first sign of life
    with pytest.raises(Unagreed):
        case.publish(site)


def test_a_long_publication_keeps_its_lock_young(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow line takes longer than ten minutes."""
    monkeypatch.setattr(upload, "_HEARTBEAT_SECONDS", -1)
    ages: list[float] = []

    def progress(*_: object) -> None:
        ages.append((case.server / HEARTBEAT).stat().st_mtime)
        os.utime(case.server / HEARTBEAT, (1000, 1000))

    send(Folder(case.server), case.site(files(ONE)), (), progress)
    assert len(ages) == 13
    assert min(ages) > 1000


def test_a_folder_that_is_not_hers_to_write_is_told_at_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no lock of somebody else's."""
    site = case.site(files(ONE))
    monkeypatch.setattr(os, "mkdir", os.rmdir)  # which fails here
    with pytest.raises(UploadError) as refused:
        case.publish(site)
    assert refused.value.problem.key == "publish_name"


def test_another_site_is_replaced_only_by_consent(case: Case) -> None:
    """The list names the address that has been published."""
    case.publish(case.site(files(ONE)))
    other = case.site(files({"index.html": 2}), "https://other.example.org/")
    questions = case.questions(other)
    assert questions == [Question("publish_other_site", f"{ADDRESS} → https://other.example.org/")]
    case.publish(other, questions)
    assert published(case.server) == files({"index.html": 2})
    assert case.publish(other)[0].changed == []


def test_files_that_were_there_before_are_replaced_only_by_consent(case: Case) -> None:
    """They are named, also when a later build makes a page in the place of somebody's file."""
    filled(case.server, {"index.html": "own", "index.html.new": "own", "kurssit/index.html": "own"})
    questions = case.questions(case.site(files(ONE)))
    assert questions == [Question("publish_files_there", "index.html\nindex.html.new")]
    case.publish(case.site(files(ONE)), questions)
    more = case.site(files({**ONE, "kurssit/index.html": 1}))
    assert case.questions(more) == [Question("publish_files_there", "kurssit/index.html")]


def test_other_rules_for_apache_are_shown_and_kept(case: Case) -> None:
    """Those that an earlier publication sent are known by their first line."""
    filled(case.server, {HTACCESS: "Redirect / https://x/\n", f"{HTACCESS}.before": "older"})
    questions = case.questions(case.site(files(ONE)))
    assert questions == [Question("publish_other_rules", "Redirect / https://x/\n")]
    sent, _ = case.publish(case.site(files(ONE)), questions)
    found = published(case.server)
    assert found[HTACCESS] == files(ONE)[HTACCESS]
    assert found[f"{HTACCESS}.before"] == "older"
    assert found[f"{HTACCESS}.before.before"] == "Redirect / https://x/\n"
    restore(Folder(case.server), sent.rules)
    assert published(case.server)[HTACCESS] == "Redirect / https://x/\n"
    assert case.publish(case.site(files(ONE), htaccess=False))[0].deleted == []
    assert HTACCESS in published(case.server)
    (case.server / HTACCESS).write_text("# The site's rules for Apache. Each build writes this file anew.\n")
    assert prepare(Folder(case.server), case.site(files(ONE))).questions == []


def test_a_site_without_rules_deletes_only_our_own(case: Case) -> None:
    """If there were none before, none is left."""
    sent, _ = case.publish(case.site(files(ONE)))
    assert case.publish(case.site(files(ONE), htaccess=False))[0].deleted == [HTACCESS]
    assert HTACCESS not in published(case.server)
    case.publish(case.site(files(ONE)))
    restore(Folder(case.server), sent.rules)
    assert HTACCESS not in published(case.server)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", '{"address": "https://x/"}', '{"address": "https://x/", "files": {"a": 1}}'),
        *(f'{{"address": "https://x/", "files": {{{json.dumps(path)}: ""}}}}' for path in HOSTILE),
    ],
)
def test_a_list_that_no_build_made_is_refused(case: Case, text: str) -> None:
    """It might have files deleted that are somebody else's."""
    filled(case.server, {MANIFEST: text})
    with pytest.raises(UploadError) as refused:
        case.publish(case.site(files(ONE)))
    assert refused.value.problem.key == "publish_list"
    assert contents(case.server) == {MANIFEST: text.encode()}


def test_a_list_that_a_cut_left_is_read(case: Case) -> None:
    """Without renaming over, a cut may leave only the list's next version, or at first half of one."""
    filled(case.server, {f"{MANIFEST}.new": '{"addr'})
    case.publish(case.site(files(ONE)))
    (case.server / MANIFEST).rename(case.server / f"{MANIFEST}.new")
    assert case.publish(case.site(files(ONE)))[0].changed == []
    for cut in range(10, 16):
        (case.server / MANIFEST).rename(case.server / f"{MANIFEST}.new")
        with pytest.raises(UploadError):
            case.publish(case.site(files({"index.html": 1})), remote=Folder(case.server, cut, replaces=False))
        case.publish(case.site(files({"index.html": 1})), [Question("publish_busy")])
        assert published(case.server) == files({"index.html": 1})
        case.publish(case.site(files(ONE)))


def test_a_file_with_a_digest_is_not_sent_again_after_a_cut(case: Case) -> None:
    """Its name says what it contains; where a rename replaces nothing, it would be missing for a moment."""
    with pytest.raises(UploadError):
        case.publish(case.site(files(ONE)), remote=Folder(case.server, 20))
    assert (case.server / asset(0)).exists()
    assert asset(0) not in case.publish(case.site(files(ONE)), [Question("publish_busy")])[0].changed


def test_after_a_cut_only_the_rest_is_sent(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is written again now and then, with what has been sent."""
    monkeypatch.setattr(upload, "_HEARTBEAT_SECONDS", -1)
    site = case.site(files(ONE))
    with pytest.raises(UploadError):
        case.publish(site, remote=Folder(case.server, 42))
    rest = site.files.keys() - published(case.server).keys()
    assert 3 < len(rest) < 9
    assert set(case.publish(site, [Question("publish_busy")])[0].changed) == rest


def test_progress_is_told_by_files(case: Case) -> None:
    """The plan is the same before anything is sent as in what was sent."""
    told: list[tuple[int, int]] = []
    site = case.site(files({"index.html": 1}))
    plan = prepare(Folder(case.server), site)
    assert plan.changed == send(Folder(case.server), site, (), lambda *each: told.append(each))[0].changed
    assert told == [(number, 4) for number in range(5)]
