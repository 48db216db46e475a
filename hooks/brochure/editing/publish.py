"""The page that publishes the site: what prevents that, the server, the progress, the questions and the end."""

import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from urllib.parse import quote

from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.author.problems import Problem
from brochure.commands.publication import HOST_KEYS, Target, digests, has_keyring, last_target, password_of, target_for
from brochure.editing.access import Request
from brochure.editing.editor import Editor
from brochure.editing.folder import Folder
from brochure.editing.listing import MAX_REMARKS
from brochure.editing.publication import Publication
from brochure.model.files import PICTURES
from brochure.preview import EDITOR_PATH
from brochure.publishing.upload.remote import PORTS, Question, Server, UploadError

PUBLISH = "publish"
_PAUSE = 1
"""Seconds until a page with progress is loaded again."""
_EMPTY = {"protocol": "sftp", "host": "", "user": "", "folder": "public_html"}
"""The values of the form before the first publication."""
_FIELDS = {
    **dict.fromkeys(("publish_address", "publish_no_host", "publish_closed"), "host"),
    "publish_login": "password",
    "publish_folder": "folder",
}
"""The field of the form by a problem's key."""


def show_publish(
    editor: Editor,
    folder: Folder,
    notice: str = "",
    typed: Mapping[str, str] | None = None,
    problem: Problem | None = None,
) -> Response:
    """Return the page with the progress, the questions or the form; with a `problem`, the form as it was `typed`."""
    run, failed = editor.publication, None
    is_running = bool(run and run.is_alive())  # it may end at any moment
    if run and (is_running or run.questions):
        page = editor.page("publish.html", folder, run=run, is_running=is_running, notice=notice)
        if is_running:
            page.headers["Refresh"] = str(_PAUSE)
        return page
    known = last_target(folder.project.site.settings.address) if folder.project else None
    if run and not (run.published or typed):
        failed, problem = run, run.problem
    values = {
        "run": run,
        "is_running": False,
        "failed": failed,
        "typed": typed or _values(failed.target if failed else known),
        "message": folder.note(problem, "mistake").text if problem else "",
        "field": _FIELDS.get(problem.key, "") if problem else "",
        "known": known,
        "changed": list(_changed(folder, known.content)) if known and known.content else [],
        "remarks": folder.remarks(),
        "most": MAX_REMARKS,
        "protocols": [*PORTS],
        "no_sftp": not find_spec("paramiko"),
        "has_keyring": has_keyring(),
    }
    return editor.page("publish.html", folder, 422 if typed else 200, **values)


def publish(editor: Editor, request: Request, folder: Folder) -> Response:
    """Begin to publish, or go on after questions. While a publication is running, only show that."""
    action, here = request.form.get("_do", ""), redirect(f"{EDITOR_PATH}{PUBLISH}", 303)
    with editor.publishing:  # a button may be clicked twice
        run = editor.publication
        if run and run.is_alive():
            return here
        if action in ("agree", "stop"):
            if run and run.questions and request.form.get("run") == run.name:  # else the page was an older one
                editor.publication = run.agree() if action == "agree" else None
            return here
        if not folder.project or folder.samples:
            return here
        typed = {name: request.form.get(name, "").strip() for name in _EMPTY}
        try:
            server = _server(typed)
        except UploadError as error:
            return show_publish(editor, folder, typed=typed, problem=error.problem)
        password, agreed = request.form.get("password", ""), list[Question]()
        if run and not run.published and run.target.server.endpoint == server.endpoint:
            password = password or run.password
            agreed = [question for question in run.agreed if question.key in HOST_KEYS]
            agreed += [Question("publish_busy")] if run.total and run.target.server == server else []  # by its own lock
        target = target_for(server, folder.project.site.settings.address)
        remembers, password = "remember" in request.form, password or password_of(server)
        editor.publication = Publication(folder.project, target, password, agreed, remembers=remembers)
    return here


def _server(typed: Mapping[str, str]) -> Server:
    """Return the server of a form; a whole address may have been pasted into a field. Raises `UploadError`."""
    host = re.sub(r"^\w+://|/.*", "", typed["host"]).rpartition("@")[2]
    user, folder = quote(typed["user"], safe=""), quote(typed["folder"])
    return Server.parse(f"{typed['protocol']}://{user}@{host}/{folder}")


def _values(target: Target | None) -> Mapping[str, str]:
    """Return the values of the form for a target."""
    if not target:
        return _EMPTY
    server = target.server
    return {"protocol": server.protocol, "host": server.netloc, "user": server.user, "folder": server.folder}


def _changed(folder: Folder, published: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the name of each file of content that has changed since it was published, and its path in the editor."""
    now = digests(folder.draft.folder)
    for path in sorted({path for path, _ in now.items() ^ published.items()}):
        name = path.removesuffix(".yml")
        if document := folder.documents.get(name):
            yield folder.title(document), name
        else:
            yield name.rpartition("/")[2], PICTURES if path in now else ""
