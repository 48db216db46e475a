"""Real servers to publish on: OpenSSH's and ProFTPD, and paramiko's in this process."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import paramiko
from keyring.backend import KeyringBackend
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from brochure.publishing.upload.ftps import Ftps
from brochure.publishing.upload.remote import Remote, Server
from support.programs import program
from support.servers import filled, free_port, listening

HOST, USER, PASSWORD = "127.0.0.1", "maija", "Sala äö 1"


class Ring(KeyringBackend):
    """A keyring in memory."""

    priority = 5.0

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return a password."""
        return self.known.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self.known[service, username] = password


def host_key(folder: Path) -> str:
    """Make a server's key, and return its fingerprint."""
    key = folder / "host_key"
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    return str(paramiko.Ed25519Key(filename=str(key)).fingerprint)


@contextmanager
def serving_ssh(folder: Path) -> Iterator[Server]:
    """Run OpenSSH's server for this user, whose key is in `folder/.ssh`, with files in `folder/web`."""
    (folder / ".ssh").mkdir()
    (folder / "web").mkdir()
    key = folder / ".ssh" / "id_ed25519"
    subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # the system's service makes it when it starts
    port, config = free_port(), folder / "sshd.conf"
    config.write_text(filled("sshd.conf", port=port, folder=folder))
    with listening([program("sshd"), "-D", "-e", "-f", str(config)], port, stderr=subprocess.DEVNULL):
        yield Server("sftp", HOST, getuser(), f"{folder}/web", port)


class _Passwords(paramiko.ServerInterface):
    """OpenSSH checks no password but the system's."""

    def check_auth_password(self, username: str, password: str) -> int:
        """Let one user in."""
        known = (username, password) == (USER, PASSWORD)
        return AUTH_SUCCESSFUL if known else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002 (paramiko names them)
        """Let the user begin a session."""
        return OPEN_SUCCEEDED


class _Files(paramiko.SFTPServerInterface):
    """An empty folder, which takes a second to be listed."""

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes]:  # noqa: ARG002 (paramiko names it)
        """List it."""
        time.sleep(1)
        return []

    def stat(self, path: str) -> paramiko.SFTPAttributes:  # noqa: ARG002 (paramiko names it)
        """Say that each path is a folder."""
        found = paramiko.SFTPAttributes()
        found.st_mode = 0o40755
        return found


@contextmanager
def serving_passwords(folder: Path) -> Iterator[Server]:
    """Run paramiko's server for one connection of a user with a password."""
    with socket.create_server((HOST, 0)) as listener:

        def serve() -> None:
            transport = paramiko.Transport(listener.accept()[0])
            transport.add_server_key(paramiko.Ed25519Key(filename=str(folder / "host_key")))
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
            transport.start_server(server=_Passwords())

        Thread(target=serve, daemon=True).start()
        yield Server("sftp", HOST, USER, "", listener.getsockname()[1])


def certificate(path: Path, name: str) -> Path:
    """Make a certificate that is its own authority, with its key in the same file. `name` is like `IP:127.0.0.1`."""
    key = path.with_suffix(".key")
    options = f"-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x -keyout {key} -out {path}"
    command = [program("openssl"), "req", *options.split(), "-addext", f"subjectAltName={name}"]
    subprocess.run(command, check=True, capture_output=True)
    path.write_text(path.read_text() + key.read_text())
    return path


@contextmanager
def serving_proftpd(pem: Path, *, tls: bool = True) -> Iterator[tuple[Server, Path]]:
    """Run ProFTPD for a user with a password."""
    import grp  # Windows has none
    import pwd

    with TemporaryDirectory() as name:
        root, port, is_root = Path(name), free_port(), os.geteuid() == 0
        root.chmod(0o755)
        (root / "web").mkdir()
        user = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
        shutil.chown(root / "web", user.pw_uid)
        secret = subprocess.check_output([program("openssl"), "passwd", "-6", PASSWORD], text=True).strip()
        (root / "users").write_text(f"{USER}:{secret}:{user.pw_uid}:{user.pw_gid}::{root}:/bin/sh\n")
        values = {"user": user.pw_name, "group": grp.getgrgid(user.pw_gid).gr_name, "tls": "on" if tls else "off"}
        config = root / "proftpd.conf"
        config.write_text(filled("proftpd.conf", port=port, folder=root, pem=pem, **values))
        with listening([program("proftpd"), "-n", "-q", "-c", str(config)], port):
            yield Server("ftps", HOST, USER, "web", port), root / "web"


def lose(remote: Remote) -> None:
    """Lose the connection to a server."""
    if isinstance(remote, Ftps):
        remote._ftp.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]
    else:
        remote.close()


class Cut:
    """A connection to a real server that is lost at an operation, of which half is done if it writes a file."""

    def __init__(self, remote: Remote, after: int) -> None:
        """Count operations from here."""
        self._remote, self._left = remote, after

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return an operation of the connection."""

        def operation(*given: Any) -> Any:  # noqa: ANN401 (as it is)
            if self._left == 0:
                if name == "write":
                    self._remote.write(given[0], given[1][: len(given[1]) // 2])
                lose(self._remote)
            self._left -= 1
            return getattr(self._remote, name)(*given)

        return operation
