"""The preview: its memory of the last good site, and the guard of its server.

MkDocs keeps a hook's module from one rebuild to the next and gives hooks no other place for what lasts so long. So
`mkdocs_hooks.py` has one object of the class `Preview`; a build does not use it.
"""

import base64
import hashlib
import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from brochure.author.problems import ContentError
from brochure.project import Project, wanted_language
from brochure.publishing.policy import HEADERS, POLICY

_RELOAD = re.compile(rb"<script>([^<]*livereload\([^<]*)</script>(?=</body>)")
"""The script by which a page reloads; MkDocs adds it at the end of each page."""


class Preview:
    """Which project to show, and which problems above it."""

    def __init__(self) -> None:
        self.serving = False
        self.folders: Sequence[Path] = ()
        """The folders whose files problems are about."""
        self.problems: ContentError | None = None
        """The mistakes in the content now."""
        self._last: Project | None = None

    @property
    def language(self) -> str:
        """The language of messages to the author."""
        return self._last.site.author_language if self._last else wanted_language()

    def blames(self, file: str) -> bool:
        """Return whether there is a problem with a file, by its name in messages, or with a folder that it is in."""
        wrong = {problem.file for problem in self.problems.problems} if self.problems else set()
        return any(str(path) in wrong for path in (PurePosixPath(file), *PurePosixPath(file).parents))

    def good(self, project: Project) -> None:
        """Remember a project without mistakes."""
        self.problems = None
        self._last = project

    def broken(self, error: ContentError) -> Project | None:
        """Remember the mistakes. Return the last project without any, or None."""
        self.problems = error
        return self._last


def guarded(application: WSGIApplication, host: str) -> WSGIApplication:
    """Return the preview's application with the published site's headers, and closed to strangers.

    `host` is where the server listens. The policy allows MkDocs' script, which differs in each answer, by its digest.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_known(environ.get("HTTP_HOST", ""), host):
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"The preview answers at its own address alone.\n"]
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _: None

        content = b"".join(application(environ, start))
        status, headers = started[-1]
        is_page = any(name == "Content-Type" and value.startswith("text/html") for name, value in headers)
        policy = _policy(_RELOAD.findall(content)[-1:] if is_page else [])
        start_response(status, [*headers, *{**HEADERS, "Content-Security-Policy": policy}.items()])
        return [content]

    return answer


def is_taken(host: str, port: int) -> bool:
    """Return whether another program answers at an address already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _is_known(asked: str, host: str) -> bool:
    """Return whether the server is asked for by its own name, not by one that somebody has made to lead here."""
    try:
        name = urlsplit(f"//{asked}").hostname or ""
        if name in ("localhost", "127.0.0.1", "::1", host.lower()):
            return True
        return ipaddress.ip_address(host).is_unspecified and bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _policy(scripts: Collection[bytes]) -> str:
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]
    preview = {"script-src": " ".join([POLICY["script-src"], *hashes]), "connect-src": "'self'"}
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **preview}.items())
