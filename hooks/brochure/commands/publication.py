"""The steps of publishing that the command and the editor's page share. Nothing here prints or asks.

Call `build`. Then call `publish` with all questions that the author has agreed to, until it raises no `Unagreed`.
"""

import os
import re
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from pydantic import BaseModel, ConfigDict, ValidationError

from brochure.cache import digest
from brochure.model.files import DOWNLOADS, PICTURES
from brochure.project import Project
from brochure.publishing.upload import upload
from brochure.publishing.upload.ftps import Ftps
from brochure.publishing.upload.remote import (
    MAX_BYTES,
    SERVER_TIMEOUT,
    Question,
    RefusedError,
    Remote,
    Server,
    Unagreed,
    UploadError,
)
from brochure.publishing.upload.upload import HTACCESS, BuiltSite, Plan, Progress
from brochure.settings import SETTINGS, write

PASSWORD = "BROCHURE_PASSWORD"
"""The variable of the environment with the password."""
_SERVICE = "brochure"
"""The name in the system's keyring."""
HOST_KEYS = ("publish_new_key", "publish_other_key")
"""The keys of the questions about a server's fingerprint."""
RULES = "publish_rules"
"""The key of the question about a refused `.htaccess`."""
_TRIAL = "brochure-trial"
"""A folder on the server to find the refused line in."""
_BLOCK = re.compile(r"\s*<(/?)(\w+)")
"""The beginning of a line that begins or ends a block in `.htaccess`."""
_CONTENT = ("*.yml", "*/*.yml", f"{PICTURES}/*", f"{DOWNLOADS}/*")
_HASHED = re.compile(rb"[\w-]+(?:\.[\w-]+)*\.[0-9a-f]{8}\.\w+")
"""The name of a file with a digest, in a page."""


class Target(BaseModel):
    """A site's server, host key and other settings, which are remembered for its next publication."""

    model_config = ConfigDict(frozen=True)
    server: Server
    host_key: str = ""
    """The fingerprint that the author has agreed to, for SFTP."""
    htaccess: bool = True
    """False if the host refuses our `.htaccess`, and the author has chosen to do without."""
    content: Mapping[str, str] = {}
    """The digests of the files of content that the site was made from, by their paths; empty if they are not known."""


class Published(NamedTuple):
    """A publication that is complete."""

    plan: Plan
    answer: Literal["ours", "other", "broken", "silent"]
    """The front page, fetched once: the published one, another one, an error of the server, or no answer."""
    notes: Collection[str]
    """The keys of further notes to the author."""


def _file(address: str) -> Path:
    """Return the file that contains the `Target` of the site at an address."""
    return SETTINGS / f"publishing-{digest(address.encode())}.json"


def last_target(address: str) -> Target | None:
    """Return the settings of the last publication of a site, by its address."""
    with suppress(OSError, ValidationError):
        return Target.model_validate_json(_file(address).read_bytes())
    return None


def target_for(server: Server, address: str) -> Target:
    """Return the settings to publish a site on a server: the last ones, if it was published there."""
    known = last_target(address)
    if not known or known.server.endpoint != server.endpoint:
        return Target(server=server)
    return known.model_copy(update={"server": server})


def has_keyring() -> bool:
    """Return whether the system has a keyring for passwords, and its library is installed."""
    with suppress(ImportError, RuntimeError):
        import keyring

        return bool(keyring.get_keyring().priority >= 1)
    return False


def password_of(server: Server) -> str:
    """Return the password in the environment, else in the system's keyring, or an empty text."""
    password = os.environ.get(PASSWORD)
    with suppress(Exception):  # each system's keyring has errors of its own, and asking the author is always possible
        import keyring

        password = password or keyring.get_password(_SERVICE, str(server))
    return password or ""


def keep_password(server: Server, password: str) -> None:
    """Write a password into the system's keyring. Do nothing if there is none, or if it refuses."""
    with suppress(Exception):
        import keyring

        keyring.set_password(_SERVICE, str(server), password)


def build(project: Project, show: Callable[[str], object]) -> BuiltSite | None:
    """Build the site as the command `site` does, in a process of its own. Return None if that fails.

    `show` gets each line of its output, with messages to the author.
    """
    content = digests(project.draft.folder)
    command = [sys.executable, str(project.root / "hooks"), "site", "--content", str(project.draft.folder)]
    environment = {name: value for name, value in os.environ.items() if name != PASSWORD}
    environment["PYTHONIOENCODING"] = "utf-8"
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace"
    ) as process:
        for line in process.stdout or ():
            show(line.rstrip())
    return None if process.returncode else BuiltSite(project.site_folder, project.site.settings.address, content)


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file that a site is made from, by its path below the content's folder."""
    paths = {path for pattern in _CONTENT for path in folder.glob(pattern) if path.is_file()}
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


