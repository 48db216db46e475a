"""Real servers: an nginx and an Apache at a free port."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.programs import program
from support.sites import ENVIRONMENT, brochure

NGINX = """
daemon off;
master_process off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    include mime.types;
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {rules}
    }}
}}
"""
"""What a server of one's own says beside the site's rules."""

APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile apache.pid
ErrorLog /dev/stderr
LogLevel error
{modules}
TypesConfig mime.types
DocumentRoot {root}
Header set X-Content-Type-Options nosniff
<Directory {root}>
    Options Indexes FollowSymLinks
    AllowOverride All
    Require all granted
</Directory>
<Files ".ht*">
    Require all denied
</Files>
{user}
"""
"""What a web host says: listings are on, it sends a header of its own, and the rest is left to .htaccess."""
MODULES = ("mpm_event", "unixd", "alias", "authz_core", "autoindex", "deflate", "dir", "filter", "headers", "mime")
"""Those that the rules need; one that is built in has no file."""
MODULE_KINDS = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/libexec/apache2")

KINDS = {
    "text/html": "html",
    "text/css": "css",
    "application/javascript": "js",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/avif": "avif",
    "image/svg+xml": "svg",
    "text/xml": "xml",
    "text/plain": "txt",
    "application/pdf": "pdf",
}


@contextmanager
def serving(folder: Path, root: Path, *rules: str) -> Iterator[str]:
    """The address of an nginx with its own files in one folder and the sites, which may come later, in another."""
    (folder / "mime.types").write_text("types {" + "".join(f"{kind} {ending};" for kind, ending in KINDS.items()) + "}")
    config = folder / "nginx.conf"
    port = free_port()
    config.write_text(NGINX.format(port=port, root=root, rules="\n".join(rules)))
    with listening([program("nginx"), "-p", str(folder), "-c", str(config)], port) as address:
        yield address


@contextmanager
def serving_apache(folder: Path, root: Path) -> Iterator[str]:
    """The same with Apache, which finds its rules beside the pages."""
    (folder / "mime.types").write_text("\n".join(f"{kind} {ending}" for kind, ending in KINDS.items()))
    server, port = program("apache2", "httpd"), free_port()
    files = {
        name: Path(place, f"mod_{name}.so")
        for place in reversed(MODULE_KINDS)
        for name in MODULES
        if Path(place).is_dir()
    }
    modules = "\n".join(f"LoadModule {name}_module {file}" for name, file in files.items() if file.is_file())
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    config = folder / "apache.conf"
    config.write_text(APACHE.format(folder=folder, port=port, modules=modules, root=root, user=user))
    with listening([server, "-f", str(config), "-X"], port) as address:
        yield address


@contextmanager
def listening(command: list[str], port: int) -> Iterator[str]:
    """The address of a server, until the block ends."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


@contextmanager
def previewing(engine: Sequence[str], folder: Path, **environment: str) -> Iterator[str]:
    """The address of the preview of a project; what it says is in the file `log` there."""
    port = free_port()
    command = [*engine, "serve", "-f", "mkdocs.yml", "--dev-addr", f"127.0.0.1:{port}"]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            command, cwd=folder, env=ENVIRONMENT | environment, stdout=log, stderr=log, text=True
        ) as process,
    ):
        try:
            wait_for(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def rules_for(site: Path) -> str:
    """The rules for nginx of a site that stands in its project."""
    return brochure(site.parent, "nginx").stdout


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    """Return when something answers at the port; fail if the process ends first."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"the server did not start: {process.communicate()[1]}")


def ask(host: str, path: str, **headers: str) -> tuple[int, Message, bytes]:
    """The status, the headers and the body that a server answers with."""
    parts = urlsplit(host)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", f"/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body
