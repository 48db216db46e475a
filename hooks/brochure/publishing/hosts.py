"""What a web host needs beside the pages: the tables below are the rules, and each host gets them in its own words.

The rules follow the HTTP headers' own specifications and the Web Security Cheat Sheets of OWASP. Hosts that read no
such file (GitHub Pages) still have the content policy, which is in each page too.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from brochure.model.files import ASSETS, HASHED, NOT_FOUND
from brochure.model.routes import Routes
from brochure.model.site import Language
from brochure.publishing.policy import HEADERS

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
"""Endings that the Apache of a web host may be too old to know."""
REDIRECTS = "_redirects"
HOST_FILES = (".htaccess", "_headers", REDIRECTS, "robots.txt")
"""The rules for Apache, for Netlify and Cloudflare Pages, for Netlify alone, and what robots may read."""
SITEMAP = "sitemap.xml"


def outputs(routes: Routes) -> set[str]:
    """The names of all files that a build makes by itself."""
    not_found = {f"{folder}{NOT_FOUND}" for folder in language_folders(routes.languages)}
    moved = {moved.dest_uri for moved in routes.moved()}
    papers = {uri for language in routes.languages for uri in paper_names(routes, language)}
    return {route.dest_uri for route in routes} | papers | moved | not_found | {*HOST_FILES, SITEMAP}


def paper_names(routes: Routes, language: Language) -> set[str]:
    """The names of the PDFs in a language, whether they are made or not."""
    return {language.brochure_uri, *(route.leaf_uri for route in routes.services(language))}


def moves(routes: Routes) -> Mapping[str, str]:
    """Where each address leads that a page or its PDF once had; both are paths below the site's root."""
    pages = {moved.path: moved.route.path for moved in routes.moved()}
    return pages | {moved.leaf_uri: moved.route.path for moved in routes.moved() if moved.leaf_uri}


MAX_RULES = 100
"""Rules in `_headers` that Cloudflare Pages reads (developers.cloudflare.com/pages/configuration/headers)."""


def host_files(routes: Routes, site_url: str, kept: Collection[str]) -> Mapping[str, str]:
    """The text of each of `HOST_FILES` for a site at `site_url`, in which the `kept` files have names that change."""
    root, folders, moved = urlsplit(site_url).path, language_folders(routes.languages), moves(routes)
    robots = f"User-agent: *\nDisallow:\n\nSitemap: {site_url}{SITEMAP}\n"
    texts = (apache(root, folders, moved), headers(root, kept), redirects(root, folders, moved), robots)
    return dict(zip(HOST_FILES, texts, strict=True))


def language_folders(languages: Sequence[Language]) -> Sequence[str]:
    """The folders of the languages below the site's root, where the outer one comes before one inside it."""
    return sorted((language.folder for language in languages), key=len)


def apache(root: str, folders: Sequence[str], moved: Mapping[str, str]) -> str:
    """`.htaccess` for Apache 2.4; `root` is the path of the site on its server, with slashes at both ends.

    `moved` is as `moves` gives it, here and below.
    """
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
        *(("<IfModule mod_alias.c>", *_moved_apache(root, moved), "</IfModule>") if moved else ()),
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


def _moved_apache(root: str, moved: Mapping[str, str]) -> Iterator[str]:
    """An address with a slash at its end or without; nothing else below it has moved."""
    for old, new in moved.items():
        yield f'    RedirectMatch 301 "^{re.escape(root + old.rstrip("/"))}/?$" "{root}{new}"'


def _header(name: str, value: str) -> Sequence[str]:
    """A header for Apache, whatever the host itself says of it: what it has set is in a table of its own."""
    return f"    Header unset {name}", f'    Header always set {name} "{value}"'


def headers(root: str, kept: Collection[str]) -> str:
    """`_headers` for Netlify and Cloudflare Pages, which compress by themselves and have pages asked for anew.

    Each kept file is named, since such a rule holds for answers of 404 as well; what visitors meet first, first.
    """
    shared = f"{ASSETS}/share-"
    named = sorted(kept, key=lambda uri: (uri.startswith(shared), not uri.startswith(ASSETS), uri))[: MAX_RULES - 1]
    return _lines(
        f"{root}*",
        *(f"  {name}: {value}" for name, value in HEADERS.items()),
        *(line for uri in named for line in (f"{root}{uri}", f"  Cache-Control: {KEPT}")),
    )


def redirects(root: str, folders: Sequence[str], moved: Mapping[str, str]) -> str:
    """`_redirects` for Netlify, the first that fits counts; Cloudflare Pages finds the page for itself.

    Netlify would send the page that is at an old address, but for the sign `!`.
    """
    sent_on = (f"{root}{old} {root}{new} 301!" for old, new in moved.items())
    return _lines(*sent_on, *(f"{root}{folder}* {root}{folder}{NOT_FOUND} 404" for folder in reversed(folders)))


def nginx(root: str, folders: Sequence[str], moved: Mapping[str, str]) -> str:
    """What a `server` block of nginx includes; the server's own `root` is the folder at `/`."""
    always = [f'add_header {name} "{value}" always;' for name, value in HEADERS.items()]
    return _lines(
        "# The site's rules for nginx: include this file in the `server` block. `make nginx` writes it.",
        f"location {root} {{",
        "    index index.html;",
        "    charset utf-8;",
        "    absolute_redirect off;",
        "    gzip on;",
        "    gzip_vary on;",
        "    gzip_comp_level 6;",
        "    gzip_min_length 256;",
        f"    gzip_types {' '.join(kind for kind in COMPRESSED if kind != 'text/html')};",
        f"    error_page 403 404 {root}{NOT_FOUND};",
        *(f"    {line}" for line in always),
        f'    add_header Cache-Control "{FRESH}" always;',
        f'    location ~ "^{re.escape(root)}(.*/)?[._](?!well-known/)" {{',
        "        return 404;",
        "    }",
        *(f"    location = {root}{old} {{ return 301 {root}{new}; }}" for old, new in moved.items()),
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
