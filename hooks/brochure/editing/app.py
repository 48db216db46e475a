"""Dispatch requests to the pages of the editor: the list, and each document as a form, or as text if it is no YAML."""

from contextlib import suppress

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.editing.access import Request
from brochure.editing.documents import form_of, save_form, save_text, show_form, show_text
from brochure.editing.editor import Editor
from brochure.editing.guide import show_guide
from brochure.editing.listing import move, show_list, undo
from brochure.editing.pictures import change_pictures, show_picture, show_pictures
from brochure.editing.publish import PUBLISH, publish, show_publish
from brochure.editing.saving import ChangedError
from brochure.model.files import GUIDE, PICTURES
from brochure.preview import EDITOR_PATH


def answer(editor: Editor, request: Request) -> Response:
    """Answer a request; begin again if a file changes meanwhile. Raises `HTTPException`."""
    for _ in range(2):
        with suppress(ChangedError):
            return _answer(editor, request)
    folder = editor.folder()
    return show_list(editor, request, folder, [folder.say("changed_meanwhile")], 409)


def _answer(editor: Editor, request: Request) -> Response:
    name, posts = request.path.removeprefix(EDITOR_PATH), request.method == "POST"
    if name == "editor.css":
        return Response(editor.style, mimetype="text/css")
    if name == "quit" and posts:
        if editor.publication and editor.publication.is_alive():
            return redirect(f"{EDITOR_PATH}{PUBLISH}?notice=not_yet", 303)
        editor.stop()
        return editor.page("ended.html", editor.folder())
    if name.startswith(f"{PICTURES}/"):
        return show_picture(editor, name.partition("/")[2])
    folder = editor.folder()
    if name.partition("/")[0] == GUIDE:
        return show_guide(editor, folder, name.partition("/")[2])
    if name == PICTURES:
        return (change_pictures if posts else show_pictures)(editor, request, folder)
    if name == PUBLISH:
        notice = request.args.get("notice", "")
        return publish(editor, request, folder) if posts else show_publish(editor, folder, notice)
    if name == "undo" and posts:
        return undo(editor, request, folder)
    if not name:
        return (move if posts else show_list)(editor, request, folder)
    if not (document := folder.find(name)):
        raise NotFound
    form = form_of(request, folder, document)
    if document.is_new or (form.fits and "text" not in request.args):
        return (save_form if posts else show_form)(editor, request, form)
    return (save_text if posts else show_text)(editor, request, form)
