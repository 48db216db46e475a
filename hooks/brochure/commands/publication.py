"""The steps of publishing that the command and the editor's page share. Nothing here prints or asks.

Call `build`. Then call `publish` with all questions that the author has agreed to, until it raises no `Unagreed`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from types import ModuleType
from typing import Literal
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from brochure.cache import digest
from brochure.project import Project
from brochure.publishing.upload import upload
from brochure.publishing.upload.remote import (
    MAX_BYTES,
    PATIENCE,
    Question,
    RefusedError,
    Remote,
    Server,
    Unagreed,
    UploadError,
)
from brochure.publishing.upload.upload import HTACCESS, BuiltSite, Progress, Sent
from brochure.settings import SETTINGS, write

PASSWORD = "BROCHURE_PASSWORD"
"""The variable of the environment with the password."""
_TARGETS = SETTINGS / "publishing.json"
_SERVICE = "brochure"
"""The name in the system's keyring."""
NEW_KEY, RULES = "publish_new_key", "publish_rules"
"""The keys of the questions whose answers are remembered."""
_HASHED = re.compile(rb"[\w-]+(?:\.[\w-]+)*\.[0-9a-f]{8}\.\w+")
"""The name of a file with a digest, in a page."""
_RULE = re.compile(r"(?m)^(?:<(?:.|\n)*?^</.*|[^#\n].*)")
"""A rule at the beginning of a line in our `.htaccess`: a line, or a block up to the next end without indent."""
_TRIAL = "brochure-trial"
"""A folder on the server to find the refused line in."""


class Target(BaseModel):
    """The settings by which a site is published."""

    model_config = ConfigDict(frozen=True)
    server: Server
    host_key: str = ""
    """The fingerprint that the author has agreed to, for SFTP."""
    htaccess: bool = True
    """False if the host refuses our `.htaccess`, and the author has chosen to do without."""
    content: Mapping[str, str] = {}
    """The digests of the files of content that the site was made from, by their paths; empty if they are not known."""


@dataclass(frozen=True)
class Published:
    """A publication that is complete."""

    sent: Sent
    answer: Literal["ours", "other", "broken", "silent"]
    """The front page, fetched once: the published one, another one, an error of the server, or no answer."""


_FILE = TypeAdapter(dict[str, Target])


def remembered(address: str) -> Target | None:
    """Return the settings of the last publication of a site, by its address."""
    return _all().get(address)


def remember(address: str, target: Target) -> None:
    """Remember the settings of a site. They contain no password."""
    write(_TARGETS, _FILE.dump_json({**_all(), address: target}, indent=1))


def _all() -> dict[str, Target]:
    with suppress(OSError, ValidationError):
        return _FILE.validate_json(_TARGETS.read_bytes())
    return {}


def _keyring() -> ModuleType | None:
    """Return the library for the system's keyring, or None if there is no library or no keyring."""
    with suppress(ImportError, RuntimeError):
        import keyring

        return keyring if keyring.get_keyring().priority >= 1 else None
    return None


def has_keyring() -> bool:
    """Return whether the system has a keyring for passwords."""
    return _keyring() is not None


def password_of(server: Server) -> str:
    """Return the password in the environment, else in the system's keyring, or an empty text."""
    password = os.environ.get(PASSWORD, "")
    with suppress(Exception):  # each system's keyring has errors of its own, and asking the author is always possible
        password = password or (ring.get_password(_SERVICE, str(server)) if (ring := _keyring()) else "")
    return password or ""


def keep_password(server: Server, password: str) -> None:
    """Keep a password in the system's keyring, if there is one that is not locked."""
    with suppress(Exception):
        if ring := _keyring():
            ring.set_password(_SERVICE, str(server), password)


def build(project: Project, show: Callable[[str], object]) -> bool:
    """Build the site as the command `site` does, in a process of its own. Return False if that fails.

    `show` gets each line of its output, with messages to the author.
    """
    command = [sys.executable, str(project.root / "hooks"), "site", "--content", str(project.draft.folder)]
    environment = {name: value for name, value in os.environ.items() if name != PASSWORD}
    environment["PYTHONIOENCODING"] = "utf-8"
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            show(line.rstrip())
    return not process.returncode