@contextmanager
def connected(target: Target, password: str) -> Iterator[Remote]:
    """Log in and enter the folder on the server. Raises `UploadError`, and `Unagreed` for another host key."""
    server, remote = target.server, _remote(target.server)
    with closing(remote):
        remote.log_in(password, target.host_key)
        try:
            remote.change("chdir", server.folder or ".")
        except RefusedError:
            names = sorted(name for name, size in remote.entries("").items() if size is None and name[0] != ".")
            known = ", ".join(names) or "-"
            raise UploadError(server, "publish_folder", folder=server.folder, known=known) from None
        yield remote


def _remote(server: Server) -> Remote:
    try:
        if server.protocol == "ftps":
            return Ftps(server)
        from brochure.publishing.upload.sftp import Sftp

        return Sftp(server)
    except ImportError:
        raise UploadError(server, "publish_no_paramiko") from None


def settled(target: Target, agreed: Collection[Question]) -> Target:
    """Return the settings of a publication with what the author has agreed to."""
    keys = [target.host_key, *(question.value for question in agreed if question.key in HOST_KEYS)]
    htaccess = target.htaccess and not any(question.key == RULES for question in agreed)
    return target.model_copy(update={"host_key": keys[-1], "htaccess": htaccess})


def publish(
    target: Target, password: str, site: BuiltSite, agreed: Collection[Question], progress: Progress
) -> Published:
    """Publish a built site, and fetch its front page. The settings are remembered as soon as the login has succeeded.

    If the server answers with an error because of our `.htaccess`, the last one is put back. Raises `Unagreed` for that
    too, and for a question before anything is sent; raises `UploadError`.
    """
    target = settled(target, agreed)
    site = replace(site, htaccess=target.htaccess)
    with connected(target, password) as remote:
        write(_file(site.address), target.model_dump_json().encode())  # it contains no password
        plan, notes = upload.send(remote, site, agreed, progress)
        status, page = _fetch(site.address)
        if status == 500 and HTACCESS in site.files:  # an earlier run may have sent it and been cut off
            upload.restore(remote, plan.rules if HTACCESS in plan.changed else None)
            raise Unagreed(Question(RULES, _refused(remote, site)))
    write(_file(site.address), target.model_copy(update={"content": site.source}).model_dump_json().encode())
    is_ours = all(name in page for name in _HASHED.findall(site.content("index.html")))
    answer: Literal["ours", "other"] = "ours" if is_ours else "other"
    return Published(plan, "silent" if not status else "broken" if status >= 400 else answer, notes)


def _fetch(address: str) -> tuple[int, bytes]:
    """Return the status and the content of a page, or 0 and nothing if there is no answer."""
    try:
        request = Request(address, headers={"Cache-Control": "no-cache"})
        with urlopen(request, timeout=SERVER_TIMEOUT) as answer:
            return answer.status, answer.read(MAX_BYTES)
    except HTTPError as error:
        return error.code, b""
    except (OSError, HTTPException, ValueError):  # a redirect may lead to an invalid address
        return 0, b""


def _refused(remote: Remote, site: BuiltSite) -> str:
    """Return the first line of our `.htaccess` that the server refuses, or the file's name if it refuses none.

    Bisect its beginnings, with their blocks closed, in a folder of their own.
    """
    lines = site.content(HTACCESS).decode().splitlines()

    def refuses(number: int) -> bool:
        blocks = list[str]()
        for match in filter(None, map(_BLOCK.match, lines[:number])):
            blocks = blocks[:-1] if match[1] else [*blocks, match[2]]
        rules = [*lines[:number], *(f"</{block}>" for block in reversed(blocks))]
        remote.write(f"{_TRIAL}/{HTACCESS}", "\n".join(rules).encode())
        return _fetch(f"{site.address}{_TRIAL}/")[0] == 500

    with suppress(RefusedError):  # left by a run that was cut off
        remote.change("mkdir", _TRIAL)
    try:
        return [HTACCESS, *lines, HTACCESS][bisect_left(range(len(lines) + 1), True, key=refuses)].strip()
    finally:
        remote.change("delete", f"{_TRIAL}/{HTACCESS}")
        remote.change("rmdir", _TRIAL)
