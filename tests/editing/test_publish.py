"""The page that publishes: by FTPS to a real server, and as far as the host key by SFTP."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

import keyring
import paramiko
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue, message
from brochure.commands import publication
from brochure.project import Project
from brochure.publishing.upload.ftps import Ftps
from brochure.publishing.upload.remote import Server
from brochure.publishing.upload.upload import BuiltSite
from support.forms import Screen
from support.servers import free_port
from support.sites import TINY, change, contents
from support.uploads import PASSWORD, USER, Ring, certificate, host_key, lose, serving_proftpd

pytestmark = pytest.mark.slow
PATIENCE = 60
"""Seconds that a publication may take."""
MINI = {
    "index.html": "<link href=assets/look.0123abcd.css><p>Home",
    "assets/look.0123abcd.css": "p {}",
    ".htaccess": "# Ours.\n",
    "robots.txt": "",
}
"""A site that needs no build."""


class Case:
    """A practice in the editor, a server that it is published on, and what its author sees."""

    def __init__(self, folder: Path, server: Server, place: Path, language: str) -> None:
        self.content, self.web = folder / "content", place / folder.name
        self.port, self.folder = server.port, folder.name
        self.web.mkdir()
        os.chown(self.web, place.stat().st_uid, -1)
        shutil.copytree(TINY, self.content)
        self.address = f"https://www.tiny.fi/{folder.name}/"
        site = self.content / "site.yml"
        text = site.read_text(encoding="utf-8").replace("example.org", "tiny.fi").replace("12345671", "01120389")
        text = text.replace("https://www.tiny.fi/below/", self.address)
        site.write_text(f"author_language: {language}\n{text}", encoding="utf-8")
        for path, content in MINI.items():
            (self.content / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (self.content / "site" / path).write_text(content, encoding="utf-8")
        self.screen = Screen(self.content, language)
        self.words: dict[str, Any] = catalogue(language)["editor"]["publishing"]
        self.shown = ""
        """The HTML of all pages."""
        self.open()

    def open(self) -> None:
        """Open the page."""
        self.screen.open("publish")
        self.shown += self.screen.text

    def fill(self, **values: str) -> None:
        """Fill in the form, by default as it has to be."""
        right = {"protocol": "ftps", "host": f"127.0.0.1:{self.port}", "user": USER, "folder": f"web/{self.folder}"}
        for name, text in {**right, "password": PASSWORD, **values}.items():
            self.screen.type(name, text)

    def press(self, do: str = "publish") -> None:
        """Press a button, and open the page again when what it began has ended."""
        self.screen.press(do)
        self.shown += self.screen.text
        if run := self.screen.editor.publication:
            run.join(PATIENCE)
        if self.screen.status != 422:
            self.open()

    def publish(self, **values: str) -> None:
        """Fill in the form and publish."""
        self.fill(**values)
        self.press()

    @property
    def sent(self) -> list[str]:
        """The names on the server."""
        return [path.name for path in self.web.iterdir()]

    @property
    def notes(self) -> list[str]:
        """The messages on the page, by their fields."""
        return [f"{place}: {text}" if place else text for place, _, text in self.screen.notes()]

    @property
    def question(self) -> str:
        """The heading of the question on the page."""
        return "".join(each.text or "" for each in self.screen.document.iter("h2"))


@pytest.fixture(scope="module")
def ftps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """An FTPS server, whose certificate is trusted, and its folder."""
    trusted = certificate(tmp_path_factory.mktemp("authority") / "pem", "IP:127.0.0.1")
    with pytest.MonkeyPatch.context() as patch, serving_proftpd(trusted) as server:
        patch.setenv("SSL_CERT_FILE", str(trusted))
        yield server


def built(project: Project, _: object) -> BuiltSite:
    """Build nothing."""
    content = publication.digests(project.draft.folder)
    return BuiltSite(project.site_folder, project.site.settings.address, content)


@pytest.fixture(params=["en"])
def case(
    tmp_path: Path, ftps: tuple[Server, Path], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Case:
    """A practice whose build is `MINI`, with settings of its own and no keyring; its host shows what it has got."""
    case = Case(tmp_path, *ftps, request.param)
    monkeypatch.setattr(publication, "SETTINGS", tmp_path / "settings")
    monkeypatch.setattr(publication, "_fetch", lambda _: (200, (case.web / "index.html").read_bytes()))
    monkeypatch.setattr("brochure.editing.publication.build", built)
    monkeypatch.setattr("brochure.editing.folder.older", lambda *_: ())
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    return case


def test_the_whole_way(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edit, publish and read the page; change a sentence, publish again: that page and its PDFs are sent.

    The sitemap would be too, but its dates come from git.
    """
    monkeypatch.setattr("brochure.editing.publication.build", publication.build)
    shutil.rmtree(case.content / "site")
    for sentence in ("The first sentence.", "The second sentence."):
        case.screen.open("services/pair")
        case.screen.type("en/body", f"## Price\n\n{sentence}")
        case.screen.press()
        case.open()
        case.publish()
        assert case.notes[0].startswith(f"{case.words['answers']['ours']} {case.address} Files sent: ")
        assert sentence in (case.web / "en" / "pair-supervision" / "index.html").read_text(encoding="utf-8")
    run = case.screen.editor.publication
    assert run
    assert run.published
    pdfs = ["en/brochure.pdf", "en/pair-supervision/pair-supervision.pdf"]
    assert run.published.plan.changed == [*pdfs, "en/pair-supervision/index.html"]
    assert "Files sent: 3, deleted: 0." in case.notes[0]


