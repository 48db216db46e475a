"""The first page of the editor: it asks for the practice's name and folder, before there is anything to preview."""

import logging
from collections.abc import Mapping
from contextlib import ExitStack
from os.path import expanduser, realpath
from pathlib import Path
from threading import Event, Lock, Thread
from time import sleep

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from platformdirs import user_documents_path
from werkzeug.exceptions import NotFound
from werkzeug.serving import make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.author.messages import catalogue
from brochure.author.problems import ContentError, inaccessible
from brochure.commands.new import make_folder
from brochure.editing.access import LOOPBACK, Access, Request
from brochure.preview import EDITOR_PATH
from brochure.project import check_folder

BUILD_TIMEOUT = 120
"""Seconds that a browser waits for the first build."""
takeover_callbacks = ExitStack()
"""Run when the preview takes over the port: the page ends, and a waiting browser goes on to the editor."""


class FirstPage:
    """The server at the editor's port until the preview is ready. It asks for the folder; a second start finds it."""

    def __init__(
        self, root: Path, access: Access, folder: Path | None, missing_folder: Path | None, language: str
    ) -> None:
        """`root` is the generator, and `missing_folder` the one that was edited last, if it is not there."""
        self.root, self.access, self.language = root, access, language
        self.folder, self.missing_folder = folder, missing_folder
        self.words: dict[str, str] = catalogue(language)["editor"]
        self.templates = root / "docs" / "templates" / "editor"
        self.choosing, self.ready = Lock(), Event()
        application = access.guarded(self.answer, redirect(EDITOR_PATH), language)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it would print each answer
        self.server = make_server(LOOPBACK[0], access.port, application, threaded=True)
        self.server.timeout = 0.1  # seconds without a request
        thread = Thread(target=self._serve, daemon=True)
        thread.start()
        takeover_callbacks.callback(thread.join)
        takeover_callbacks.callback(self.ready.set)

    def wait_for_folder(self) -> Path:
        """Wait for the folder, and return it."""
        while not self.folder:
            sleep(0.1)  # in small parts, so that Ctrl+C ends it on Windows too
        return self.folder

    def _serve(self) -> None:
        """Answer requests until the preview is ready; unlike `serve_forever`, leave none unanswered at the end."""
        while not self.ready.is_set():
            self.server.handle_request()
        self.server.server_close()

    def answer(self, request: Request) -> Response:
        """Answer a request for the page, its form or its css."""
        if request.path == f"{EDITOR_PATH}editor.css":
            return Response((self.templates / "editor.css").read_bytes(), mimetype="text/css")
        if request.path != EDITOR_PATH:
            raise NotFound
        documents = user_documents_path()
        place = str(self.missing_folder or documents / self.words["folder"])
        typed = {"name": "", "place": place, **request.form.to_dict()}
        typed = {key: text.replace("\0", "").strip() for key, text in typed.items()}
        folder, errors = Path(realpath(documents / expanduser(typed["place"]))), dict[str, str]()
        with self.choosing:  # a button may be clicked twice
            if request.method == "POST" and not self.folder:
                errors = self._errors(folder, typed)
                self.folder = None if errors else folder
        if self.folder:
            self.ready.wait(BUILD_TIMEOUT)
            page = self._page("ready.html", 200)
            page.headers["Refresh"] = f"1; url={EDITOR_PATH}"  # by then, the preview has the port
            return page
        missing = self.words["first_lost"].format(folder=self.missing_folder) if self.missing_folder else ""
        values = {"is_practice": is_practice(self.root, folder), "missing": missing, "typed": typed, "errors": errors}
        return self._page("first.html", 422 if errors else 200, token=self.access.token(EDITOR_PATH), **values)

    def _page(self, name: str, status: int, **values: object) -> Response:
        templates = Environment(loader=FileSystemLoader(self.templates), autoescape=True, undefined=StrictUndefined)
        html = templates.get_template(name).render(language=self.language, words=self.words, **values)
        return Response(html, status, mimetype="text/html")

    def _errors(self, place: Path, typed: Mapping[str, str]) -> dict[str, str]:
        """Make or find the folder, or return a message for each field that is wrong."""
        if not typed["place"]:
            return {"place": self.words["first_empty_place"]}
        if typed.get("do") == "open":
            return {} if is_practice(self.root, place) else {"place": self.words["first_no_site"]}
        if not typed["name"]:
            return {"name": self.words["first_empty_name"]}
        if self.missing_folder and place == Path(realpath(self.missing_folder)):
            return {"place": self.words["first_kept"]}
        try:
            make_folder(self.root, str(place), typed["name"], "", self.language)
        except ContentError as error:
            problems = error.problems
        except OSError as error:
            problems = [inaccessible(error, place)]
        else:
            return {}
        messages = [self.words.get(f"first_{each.key}") or each.message(self.language, form=True) for each in problems]
        fields = ["name" if each.file == "NAME" else "place" for each in problems]
        return dict(zip(fields, messages, strict=True))


def is_practice(root: Path, folder: Path) -> bool:
    """Return whether a folder outside the generator contains a site."""
    try:
        check_folder(folder)
    except ContentError:
        return False
    return not folder.is_relative_to(realpath(root))
