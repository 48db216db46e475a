"""The pages of the editor: the list, a form for each document, and the text of a document that is no YAML."""

import base64
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.author.messages import catalogue
from brochure.author.problems import Problem
from brochure.editing.access import Access, Request
from brochure.editing.fields import nested
from brochure.editing.folder import Document, Folder
from brochure.editing.form import Form
from brochure.editing.rewriting import rewrite
from brochure.editing.saving import ChangedError, Saves
from brochure.model.site import ENTRIES, LANGUAGES, SITE
from brochure.preview import EDITOR, Preview
from brochure.project import draft_of, theme_of

MAX_REMARKS = 30
"""The remarks on the list; a folder of copied pages has thousands."""
STEP = 10
"""Between two numbers of an order that the editor makes."""


class Editor:
    """The editor of one folder; it answers the requests that `Access` lets through."""

    def __init__(
        self, root: Path, path: Path, access: Access, preview: Preview, mount: str, stop: Callable[[], None]
    ) -> None:
        """Prepare the templates.

        Args:
            root: The generator.
            path: The content.
            access: Makes the token of each form.
            preview: Its last good site is shown next to a form.
            mount: The path of the site's root in the preview.
            stop: Ends the server.

        """
        self._root, self._path, self._access = root, path, access
        self._preview, self._mount, self._stop = preview, mount, stop
        self._saves = Saves(path, lambda instead: draft_of(root, path, instead=instead))
        theme = theme_of(root)
        folder = theme.templates / "editor"
        self._style = (folder / "editor.css").read_bytes()
        self._script = (folder / "unsaved.js").read_text(encoding="utf-8")
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        icons = {name: theme.icon(name) for name in theme.icon_names(1)}
        self._templates.globals |= {
            "script": Markup(self._script),
            "icons": {name: Markup(file.read_text(encoding="utf-8")) for name, file in icons.items() if file},
        }

    @property
    def script_hash(self) -> str:
        """The source expression of a content policy that allows the editor's script."""
        return f"'sha256-{base64.b64encode(sha256(self._script.encode()).digest()).decode()}'"

    def answer(self, request: Request) -> Response:
        """Return the answer to a request. Raises `NotFound` for a path that is none."""
        name, posts = request.path.removeprefix(EDITOR), request.method == "POST"
        if name == "editor.css":
            return Response(self._style, mimetype="text/css")
        if name == "quit" and posts:
            self._stop()
            return self._page("ended.html", Folder(self._root, self._path))
        folder = Folder(self._root, self._path)
        if name == "undo" and posts:
            return self._undo(request, folder)
        if not name:
            return self._move(request, folder) if posts else self._list(folder, told=request.args.get("told", ""))
        if name not in folder.documents:
            raise NotFound
        form = Form(folder, folder.documents[name])
        if form.fits and "text" not in request.args:
            told = request.args.get("told", "")
            return self._send(request, form) if posts else self._form(form, request.args.get("in", ""), told)
        return self._send_text(request, form) if posts else self._text(form)

    def _page(self, template: str, folder: Folder, status: int = 200, **values: object) -> Response:
        """Return a page in the author's language."""
        html = self._templates.get_template(template).render(
            words=catalogue(folder.language)["editor"],
            language=folder.language,
            folder=folder,
            token=lambda name: self._access.token(f"{EDITOR}{name}"),
            history=self._saves.history,
            site=self._mount,
            **values,
        )
        return Response(html, status, mimetype="text/html")

    # The list

    def _list(self, folder: Folder, mistakes: Sequence[str] = (), told: str = "", status: int = 200) -> Response:
        groups = [
            (kind, [each for each in folder.documents.values() if each.kind is kind])
            for kind in (*ENTRIES, SITE, LANGUAGES)
        ]
        remarks = folder.remarks[:MAX_REMARKS]
        more = len(folder.remarks) - len(remarks)
        values = {"groups": groups, "ordered": ENTRIES, "remarks": remarks, "more": more, "mistakes": mistakes}
        return self._page("list.html", folder, status, **values, told=told)

    def _move(self, request: Request, folder: Folder) -> Response:
        """Move a document up or down among those of its kind."""
        direction, _, name = request.form.get("_do", "").partition(" ")
        if name not in folder.documents:
            raise BadRequest
        document = folder.documents[name]
        row = [each for each in folder.documents.values() if each.kind is document.kind and not each.source.problems]
        place = row.index(document)
        other = place + (1 if direction == "down" else -1)
        if not 0 <= other < len(row):
            return redirect(EDITOR, 303)
        numbers = [each.order for each in row]
        row[place], row[other] = row[other], row[place]
        placed = [(number, each.id) for number, each in zip(numbers, row, strict=True) if number is not None]
        if len(placed) < len(row) or placed != sorted(placed):  # numbers are missing or equal
            numbers = [STEP * number for number, _ in enumerate(row, 1)]
        files, before = {}, {}
        for each, number in zip(row, numbers, strict=True):
            if each.order != number:
                order = {"order": str(number)}
                files[each.path] = rewrite(each.source, {**order, **each.source.data, **order})
                before[each.path] = each.source.content
        sentence = self._say(folder, "moved", title=folder.title(document))
        try:
            problems = self._saves.save(files, sentence, before)
        except ChangedError:
            return self._list(folder, [self._say(folder, "changed_meanwhile")], status=409)
        if problems:
            return self._list(folder, [folder.note(problem, "mistake").text for problem in problems], status=422)
        return redirect(f"{EDITOR}#{name}", 303)

    def _undo(self, request: Request, folder: Folder) -> Response:
        """Undo the save that was shown as the last one, and show the page that this was asked from."""
        is_last = request.form.get("last") in self._saves.history[:1]
        if problems := self._saves.undo() if is_last else ():
            return self._list(folder, [folder.note(problem, "mistake").text for problem in problems], status=409)
        back = request.form.get("back", "")
        return redirect(f"{EDITOR}{back if back in folder.documents else ''}?told=undone", 303)

    # A form

    def _form(self, form: Form, code: str = "", told: str = "", status: int = 200) -> Response:
        """Return the page of a form; `code` is the language of the preview, and `told` a word about the last step."""
        preview = self._address(form.document, code)
        return self._page("form.html", form.folder, status, form=form, preview=preview, told=told)

    def _send(self, request: Request, form: Form) -> Response:
        """Save what was changed in a form, or return the form with a message at each field that it is about."""
        document, folder = form.document, form.folder
        action, _, path = request.form.get("_do", "save").partition(" ")
        names = {name: values[-1] for name, values in request.form.lists() if not name.startswith("_")}
        form.sent, form.base = (
            nested({name: text for name, text in names.items() if name != "token"}),
            request.form["_base"],
        )
        if action in ("add", "remove", "up"):
            form.change_rows(action, path)
            return self._form(form)
        if action == "accept":
            form.sent["accepted"] = [*(form.sent.get("accepted") or []), path]
        merged = form.merged()
        if merged.collided:
            return self._form(Form(folder, document, merged.data, collided=merged.collided), status=409)
        code = next((str(field.path[0]) for field in merged.changed if field.path[0] in folder.languages), "")
        if merged.changed:
            sentence = self._say(folder, "saved", title=folder.title(document), fields=form.names(merged.changed))
            try:
                problems = self._save(document, rewrite(document.source, merged.data), sentence)
            except ChangedError:  # between reading and writing; what was changed is seen now
                latest = Folder(self._root, self._path)
                return self._send(request, Form(latest, latest.documents[document.id]))
            if problems:
                form.refused = [folder.note(problem, "mistake") for problem in problems]
                return self._form(form, code, status=422)
        return redirect(f"{EDITOR}{document.id}?told={'done' if merged.changed else 'same'}&in={code}", 303)

    # A text

    def _text(self, form: Form, text: str | None = None, told: Sequence[str] = (), status: int = 200) -> Response:
        """Return the page with the text of a file."""
        folder, source = form.folder, form.document.source
        told = told or [folder.on_line(problem) for problem in folder.problems if problem.file == source.file]
        return self._page("text.html", folder, status, form=form, text=source.text if text is None else text, told=told)

    def _send_text(self, request: Request, form: Form) -> Response:
        """Save the text of a file, with its own line breaks."""
        folder, document = form.folder, form.document
        text, base = (request.form.get(name, "").replace("\r\n", "\n") for name in ("text", "_base"))
        content = text if b"\r\n" not in document.source.content else text.replace("\n", "\r\n")
        try:
            if base != document.source.text:
                raise ChangedError
            sentence = self._say(
                folder, "saved", title=document.path, fields=catalogue(folder.language)["editor"]["text"]
            )
            problems = self._save(document, content.encode(), sentence)
        except ChangedError:
            return self._text(form, text, [self._say(folder, "changed_meanwhile")], 409)
        if problems:
            return self._text(form, text, [folder.on_line(problem) for problem in problems], 422)
        return redirect(f"{EDITOR}{document.id}?told=done", 303)

    def _save(self, document: Document, content: bytes, sentence: str) -> Sequence[Problem]:
        return self._saves.save({document.path: content}, sentence, {document.path: document.source.content})

    def _address(self, document: Document, code: str) -> str:
        """Return the address of a document's page in the preview, in a language if it has one; empty if it has none."""
        if document.kind not in ENTRIES or not self._preview.project:
            return self._mount
        found = [route for route in self._preview.project.routes if route.entry.id == document.id.rpartition("/")[2]]
        found.sort(key=lambda route: route.language.code != code)
        return self._mount + found[0].path if found else ""

    def _say(self, folder: Folder, key: str, **values: object) -> str:
        return str(catalogue(folder.language)["editor"][key].format_map(values))
