"""A browser without a screen: it opens pages of the editor, fills in their forms and presses their buttons."""

from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
from werkzeug.test import Client, TestResponse

from brochure.editing.access import Access
from brochure.editing.app import answer
from brochure.editing.editor import Editor
from brochure.preview import EDITOR, Preview
from support.sites import ROOT

PORT = 8000
HOST = f"http://127.0.0.1:{PORT}"


class Screen:
    """A page of the editor of one folder, with what has been typed into it."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        access = Access("secret", PORT)
        self.editor = Editor(ROOT, folder, access, Preview(serving=True), "/", lambda: None)
        application = access.guarded(
            partial(answer, self.editor), lambda *_: [b"preview"], language, [self.editor.script_hash]
        )
        self.client = Client(application)
        self.client.get(f"{EDITOR}?secret=secret", base_url=HOST)
        self.path = ""
        self.open("")

    def open(self, path: str) -> None:
        """Open a page by its path below the editor's."""
        self._show(self.client.get(f"{EDITOR}{path}", base_url=HOST))

    def _show(self, answer: TestResponse) -> None:
        self.status, self.text = answer.status_code, answer.get_data(as_text=True)
        self.path = answer.request.path.removeprefix(EDITOR)
        self.document: Element = html5lib.parse(self.text, namespaceHTMLElements=False)
        self.typed: dict[str, str] = {}

    def controls(self, form: Element) -> dict[str, str]:
        """Return the names and values that a form would send now."""
        values: dict[str, str] = {}
        for each in form.iter():
            name, kind = each.get("name"), each.get("type")
            if not name or each.tag == "button" or (kind in ("checkbox", "radio") and each.get("checked") is None):
                continue
            options = each.findall(".//option")
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            text = "".join(each.itertext()) if each.tag == "textarea" else each.get("value", "")
            values[name] = chosen[0].get("value", "") if options else text
        return values

    def form(self, id_: str = "form") -> Element:
        """Return a form of the page."""
        return next(each for each in self.document.iter("form") if each.get("id") == id_)

    def type(self, name: str, text: str) -> None:
        """Type a text into a control."""
        assert name in self.controls(self.form()) or self.document.find(f".//*[@name='{name}']") is not None, name
        self.typed[name] = text

    def press(self, do: str = "save", form: Element | None = None) -> None:
        """Press a button of the form, and follow where it leads."""
        form = self.form() if form is None else form
        data = {**self.controls(form), **self.typed, "_do": do}
        address = form.get("action") or EDITOR + self.path
        answer = self.client.post(address, base_url=HOST, headers={"Origin": HOST}, data=data)
        self.answered = answer.status_code
        if answer.status_code == 303:
            answer = self.client.get(answer.headers["Location"], base_url=HOST)
        self._show(answer)

    def notes(self) -> list[str]:
        """Return the messages on the page, each after the control or block it stands at."""
        return [
            " ".join("".join(each.itertext()).split())
            for each in self.document.iter()
            if "note" in (each.get("class") or "").split()
        ]
