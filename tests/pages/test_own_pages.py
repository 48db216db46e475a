"""The pages of the project's own content, whatever an author has made of the sample.

Addresses, links and ids are checked on every page, the rest on one page of each template in each language.
"""

import hashlib
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from brochure.model.site import FINDER, ServiceTranslation
from support.dom import Page, spaced, text
from support.pages import ADDRESS, FORMS, KINDS, LANGUAGES, PATHS, ROUTES, SITE, VERSIONS, made_with
from support.sites import ROOT


@pytest.fixture(params=KINDS, ids=lambda path: path or "/")
def page(own_pages: dict[str, Page], request: pytest.FixtureRequest) -> Page:
    """One page of each kind."""
    return own_pages[request.param]


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


def test_no_marks_of_markdown_are_left(page: Page) -> None:
    """No mark of Markdown is shown, unless it was typed where it is none."""
    typed = [
        words.model_dump(exclude={"body", "questions"})
        for entry in SITE.entries
        for words in entry.translations.values()
    ]
    code = [text(element) for element in page.root.iter("code")]
    marks = re.findall(r"\{ ?[.#:]|\]\(|\*\*|:\w+-[\w-]*[a-z][\w-]*:|\.md\b", text(page.root.find(".//body")))
    assert [mark for mark in marks if mark not in f"{typed}{code}"] == []


@pytest.mark.parametrize("path", made_with("finder"))
def test_each_situation_leads_to_its_form(own_pages: dict[str, Page], path: str) -> None:
    """Every form is reached from each of its sentences, grouped by who speaks; home and overview lead there."""
    page = own_pages[path]
    (finder,) = page.having("div", "finder")
    links = [(text(link), page.target(link)) for link in finder.iter("a")]
    assert sorted(links) == sorted(sentence for form in FORMS[page.lang] for sentence in sentences(form))
    speakers = {ROUTES[form].entry.settings.speaker for form in FORMS[page.lang] if sentences(form)}
    assert len(finder.findall("h2")) == len(speakers)
    for start in made_with("home") + made_with("overview"):
        if ROUTES[path].entry.id == FINDER and own_pages[start].lang == page.lang:
            assert (ROUTES[path].language.words["find"], path) in own_pages[start].links(".//main//a")


@pytest.mark.parametrize("path", made_with("home"))
def test_the_front_page_begins_with_sentences(own_pages: dict[str, Page], path: str) -> None:
    """Three at most, each the first of its form and of another speaker."""
    first: dict[str, str] = {}
    for form in FORMS[own_pages[path].lang]:
        if sentences(form):
            first.setdefault(ROUTES[form].entry.settings.speaker, form)
    expected = [sentences(form)[0] for form in first.values()][:3]
    assert own_pages[path].links(".//div[@class='finder few']//li/a") == expected


def sentences(form: str) -> list[tuple[str, str]]:
    """The text of each link that leads from a situation to a form, and its address."""
    words = ROUTES[form].translation
    assert isinstance(words, ServiceTranslation)
    return [(spaced(f"{situation} {words.title}"), form) for situation in words.situations]


@pytest.mark.sample
def test_what_is_not_given_is_not_shown(own_pages: dict[str, Page]) -> None:
    """The sample has no details of a practice and no prices: no empty list and no label is shown."""
    for page in own_pages.values():
        assert page.having("ul", "practice") == []
        labels = {text(part).rstrip(":") for part in page.root.iter() if part.tag in ("li", "dt", "th")}
        assert not {"Y-tunnus", "Business ID", "Käyntiosoite", "Hinta", "Price"} & labels
