"""The guard of the editor: only a browser that has brought the secret, and only to its own forms."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from brochure.editing.access import ALIVE_PATH, Access, Request
from brochure.preview import EDITOR_PATH

ACCESS = Access("s3cret", 8000)
HOST = "http://127.0.0.1:8000"
FORM = f"{EDITOR_PATH}site"
ENTRY = ACCESS.address.removeprefix(HOST)
SENTENCES = {
    400: {
        "fi": "Tätä ei voitu tehdä; palaa takaisin ja yritä uudelleen.",
        "en": "This could not be done; go back and try again.",
    },
    403: {
        "fi": "Muokkain ei tunne tätä selainta; käynnistä muokkain uudelleen, niin se avautuu tässä.",
        "en": "The editor does not know this browser; start the editor again, and it will open here.",
    },
    405: {"fi": "Tätä sivua ei ole; palaa takaisin.", "en": "There is no such page; go back."},
    413: {
        "fi": "Tässä on liikaa yhdeksi kerraksi; palaa takaisin ja lyhennä tekstiä.",
        "en": "This is too much at once; go back and shorten the text.",
    },
}


def editor(request: Request) -> Response:
    """Answer with what was posted."""
    return Response(f"editor {request.form.get('word', '')}")


def preview(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer as the preview."""
    return Response("preview")(environ, start_response)


def client(language: str = "en") -> Client:
    """Return a browser without access."""
    return Client(ACCESS.guarded(editor, preview, language, ("'sha256-x'",)))


def known(language: str = "en") -> Client:
    """Return a browser with access."""
    browser = client(language)
    assert browser.get(ENTRY, base_url=HOST).status_code == 200
    return browser


def refusal(answer: TestResponse, language: str, status: int) -> None:
    """Check that a request is refused with its sentence, and that nothing else is said."""
    text = SENTENCES[status][language]
    assert answer.status_code == status
    assert answer.text == f'<!doctype html><html lang="{language}"><title>{text}</title><p>{text}'
    assert answer.mimetype == "text/html"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def post(browser: Client, **changes: object) -> TestResponse:
    """Send the form of a page as the page does, but for the changes."""
    token = ACCESS.token(FORM)
    options = {"base_url": HOST, "headers": {"Origin": HOST}, "data": {"token": token, "word": "ä"}, **changes}
    return browser.post(FORM, **options)


def test_the_secret_becomes_a_cookie_and_leaves_the_address() -> None:
    """The page leads on by itself, since a redirect would not carry a strict cookie, and is stored nowhere."""
    browser = client()
    answer = browser.get(ENTRY, base_url=HOST)
    assert (answer.status_code, answer.headers["Refresh"]) == (200, "0; url=/_edit/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    (name, value), *attributes = [part.partition("=")[::2] for part in answer.headers["Set-Cookie"].split("; ")]
    assert name == "editor8000"
    assert sorted(attributes) == [("HttpOnly", ""), ("Path", "/_edit/"), ("SameSite", "Strict")]
    assert "s3cret" not in (value, answer.text)
    assert browser.get(EDITOR_PATH, base_url=HOST).text == "editor "


def test_a_form_with_its_token_is_answered() -> None:
    """The words of the form arrive, from each name of this machine."""
    assert post(known()).text == "editor ä"
    for host in ("http://localhost:8000", "http://[::1]:8000"):
        browser = client()
        browser.get(ENTRY, base_url=host)
        assert post(browser, base_url=host, headers={"Origin": host}).text == "editor ä"


@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_stranger_is_refused(language: str) -> None:
    """Without the cookie, with another's, or with a wrong secret there is one sentence; raw bytes are no query."""
    cookie = f"{ACCESS.cookie}={ACCESS.token('cookie')}"
    for path in ("", "site", "alive", "editor.css", "?secret=", "?secret=s3cre", "?secret=%C3%A4", "?secret=%ED%A0%80"):
        refusal(client(language).get(EDITOR_PATH + path, base_url=HOST), language, 403)
    wrong = cookie[:-1], f"editor8001={ACCESS.token('cookie')}", f"{ACCESS.cookie}=s3cret", f"{ACCESS.cookie}=ä"
    for each in wrong:
        refusal(client(language).get(EDITOR_PATH, base_url=HOST, headers={"Cookie": each}), language, 403)
    for browser in (client(language), known(language)):
        raw = browser.get(EDITOR_PATH, base_url=HOST, environ_overrides={"QUERY_STRING": "secret=\xe4"})
        refusal(raw, language, 400)
    assert (
        Client(ACCESS.guarded(editor, preview, language), use_cookies=False)
        .get(EDITOR_PATH, base_url=HOST, headers={"Cookie": cookie})
        .text
        == "editor "
    )


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1:8001", "127.0.0.1.evil.example", "10.0.0.1:8000", ""])
def test_a_foreign_host_is_refused(host: str) -> None:
    """A name that was made to lead to this machine gives no access, even with the cookie and the secret."""
    cookie = {"Cookie": f"{ACCESS.cookie}={ACCESS.token('cookie')}", "Host": host}
    browser = Client(ACCESS.guarded(editor, preview, "fi"), use_cookies=False)
    for path in (EDITOR_PATH, ENTRY):
        refusal(browser.get(path, headers=cookie), "fi", 403)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://evil.example",
        "https://127.0.0.1:8000",
        "http://127.0.0.1:8001",
        "http://localhost:8000",
    ],
)
def test_a_form_from_elsewhere_is_refused(origin: str | None) -> None:
    """Another page of the same browser has the cookie, but not the origin."""
    refusal(post(known("fi"), headers={"Origin": origin} if origin is not None else {}), "fi", 403)


