"""The page that lists all documents, with buttons that change their order or undo a save."""

from collections.abc import Sequence

from werkzeug.exceptions import BadRequest
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.editing.access import Request
from brochure.editing.consequences import STEP
from brochure.editing.editor import Editor
from brochure.editing.folder import Folder
from brochure.editing.rewriting import rewrite
from brochure.model.files import PICTURES
from brochure.model.site import ENTRIES, LANGUAGES, SITE
from brochure.preview import EDITOR_PATH

MAX_REMARKS = 30
"""The most remarks that the list shows; a folder of copied pages has thousands."""


def show_list(
    editor: Editor, request: Request, folder: Folder, mistakes: Sequence[str] = (), status: int = 200
) -> Response:
    """Return the page that lists all documents, with a notice about the last step or the `mistakes` that refused it."""
    notice = request.args.get("notice", "")
    groups = [
        (kind, [each for each in folder.documents.values() if each.kind is kind])
        for kind in (*ENTRIES, SITE, LANGUAGES)
    ]
    values = {"groups": groups, "ordered": ENTRIES, "remarks": folder.remarks(), "most": MAX_REMARKS}
    return editor.page("list.html", folder, status, **values, mistakes=mistakes, notice=notice)


def move(editor: Editor, request: Request, folder: Folder) -> Response:
    """Move a document up or down among those of its kind."""
    direction, _, name = request.form.get("_do", "").partition(" ")
    if not (document := folder.documents.get(name)):
        raise BadRequest
    row = [each for each in folder.documents.values() if each.kind is document.kind and not each.source.problems]
    place = row.index(document) if document in row else len(row)  # it cannot be read any more
    target = place + (1 if direction == "down" else -1)
    if place == len(row) or not 0 <= target < len(row):
        return redirect(EDITOR_PATH, 303)
    numbers = [each.order for each in row]
    if None in numbers or len({*numbers}) < len(numbers):
        numbers = [STEP * number for number, _ in enumerate(row, 1)]
    row[place], row[target] = row[target], row[place]
    moved = {each: {"order": str(number)} for each, number in zip(row, numbers, strict=True) if each.order != number}
    files = {each.path: rewrite(each.source, {**order, **each.source.data, **order}) for each, order in moved.items()}
    before = {each.path: each.source.content for each in moved}
    if problems := editor.save(folder, files, folder.say("moved", title=folder.title(document)), before):
        return show_list(editor, request, folder, [folder.note(each, "mistake").text for each in problems], 422)
    return redirect(f"{EDITOR_PATH}#{name}", 303)


def undo(editor: Editor, request: Request, folder: Folder) -> Response:
    """Undo the save that the page showed as the last one, and return to that page."""
    count, last = len(editor.saves.history), request.form.get("last", "")
    if problems := editor.saves.undo(last):
        return show_list(editor, request, folder, [folder.note(each, "mistake").text for each in problems], 409)
    if last == editor.named[0]:
        editor.named = "", ()
    query = "?notice=undone" if len(editor.saves.history) < count else ""  # else the button was clicked twice
    back = request.form.get("back", "")
    return redirect(f"{EDITOR_PATH}{back if back in (PICTURES, *folder.documents) else ''}{query}", 303)
