"""A browser without a screen: it opens pages of the editor, fills in their forms and presses their buttons."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIServer, make_server
from xml.etree.ElementTree import Element, TreeBuilder

from jinja2 import FileSystemBytecodeCache
from werkzeug.exceptions import NotFound
from werkzeug.test import Client, TestResponse

from brochure.editing.access import Access
from brochure.editing.app import answer
from brochure.editing.editor import Editor
from brochure.preview import EDITOR_PATH, Preview
from support.servers import free_port
from support.sites import ROOT

PORT = 8000
HOST = f"http://127.0.0.1:{PORT}"
COMPILED = FileSystemBytecodeCache()
"""The compiled templates of all editors."""
VOID = ("link", "meta", "input", "img", "br")
"""The elements without an end."""


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def parsed(page: str) -> Element:
    """Return the root of a page of the editor, whose elements all have their ends; axe and Chromium are stricter."""
    parser = _Parser()
    parser.builder.start("page", {})
    parser.feed(page)
    parser.close()
    parser.builder.end("page")
    return parser.builder.close()


class _Server(ThreadingMixIn, WSGIServer):
    """A server like MkDocs', which closes a connection whose request has not been read."""


@contextmanager
def served(folder: Path, access: Access | None = None) -> Iterator[Access]:
    """Yield the access to the editor of a folder for real browsers."""
    access = access or Access("secret", free_port())
    editor = Editor(ROOT, folder, access, Preview(serving=True), "/", lambda: None)
    application = access.guarded(partial(answer, editor), NotFound(), "fi", [editor.script_hash])
    server = make_server("127.0.0.1", access.port, application, server_class=_Server)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield access
    server.shutdown()
    thread.join()
    server.server_close()


class Screen:
    """A page of the editor of one folder, with what has been typed into it."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        access = Access("secret", PORT)
        self.editor = Editor(ROOT, folder, access, Preview(serving=True), "/", lambda: None)
        self.editor._templates.bytecode_cache = COMPILED
        application = access.guarded(
            partial(answer, self.editor), lambda *_: [b"preview"], language, [self.editor.script_hash]
        )
        self.client = Client(application)
        self.client.get(f"{EDITOR_PATH}?secret=secret", base_url=HOST)
        self.sent: tuple[str, dict[str, str]]

    @cached_property
    def document(self) -> Element:
        """The root of the page; the first one is the list."""
        self.open("")
        return self.document

    def open(self, path: str) -> None:
        """Open a page by its path below the editor's."""
        self._show(self.client.get(f"{EDITOR_PATH}{path}", base_url=HOST))

    def _show(self, answer: TestResponse) -> None:
        self.status, self.address = answer.status_code, answer.request.path
        self.text = answer.get_data(as_text=True)
        self.document = parsed(self.text)
        self.typed: dict[str, str] = {}
        self.chosen: list[tuple[str, bytes]] = []

    def forms(self) -> dict[str, Element]:
        """Return the forms of the page by the values of their buttons, or by their addresses' ends."""
        forms = list(self.document.iter("form"))
        named = {(form.get("action") or self.address).removeprefix(EDITOR_PATH): form for form in forms}
        named |= {button.get("value", ""): form for form in forms for button in form.iter("button")}
        main = [form for form in forms if form.get("id") == "form"]
        outside = (button for button in self.document.iter("button") if button.get("form") == "form")
        named |= {button.get("value", ""): main[0] for button in outside}
        return named | dict(zip(["save"], main, strict=False))  # its button may be outside

    def controls(self, form: Element) -> dict[str, str]:
        """Return the names and values that a form would send now."""
        values: dict[str, str] = {}
        for each in form.iter():
            name, kind = each.get("name"), each.get("type")
            if not name or each.tag == "button" or (kind in ("checkbox", "radio") and each.get("checked") is None):
                continue
            if kind == "file":
                continue
            options = each.findall(".//option")
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            text = "".join(each.itertext()).removeprefix("\n") if each.tag == "textarea" else each.get("value", "")
            values[name] = chosen[0].get("value", "") if options else text
        return values

    def type(self, name: str, text: str) -> None:
        """Type a text into a control of the form, or choose it."""
        found = [each for each in self.forms()["save"].iter() if each.get("name") == name]
        assert found, f"there is no control {name}"
        choices = [each.get("value") for control in found for each in (control, *control.iter("option"))]
        free = found[0].tag == "textarea" or found[0].get("type") in ("text", "password")
        assert free or text in choices, f"{name} offers {choices}"
        self.typed[name] = text

    def choose(self, *files: tuple[str, bytes]) -> None:
        """Choose files, each with a name and its content, in the control for files."""
        self.chosen += files

    def press(self, do: str = "save") -> None:
        """Press a button, and follow where it leads. What was typed must be there still if it could not be saved."""
        form, typed = self.forms()[do], self.typed
        assert all(button.get("value") != do or button.get("disabled") is None for button in form.iter("button")), do
        values = {"_do": do, **self.controls(form), **(typed if form.get("id") == "form" else {})}
        self.sent = form.get("action") or self.address, values
        self.send()
        if self.status in (409, 422) and form.get("id") == "form":
            shown = self.controls(self.forms()["save"])
            hidden = {each.get("name") for each in form.iter() if each.get("type") == "password"}
            kept = {name: text for name, text in typed.items() if name in self.controls(form).keys() - hidden}
            assert {name: shown[name].strip() for name in kept} == {name: kept[name].strip() for name in kept}

    def send(self) -> None:
        """Send what was sent last, as a second click or an old page does."""
        address, values = self.sent
        files = [(BytesIO(content), name) for name, content in self.chosen]
        answer = self.client.post(address, base_url=HOST, headers={"Origin": HOST}, data={**values, "files": files})
        if answer.status_code == 303:
            answer = self.client.get(answer.headers["Location"], base_url=HOST)
        self._show(answer)

    def notes(self, within: Element | None = None, place: str = "") -> Iterator[tuple[str, str, str]]:
        """Yield the messages on the page: the id of the field that each is at, its kinds, and its words.

        Of a summary, yield only what is about other documents: the rest is at the fields.
        """
        for each in self.document if within is None else within:
            if each.get("hidden") is not None:
                continue
            kinds, summary = each.get("class", "").split(), [*each.iter("li")]
            here = (each.get("id") or "").removeprefix("told:") if "told" in kinds else place
            if "note" not in kinds:
                yield from self.notes(each, here)
                continue
            for part in (each.find("p"), *summary) if summary and each.tag == "div" else (each,):
                links = [link.get("href", "") for link in ([] if part is None else part.iter("a"))]
                own = part is not None and part.tag == "li" and any(link.startswith("#") for link in links)
                if part is not None and not own:
                    yield here, " ".join(kinds), " -> ".join([" ".join("".join(part.itertext()).split()), *links])