@pytest.mark.parametrize(
    "token", [None, "", "x", "ä", ACCESS.token(EDITOR_PATH), ACCESS.token("cookie"), ACCESS.token("alive")]
)
def test_a_form_without_its_own_token_is_refused(token: str | None) -> None:
    """The token of another form is none, and the form's own is none elsewhere."""
    refusal(post(known("fi"), data={} if token is None else {"token": token}), "fi", 403)
    other = known("fi").post(EDITOR_PATH, base_url=HOST, headers={"Origin": HOST}, data={"token": ACCESS.token(FORM)})
    refusal(other, "fi", 403)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_other_methods_are_refused(method: str) -> None:
    """Only GET, HEAD and POST are answered."""
    refusal(known("en").open(EDITOR_PATH, base_url=HOST, method=method), "en", 405)
    assert known().head(EDITOR_PATH, base_url=HOST).data == b""


def test_a_form_has_a_bounded_size() -> None:
    """Neither bytes nor parts can be without end, in either encoding of a form."""
    token, long = ACCESS.token(FORM), "x" * (4 * 2**20)
    refusal(post(known(), data={"token": token, "word": long}), "en", 413)
    parts = {"token": token, **{str(number): "" for number in range(4_000)}}
    assert post(known(), data=parts, content_type="multipart/form-data").status_code == 200
    parts |= {str(number): "" for number in range(6_000)}
    refusal(post(known(), data=parts, content_type="multipart/form-data"), "en", 413)
    assert post(known(), data={"token": token, "word": long[:-1000]}).status_code == 200


def test_an_editor_proves_that_it_knows_its_secret() -> None:
    """The proof is none of the tokens that were sent to get it."""
    proof = known().get(ALIVE_PATH, base_url=HOST).text
    assert ACCESS.is_token("alive", proof)
    assert not ACCESS.is_token("cookie", proof)
    assert not Access("other", 8000).is_token("alive", proof)


def test_its_answers_may_do_no_more_than_they_need() -> None:
    """A page elsewhere can neither frame nor read the editor, and only the named scripts run."""
    headers = known().get(EDITOR_PATH, base_url=HOST).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
        "frame-src": "'self'",
        "img-src": "'self'",
        "style-src": "'self'",
        "script-src": "'sha256-x'",
        "connect-src": "'self'",
    }
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin", "without a referrer, a form would have no origin"
    assert "Access-Control-Allow-Origin" not in headers
    none = Client(ACCESS.guarded(editor, preview, "en")).get(EDITOR_PATH, base_url=HOST)
    assert "script-src 'none'" in none.headers["Content-Security-Policy"]


def test_everything_else_is_the_preview() -> None:
    """Paths above the editor's go to the preview untouched."""
    for path in ("/", "/_edit", "/x/_edit/", "//_edit/", "/_EDIT/"):
        answer = client().get(path)
        assert (answer.text, "Content-Security-Policy" in answer.headers) == ("preview", False), path
