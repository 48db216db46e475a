"""Publishing on real servers: OpenSSH's by SFTP, ProFTPD by FTPS, and every way in which one fails."""

import ftplib
import os
import re
import socket
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast
from unittest.mock import patch

import pytest
import yaml

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.commands.publication import Target, connected
from brochure.publishing.upload import ftps, remote, sftp
from brochure.publishing.upload.remote import Question, Remote, Server, Unagreed, UploadError
from brochure.publishing.upload.upload import HEARTBEAT, LOCK, BuiltSite, send
from support import uploads
from support.remotes import filled
from support.servers import free_port
from support.sites import contents

pytestmark = pytest.mark.slow
FILES = {
    "index.html": "<p>1",
    "en/team/index.html": "<p>1",
    "assets/a.12345678.css": "p {}" * 100_000,
    ".htaccess": "# ours",
    "Yksilö & tiimi/index.html": "<p>1",
}
NAMES = ("sshd", "proftpd")
THERE = [Question("publish_files_there", "esite.html.new")]
TOLD = Path(__file__).with_name("failures.yml")


class World:
    """The servers, a site, and how to log in."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.key = uploads.host_key(folder)
        self.pem = uploads.certificate(folder / "ours.pem", "IP:127.0.0.1")
        other = uploads.certificate(folder / "other.pem", "DNS:host7.example.net")
        uploads.certificate(folder / "strange.pem", "IP:127.0.0.1")
        (folder / "trusted.pem").write_text(self.pem.read_text() + other.read_text())
        self.web = folder / "web"
        self.sshd = stack.enter_context(uploads.serving_ssh(folder))
        self.proftpd, place = stack.enter_context(uploads.serving_proftpd(self.pem))
        self.servers: dict[str, tuple[Server, Path]] = {
            "sshd": (self.sshd, self.web),
            "proftpd": (self.proftpd, place),
        }

    def connect(self, server: Server, password: str = "", key: str | None = None) -> Remote:
        """Log in."""
        if server.protocol == "ftps":
            password = password or uploads.PASSWORD
        target = Target(server=server, host_key=self.key if key is None else key)
        return self._stack.enter_context(connected(target, password))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return the servers, whose certificate this process trusts, and whose user's keys are this user's."""
    folder = tmp_path_factory.mktemp("servers")
    values = {"HOME": str(folder), "SSH_AUTH_SOCK": "", "SSL_CERT_FILE": str(folder / "trusted.pem")}
    with ExitStack() as stack, patch.dict("os.environ", values):
        yield World(folder, stack)


def site_of(folder: Path, files: dict[str, str]) -> BuiltSite:
    """Return a built site."""
    return BuiltSite(filled(folder / "site", files), "https://www.example.org/", {})


def publish(remote: Remote | uploads.Cut, site: BuiltSite, agreed: Collection[Question] = ()) -> tuple[int, int]:
    """Publish, and return the numbers of files sent and deleted."""
    with closing(remote):
        plan, _ = send(cast("Remote", remote), site, agreed, lambda *_: None)
    return len(plan.changed), len(plan.deleted)


@pytest.mark.parametrize("name", NAMES)
def test_a_server_gets_a_site_and_then_its_changes(world: World, name: str, tmp_path: Path) -> None:
    """All of it first, then nothing, then a changed page; no file of others goes, and the next run ends a cut one."""
    server, folder = world.servers[name]
    (folder / "own.txt").write_text("hers")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xe4.txt")).write_text("hers")
    assert publish(world.connect(server), site_of(tmp_path, FILES)) == (5, 0)
    assert publish(world.connect(server), site_of(tmp_path, FILES)) == (0, 0)
    smaller = {path: text for path, text in FILES.items() if "team" not in path} | {"index.html": "<p>2"}
    assert publish(world.connect(server), site_of(tmp_path, smaller)) == (1, 1)
    found = {path: content.decode() for path, content in contents(folder).items() if path != ".brochure.json"}
    assert found == {**smaller, "own.txt": "hers", "\udce4.txt": "hers"}
    assert not (folder / "en").exists()
    for after in (6, 9, 12):
        page = {**FILES, "index.html": f"<p>{after}" * 1000}
        with pytest.raises(UploadError) as lost:
            publish(uploads.Cut(world.connect(server), after), site_of(tmp_path, page), [Question("publish_busy")])
        assert lost.value.problem.key == "publish_lost"
        assert (folder / "index.html").read_text() in ("<p>2", *(f"<p>{number}" * 1000 for number in (6, 9, 12)))
    publish(world.connect(server), site_of(tmp_path, page), [Question("publish_busy")])
    assert (folder / "index.html").read_text() == page["index.html"]
    assert not [*folder.rglob("*.new"), *folder.glob(LOCK)]


@pytest.mark.parametrize("name", NAMES)
def test_a_second_publication_at_once_waits(world: World, name: str, tmp_path: Path) -> None:
    """A lock without a sign of life for ten minutes by the server's clock is taken over."""
    server, folder = world.servers[name]
    with closing(world.connect(server)) as one:
        one.change("mkdir", LOCK)
        one.write(HEARTBEAT, b"1")
    with pytest.raises(Unagreed) as asked:
        publish(world.connect(server), site_of(tmp_path, FILES))
    assert asked.value.questions == (Question("publish_busy"),)
    os.utime(folder / HEARTBEAT, (0, time.time() - 700))
    assert send(world.connect(server), site_of(tmp_path, FILES), (), lambda *_: None)[1] == ["took_over"]
    assert not (folder / LOCK).exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_server_that_sends_without_end_does_not_fill_the_memory(world: World, name: str) -> None:
    """A file of its is read up to a bound."""
    with closing(world.connect(world.servers[name][0])) as remote, ExitStack() as stack:
        for module in (sftp, ftps):
            stack.enter_context(patch.object(module, "MAX_BYTES", 10))
        remote.write("large", b"x" * 100_000)
        assert remote.read("large") == b"x" * 10
        remote.change("delete", "large")


