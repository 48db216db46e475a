"""The preview: its memory of the last good site, and the guard of its server.

MkDocs offers hooks no memory that lasts from one rebuild to the next, so `mkdocs_hooks.py` has one `Preview`.
"""

import base64
import ipaddress
import os
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from brochure.author.paths import within
from brochure.author.problems import ContentError, Problem
from brochure.model.files import SITE_FOLDER
from brochure.project import Project, wanted_language
from brochure.publishing.policy import HEADERS, POLICY
from brochure.reading.file_names import NAMES

SECRET = "BROCHURE_EDITOR"
"""The variable of the environment by which the command `edit` gives the preview the editor's secret."""
EDITOR_PATH = "/_edit/"
"""The path of the editor on the preview's server, whatever the site's path."""
_RELOAD = re.compile(rb"<script>([^<]*livereload\([^<]*)</script>(?=</body>)")
"""The script by which a page reloads; MkDocs adds it at the end of each page."""


@dataclass
class Preview:
    """The state of a preview: the last good project, and the present problems."""

    serving: bool = False
    """False in a build."""
    edits: bool = False
    project: Project | None = None
    """The last one without mistakes."""
    problems: ContentError | None = None

    @property
    def language(self) -> str:
        """The language of messages to the author."""
        return self.project.site.author_language if self.project else wanted_language()


def guarded(application: WSGIApplication, host: str) -> WSGIApplication:
    """Return the preview's application with the headers of the published site, which refuses other hosts and methods.

    `host` is where the server listens. The policy allows MkDocs' script, which differs in each answer, by its digest.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method, path = environ.get("REQUEST_METHOD"), environ.get("PATH_INFO", "")
        refusals = {
            "403 Forbidden": not _is_known(environ.get("HTTP_HOST", ""), host),
            "405 Method Not Allowed": method not in ("GET", "HEAD"),
            "400 Bad Request": "\0" in path,
        }
        if status := next((status for status, applies in refusals.items() if applies), ""):
            start_response(status, [("Content-Type", "text/plain"), ("Allow", "GET, HEAD"), *HEADERS.items()])
            return [f"{status}\n".encode()]
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _: None

        content = b"".join(application(environ, start))
        status, headers = started[-1]
        start_response(status, [*headers, *{**HEADERS, "Content-Security-Policy": _policy(content)}.items()])
        return [content] if method == "GET" else []

    return answer


def watched_status(content: str, path: str) -> os.stat_result:
    """Return the status of a path for a watchdog, or an empty one for a missing `content`, which would stop it.

    Raises `FileNotFoundError` for the built site and hidden files in the content, such as .git.
    """
    folder, name = os.path.split(path)
    if folder == content and (name.startswith(".") or name == SITE_FOLDER):
        raise FileNotFoundError
    try:
        return os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        if path != content:
            raise
        return os.stat_result([0] * 10)


def edit_address(folder: Path, file: str, path: Sequence[str | int] = ()) -> str:
    """Return the address of a field in the editor, or an empty text if the file has no form.

    `file` is its path below the content's `folder`, or its name in messages.
    """
    name = file.removeprefix(f"{within(folder)}/")
    place, _, last = name.rpartition("/")
    if place not in NAMES or not last.endswith(".yml") or not NAMES[place].fullmatch(last):
        return ""
    return f"{EDITOR_PATH}{name.removesuffix('.yml')}" + (f"#{'/'.join(map(str, path))}" if path else "")


def is_taken(host: str, port: int) -> bool:
    """Return whether another program answers at an address already."""
    with suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def check_port(port: int, language: str) -> None:
    """Raise `ContentError` if another program answers at a port of this machine."""
    if is_taken("127.0.0.1", port):
        raise ContentError([Problem(f"127.0.0.1:{port}", "port_taken", line=0)], language)


def _is_known(asked: str, host: str) -> bool:
    """Return whether a request names the server's own host. Another one may be an attack by DNS rebinding."""
    try:
        name = urlsplit(f"//{asked}").hostname or ""
        if name in ("localhost", "127.0.0.1", "::1", host.lower()):
            return True
        return ipaddress.ip_address(host).is_unspecified and bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _policy(page: bytes) -> str:
    hashes = [f"'sha256-{base64.b64encode(sha256(script).digest()).decode()}'" for script in _RELOAD.findall(page)]
    preview = {"script-src": " ".join([POLICY["script-src"], *hashes]), "frame-ancestors": "'self'"}
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **preview}.items())
