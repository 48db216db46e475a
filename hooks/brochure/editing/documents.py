"""Show and save a document in the editor: as a form, or as text if it is no YAML."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.author.problems import Problem
from brochure.editing.access import Request
from brochure.editing.consequences import change_to_remove, change_to_save, mentions
from brochure.editing.editor import Editor
from brochure.editing.fields import nested
from brochure.editing.folder import Document, Folder
from brochure.editing.form import Form
from brochure.editing.rewriting import UnwritableError, rewrite
from brochure.model.site import ENTRIES
from brochure.pages.search import search_texts
from brochure.pages.snippet import browser_title, description
from brochure.preview import EDITOR_PATH
from brochure.reading.yaml_reader import MAX_BYTES, Value, scalars

_FORGED = (AttributeError, LookupError, RecursionError, StopIteration, TypeError, ValueError)
"""The errors in values that no form of the editor sends."""
_ROWS = ("add", "remove", "up")
"""The buttons that change the rows of a list."""


def form_of(request: Request, folder: Folder, document: Document) -> Form:
    """Return the form of a document with what was sent, if anything. Raises `BadRequest` if that is forged."""
    form, controls = Form(folder, document), {name: values[-1] for name, values in request.form.lists()}
    action, _, path = controls.get("_do", "").partition(" ")
    try:
        if "text" in controls:
            form.sent, form.base = json.loads(controls["_typed"])
        elif controls:
            form.sent, form.base = nested(controls), controls["_base"]
        if action in _ROWS:
            form.change_rows(action, path)
        _ = form.unsaved
    except _FORGED as error:
        raise BadRequest from error
    return form


def show_form(editor: Editor, request: Request, form: Form, code: str = "", status: int = 200) -> Response:
    """Return the page of a form with the preview in a language. The query comes from the redirect of `save_form`."""
    notice, last = (request.args.get(name, "") for name in ("notice", "in"))
    values = {
        "restarted": request.method == "GET" and request.form,
        "preview": _address(editor, form.document, code or last),
        "seen": list(_appearances(form.folder, form.document)),
        "needed": any(each.is_needed for each in form.folder.draft.entries if each.file == form.document.path),
        "counterparts": form.counterparts(request.args.getlist("alone")),
    }
    return editor.page("form.html", form.folder, status, form=form, notice=notice, **values)


def save_form(editor: Editor, request: Request, form: Form) -> Response:
    """Save what was changed in a form, or return the form with a message at each field that it is about."""
    document, folder = form.document, form.folder
    action, _, path = request.form.get("_do", "save").partition(" ")
    merged = form.merged()
    if action in _ROWS or (action == "back" and merged.changed):
        return show_form(editor, request, form)
    if action == "back":
        return redirect(f"{EDITOR_PATH}{document.id}", 303)
    if action in ("accept", "checked"):
        return _accept(editor, request, form, action, path)
    if merged.collided:
        return show_form(editor, request, Form(folder, document, merged.data, collided=merged.collided), status=409)
    changed = [field for field in merged.changed if field.path[0] in folder.languages]
    code = str(changed[0].path[0]) if changed else ""
    removes = "erase" in (action, path)
    if document.is_new and not merged.changed:
        code = document.id.rpartition("/")[2] or next(iter(folder.languages))
        required = [each.path for each in form.typed.walk() if each.required and each.path[0] == code]
        places = enumerate(required, 1)  # problems in one line of a file that is not there would be one
        missing = (Problem(document.source.file, "missing", line=line, path=path) for line, path in places)
        form.refused = [replace(folder.note(each, "mistake"), document=document.id) for each in missing]
        return show_form(editor, request, form, status=422)
    if not (merged.changed or removes):
        return redirect(f"{EDITOR_PATH}{document.id}?notice=same", 303)
    change = change_to_remove(folder, document) if removes else change_to_save(folder, document, merged.data)
    asks = (removes or change.links) and action != "agree"
    key = "removed" if removes else "added" if document.is_new else "saved"
    names = ", ".join(folder.name(form.typed, field.path) for field in merged.changed)
    sentence = folder.say(key, title=change.title, fields=names)
    try:
        files, before = change.files(folder)
    except UnwritableError:  # the file would be too large to read
        problems = [Problem(document.source.file, "too_large", {"limit": MAX_BYTES // 1024}, line=0)]
    else:
        problems = (
            list(editor.saves.new_problems(files))
            if asks
            else editor.save(folder, files, sentence, before, edited=f"{change.id}.yml")
        )
    if problems:
        file, notes = folder.draft.name(f"{change.id}.yml"), (folder.note(each, "mistake") for each in problems)
        form.refused = [replace(each, document=document.id) if each.problem.file == file else each for each in notes]
        return show_form(editor, request, form, code, status=422)
    if asks:
        does, texts = "erase" if removes else "hide", mentions(folder, change.names, document)
        return editor.page(
            "ask.html", folder, document=document, change=change, does=does, mentions=texts, controls=request.form
        )
    if change.names:
        editor.named = editor.saves.last, change.names
    original = {field.path[0] for field in changed} == {next(iter(folder.languages))}
    query = {
        "notice": "named" if change.names else "done",
        "in": code,
        "alone": [field.id for field in changed] if original and not document.is_new else [],
    }
    return redirect(f"{EDITOR_PATH}{change.id}?{urlencode(query, doseq=True)}", 303)


def _accept(editor: Editor, request: Request, form: Form, action: str, name: str) -> Response:
    """Save that a remark is accepted, or that a translation is up to date, and no other value of the form."""
    source, folder, path = form.document.source, form.folder, tuple(name.split("/"))
    key, content, checked = "checked", source.content, [path]
    if action == "accept":
        accepted: list[Value] = [*(text for _, text in scalars(source.data.get("accepted", []))), name]
        data: dict[str, Value] = {"accepted": "", **source.data} | {"accepted": accepted}
        key, content, checked = "accepted", rewrite(source, data), []
    sentence = folder.say(key, title=folder.title(form.document), field=folder.name(form.current, path))
    file = form.document.path
    problems = editor.save(folder, {file: content}, sentence, {file: source.content}, checked)
    latest = editor.folder()
    typed = replace(form, folder=latest, document=latest.documents[form.document.id])
    typed.refused = [latest.note(problem, "mistake") for problem in problems]
    if problems or typed.merged().changed:
        return show_form(editor, request, typed, status=422 if problems else 200)
    return redirect(f"{EDITOR_PATH}{form.document.id}?notice=done", 303)


def show_text(editor: Editor, request: Request, form: Form, notices: Sequence[str] = (), status: int = 200) -> Response:
    """Return the page with the text of a file, or with the text that was sent, and with `notices` above it.

    The `notices` are by default the file's mistakes.
    """
    folder, source = form.folder, form.document.source
    notices = notices or [folder.on_line(note.problem) for note in folder.mistakes if note.document == form.document.id]
    text, restarted = _text(request, "text", source.text), request.method == "GET" and request.form
    return editor.page("text.html", folder, status, form=form, text=text, notices=notices, restarted=restarted)


def save_text(editor: Editor, request: Request, form: Form) -> Response:
    """Save the text of a file, with the line breaks that the file had.

    If a form was sent and its file is no YAML any more, show what was typed until the text is saved, then the form.
    """
    folder, document, before = form.folder, form.document, form.document.source.content
    if "text" not in request.form:
        return show_text(editor, request, form, status=409)
    text, base = _text(request, "text"), _text(request, "_base")
    if base != document.source.text:
        return show_text(editor, request, form, [folder.say("changed_meanwhile")], 409)
    content = (text if b"\r\n" not in before else text.replace("\n", "\r\n")).encode()
    sentence = folder.say("saved", title=document.path, fields=folder.say("text"))
    if problems := editor.save(folder, {document.path: content}, sentence, {document.path: before}):
        return show_text(editor, request, form, [*map(folder.on_line, problems)], 422)
    if form.sent is not None:
        latest = editor.folder()
        form = replace(form, folder=latest, document=latest.documents[document.id])
        return (show_form if form.fits else show_text)(editor, request, form)
    return redirect(f"{EDITOR_PATH}{document.id}?notice=done", 303)


def _text(request: Request, name: str, default: str = "") -> str:
    return request.form.get(name, default).replace("\r\n", "\n")


def _address(editor: Editor, document: Document, code: str) -> str:
    """Return the address of a document's page in the preview, in a language if it has one; empty if it has none."""
    if document.kind not in ENTRIES or not editor.preview.project:
        return editor.mount
    routes = [route for route in editor.preview.project.routes if route.entry.file == document.path]
    routes.sort(key=lambda route: route.language.code != code)
    return editor.mount + routes[0].path if routes else ""


def _appearances(folder: Folder, document: Document) -> Iterator[Mapping[str, object]]:
    """Yield the appearance of a page in each language, unless there is a mistake or the page is hidden.

    The `words` are its search texts, without the texts that are shown above them.
    """
    if not folder.project or document.kind not in ENTRIES:
        return
    for route in (routes := folder.project.routes):
        if route.entry.file == document.path:
            snippet = {"title": browser_title(routes, route), "description": description(route)}
            texts = search_texts(route)
            words = [text for text in (*texts.aliases, *texts.titles, *texts.others) if text not in snippet.values()]
            address = folder.project.site.settings.address + route.path
            yield {"code": route.language.code, "address": address, "words": words, **snippet}
