"""The services that all pages of the editor share: the current content, templates, words and saves."""

import base64
import time
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.wrappers import Response

from brochure.author.messages import catalogue
from brochure.author.problems import Problem
from brochure.editing.access import Access
from brochure.editing.consequences import mentions
from brochure.editing.folder import Folder
from brochure.editing.publication import Publication
from brochure.editing.saving import Files, Saves
from brochure.preview import EDITOR_PATH, Preview
from brochure.project import draft_of, theme_of
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath

PREVIEW_TIMEOUT = 1.5
"""Seconds to wait for the preview to see a save."""


class Editor:
    """The editor of one folder."""

    def __init__(
        self, root: Path, path: Path, access: Access, preview: Preview, mount: str, stop: Callable[[], None]
    ) -> None:
        """Prepare the templates; `mount` is the path of the site's root in the preview, and `stop` ends the server."""
        self.root, self._path = root, path
        self.preview, self.mount, self.stop = preview, mount, stop
        self.publication: Publication | None = None
        """The publication that is running, or the last one."""
        self.publishing = Lock()
        self.saves = Saves(path, lambda candidates: draft_of(root, path, candidates=candidates))
        self.named: tuple[str, Sequence[str]] = "", ()
        """The last save that changed, hid or removed titles, and these."""
        theme = theme_of(root)
        self.draft = Draft(theme, path)
        """The content when a page was shown last."""
        folder = theme.templates / "editor"
        self.style = (folder / "editor.css").read_bytes()
        script = (folder / "unsaved.js").read_text(encoding="utf-8")
        self.script_hash = f"'sha256-{base64.b64encode(sha256(script.encode()).digest()).decode()}'"
        """The source expression of a content policy that allows the script."""
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        icons = {name: theme.icon(name) for name in theme.icon_names(1)}
        self._templates.globals |= {
            "script": Markup(script),
            "icons": {name: Markup(file.read_text(encoding="utf-8")) for name, file in icons.items() if file},
            "token": lambda name: access.token(f"{EDITOR_PATH}{name}"),
            "saves": self.saves,
            "site": mount,
        }

    def folder(self) -> Folder:
        """Read the author's files, and return their current content."""
        return Folder(self.root, self._path)

    def save(
        self,
        folder: Folder,
        files: Files,
        sentence: str,
        before: Files,
        checked: Collection[KeyPath] = (),
        edited: str = "",
    ) -> list[Problem]:
        """Save files with the originals of their translations, and wait until the preview has begun to build them.

        See `Saves.save` and `Originals.record_after`.
        """
        originals = folder.originals
        if checked and originals.problem:
            return [originals.problem]
        record = originals.record_after(files, checked, edited)
        state, end = (self.preview.project, self.preview.problems), time.monotonic() + PREVIEW_TIMEOUT
        all_before = {**before, **dict.fromkeys(record, originals.content)}
        if not (problems := self.saves.save({**files, **record}, sentence, all_before)) and files != before:
            while any(state) and state == (self.preview.project, self.preview.problems) and time.monotonic() < end:
                time.sleep(0.02)
        return problems

    def page(self, template: str, folder: Folder, status: int = 200, **values: object) -> Response:
        """Return a page in the author's language."""
        self.draft = folder.draft
        html = self._templates.get_template(template).render(
            words=catalogue(folder.language)["editor"],
            language=folder.language,
            folder=folder,
            **{"mentions": mentions(folder, self.named[1]), **values},
        )
        return Response(html, status, mimetype="text/html")
