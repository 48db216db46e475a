"""Real servers: an nginx and an Apache at a free port."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import pytest

from brochure.preview import is_taken
from support.programs import program
from support.sites import ENVIRONMENT, brochure

MODULES = (
    *("mpm_event", "unixd", "alias", "authz_core", "autoindex", "deflate", "dir", "filter", "headers", "mime"),
    "setenvif",
)
"""Those that the rules need; one that is built in has no file."""
MODULE_KINDS = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2")


def filled(name: str, **values: object) -> str:
    """A file that stands beside this one, with its values filled in."""
    return Template(Path(__file__).with_name(name).read_text(encoding="utf-8")).substitute(values)


@contextmanager
def serving(folder: Path, root: Path, *rules: str) -> Iterator[str]:
    """The address of an nginx with its own files in one folder and the sites, which may come later, in another."""
    types = re.sub("(?m)$", ";", filled("mime.types").strip())
    (folder / "mime.types").write_text(f"types {{{types}}}")
    config = folder / "nginx.conf"
    port = free_port()
    config.write_text(filled("nginx.conf", port=port, root=root, rules="\n".join(rules)))
    with listening([program("nginx"), "-p", str(folder), "-c", str(config)], port) as address:
        yield address


@contextmanager
def serving_apache(folder: Path, root: Path, rules: str = "All") -> Iterator[str]:
    """The same with Apache, which finds its rules next to the pages. The host may allow only some."""
    (folder / "mime.types").write_text(filled("mime.types"))
    server, port = program("apache2", "httpd"), free_port()
    places = next((Path(place) for place in MODULE_KINDS if Path(place).is_dir()), folder)
    files = {name: places / f"mod_{name}.so" for name in MODULES}
    modules = "\n".join(f"LoadModule {name}_module {file}" for name, file in files.items() if file.is_file())
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    config = folder / "apache.conf"
    config.write_text(
        filled("apache.conf", folder=folder, port=port, modules=modules, root=root, user=user, rules=rules)
    )
    with listening([server, "-f", str(config), "-X"], port) as address:
        yield address


@contextmanager
def listening(command: list[str], port: int, **options: Any) -> Iterator[str]:  # noqa: ANN401 (whatever Popen takes)
    """Yield the address of a server until the block ends."""
    with subprocess.Popen(command, text=True, **{"stderr": subprocess.PIPE, **options}) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@contextmanager
def previewing(engine: Sequence[str], folder: Path, **environment: str) -> Iterator[str]:
    """Yield the address of the preview of a project; its output is in the file `log` there."""
    port = free_port()
    command = [*engine, "serve", "-f", "mkdocs.yml", "--dev-addr", f"127.0.0.1:{port}"]
    with (
        (folder / "log").open("w") as log,
        listening(command, port, cwd=folder, env=ENVIRONMENT | environment, stdout=log, stderr=log) as address,
    ):
        yield address


def rules_for(site: Path) -> str:
    """The rules for nginx of a site that stands in its project."""
    return brochure(site.parent, "nginx").stdout


PORTS = count(20_000 + os.getpid() % 1_000 * 10)
"""Ports that this process may take, below those that systems give to connections."""


def free_port() -> int:
    """A port that nothing has, and that nothing else takes before it is listened at."""
    return next(port for port in PORTS if not is_taken("127.0.0.1", port))


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Return when something answers at the port; fail if the process ends first."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"the server did not start: {process.communicate()[1]}")


def ask(host: str, path: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    """The status, the headers and the body that a server answers with."""
    parts = urlsplit(host)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request(method, f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body
