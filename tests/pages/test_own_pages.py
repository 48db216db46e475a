"""The pages of the project's own content, whatever an author has made of the sample.

Addresses, links and ids are checked on every page, the rest on one page of each template in each language.
"""

import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.dom import Page, text
from support.pages import ADDRESS, FORMS, LANGUAGES, PATHS, ROUTES, VERSIONS, made_with
from support.sites import ROOT


def test_pages_and_sitemap_name_all_versions(own_pages: dict[str, Page], shipped: Path) -> None:
    """Each entry has a page in each of its languages, listed once, with the first language as the default."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = ElementTree.parse(shipped / "sitemap.xml").getroot().findall("s:url", names)
    listed = {
        entry.findtext("s:loc", "", names): {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", names)
        }
        for entry in entries
    }
    expected = {}
    for path in PATHS:
        versions = {code: ADDRESS + version for code, version in VERSIONS[path].items()}
        expected[ADDRESS + path] = {**versions, "x-default": next(iter(versions.values()))}
    assert len(entries) == len(PATHS)
    assert listed == expected
    assert {ADDRESS + path: page.versions() for path, page in own_pages.items()} == expected
    for path, page in own_pages.items():
        assert page.lang == ROUTES[path].language.code
        assert [link.get("href") for link in page.root.iterfind(".//link[@rel='canonical']")] == [ADDRESS + path]


def test_every_link_leads_somewhere(own_pages: dict[str, Page], shipped: Path) -> None:
    """A link inside is relative and leads to a page or file and to a place on it; no id is on a page twice."""
    ids = {path: [part.get("id") for part in page.root.iter() if part.get("id")] for path, page in own_pages.items()}
    for path, page in own_pages.items():
        assert len(ids[path]) == len(set(ids[path])), path
        for element in page.root.iter():
            address = element.get("href") or element.get("src")
            if address is None or re.match(r"(https|mailto|tel):", address):
                continue
            assert not address.startswith("/"), (path, address)
            target, _, fragment = page.target(element).partition("#")
            assert target in own_pages or (shipped / target).is_file(), (path, address)
            assert not fragment or fragment in ids[target], (path, address)


def test_every_file_is_part_of_the_site(own_pages: dict[str, Page], shipped: Path) -> None:
    """It is a page, a host's file, a PDF, or an asset or picture that a page uses and its digest names."""
    used: set[str] = set()
    for page in own_pages.values():
        used |= {page.target(element) for element in page.root.iter() if element.tag in ("link", "script", "img")}
        used |= {content.removeprefix(ADDRESS) for _, content in page.properties()}
        used |= {address for source in page.root.iter("source") for address in page.choices(source)}
    expected = {f"{path}index.html" for path in PATHS}
    expected |= {f"{language.folder}404.html" for language in LANGUAGES.values()}
    expected |= {".htaccess", "_headers", "_redirects", "robots.txt", "sitemap.xml"}
    expected |= {language.brochure_uri for language in LANGUAGES.values()}
    expected |= {ROUTES[path].leaflet_uri for paths in FORMS.values() for path in paths}
    files = (path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*") if path.is_file())
    expected |= {path.as_posix() for path in files if path.parts[0] not in ("assets", "templates")}
    expected |= {name for name in used if name.startswith(("assets/", "pictures/"))}
    found = {path.relative_to(shipped).as_posix() for path in shipped.rglob("*") if path.is_file()}
    assert [name for name in found ^ expected if made_with("search") or not name.endswith(".js")] == []
    for path in shipped.glob("assets/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:8] == path.suffixes[-2][1:]


@pytest.mark.sample
def test_what_is_not_given_is_not_shown(own_pages: dict[str, Page]) -> None:
    """The sample has no details of a practice and no prices: no empty list and no label is shown."""
    for page in own_pages.values():
        assert page.having("ul", "practice") == []
        labels = {text(part).rstrip(":") for part in page.root.iter() if part.tag in ("li", "dt", "th")}
        assert not {"Y-tunnus", "Business ID", "Käyntiosoite", "Hinta", "Price"} & labels
