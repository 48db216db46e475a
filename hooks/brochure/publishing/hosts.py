"""What a web host needs beside the pages: the tables below are the rules, and each host gets them in its own words.

The rules follow the HTTP headers' own specifications and the Web Security Cheat Sheets of OWASP. Hosts that read no
such file (GitHub Pages) still have the content policy, which stands in each page too.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from brochure.author.messages import Problem
from brochure.model.files import ASSETS, HASHED
from brochure.model.routes import Routes
from brochure.model.site import Site
from brochure.model.values import make_slug
from brochure.reading.pictures import check_picture
from brochure.reading.place import is_elsewhere
from brochure.reading.yaml_reader import CONFLICT

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "script-src": "'self'",
}
"""What a page may load and do: the brochure's own css, images and script; nothing else, and nothing inline."""

NEVER_USED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
"""Powers of a browser that no page asks for."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NEVER_USED),
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer, a page for an unknown address among them. Of the visitor no other site learns anything."""

FRESH = "no-cache"
"""For pages: keep them, but ask each time whether they have changed."""
KEPT = "public, max-age=31536000, immutable"
"""For files whose names change with what is in them: a year, unasked."""
COMPRESSED = (
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "image/svg+xml",
    "text/plain",
    "text/xml",
    "application/xml",
)
"""The media types that compression makes smaller."""
TYPES: Mapping[str, str] = {
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "avif": "image/avif",
}
"""Endings that the Apache of a web hotel may be too old to know."""
HOST_FILES = (".htaccess", "_headers", "_redirects", "robots.txt")
"""The rules for Apache, for Netlify and Cloudflare Pages, for Netlify alone, and what robots are told."""
SITEMAP = "sitemap.xml"
NEEDED = ("brochure.css", "icon.svg", "search.js", "share.png", "touch-icon.png")
"""What `overrides/` refers to in the folder of assets."""
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page."""
NOT_FOUND = "404.html"
"""The page for unknown addresses, one in the folder of each language."""


def meta_policy(*, script: bool) -> str:
    """The policy as a page states it by itself; one without a script allows none.

    A `<meta>` cannot say who may frame the page (CSP level 3, 3.3), so that is left to the headers.
    """
    left_out = {"frame-ancestors"} if script else {"frame-ancestors", "script-src"}
    return "; ".join(f"{name} {value}" for name, value in POLICY.items() if name not in left_out)


def outputs(site: Site) -> set[str]:
    """The names of all files that a build makes by itself."""
    not_found = {f"{folder}{NOT_FOUND}" for folder in language_folders(site)}
    return {route.dest_uri for route in Routes(site)} | not_found | {*HOST_FILES, SITEMAP}


def host_files(site: Site, site_url: str, kept: Collection[str]) -> Mapping[str, str]:
    """The text of each of `HOST_FILES` for a site at `site_url`, in which the `kept` files have names that change."""
    root, folders = urlsplit(site_url).path, language_folders(site)
    robots = f"User-agent: *\nDisallow:\n\nSitemap: {site_url}{SITEMAP}\n"
    texts = (apache(root, folders), headers(root, kept), redirects(root, folders), robots)
    return dict(zip(HOST_FILES, texts, strict=True))


def language_folders(site: Site) -> Sequence[str]:
    """The folders of the languages below the site's root, where the outer one comes before one inside it."""
    return sorted((language.folder for language in site.languages), key=len)


def apache(root: str, folders: Sequence[str]) -> str:
    """`.htaccess` for Apache 2.4; `root` is the path of the site on its server, with slashes at both ends."""
    lines = [
        "# The site's rules for Apache. Each build writes this file anew.",
        "Options -Indexes",
        "AddDefaultCharset utf-8",
        *(f"AddType {kind} .{ending}" for ending, kind in TYPES.items()),
        "# A compressed page would get another tag, and would be sent again though it has not changed.",
        "FileETag None",
        f"ErrorDocument 403 {root}{NOT_FOUND}",
        f"ErrorDocument 404 {root}{NOT_FOUND}",
    ]
    for folder in filter(None, folders):
        lines += [
            f"<If \"%{{REQUEST_URI}} -strmatch '{root}{folder}*'\">",
            f"    ErrorDocument 403 {root}{folder}{NOT_FOUND}",
            f"    ErrorDocument 404 {root}{folder}{NOT_FOUND}",
            "</If>",
        ]
    return _lines(
        *lines,
        "<IfModule mod_headers.c>",
        *(line for name, value in {**HEADERS, "Cache-Control": FRESH}.items() for line in _header(name, value)),
        f'    <If "%{{REQUEST_URI}} =~ m#{HASHED}# && -f %{{REQUEST_FILENAME}}">',
        f'        Header always set Cache-Control "{KEPT}"',
        "    </If>",
        "</IfModule>",
        "<IfModule mod_filter.c>",
        "    <IfModule mod_deflate.c>",
        f"        AddOutputFilterByType DEFLATE {' '.join(COMPRESSED)}",
        "    </IfModule>",
        "</IfModule>",
    )