@pytest.mark.parametrize("case", AUTHOR_LANGUAGES, indirect=True)
def test_the_guide_tells_how_others_publish(case: Case) -> None:
    """The link leads to a heading."""
    page, _, place = case.words["elsewhere_page"].partition("#")
    assert f'href="/_edit/guide/{page}#{place}"' in case.screen.text
    case.screen.open(f"guide/{page}")
    assert f'id="{place}"' in case.screen.text


def test_obstacles_come_first(case: Case) -> None:
    """Mistakes and the sample's details are links, and nothing can be published, not even by an old page."""
    case.fill()
    change(case.content / "site.yml", "desk@tiny.fi", "desk@example.org")
    case.press()
    assert "/_edit/site#contact/email" in case.screen.text
    assert "password" not in case.screen.text
    change(case.content / "site.yml", "desk@example.org", "desk")
    case.open()
    assert "/_edit/site#contact/email" in case.screen.text
    assert not case.screen.editor.publication
    assert not case.sent


def test_the_guides_texts_are_in_sight(case: Case) -> None:
    """They are links above the form and no folded remarks, and prevent nothing."""
    change(case.content / "services" / "pair.yml", "Summary of the pair.", "One or two sentences.")
    case.open()
    found = "Työparin työnohjaus: Summary (English): One or two sentences. -> /_edit/services/pair#en/summary"
    assert case.notes[:2] == [case.words["guide_texts"], found]
    assert case.screen.text.count("services/pair#en/summary") == 1
    case.publish()
    assert case.notes[0].startswith(case.words["answers"]["ours"])


