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
from brochure.editing.saving import ChangedError
from brochure.model.files import PICTURES
from brochure.model.site import ENTRIES, LANGUAGES, SITE
from brochure.preview import EDITOR

MAX_REMARKS = 30
"""The remarks on the list; a folder of copied pages has thousands."""


def show_list(
    editor: Editor, folder: Folder, mistakes: Sequence[str] = (), told: str = "", status: int = 200
) -> Response:
    """Return the list with the messages about a step that was refused, and a word about the last step."""
    groups = [
        (kind, [each for each in folder.documents.values() if each.kind is kind])
        for kind in (*ENTRIES, SITE, LANGUAGES)
    ]
    remarks = folder.remarks()
    values = {"groups": groups, "ordered": ENTRIES, "remarks": remarks, "most": MAX_REMARKS, "mistakes": mistakes}
    return editor.page("list.html", folder, status, **values, told=told)


def move(editor: Editor, request: Request, folder: Folder) -> Response:
    """Move a document up or down among those of its kind."""
    direction, _, name = request.form.get("_do", "").partition(" ")
    if name not in folder.documents:
        raise BadRequest
    document = folder.documents[name]
    row = [each for each in folder.documents.values() if each.kind is document.kind and not each.source.problems]
    if document not in row:  # it cannot be read any more
        return redirect(EDITOR, 303)
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
    sentence = editor.say(folder, "moved", title=folder.title(document))
    try:
        problems = editor.save(folder, files, sentence, before)
    except ChangedError:
        return show_list(editor, folder, [editor.say(folder, "changed_meanwhile")], status=409)
    if problems:
        return show_list(editor, folder, [folder.note(problem, "mistake").text for problem in problems], status=422)
    return redirect(f"{EDITOR}#{name}", 303)


def undo(editor: Editor, request: Request, folder: Folder) -> Response:
    """Undo the save that was shown as the last one, and show the page that this was asked from."""
    last, count = editor.saves.history[:1], len(editor.saves.history)
    if problems := editor.saves.undo(request.form.get("last", "")):
        return show_list(editor, folder, [folder.note(problem, "mistake").text for problem in problems], status=409)
    told = ""
    if len(editor.saves.history) < count:  # else the button was clicked twice
        told, editor.undone = "?told=undone", "".join(last)
    back = request.form.get("back", "")
    return redirect(f"{EDITOR}{back if back in (PICTURES, *folder.documents) else ''}{told}", 303)
