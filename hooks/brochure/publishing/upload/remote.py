"""The server that a site is published on: its address, the operations on its folder, and its refusals."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol
from urllib.parse import quote, unquote, urlsplit

from brochure.author.problems import Problem

PORTS = {"sftp": 22, "ftps": 21}
"""The usual port of each protocol."""
SERVER_TIMEOUT = 30
"""Seconds to wait for a server's answer."""
MAX_BYTES = 5_000_000
"""The most that is read of a file on the server, or of a list of its files by FTPS."""


class UploadError(Exception):
    """Publishing has failed, and no page is broken by it. The problem's place is the server or a file there."""

    def __init__(self, place: object, key: str, **values: object) -> None:
        self.problem = Problem(str(place), key, values, line=0)
        super().__init__(key)


def failure(error: Exception, place: object, key: str) -> UploadError:
    """Return the error to raise in place of a library's; `key` is that of the message about other errors."""
    if isinstance(error, TimeoutError):
        return UploadError(place, "publish_slow", seconds=SERVER_TIMEOUT)
    return UploadError(place, "publish_no_host" if isinstance(error, socket.gaierror) else key)


class RefusedError(UploadError):
    """The server refuses one operation on a file or folder."""

    def __init__(self, path: str, reason: object) -> None:
        super().__init__(path, "publish_name", reason=reason)


class Question(NamedTuple):
    """A matter that needs the author's consent; `key` is that of its texts, and the `value` is shown below them."""

    key: str
    value: str = ""
    """A fingerprint, two addresses, the names of files, or the text of a file."""


class Unagreed(Exception):  # noqa: N818 (it is no error)
    """The author has not agreed to these questions yet. An answer may lead to another question."""

    def __init__(self, *questions: Question) -> None:
        self.questions = questions
        super().__init__()


@dataclass(frozen=True)
class Server:
    """A folder on a server, and the user who publishes there."""

    protocol: str
    host: str
    user: str
    folder: str = ""
    """Relative to the folder in which the user logs in, unless it begins with a slash."""
    port: int = 0
    """0 for the usual one."""

    @classmethod
    def parse(cls, text: str) -> "Server":
        """Return the server of an address like `sftp://user@host:port/folder`. Two slashes begin an absolute folder.

        Raises `UploadError` if it is none, or contains a password.
        """
        try:
            parts = urlsplit(text.strip())
            host, port, path = parts.hostname or "", parts.port or 0, unquote(parts.path[1:])
            host.encode("idna")
        except ValueError:
            raise UploadError("--to", "publish_address") from None
        refused = (parts.password is not None, parts.query, parts.fragment)
        if parts.scheme not in PORTS or not host or not parts.username or any(refused):
            raise UploadError("--to", "publish_address")
        return cls(parts.scheme, host, unquote(parts.username), path.rstrip("/") or path[:1], port)

    @property
    def endpoint(self) -> tuple[str, int]:
        """The host and the port."""
        return self.host, self.port or PORTS[self.protocol]

    @property
    def netloc(self) -> str:
        """The host, and the port unless it is the usual one, as in an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}" if self.port else host

    def __str__(self) -> str:
        """Return the address."""
        return f"{self.protocol}://{quote(self.user, safe='@')}@{self.netloc}/{quote(self.folder)}"


class Remote(Protocol):
    """A connection to a server, with paths relative to a folder there.

    Each operation raises `RefusedError` if the server refuses it, and `UploadError` if the connection fails.
    """

    def log_in(self, password: str, host_key: str) -> None:
        """Log in with a password, or by SFTP with the user's SSH keys if it is empty.

        Raises `Unagreed` by SFTP before the password is sent, unless `host_key` is the fingerprint of the server's key.
        """

    def entries(self, folder: str) -> Mapping[str, int | None]:
        """Return the names in a folder, each file's with its size in bytes, and None for a folder's.

        Return none if the folder is not there. Hidden names may be left out.
        """

    def read(self, path: str) -> bytes | None:
        """Return the content of a file, at most `MAX_BYTES` of it, or None if there is no file."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file, and check that all of it has arrived."""

    def modified(self, path: str) -> float:
        """Return the time of a file by the server's clock, in seconds."""

    def change(self, operation: Literal["chdir", "mkdir", "rmdir", "rename", "replace", "delete"], *paths: str) -> None:
        """Enter a folder, make one or delete an empty one; rename, replace or delete a file.

        To replace a file is to rename another one over it. Not every server can do that.
        """

    def close(self) -> None:
        """End the connection."""
