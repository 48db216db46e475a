"""Publishing by FTPS: FTP over TLS, as the command AUTH TLS begins it."""

import ftplib
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from io import BytesIO
from typing import Any

from brochure.publishing.upload.remote import MAX_BYTES, SERVER_TIMEOUT, RefusedError, Server, UploadError, failure

_MISMATCHES = (62, 64)
"""X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL."""
_KEYS = {
    **dict.fromkeys(("421", "425", "426"), "publish_lost"),
    **dict.fromkeys(("452", "552"), "publish_full"),
    "530": "publish_login",
}
"""The keys of messages by a server's answers (RFC 959)."""
_CHANGES = {"chdir": "cwd", "mkdir": "mkd", "rmdir": "rmd", "replace": "rename"}
"""The names of operations in ftplib that differ from those of `Remote`."""
_LINE = re.compile(r"(.)\S+\s+\d+\s+\S+\s+\S+\s+(\d+)\s+\w{3}\s+\d+\s+[\d:]+\s(.+?)( -> .*)?")
"""A line of a listing, like those of `ls -l`."""


class _Connection(ftplib.FTP_TLS):
    """A connection whose data connections resume the TLS session of the first one, as most servers demand."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """Open a data connection."""
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
        return self.context.wrap_socket(connection, server_hostname=self.host, session=session), size

    def getline(self) -> str:
        """Read a line. An SSH server's first line (RFC 4253) looks like the beginning of an answer of several lines."""
        if (line := super().getline()).startswith("SSH-"):
            raise ftplib.error_proto(line)
        return line


class Ftps:
    """A connection by FTPS; see `Remote`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._ftp = _Connection(context=ssl.create_default_context(), timeout=SERVER_TIMEOUT, encoding="latin-1")

    def log_in(self, password: str, host_key: str) -> None:  # noqa: ARG002 (`Remote` names it)
        """Log in."""
        with self._reporting("", "publish_closed"):
            self._ftp.connect(*self._server.endpoint)
        with self._reporting("", "publish_no_tls"):
            self._ftp.auth()
        self._ftp.encoding = "utf-8"  # the greeting may have any bytes; names are in UTF-8
        with self._reporting("", "publish_login"):
            self._ftp.login(self._server.user, password)
            self._ftp.prot_p()

    @contextmanager
    def _reporting(self, path: str, key: str = "publish_lost") -> Iterator[None]:
        """Raise `UploadError` in place of the library's errors; `key` is the message about an unknown one."""
        try:
            yield
        except ssl.SSLCertVerificationError as error:
            if error.verify_code in _MISMATCHES and (names := _names(self._server)):
                raise UploadError(self._server, "publish_certificate_name", names=names) from None
            raise UploadError(self._server, "publish_certificate", reason=error.verify_message) from None
        except (OSError, EOFError, ValueError, ftplib.Error) as error:  # ValueError: a line break in a password
            answer = str(error)[:3]
            if path and answer not in _KEYS and isinstance(error, ftplib.Error):
                raise RefusedError(path, error) from None
            raise failure(error, path or self._server, _KEYS.get(answer, key)) from None

    def entries(self, folder: str) -> Mapping[str, int | None]:
        """Return the names in a folder by LIST: unlike MLSD, every server has it."""
        listing = bytearray()
        with suppress(RefusedError), self._reporting(folder or "."):
            self._ftp.retrbinary(
                f"LIST {folder}".strip(), lambda part: listing.extend(part[: MAX_BYTES - len(listing)])
            )
        entries = dict[str, int | None]()
        for line in listing.decode(errors="replace").replace("\r\n", "\n").split("\n"):
            if match := _LINE.fullmatch(line):
                entries[match[3]] = int(match[2]) if match[1] == "-" else None
            elif line and not line.startswith("total "):  # a file that is not seen would be replaced without a question
                raise UploadError(self._server, "publish_listing")
        return entries

    def read(self, path: str) -> bytes | None:
        """Read a file."""
        content = bytearray()
        with suppress(RefusedError), self._reporting(path):
            self._ftp.retrbinary(f"RETR {path}", lambda part: content.extend(part[: MAX_BYTES - len(content)]))
            return bytes(content)
        return None

    def write(self, path: str, content: bytes) -> None:
        """Write a file. A server without space ends the data connection before it answers."""
        with self._reporting(path):
            try:
                self._ftp.storbinary(f"STOR {path}", BytesIO(content))
            except (ConnectionError, ssl.SSLError):
                self._ftp.voidresp()
            if self._ftp.size(path) != len(content):
                raise UploadError(path, "publish_full")

    def modified(self, path: str) -> float:
        """Return a file's time by MDTM (RFC 3659), which names the year and the second in UTC, as LIST does not."""
        with self._reporting(path):
            return datetime.strptime(f"{self._ftp.sendcmd(f'MDTM {path}')[4:18]}Z", "%Y%m%d%H%M%S%z").timestamp()

    def change(self, operation: str, *paths: str) -> None:
        """Make a change."""
        with self._reporting(paths[-1]):
            getattr(self._ftp, _CHANGES.get(operation, operation))(*paths)

    def close(self) -> None:
        """End the connection."""
        self._ftp.close()


def _names(server: Server) -> str:
    """Return the names in a server's certificate, which is valid for them but not for the server's name."""
    context = ssl.create_default_context()
    context.check_hostname = False
    with suppress(OSError, EOFError, ftplib.Error), ftplib.FTP_TLS(context=context, timeout=SERVER_TIMEOUT) as ftp:
        ftp.connect(*server.endpoint)
        ftp.auth()
        certificate: dict[str, Any] = (isinstance(ftp.sock, ssl.SSLSocket) and ftp.sock.getpeercert()) or {}
        return ", ".join(name for _, name in certificate.get("subjectAltName", ()))
    return ""
