"""Publishing by SFTP."""

import logging
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import paramiko

from brochure.publishing.upload.remote import (
    MAX_BYTES,
    SERVER_TIMEOUT,
    Question,
    RefusedError,
    Server,
    Unagreed,
    UploadError,
    failure,
)

logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # it would print a traceback for a lost connection
paramiko.Message.get_text = lambda self: self.get_string().decode(errors="replace")  # type: ignore[method-assign]
"""A folder may contain names that are no UTF-8, at which the library would stop."""


class _Pinned(paramiko.MissingHostKeyPolicy):
    """Accept only the host key that the author has agreed to. It is asked before the password is sent."""

    def __init__(self, agreed: str) -> None:
        self._agreed = agreed

    def missing_host_key(self, client: object, hostname: str, key: paramiko.PKey) -> None:  # noqa: ARG002 (paramiko names them)
        """Raise `Unagreed` for another key."""
        if key.fingerprint != self._agreed:
            raise Unagreed(Question("publish_other_key" if self._agreed else "publish_new_key", key.fingerprint))


class Sftp:
    """A connection by SFTP; see `Remote`."""

    def __init__(self, server: Server) -> None:
        self._server, self._client = server, paramiko.SSHClient()

    def log_in(self, password: str, host_key: str) -> None:
        """Log in."""
        self._client.set_missing_host_key_policy(_Pinned(host_key))
        with self._reporting("", "publish_closed"):
            self._client.connect(
                *self._server.endpoint,
                self._server.user,
                password or None,
                timeout=SERVER_TIMEOUT,
                banner_timeout=SERVER_TIMEOUT,
                auth_timeout=SERVER_TIMEOUT,
                channel_timeout=SERVER_TIMEOUT,
                allow_agent=not password,
                look_for_keys=not password,
            )
            self._sftp = self._client.open_sftp()
            if channel := self._sftp.get_channel():
                channel.settimeout(SERVER_TIMEOUT)

    @contextmanager
    def _reporting(self, path: str, key: str = "publish_lost") -> Iterator[None]:
        """Raise `UploadError` in place of the library's errors; `key` is the message about a lost connection."""
        try:
            yield
        except (OSError, EOFError, paramiko.SSHException) as error:
            transport = self._client.get_transport()
            lost = isinstance(error, TimeoutError) or not transport or not transport.is_active()
            if path and isinstance(error, OSError) and not lost:
                raise RefusedError(path, error.strerror or error) from None
            denied = isinstance(error, paramiko.AuthenticationException) or "No authentication methods" in str(error)
            raise failure(error, self._server, "publish_login" if denied else key) from None

    def entries(self, folder: str) -> Mapping[str, int | None]:
        """List a folder. A link is taken for a folder, since it may lead to one."""
        with suppress(FileNotFoundError), self._reporting(folder or "."):
            return {
                each.filename: each.st_size if stat.S_ISREG(each.st_mode or 0) else None
                for each in self._sftp.listdir_attr(folder or ".")
            }
        return {}

    def read(self, path: str) -> bytes | None:
        """Read a file."""
        with self._reporting(path), suppress(FileNotFoundError), self._sftp.open(path) as file:
            return bytes(file.read(MAX_BYTES))
        return None

    def write(self, path: str, content: bytes) -> None:
        """Write a file. If it can be opened but not written, the disk is full: OpenSSH gives no reason."""
        with self._reporting(path):
            file = self._sftp.open(path, "wb")
        with suppress(RefusedError), self._reporting(path):
            with file:
                file.set_pipelined(True)
                file.write(content)
            if self._sftp.stat(path).st_size == len(content):
                return
        raise UploadError(path, "publish_full")

    def modified(self, path: str) -> float:
        """Return a file's time."""
        with self._reporting(path):
            return self._sftp.stat(path).st_mtime or 0

    def change(self, operation: str, *paths: str) -> None:
        """Make a change. OpenSSH replaces a file by an extension of the protocol."""
        with self._reporting(paths[-1]):
            getattr(self._sftp, {"replace": "posix_rename", "delete": "remove"}.get(operation, operation))(*paths)

    def close(self) -> None:
        """End the connection."""
        self._client.close()
