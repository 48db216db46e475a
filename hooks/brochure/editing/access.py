"""Access to the editor: the secret in its address becomes a cookie, and each form has a token.

Every page in a browser and every user of the machine can send requests to the port. None of them knows the secret.
"""

import hmac
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import werkzeug
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from brochure.author.messages import catalogue
from brochure.editing.saving import MOST_BYTES
from brochure.model.files import PICTURES
from brochure.preview import EDITOR_PATH
from brochure.publishing.policy import HEADERS, POLICY

ALIVE_PATH = f"{EDITOR_PATH}alive"
"""The path at which an editor proves that it knows its secret."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The hosts at which the editor's server may listen, and which a request to it may name."""


class Request(werkzeug.Request):
    """A request to the editor, with a limit on the size of its body."""

    max_content_length = max_form_memory_size = 4 * 2**20
    max_form_parts = 5_000


@dataclass(frozen=True)
class Access:
    """The access to one running editor."""

    secret: str
    port: int

    @property
    def address(self) -> str:
        """The address that gives a browser access."""
        return f"http://{LOOPBACK[0]}:{self.port}{EDITOR_PATH}?secret={self.secret}"

    @property
    def cookie(self) -> str:
        """The name of the cookie, which a browser sends to every port of the machine."""
        return f"editor{self.port}"

    def token(self, path: str) -> str:
        """Return the token of the form that is sent to a path."""
        return hmac.digest(self.secret.encode(), path.encode(), "sha256").hex()

    def is_token(self, path: str, text: str) -> bool:
        """Return whether a text is the token of a path; compare in constant time."""
        return hmac.compare_digest(self.token(path).encode(), text.encode(errors="replace"))

    def guarded(
        self,
        editor: Callable[[Request], Response],
        preview: WSGIApplication,
        language: str,
        scripts: Sequence[str] = (),
    ) -> WSGIApplication:
        """Return an application: the `editor` below `EDITOR_PATH` for those with access, and the `preview` elsewhere.

        A POST has its token in the field `token`. The form of a document with an old token becomes a GET, which shows
        what was typed. Refusals are in the author's `language`. `scripts` are hashes of inline scripts that may run.
        """
        frames = dict.fromkeys(("frame-src", "form-action", "frame-ancestors"), "'self'")
        policy = {**POLICY, **frames, "script-src": " ".join(scripts) or "'none'"}
        text = "; ".join(f"{name} {value}" for name, value in policy.items())
        headers = {**HEADERS, "Content-Security-Policy": text, "Cache-Control": "no-cache"}

        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if not environ.get("PATH_INFO", "").startswith(EDITOR_PATH):
                return preview(environ, start_response)
            request, too_much = Request(environ), "too_long"
            if request.path == f"{EDITOR_PATH}{PICTURES}":
                request.max_content_length, too_much = MOST_BYTES, "too_heavy"
            try:
                response = self._answer(request, language) or editor(request)
            except HTTPException as error:
                if error.code == 413:  # a browser shows no answer before it has sent everything
                    request.max_content_length = request.content_length or 0
                    with suppress(HTTPException):
                        while request.stream.read(2**20):
                            pass
                key = {400: "bad_request", 403: "forbidden", 413: too_much}.get(error.code or 0, "no_page")
                response = _page(key, language, error.code)
            for name, value in headers.items():
                response.headers.setdefault(name, value)
            return response(environ, start_response)

        return application

    def _answer(self, request: Request, language: str) -> Response | None:
        """Answer a request for access, or return None if it is for the editor. Raises `HTTPException` to refuse it."""
        host, port = request.headers.get("Host", "").lower(), f":{self.port}"
        if host.removesuffix(port).strip("[]") not in LOOPBACK:
            raise Forbidden
        if request.method not in ("GET", "HEAD", "POST"):
            raise MethodNotAllowed
        if not request.query_string.isascii():  # werkzeug would decode it strictly
            raise BadRequest
        if request.path == EDITOR_PATH and "secret" in request.args:
            if not hmac.compare_digest(self.secret.encode(), request.args["secret"].encode(errors="replace")):
                raise Forbidden
            answer = _page("opening", language)  # a redirect from a file would drop a strict cookie
            answer.headers.update({"Refresh": f"0; url={EDITOR_PATH}", "Referrer-Policy": "no-referrer"})
            answer.headers["Cache-Control"] = "no-store"
            answer.set_cookie(self.cookie, self.token("cookie"), path=EDITOR_PATH, httponly=True, samesite="Strict")
            return answer
        if not self.is_token("cookie", request.cookies.get(self.cookie, "")):
            raise Forbidden
        if request.method == "POST":
            same_origin = request.headers.get("Origin", "").lower() == f"http://{host}"
            is_known = self.is_token(request.path, request.form.get("token", ""))
            if not (same_origin and (is_known or "_base" in request.form)):
                raise Forbidden
            if not is_known:  # the page is older than the editor
                request.method = "GET"
        return Response(self.token("alive")) if request.path == ALIVE_PATH else None


def _page(key: str, language: str, status: int | None = None) -> Response:
    text = escape(catalogue(language)["editor"][key].format(limit=MOST_BYTES // 1_000_000))
    return Response(
        f'<!doctype html><html lang="{language}"><title>{text}</title><p>{text}', status, mimetype="text/html"
    )