def test_a_password_is_sent_only_to_a_server_whose_key_was_agreed_to(world: World) -> None:
    """The question has the fingerprint that ssh-keygen prints; SSH keys and the password both let in."""
    with uploads.serving_passwords(world.folder) as server:
        world.connect(server, uploads.PASSWORD).close()
    for known, question in (("", "publish_new_key"), ("SHA256:other", "publish_other_key")):
        with pytest.raises(Unagreed) as asked:
            world.connect(world.sshd, key=known)
        assert asked.value.questions == (Question(question, world.key),)


def _no_key(world: World) -> None:
    with patch.dict("os.environ", {"HOME": "/nowhere"}):
        world.connect(world.sshd)


@contextmanager
def impatient() -> Iterator[None]:
    """Wait for a server's answer for a moment only."""
    with ExitStack() as stack:
        for module in (remote, sftp, ftps):
            stack.enter_context(patch.object(module, "SERVER_TIMEOUT", 0.3))
        yield


def _silent(protocol: str) -> Callable[[World], None]:
    def failing(world: World) -> None:
        with socket.create_server((uploads.HOST, 0)) as listener, impatient():
            world.connect(Server(protocol, uploads.HOST, "maija", "", listener.getsockname()[1]))

    return failing


def _slow(world: World) -> None:
    with uploads.serving_passwords(world.folder) as server, impatient():
        world.connect(server, uploads.PASSWORD).entries("")


def _in_the_way(name: str, put: Callable[[Path], object]) -> Callable[[World], None]:
    def failing(world: World) -> None:
        server, folder = world.servers[name]
        put(path := folder / "esite.html.new")
        try:
            publish(world.connect(server), site_of(world.folder, {**FILES, "esite.html": "x" * 1_000_000}), THERE)
        finally:
            path.unlink() if path.is_symlink() else path.rmdir()

    return failing


def _full(path: Path) -> None:
    path.symlink_to("/dev/full")


def _ftps(name: str, *, tls: bool = True) -> Callable[[World], None]:
    def failing(world: World) -> None:
        with uploads.serving_proftpd(world.folder / name, tls=tls) as (server, _):
            world.connect(server)

    return failing


def _answering(answer: str | bytes) -> Callable[[World], None]:
    def retrieve(_: object, __: str, callback: Callable[[bytes], object]) -> None:
        if isinstance(answer, str):
            raise ftplib.error_temp(answer)
        callback(answer)

    def failing(world: World) -> None:
        with closing(world.connect(world.proftpd)) as remote, patch.object(ftplib.FTP, "retrbinary", retrieve):
            remote.entries("en")

    return failing


FAILURES: dict[str, Callable[[World], object]] = {
    "an SSH server, by FTPS": lambda world: world.connect(replace(world.sshd, protocol="ftps", folder="web")),
    "a wrong password by SFTP": lambda world: world.connect(world.sshd, "wrong"),
    "no password and no SSH key": _no_key,
    "a folder that is not there": lambda world: world.connect(replace(world.sshd, folder="/run/none")),
    "a host that is not there": lambda world: world.connect(Server("sftp", "no-such-host.invalid", "maija")),
    "a port that nothing listens at": lambda world: world.connect(
        replace(world.proftpd, protocol="sftp", port=free_port())
    ),
    "a server that says nothing, by SFTP": _silent("sftp"),
    "a server that says nothing, by FTPS": _silent("ftps"),
    "a server that becomes slow": _slow,
    "a full disk by SFTP": _in_the_way("sshd", _full),
    "a name that the server refuses": _in_the_way("sshd", Path.mkdir),
    "a wrong password by FTPS": lambda world: world.connect(world.proftpd, "wrong"),
    "a full quota by FTPS": _in_the_way("proftpd", _full),
    "a certificate that nobody vouches for": _ftps("strange.pem"),
    "a certificate for another name": _ftps("other.pem"),
    "a server without TLS": _ftps("ours.pem", tls=False),
    "a folder that is not there, by FTPS": lambda world: world.connect(replace(world.proftpd, folder="none")),
    "a password with a line break, by FTPS": lambda world: world.connect(world.proftpd, f"{uploads.PASSWORD}\n"),
    "a data connection that the server cannot open": _answering("425 Cannot open data connection."),
    "a listing in the form of Windows": _answering(b"11-30-26  01:38PM       <DIR>          en\r\n"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_word_for_word(world: World, name: str, request: pytest.FixtureRequest) -> None:
    """In each author's language, and without the password."""
    with pytest.raises(UploadError) as failed:
        FAILURES[name](world)
    found = {code: plain(failed.value.problem.report(code), world) for code in AUTHOR_LANGUAGES}
    expected = yaml.safe_load(TOLD.read_text(encoding="utf-8")) if TOLD.exists() else {}
    if request.config.getoption("--renew"):
        TOLD.write_text(yaml.safe_dump({**expected, name: found}, allow_unicode=True, width=10**6), encoding="utf-8")
    else:
        assert found == expected[name]
    assert uploads.PASSWORD not in str(found)


def plain(text: str, world: World) -> str:
    """Return a message without what differs in each run."""
    text = text.replace(str(world.folder), "/home").replace(world.sshd.user, "maija").replace(world.key, "SHA256:ours")
    return re.sub(r"(127\.0\.0\.1):\d+", r"\1", text)
