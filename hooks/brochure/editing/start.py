"""Start the editor: find the folder to edit, and open the browser by way of a file that nobody else may read.

The file also gives a second start for that folder the address of the first one.
"""

import atexit
import os
import re
import secrets
import shutil
import sys
import time
import webbrowser
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from threading import Thread

from brochure.author.messages import sentence
from brochure.cache import digest
from brochure.editing.access import ALIVE_PATH, LOOPBACK, Access
from brochure.editing.first_page import FirstPage, is_practice
from brochure.preview import EDITOR_PATH, SECRET, check_port
from brochure.project import check_folder
from brochure.settings import SETTINGS, write

_REMEMBERED = SETTINGS / "folder"
_TRIES, _PAUSE = 10, 0.1
"""Requests to a port before it counts as unused, and seconds between them: the preview takes over the first page's."""
_COMPLETE, _UNUSED = "[0-9a-f]" * 12 + "/complete", 60 * 24 * 60 * 60
"""The file that a start script writes last into an environment, and the seconds after which that is deleted."""


def start(root: Path, named: str, port: int, language: str, *, browser: bool) -> Path | None:
    """Return the folder to edit, or None if an editor of it is running; open that editor's page in the `browser`.

    The folder is the `named` one, else the remembered one, else one that the author chooses on the first page. With no
    `browser`, print the address with its secret. Raises `ContentError` if the named folder has no site, or the port is
    in use.
    """
    delete_unused()
    known = Path(named) if named else Path(os.fsdecode(_REMEMBERED.read_bytes())) if _REMEMBERED.exists() else None
    if named:
        check_folder(Path(named))
    folder = known if known and (named or is_practice(root, known)) else None
    record = _record(folder)
    running = _running(record)
    if not running:
        check_port(port, language)
    access = running or Access(secrets.token_urlsafe(), port)
    page = None if running else FirstPage(root, access, folder, None if folder else known, language)
    if page:
        write(record, f'<meta http-equiv="refresh" content="0; url={access.address}">'.encode())
        atexit.register(_forget, record, access)
    address = access.address.partition("?")[0] if browser else access.address
    key = ("edit_running" if running else "edit_opens") if browser else "edit"
    print(sentence(key, language, address=address), flush=True)
    if browser:
        Thread(target=_open, args=(record, access), daemon=page is not None).start()
    if not page:
        return None
    if not folder:
        folder = page.wait_for_folder()
        write(_REMEMBERED, os.fsencode(folder))
        atexit.register(_forget, record.replace(_record(folder)), access)
    os.environ[SECRET] = access.secret
    return folder


def _record(folder: Path | None) -> Path:
    """Return the path of the file that leads to the editor of a folder, or to the first page if it is None."""
    return SETTINGS / f"{digest(os.fsencode(os.path.realpath(folder))) if folder else 'first'}.html"


def _forget(record: Path, access: Access) -> None:
    """Delete the record of an editor that ends, unless a later editor has replaced it."""
    with suppress(OSError):
        if access.secret in record.read_text(encoding="utf-8"):
            record.unlink()


def _running(record: Path) -> Access | None:
    """Return the access to the editor that a file leads to, or None if none is there that knows the file's secret."""
    text = record.read_text(encoding="utf-8") if record.exists() else ""
    if match := re.search(rf":(\d+){EDITOR_PATH}\?secret=([\w-]+)", text):
        access = Access(match[2], int(match[1]))
        for _ in range(_TRIES):
            with suppress(OSError, HTTPException):
                proof = _answer(access, ALIVE_PATH).read(100).decode(errors="replace")
                return access if access.is_token("alive", proof) else None
            time.sleep(_PAUSE)
    return None


def _answer(access: Access, path: str) -> HTTPResponse:
    connection = HTTPConnection(LOOPBACK[0], access.port, timeout=5)
    connection.request("GET", path, headers={"Cookie": f"{access.cookie}={access.token('cookie')}"})
    return connection.getresponse()


def _open(record: Path, access: Access) -> None:
    """Open the browser when the first page or the editor answers; if there is no browser, print the address."""
    refresh = "it is not there yet"
    while refresh:
        time.sleep(_PAUSE)
        with suppress(OSError, HTTPException):
            refresh = _answer(access, EDITOR_PATH).headers["Refresh"]
    if not webbrowser.open(record.as_uri()):
        print(access.address, flush=True)


def delete_unused() -> None:
    """Note that this environment is used, and delete those unused for 60 days, if a start script made it."""
    used = Path(sys.prefix, "complete")
    if used in (complete := list(used.parents[1].glob(_COMPLETE))):
        used.touch()
        for file in complete:
            if time.time() - file.stat().st_mtime > _UNUSED:
                shutil.rmtree(file.parent, ignore_errors=True)  # a link is not deleted
