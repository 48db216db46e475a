"""What the preview's server sends around MkDocs' answers: the published site's policy, and nothing to strangers.

The policy is a header, since it has to name the script by which MkDocs reloads a page, and that differs in each answer.
"""

import base64
import hashlib
import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Iterable
from urllib.parse import urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from brochure.publishing.policy import POLICY

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_RELOAD = re.compile(rb"<script>([^<]*livereload\([^<]*)</script>(?=</body>)")
"""MkDocs puts its script last into each page that it finds (`mkdocs/livereload`)."""


def guarded(application: WSGIApplication, host: str) -> WSGIApplication:
    """The preview's application with a policy in each answer; `host` is what the server listens at."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_known(environ.get("HTTP_HOST", ""), host):
            start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"The preview answers at its own address alone.\n"]
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _: None

        answered = application(environ, start)
        try:
            content = b"".join(answered)
        finally:
            getattr(answered, "close", lambda: None)()
        status, headers = started[-1]
        reloads = status.startswith("200") and environ.get("PATH_INFO", "").endswith(("/", ".html"))
        scripts = _RELOAD.findall(content)[-1:] if reloads else []
        start_response(status, [*headers, ("Content-Security-Policy", _policy(scripts))])
        return [content]

    return answer


def is_taken(host: str, port: int) -> bool:
    """Whether another program answers at an address already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _is_known(asked: str, host: str) -> bool:
    """Whether a visitor asks for the server by its own name, and not by one that somebody has made to lead here."""
    try:
        name = urlsplit(f"//{asked}").hostname or ""
        if name in (*_LOOPBACK, host.lower()):
            return True
        return ipaddress.ip_address(host).is_unspecified and bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _policy(scripts: Collection[bytes]) -> str:
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts]
    preview = {"script-src": " ".join([POLICY["script-src"], *hashes]), "connect-src": "'self'"}
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **preview}.items())