def _header(name: str, value: str) -> Sequence[str]:
    """A header for Apache, whatever the host itself says of it: what it has set stands in a table of its own."""
    return f"    Header unset {name}", f'    Header always set {name} "{value}"'


def headers(root: str, kept: Collection[str]) -> str:
    """`_headers` for Netlify and Cloudflare Pages, which compress by themselves and have pages asked for anew.

    Each kept file is named, since such a rule holds for answers of 404 as well.
    """
    return _lines(
        f"{root}*",
        *(f"  {name}: {value}" for name, value in HEADERS.items()),
        *(line for uri in sorted(kept) for line in (f"{root}{uri}", f"  Cache-Control: {KEPT}")),
    )


def redirects(root: str, folders: Sequence[str]) -> str:
    """`_redirects` for Netlify, the first that fits counts; Cloudflare Pages finds the page for itself."""
    return _lines(*(f"{root}{folder}* {root}{folder}{NOT_FOUND} 404" for folder in reversed(folders)))


def nginx(root: str, folders: Sequence[str]) -> str:
    """What a `server` block of nginx includes; the server's own `root` is the folder that stands at `/`."""
    always = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    return _lines(
        "# The site's rules for nginx: include this file in the `server` block. `make nginx` writes it.",
        f"location {root} {{",
        "    index index.html;",
        "    charset utf-8;",
        "    gzip on;",
        "    gzip_vary on;",
        "    gzip_min_length 256;",
        f"    gzip_types {' '.join(kind for kind in COMPRESSED if kind != 'text/html')};",
        f"    error_page 403 404 {root}{NOT_FOUND};",
        *(f"    {line}" for line in always),
        f'    add_header Cache-Control "{FRESH}" always;',
        f'    location ~ "^{re.escape(root)}(.*/)?[._](?!well-known/)" {{',
        "        return 404;",
        "    }",
        f'    location ~ "{HASHED}" {{',
        *(f"        {line}" for line in always),
        f'        add_header Cache-Control "{KEPT}";',
        "    }",
        *(
            line
            for folder in filter(None, folders)
            for line in (
                f"    location {root}{folder} {{",
                f"        error_page 403 404 {root}{folder}{NOT_FOUND};",
                "    }",
            )
        ),
        "}",
    )


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def check_docs(docs: Path, names: Collection[str]) -> Iterator[Problem]:
    """What cannot be published in `docs/`, which an author may add files to, and what the look needs and is not there.

    `names` are those of the files that the site makes by itself.
    """
    taken = {name.lower() for name in names}
    for name, folders, files in os.walk(docs):
        folder = Path(name)
        for path in sorted(folder / linked for linked in folders if (folder / linked).is_symlink()):
            yield Problem(f"{docs.name}/{path.relative_to(docs).as_posix()}", 1, 1, "linked")
        for path in sorted(folder / file for file in files):
            uri = path.relative_to(docs).as_posix()
            if is_elsewhere(path, docs):
                yield Problem(f"{docs.name}/{uri}", 1, 1, "linked")
            elif uri.lower() in taken:
                yield Problem(f"{docs.name}/{uri}", 1, 1, "taken")
            elif path.suffix.lower() in _PAGES and not uri.startswith("templates/"):
                yield Problem(f"{docs.name}/{uri}", 1, 1, "stray_page", {"name": make_slug(path.stem)})
            elif path.suffix in (".css", ".js"):
                yield from _check_asset(path, f"{docs.name}/{uri}")
            elif path.suffix == ".svg":
                yield from check_picture(path, f"{docs.name}/{uri}")
    for name in NEEDED:
        if not (docs / ASSETS / name).is_file():
            yield Problem(f"{docs.name}/{ASSETS}/{name}", 1, 1, "missing_file")


def _check_asset(path: Path, file: str) -> Iterator[Problem]:
    """Two versions are not in conflict, and a stylesheet names no other file, for published names change."""
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if CONFLICT.match(line):
            yield Problem(file, number, 1, "conflict", {}, line)
        for match in re.finditer(r"url\(|@import", line if path.suffix == ".css" else ""):
            yield Problem(file, number, match.start() + 1, "css_file", {"name": match[0].rstrip("(")}, line)