def built_site(project: Project, target: Target) -> BuiltSite:
    """Return the files of a project's built site, to be published."""
    return BuiltSite(project.site_folder, project.site.settings.address, target.htaccess)


def connect(target: Target, password: str, agreed: Collection[Question] = ()) -> Remote:
    """Log in to a server. Raises `Unagreed` if its host key is new, and `UploadError`."""
    if target.server.protocol == "ftps":
        from brochure.publishing.upload.ftps import Ftps

        return Ftps(target.server, password)
    try:
        from brochure.publishing.upload.sftp import Sftp
    except ImportError:
        raise UploadError(target.server, "publish_no_paramiko") from None
    return Sftp(target.server, password, target.host_key or _value(agreed, NEW_KEY))


def publish(
    target: Target, password: str, site: BuiltSite, agreed: Collection[Question], progress: Progress
) -> Published:
    """Remember the settings once the login has succeeded, publish a built site, and fetch its front page.

    If the server answers with an error because of our `.htaccess`, the last one is put back. Raises `Unagreed` for that
    too, and for a question before anything is sent; raises `UploadError`.
    """
    if any(question.key == RULES for question in agreed):
        target = target.model_copy(update={"htaccess": False})
        site = BuiltSite(site.folder, site.address, htaccess=False)
    with closing(connect(target, password, agreed)) as remote:
        host_key = target.host_key or _value(agreed, NEW_KEY)
        remember(site.address, target.model_copy(update={"host_key": host_key}))
        mark = _mark(target.server)
        agreed = [*agreed, *([Question("publish_busy")] if was_cut(target.server) else [])]
        write(mark, str(os.getpid()).encode())
        try:
            sent = upload.send(remote, site, agreed, progress)
        except Unagreed:
            mark.unlink(missing_ok=True)
            raise
        mark.unlink(missing_ok=True)
        status, page = _fetch(site.address)
        if status == 500 and HTACCESS in site.files:  # an earlier run may have sent them, and not been answered
            upload.restore(remote, sent.plan.rules if HTACCESS in sent.plan.changed else None)
            raise Unagreed(Question(RULES, _refused(remote, site)))
    names = _HASHED.findall(site.content("index.html"))
    answer: Literal["ours", "other"] = "ours" if all(name in page for name in names) else "other"
    return Published(sent, "silent" if not status else "broken" if status >= 400 else answer)


def _mark(server: Server) -> Path:
    """Return the path of the file that contains the number of the process which is publishing to a server."""
    return SETTINGS / f"publishing-{digest(str(server).encode())}"


def was_cut(server: Server) -> bool:
    """Return whether the last publication from this computer was cut off, so that its lock is on the server still."""
    try:
        number = int(_mark(server).read_bytes())
        if number != os.getpid() and os.name == "posix":  # elsewhere this would end the process
            os.kill(number, 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return number == os.getpid()


def _value(agreed: Collection[Question], key: str) -> str:
    return next((question.value for question in agreed if question.key == key), "")


def _fetch(address: str) -> tuple[int, bytes]:
    """Return the status and the content of a page, or 0 and nothing if there is no answer."""
    try:
        request = Request(address, headers={"Cache-Control": "no-cache"})
        with urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read(MAX_BYTES)
    except HTTPError as error:
        return error.code, b""
    except (OSError, HTTPException, ValueError):  # it may lead to an address that is none
        return 0, b""


def _refused(remote: Remote, site: BuiltSite) -> str:
    """Return the first line of the rule that the server refuses, found by trying each in a folder of its own."""
    with suppress(RefusedError):  # a cut has left it
        remote.change("mkdir", _TRIAL)
    rules = _RULE.findall(site.content(HTACCESS).decode())
    try:
        for rule in rules:
            remote.write(f"{_TRIAL}/{HTACCESS}", rule.encode())
            if _fetch(f"{site.address}{_TRIAL}/")[0] == 500:
                return str(rule.partition("\n")[0])
        return HTACCESS
    finally:
        remote.change("delete", f"{_TRIAL}/{HTACCESS}")
        remote.change("rmdir", _TRIAL)
