"""The page of pictures and PDFs: it adds them, shows where each is used, and removes those that are not."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, count
from pathlib import PureWindowsPath
from typing import NamedTuple

from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from brochure.editing.access import Request
from brochure.editing.editor import Editor
from brochure.editing.folder import Folder, Note
from brochure.model.files import DOWNLOADS, PICTURES
from brochure.model.prose import PDF_NAME, PICTURE_NAME
from brochure.model.values import DOCUMENT, MAX_SLUG, make_slug
from brochure.preview import edit_address
from brochure.publishing.pictures import publish
from brochure.reading.yaml_reader import scalars

Refused = Sequence[tuple[str, str]]
"""Why files were not added or removed: pairs of a name or place, which may be empty, and a message."""
_PLACES = (PICTURES, DOWNLOADS)
_NAME = re.compile(f"{PICTURE_NAME.pattern}|{PDF_NAME.pattern}")
_KIND = re.compile(
    rb"(?s)(?P<pdf>%PDF-)|(?P<jpg>\xff\xd8\xff)|(?P<png>\x89PNG)|(?P<gif>GIF8)|(?P<webp>RIFF.{4}WEBP)|.{4}ftyp(?P<avif>avif)"
)
"""The first bytes of a file, by the ending of its name."""


class Item(NamedTuple):
    """A picture or PDF on the page."""

    folder: str
    name: str
    size: int
    """Bytes."""
    uses: Mapping[str, str]
    """The places where it is used, by the addresses of their fields in the editor."""
    notes: Sequence[Note]


def show_pictures(
    editor: Editor, request: Request, folder: Folder, notice: str = "", refused: Refused = ()
) -> Response:
    """Return the page of pictures and PDFs, with a notice about the last step."""
    notice = notice or request.args.get("notice", "")
    back, status = folder.documents.get(request.args.get("from", "")), 422 if refused else 200
    values = {"items": list(_items(folder)), "refused": refused, "back": back}
    return editor.page("pictures.html", folder, status, notice=notice, **values)


def change_pictures(editor: Editor, request: Request, folder: Folder) -> Response:
    """Remove the file whose button was pressed, or add those that were sent."""
    before, action = editor.saves.history, request.form.get("_do", "")
    refused = _add(editor, request, folder) if action == "add" else _remove(editor, folder, action)
    notice = "done" if editor.saves.history != before else ""
    if refused:
        return show_pictures(editor, request, editor.folder(), notice, refused)
    return redirect(f"{request.full_path}&notice={notice or 'same'}", 303)


def show_picture(editor: Editor, name: str) -> Response:
    """Return a picture of the page that was shown last, as the preview shows it. Raises `NotFound` if there is none."""
    draft, policy = editor.draft, {"Content-Security-Policy": "default-src 'none'"}
    pictures = {name: picture} if (picture := draft.pictures.get(name)) else {}
    published = publish(pictures, draft.folder / PICTURES, draft.cache, lambda *_: None, is_build=False)
    for uri, file in published.files.items():
        ending = uri.rpartition(".")[2]
        kind = {"jpg": "jpeg", "svg": "svg+xml"}.get(ending, ending)
        return Response(file.read_bytes(), mimetype=f"image/{kind}", headers=policy)
    raise NotFound


def _items(folder: Folder) -> Iterator[Item]:
    draft, uses = folder.draft, _uses(folder)
    for place, names in zip(_PLACES, (draft.pictures, draft.downloads), strict=True):
        for name in sorted(names):
            notes = [note for note in folder.mistakes if note.problem.file == draft.name(place, name)]
            yield Item(place, name, (draft.folder / place / name).stat().st_size, uses[name], notes)


def _uses(folder: Folder) -> Mapping[str, Mapping[str, str]]:
    """Return the uses of each file, by its name, as in `Item`. An unreadable document counts as one use."""
    uses = defaultdict[str, dict[str, str]](dict)
    for document in folder.documents.values():
        source = document.source
        for path, text in [((), source.text)] if source.problems else scalars(dict(source.data)):
            for match in _NAME.finditer(text):
                uses[match[0]][edit_address(folder.draft.folder, document.path, path)] = folder.place(document, path)
    return uses


def _add(editor: Editor, request: Request, folder: Folder) -> Refused:
    """Save the files that were sent, but for those that a rule refuses."""
    draft, given, sent = folder.draft, dict[str, str](), dict[str, bytes]()
    taken = {f"{place}/{path.name}".lower() for place in _PLACES for path in (draft.folder / place).glob("*")}
    for upload in filter(None, request.files.getlist("files")):
        upload.stream.seek(0)  # it may have been read before
        name, content = PureWindowsPath(upload.filename or "").name, upload.stream.read()
        path = _named(name, content, {*taken, *sent})
        sent[path], given[draft.name(path)] = content, name
    problems = list(editor.saves.new_problems(sent))
    wrong = {problem.file for problem in problems}
    if fitting := {path: content for path, content in sent.items() if draft.name(path) not in wrong}:
        names = ", ".join(path.rpartition("/")[2] for path in fitting)
        problems += editor.saves.save(fitting, folder.say("added_files", names=names), dict.fromkeys(fitting))
    notes = [folder.note(problem, "mistake") for problem in dict.fromkeys(problems)]
    return [(given.get(note.problem.file) or folder.where(note), note.text) for note in notes]


def _named(name: str, content: bytes, taken: Collection[str]) -> str:
    """Return the path of a new file: named after the one that was sent, with the ending of its content."""
    path, kind = PureWindowsPath(name), _KIND.match(content)
    ending = f".{kind.lastgroup}" if kind else path.suffix.lower()
    place = DOWNLOADS if ending == ".pdf" or DOCUMENT.fullmatch(name) else PICTURES
    stem = make_slug(path.stem)[:MAX_SLUG].strip("-") or "1"
    paths = (f"{place}/{stem}{end}{ending}" for end in chain([""], (f"-{number}" for number in count(2))))
    return next(path for path in paths if path not in taken)


def _remove(editor: Editor, folder: Folder, path: str) -> Refused:
    """Remove a file if it is still unused; an undo restores it."""
    if path not in (f"{item.folder}/{item.name}" for item in _items(folder) if not (item.uses or item.notes)):
        return [("", folder.say("changed_meanwhile"))]
    name, content = path.rpartition("/")[2], (folder.draft.folder / path).read_bytes()
    problems = editor.saves.save({path: None}, folder.say("removed_file", name=name), {path: content})
    return [(name, folder.note(problem, "mistake").text) for problem in problems]
