"""The command that publishes, from the build to the fetch of the front page."""

import builtins
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from unittest.mock import patch

import keyring
import pytest

from brochure.commands import publication, publish
from brochure.commands.publication import RULES, Target, last_target, password_of
from brochure.project import Project
from brochure.publishing.upload.remote import Question, Server, Unagreed, UploadError
from brochure.publishing.upload.upload import HTACCESS, LOCK, BuiltSite
from support import uploads
from support.remotes import filled
from support.servers import serving_apache
from support.sites import ROOT, TINY, change, contents, run

pytestmark = pytest.mark.slow
SECRET = "Salainen-äö-1234"


class World:
    """A practice ready to be published, a server of each kind, and this user's own settings."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.content = folder, shutil.copytree(ROOT / "tests" / "quiet", folder / "anna")
        self.key = uploads.host_key(folder)
        pem = uploads.certificate(folder / "ours.pem", "IP:127.0.0.1")
        self.environment = {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "settings"),
            "SSL_CERT_FILE": str(pem),
            "SSH_AUTH_SOCK": "",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        self.sshd = stack.enter_context(uploads.serving_ssh(folder))
        self.proftpd, self.ftp_web = stack.enter_context(uploads.serving_proftpd(pem))

    def command(self, *arguments: str, content: Path | None = None, **environment: str) -> CompletedProcess[str]:
        """Run the command where nobody can be asked."""
        command = [sys.executable, str(ROOT / "hooks"), "publish", "--content", str(content or self.content)]
        return run([*command, *arguments], self.folder, **self.environment, **environment)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return the practice and the servers."""
    with ExitStack() as stack:
        yield World(tmp_path_factory.mktemp("publish"), stack)