def test_a_wrong_detail_is_told_at_its_field(
    case: Case, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told before the build; what was typed stays, but for the password, unless it was right; no log has more."""
    monkeypatch.setattr("brochure.editing.publication.build", lambda *_: pytest.fail("it builds"))
    hosts = [{"host": each} for each in ("a b", "a..b", "nowhere.invalid", f"127.0.0.1:{free_port()}")]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()
        hosts += [{"protocol": "sftp", "host": f"127.0.0.1:{listener.getsockname()[1]}"}]
        wrong = {"host": hosts, "password": [{"password": "wrong"}], "folder": [{"folder": "htdocs"}]}
        for field, changes in wrong.items():
            for values in changes:
                case.publish(**values)
                assert [note.partition(": ")[0] for note in case.notes] == [field], case.notes
                assert not case.sent
    assert "Traceback" not in caplog.text
    monkeypatch.setattr("brochure.editing.publication.build", built)
    case.publish(password="")
    assert case.notes[0].startswith(case.words["answers"]["ours"])


def test_a_question_is_asked_once(case: Case) -> None:
    """Until she agrees, nothing is sent; an older page agrees to nothing."""
    (case.web / "index.html").write_text("hers")
    (case.web / ".htaccess").write_text("Deny from all")
    before = contents(case.web)
    case.publish()
    asks = case.words["asks"]
    heading = asks["publish_files_there"]["title"] + asks["publish_other_rules"]["title"]
    assert case.question == heading
    assert "Deny from all" in case.screen.text
    case.press("stop")
    older = case.screen.sent
    case.publish()
    case.screen.sent = older[0], {**older[1], "_do": "agree"}
    case.screen.send()
    case.open()
    assert case.question == heading
    assert contents(case.web) == before
    case.press("agree")
    assert case.notes[0].startswith(case.words["answers"]["ours"])
    assert (case.web / ".htaccess.before").read_text() == "Deny from all"
    case.publish()
    assert "Files sent: 0, deleted: 0." in case.notes[0]


def cut(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Lose the connection when a number of files has been written."""
    write, written = Ftps.write, count()

    def cut(remote: Ftps, path: str, content: bytes) -> None:
        if next(written) == after:
            lose(remote)
        write(remote, path, content)

    monkeypatch.setattr(Ftps, "write", cut)


@pytest.mark.parametrize("later", [False, True], ids=["at once", "by a later editor"])
def test_a_cut_publication_is_continued(case: Case, monkeypatch: pytest.MonkeyPatch, later: bool) -> None:
    """The password is still known, and no other publication is suspected to be running; a later editor asks both."""
    cut(monkeypatch, 3)
    case.publish()
    assert [note.lower() for note in case.notes] == [message("publish_lost", "en", form=True).lower()]
    (button,) = (each for each in case.screen.document.iter("button") if each.get("value") == "publish")
    assert button.text == case.words["continue"]
    if later:
        case.screen.editor.publication = None
        case.open()
        assert f'value="web/{case.folder}"' in case.screen.text
        case.publish()
        assert case.question == case.words["asks"]["publish_busy"]["title"]
        case.press("agree")
    else:
        case.publish(password="")
    assert case.notes[0].startswith(case.words["answers"]["ours"])
    assert case.words["notes"]["took_over"] in case.notes[0]
    assert contents(case.web).keys() == {*MINI, ".brochure.json"}


def test_one_publication_is_running(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second press shows the first one, pages can be edited, and the editor stays open."""
    begun, ends = Event(), Event()

    def build(*arguments: Any) -> BuiltSite:  # noqa: ANN401 (as it is)
        site = built(*arguments)
        begun.set()
        ends.wait(PATIENCE)
        return site

    monkeypatch.setattr("brochure.editing.publication.build", build)
    case.fill()
    case.screen.press("publish")
    assert begun.wait(PATIENCE)
    case.open()
    assert case.words["steps"]["build"] in case.notes[0]
    running = case.screen.editor.publication
    case.screen.send()
    assert case.screen.editor.publication is running
    case.screen.open("services/pair")
    case.screen.type("en/summary", "Changed")
    case.screen.press()
    case.screen.open("")
    case.screen.press("quit")
    assert case.words["not_yet"] in case.notes[0]
    ends.set()
    assert running
    running.join()
    case.open()
    assert "services/pair" in case.screen.text, "the page was changed after the build had begun"
    case.publish()
    assert case.notes[0].startswith(case.words["answers"]["ours"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_failed_build_is_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its messages are on the page, and an end that nobody expected has a sentence too."""
    monkeypatch.setattr("brochure.editing.publication.build", publication.build)
    (case.content / "site" / "hers.txt").write_text("")
    case.publish()
    assert case.notes[0].startswith(case.words["unbuilt"])
    assert "hers.txt" in case.notes[0]
    monkeypatch.setattr("brochure.editing.publication.build", lambda *_: 1 // 0)
    case.publish()
    assert case.notes == [case.words["stopped"]]


def test_a_keyring_keeps_the_password(case: Case) -> None:
    """Only if the box is ticked and the password is right; without a keyring there is no box."""
    assert 'name="remember"' not in case.screen.text
    keyring.set_keyring(kept := Ring())
    case.open()
    case.publish(remember="true", password="wrong")
    case.publish()
    assert not kept.known
    case.publish(remember="true")
    assert list(kept.known.values()) == [PASSWORD]
    case.publish(password="")
    assert "Files sent: 0, deleted: 0." in case.notes[0]


def test_the_password_is_written_nowhere(
    case: Case, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """It is in no page, log, error, file, argument or environment."""
    caplog.set_level("INFO")
    started: list[object] = []

    class Popen(subprocess.Popen[str]):
        def __init__(self, *given: Any, **options: Any) -> None:  # noqa: ANN401 (as it is)
            started.append((given, options))
            super().__init__([sys.executable, "-c", ""], **options)

    def build(*arguments: Any) -> BuiltSite | None:  # noqa: ANN401 (as it is)
        with monkeypatch.context() as patch:
            patch.setattr(subprocess, "Popen", Popen)
            return publication.build(*arguments)

    monkeypatch.setattr("brochure.editing.publication.build", build)
    case.publish(folder="htdocs")
    cut(monkeypatch, 2)
    case.publish()
    monkeypatch.setattr("brochure.editing.publication.build", built)
    case.publish()
    assert case.notes[0].startswith(case.words["answers"]["ours"])
    files = b"".join(content for path, content in contents(case.content.parent).items())
    places = case.shown, repr(case.screen.sent[0]), *capfd.readouterr(), caplog.text, files.decode(errors="replace")
    assert started
    for text in (*places, repr(started), repr(vars(case.screen.editor.publication))):
        assert PASSWORD not in text
        assert quote(PASSWORD) not in text


@contextmanager
def serving_keys(*folders: Path) -> Iterator[int]:
    """Run a server at a port for some connections, with the host key in one folder after the other; no user gets in."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for folder in folders:
                transport = paramiko.Transport(listener.accept()[0])
                transport.add_server_key(paramiko.Ed25519Key(filename=str(folder / "host_key")))
                transport.start_server(Event(), paramiko.ServerInterface())

        Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]


def test_a_server_is_known_by_its_fingerprint(case: Case, tmp_path: Path) -> None:
    """She agrees to a key once, and another key, even one that comes while she answers, is asked about again."""
    one, other = tmp_path / "one", tmp_path / "other"
    prints = {}
    for folder in (one, other):
        folder.mkdir()
        prints[folder] = host_key(folder)
    steps = [
        (one, "publish_new_key"),
        (other, "publish_other_key"),
        (other, ""),
        (other, ""),
        (one, "publish_other_key"),
    ]
    with serving_keys(*(folder for folder, _ in steps)) as port:
        for folder, question in steps:
            if "agree" in case.screen.forms():
                case.press("agree")
            else:
                case.publish(protocol="sftp", host=f"127.0.0.1:{port}")
            if question:
                assert case.question == case.words["asks"][question]["title"]
                server = f"{case.words['server_title']}: 127.0.0.1:{port}"
                assert re.search(f"<p>{server}</p>\\s*<pre>{re.escape(prints[folder])}</pre>", case.screen.text)
            else:
                assert [note.partition(":")[0] for note in case.notes] == ["password"]


def test_without_paramiko_ftps_is_left(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says what to do."""
    monkeypatch.setattr("brochure.editing.publish.find_spec", lambda _: None)
    case.open()
    assert case.notes == [case.words["no_sftp"]]
    case.publish()
    assert case.notes[0].startswith(case.words["answers"]["ours"])