@pytest.fixture
def here(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return the servers for this process, whose settings are its own too."""
    monkeypatch.setenv("BROCHURE_LANGUAGE", "en")
    monkeypatch.setattr(publication, "SETTINGS", world.folder / "here")
    for name, value in world.environment.items():
        monkeypatch.setenv(name, value)
    return world


def built(project: Project, _: object) -> BuiltSite:
    """Build nothing."""
    return BuiltSite(project.site_folder, project.site.settings.address, {})


def test_a_site_is_published_by_a_command_and_then_what_has_changed(world: World) -> None:
    """The next time, the server and its key are known."""
    address, web = str(world.sshd), world.folder / "web"
    shutil.rmtree(world.content / "site", ignore_errors=True)  # another test may have filled it
    unknown = world.command()
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert unknown.stderr.startswith("--to: this site has not been published from here yet;")
    first = world.command("--to", address, "--host-key", world.key)
    number = len(contents(world.content / "site"))
    assert first.returncode == 0, first.stderr
    told = first.stdout.splitlines()
    assert told[-2].startswith("The files are on the server, but the address does not answer. ")
    assert told[-2].endswith(" https://www.rauhala-ohjaus.fi/")
    assert told[-1] == f"Files sent: {number}, deleted: 0."
    assert {**contents(web), ".brochure.json": b""} == {**contents(world.content / "site"), ".brochure.json": b""}
    before = contents(web)
    change(world.content / "services" / "team.yml", "Tapaamme teidän", "Nähdään teidän")
    assert world.command().returncode == 0
    changed = {path for path, content in contents(web).items() if before.get(path) != content}
    assert changed - {"muodot/index.html"} == {  # which has the size of the brochure
        *(".brochure.json", "esite.pdf", "tiimityonohjaus/index.html", "tiimityonohjaus/tiimityonohjaus.pdf"),
    }


def test_a_site_with_the_samples_details_is_not_published(world: World) -> None:
    """What `ready` refuses is named, and nothing is built."""
    content = shutil.copytree(TINY, world.folder / "tiny")
    refused = world.command("--to", str(world.sshd), content=content)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith("Do not publish yet: 8 places still have the sample's details.\n")
    assert not (content / "site").exists()


def test_a_password_is_written_nowhere(
    here: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong one is told without showing it; a right one is remembered by a keyring alone."""
    monkeypatch.setattr(publish, "build", built)
    monkeypatch.setenv(publication.PASSWORD, SECRET)
    project = Project.open(ROOT, content=here.content)
    assert publish.publish_site(project, str(here.sshd), "") == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{here.sshd}: Is this the right server?\n")
    assert f"\n{here.key}\n" in told
    assert told.endswith("by adding --host-key and the key.\n")
    assert publish.publish_site(project, str(here.sshd), here.key) == 1
    told = "".join(capsys.readouterr())
    assert told.startswith(f"{here.sshd}: the server does not accept this user name or password;")
    assert SECRET not in told
    monkeypatch.setenv(publication.PASSWORD, uploads.PASSWORD)
    filled(here.content / "site", {"index.html": "<p>1", HTACCESS: "# ours. \n"})
    assert publish.publish_site(project, str(here.proftpd), "") == 0
    secrets = (SECRET.encode(), uploads.PASSWORD.encode())
    assert [path for path, text in contents(here.folder).items() if any(secret in text for secret in secrets)] == []
    for path in here.ftp_web.iterdir():
        path.unlink()


def test_the_terminal_asks_for_the_password_and_for_consent(
    here: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever does not agree publishes nothing; a password that is known but wrong is asked for."""
    asked: list[str] = []
    answers = iter(["no", "yes"])

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return uploads.PASSWORD if "assword" in prompt else next(answers)

    (here.ftp_web / HTACCESS).write_text("Redirect / https://x/\n")
    filled(here.content / "site", {"index.html": "<p>1", HTACCESS: "# ours. \n"})
    project = Project.open(ROOT, content=here.content)
    monkeypatch.setattr(publish, "build", built)
    monkeypatch.setattr(publish, "getpass", answer)
    monkeypatch.setattr(builtins, "input", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    assert publish.publish_site(project, str(here.proftpd), "") == 1
    assert "Redirect / https://x/\n" in capsys.readouterr().err
    assert [*contents(here.ftp_web)] == [HTACCESS]
    monkeypatch.setenv(publication.PASSWORD, "an old one")
    assert publish.publish_site(project, str(here.proftpd), "") == 0
    assert "Files sent: 2, deleted: 0." in capsys.readouterr().out
    assert asked == 2 * [f"Password for {here.proftpd}: ", "Go on? Type yes: "]
    assert (here.ftp_web / f"{HTACCESS}.before").read_text() == "Redirect / https://x/\n"
    lock = filled(here.ftp_web / LOCK, {"alive": "as a cut leaves it"})
    for path in (lock, lock / "alive"):
        os.chown(path, here.ftp_web.stat().st_uid, -1)
    os.utime(lock / "alive", (0, 0))
    assert publish.publish_site(project, "", "") == 0
    assert "Files sent: 0, deleted: 0.\nThe previous attempt was not finished; now" in capsys.readouterr().out


def test_a_host_that_refuses_our_rules_gets_the_last_ones_back(here: World) -> None:
    """The refused line is told; if the author agrees, the site is published without rules, also the next time.

    Also where the site's name led nowhere when they were sent, or a cut has left the folder for trials.
    """
    with TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        server = Server("sftp", uploads.HOST, here.sshd.user, str(root), here.sshd.port)
        target = Target(server=server, host_key=here.key)
        with serving_apache(here.folder, root, "FileInfo") as address:
            block = "<IfModule mod_headers.c>\n<If true>\nHeader set A b\n</If>\n  Options -Indexes\n</IfModule>\n"
            wanted = {"index.html": "<link href=a.12345678.css>", HTACCESS: f"# Ours. \n{block}No such rule\n"}
            files = filled(here.folder / "built", wanted)
            site = BuiltSite(files, address, {"site.yml": "1"})
            (root / "brochure-trial").mkdir()
            for _ in range(2):
                with pytest.raises(Unagreed) as asked:
                    publication.publish(target, "", site, (), lambda *_: None)
                assert asked.value.questions == (Question(RULES, "Options -Indexes"),)
                assert [*contents(root)] == [".brochure.json", "index.html"]
                assert last_target(address) == target
                with patch.object(publication, "_fetch", return_value=(500, b"")), pytest.raises(Unagreed) as other:
                    publication.publish(target, "", site, (), lambda *_: None)
                assert other.value.questions == (Question(RULES, HTACCESS),), "the server's error has another cause"
                with patch.object(publication, "urlopen", side_effect=ValueError):
                    assert publication.publish(target, "", site, (), lambda *_: None).answer == "silent"
            assert publication.publish(target, "", site, asked.value.questions, lambda *_: None).answer == "ours"
            assert last_target(address) == target.model_copy(update={"htaccess": False, "content": {"site.yml": "1"}})
            (root / "wrong").mkdir()
            filled(files, {"index.html": "<link href=b.12345678.css>", HTACCESS: ""})
            wrong = target.model_copy(update={"server": replace(server, folder=f"{root}/wrong")})
            assert publication.publish(wrong, "", site, asked.value.questions, lambda *_: None).answer == "other"


def test_a_password_in_the_environment_comes_before_one_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old one may be in the keyring."""
    server = Server("sftp", "example.org", "maija")
    keyring.set_keyring(uploads.Ring())
    publication.keep_password(server, "an old one")
    assert password_of(server) == "an old one"
    monkeypatch.setenv(publication.PASSWORD, SECRET)
    assert password_of(server) == SECRET


def test_without_paramiko_sftp_says_what_is_missing(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is installed apart from the rest."""
    monkeypatch.setitem(sys.modules, "paramiko", None)
    monkeypatch.delitem(sys.modules, "brochure.publishing.upload.sftp", raising=False)
    with pytest.raises(UploadError) as missing:
        publication.connected(Target(server=here.sshd), "").__enter__()
    assert "requirements-publish.txt" in missing.value.problem.report("fi")
