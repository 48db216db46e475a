"""The project's own content, built strictly: what every page must hold, whatever an author has made of the sample."""

import hashlib
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest

from brochure.model.site import BRIEF, CONTACT, OVERVIEW, SERVICES
from support.dom import Page, pages, parse, spaced, text
from support.pages import (
    ADDRESS,
    FORMS,
    LANGUAGES,
    PATHS,
    ROUTES,
    SITE,
    VERSIONS,
    each_form,
    each_language,
    made_with,
    menu,
    switch,
)
from support.sites import ROOT

USED = ("link", "script", "img")
"""Elements by which a page has a file fetched."""
PROSES: Any = {"body": True, "questions": {"__all__": {"answer"}}}
"""The texts of a page that are no plain text, as pydantic names them."""


@pytest.fixture(params=PATHS, ids=lambda path: path or "/")
def page(own_pages: dict[str, Page], request: pytest.FixtureRequest) -> Page:
    """One page of the own content."""
    return own_pages[request.param]


def test_the_pages_are_those_of_the_content(own_pages: dict[str, Page]) -> None:
    """Each entry has its page in each of its languages, and there are no others."""
    assert sorted(own_pages) == sorted(PATHS)


def test_the_language_is_that_of_the_address(page: Page) -> None:
    """A language stands below its prefix, the first one elsewhere."""
    folders = {language.folder: code for code, language in LANGUAGES.items() if page.path.startswith(language.folder)}
    assert page.lang == folders[max(folders, key=len)]


def test_a_page_has_one_heading_a_title_and_a_description(page: Page) -> None:
    """One h1, which with the practice's name is the title; a description; headings without a gap in their levels."""
    (heading,) = page.root.iter("h1")
    words = ROUTES[page.path].translation
    assert text(heading) == spaced(words.title)
    assert text(page.root.find(".//title")) == spaced(f"{words.title} – {SITE.practices[page.lang].name}")
    (description,) = [meta.get("content") for meta in page.root.iter("meta") if meta.get("name") == "description"]
    assert description == words.summary
    levels = [int(element.tag[1]) for element in page.root.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_versions_name_one_another(own_pages: dict[str, Page], page: Page) -> None:
    """Canonical is the page itself; hreflang names all versions and the first as default, the same on each of them."""
    (canonical,) = [link.get("href") for link in page.root.iter("link") if link.get("rel") == "canonical"]
    assert canonical == ADDRESS + page.path
    versions = VERSIONS[page.path]
    expected = versions | {"x-default": next(versions[code] for code in LANGUAGES if code in versions)}
    assert page.versions() == {code: ADDRESS + path for code, path in expected.items()}
    assert all(own_pages[path].versions() == page.versions() for path in versions.values())


def test_the_language_links_lead_to_the_same_page(page: Page) -> None:
    """Each is named in its language, marked as such, and goes to the counterpart, else to the front page."""
    expected = []
    for code, language in LANGUAGES.items():
        if code != page.lang:
            target = VERSIONS[page.path].get(code, language.folder)
            expected.append((spaced(switch(code, page.path)), code, code, target))
    links = [link for link in page.root.iter("a") if link.get("lang")]
    assert [(text(link), link.get("lang"), link.get("hreflang"), page.target(link)) for link in links] == expected


def test_every_link_leads_somewhere(own_pages: dict[str, Page], shipped: Path, page: Page) -> None:
    """A link inside leads to a page that is there, and to a place on it that is there; relative, so it moves along."""
    for element in page.root.iter():
        address = element.get("href") or element.get("src")
        if address is None or re.match(r"(https|mailto|tel):", address):
            continue
        assert not address.startswith("/"), address
        path, _, fragment = page.target(element).partition("#")
        if path in own_pages:
            ids = [other.get("id") for other in own_pages[path].root.iter()]
            assert not fragment or fragment in ids, address
        else:
            assert (shipped / path).is_file(), address


def test_ids_are_unique(page: Page) -> None:
    """No id stands twice on a page."""
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_menus_hold_this_language_alone(own_pages: dict[str, Page], page: Page) -> None:
    """The menu, its copy for a phone and the footer: the words and the pages of this language, the same everywhere."""
    apart = page.having("nav", "languages") + page.having("nav", "neighbours")
    menus = [nav for nav in page.root.iter("nav") if nav not in apart]
    header, footer = (
        [
            (spaced(route.translation.menu_title or route.translation.title), route.path)
            for route in menu(page.lang, name)
        ]
        for name in ("header", "footer")
    )
    expected = [links for links in (header, header, header + footer) if links]
    assert [[(text(link), page.target(link)) for link in nav.iter("a")] for nav in menus] == expected
    assert {own_pages[path].lang for _, path in header + footer} <= {page.lang}


def test_no_marks_of_markdown_are_left(page: Page) -> None:
    """What a template or a text means as a mark is never shown as one, unless it was typed where it is none."""
    typed = [
        words.model_dump(exclude={"body", "questions"})
        for entry in SITE.entries
        for words in entry.translations.values()
    ]
    code = [text(element) for element in page.root.iter("code")]
    marks = re.findall(r"\{ ?[.#:]|\]\(|\*\*|:\w+-[\w-]*[a-z][\w-]*:|\.md\b", text(page.root.find(".//body")))
    assert [mark for mark in marks if mark not in f"{typed}{code}"] == []


def test_the_current_page_is_marked(page: Page) -> None:
    """Where a menu or the name of the practice leads to the page itself, it says so; nowhere else."""
    inside = page.root.find(".//main")
    assert inside is not None
    assert [text(link) for link in inside.iter("a") if link.get("aria-current")] == []
    for link in [*page.root.iterfind(".//header//a"), *page.root.iterfind(".//footer//a")]:
        if not link.get("hreflang"):
            here = page.target(link) == page.path
            assert (link.get("aria-current") == "page") == here, text(link)


@each_form
def test_a_form_of_supervision_leads_straight_to_contact(own_pages: dict[str, Page], path: str) -> None:
    """The link is the best channel of the language, told of the page, with the note on patient details beside it."""
    page, route, contact = own_pages[path], ROUTES[path], SITE.settings.contact
    call = page.root.find(".//aside")
    assert call is not None
    link, *booking = call.iter("a")
    assert len(booking) == (page.lang in contact.booking)
    address = urlsplit(link.get("href", ""))
    form = contact.form.get(page.lang) or ("mailto:?subject={title}" if contact.email else "tel:")
    assert address.scheme == urlsplit(form).scheme
    values = {"title": route.title, "service": route.entry.id, "language": page.lang}
    told = [value for name, value in values.items() if f"{{{name}}}" in form]
    assert [value for value in told if value not in unquote(address.geturl())] == []
    assert "+" not in address.query or "+" in form
    assert spaced(route.language.words["contact_note"]) in text(call)
    assert not address.hostname or f"{address.hostname}." in text(call)


def test_every_page_leads_to_contact(page: Page) -> None:
    """A call at its end leads to the contact page, but from a form, or where there is none, to a channel itself."""
    entry = ROUTES[page.path].entry
    calls = page.links(".//main/aside//a")
    if entry.id == CONTACT:
        assert calls == []
    else:
        (_, target), *booking = calls
        assert len(booking) == (page.lang in SITE.settings.contact.booking)
        contact = [
            path for path, route in ROUTES.items() if (route.entry.id, route.language.code) == (CONTACT, page.lang)
        ]
        if entry.kind is SERVICES or not contact:
            assert re.match(r"(https|mailto|tel):", target)
        else:
            assert [target] == contact


@pytest.mark.parametrize("path", made_with("contact"))
def test_a_contact_page_has_every_channel_and_the_note(own_pages: dict[str, Page], path: str) -> None:
    """The form if there is one in this language, the e-mail, the phone, and the request to leave patients out."""
    page, words, contact = own_pages[path], ROUTES[path].language.words, SITE.settings.contact
    (channels,) = page.having("ul", "channels")
    form = contact.form.get(page.lang)
    written = [(urlsplit(form).scheme, words["contact_form"])] if form else []
    written += [("mailto", f"{words['email']}: {contact.email}")] if contact.email else []
    written += [("tel", f"{words['phone']}: {contact.phone}")] if contact.phone else []
    written[1:1] = [("https", words["contact_booking"])] if page.lang in contact.booking else []
    found = [(urlsplit(next(item.iter("a")).get("href", "")).scheme, text(item)) for item in channels]
    assert found == [(scheme, spaced(told)) for scheme, told in written]
    assert spaced(words["contact_note"]) in text(page.root.find(".//main"))


@each_language
def test_the_forms_follow_one_another(own_pages: dict[str, Page], code: str) -> None:
    """Each form leads to the next and the previous one, in their order."""
    paths = FORMS[code]
    for before, path, after in zip([None, *paths], paths, [*paths[1:], None], strict=False):
        links = {
            link.get("rel"): own_pages[path].target(link) for link in own_pages[path].root.iter("a") if link.get("rel")
        }
        assert links == {key: value for key, value in (("prev", before), ("next", after)) if value}


@pytest.mark.parametrize("path", made_with("home") + made_with("overview"))
def test_each_form_has_its_card(own_pages: dict[str, Page], path: str) -> None:
    """Home and overview show the forms as cards with the pictogram if any, a title that links, and a summary."""
    page = own_pages[path]
    items = [item for cards in page.having("div", "cards") for item in cards.findall("ul/li")]
    assert [page.target(link) for item in items for link in item.iter("a")] == FORMS[page.lang]
    for item, form in zip(items, FORMS[page.lang], strict=True):
        route = ROUTES[form]
        pictogram = item.find("p[@aria-hidden='true']/{*}svg")
        assert (pictogram is not None) == bool(route.entry.settings.icon)
        assert text(next(item.iter("a"))) == spaced(route.title)
        assert text(item.findall("p")[-1]) == spaced(route.translation.summary)


@pytest.mark.parametrize("path", made_with("overview"))
def test_the_forms_side_by_side(own_pages: dict[str, Page], path: str) -> None:
    """A table with a row for each form: its name and what any is in brief; each cell knows its column's name."""
    page = own_pages[path]
    (table,) = page.having("table", "compare")
    columns = [text(th) for th in table.iterfind("thead//th")]
    rows = table.findall("tbody/tr")
    assert [th.get("scope") for th in table.iter("th")] == ["col"] * len(columns) + ["row"] * len(rows)
    assert all([td.get("data-label") for td in row.iter("td")] == columns[1:] for row in rows)
    words = [ROUTES[form].translation.model_dump(exclude=PROSES) for form in FORMS[page.lang]]
    names = [name for name in ("title", *BRIEF) if any(form[name] for form in words)]
    cells = [[text(cell) for cell in row] for row in rows]
    assert cells == [[spaced(form[name]) for name in names] for form in words]
    assert columns[1:] == [spaced(ROUTES[path].language.words[name]) for name in names[1:]]


def test_nothing_runs_and_nothing_comes_from_elsewhere(page: Page) -> None:
    """No script but the search page's one, no inline style or handler, and no resource but the brochure's own."""
    scripts = [page.target(script) for script in page.root.iter("script") if script.get("src")]
    assert len(scripts) == (page.path in made_with("search"))
    assert all(re.fullmatch(r"assets/search\.[0-9a-f]{8}\.js", script) for script in scripts)
    assert [script.get("type") for script in page.root.iter("script") if not script.get("src")] == [
        "application/ld+json"
    ]
    for element in page.root.iter():
        assert element.tag not in ("iframe", "form", "style")
        assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"]
        if element.tag == "link" and element.get("rel") not in ("canonical", "alternate"):
            assert not re.match(r"[a-z]+:|//", element.get("href", ""))


def test_a_page_states_its_policy_by_itself(page: Page) -> None:
    """For hosts that send no headers: first of all, with a script on the search page alone, and no word of frames."""
    script = "; script-src 'self'" if page.path in made_with("search") else ""
    (policy,) = [meta for meta in page.root.iter("meta") if meta.get("http-equiv")]
    assert list(page.root.find("head") or ())[1] is policy
    assert policy.attrib == {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self'; style-src 'self'" + script,
    }


def test_every_file_has_its_origin(own_pages: dict[str, Page], shipped: Path) -> None:
    """Each is a page, a host's or a search engine's file, or our own asset that a page uses; none is from the theme."""
    origins = {f"{path}index.html": "content/" for path in PATHS}
    origins |= {f"{language.folder}404.html": "overrides/404.html" for language in LANGUAGES.values()}
    origins |= dict.fromkeys((".htaccess", "_headers", "_redirects", "robots.txt", "sitemap.xml"), "hosts.py")
    papers = [language.brochure_uri for language in LANGUAGES.values()]
    papers += [ROUTES[path].leaflet_uri for paths in FORMS.values() for path in paths]
    shared = [dict(own_pages[path].properties())["og:image"].removeprefix(ADDRESS) for path in PATHS]
    touched = [own_pages[""].target(link) for link in own_pages[""].root.findall(".//link[@rel='apple-touch-icon']")]
    origins |= dict.fromkeys([*papers, *shared, *touched], "typesetting.py")
    docs = [path for path in (ROOT / "docs").rglob("*") if path.is_file() and "templates" not in path.parts]
    origins |= {file.relative_to(ROOT / "docs").as_posix(): str(file) for file in docs if "assets" not in file.parts}
    pictures = {path.stem: str(path) for path in (ROOT / "content").glob("pictures/*")}
    for file in shipped.glob("pictures/*"):
        stem = re.sub(r"(-(\d+|share))?\.[0-9a-f]{8}$", "", file.stem)
        origins[f"pictures/{file.name}"] = pictures[stem]
    for file in (ROOT / "docs").glob("assets/*"):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        published = f"{file.parent.name}/{file.stem}.{digest}{file.suffix}"
        if (shipped / published).is_file():
            assert (shipped / published).read_bytes() == file.read_bytes()
            origins[published] = str(file)
    files = {path.relative_to(shipped).as_posix() for path in shipped.rglob("*") if path.is_file()}
    assert files == origins.keys()
    used = {page.target(element) for page in own_pages.values() for tag in USED for element in page.root.iter(tag)}
    for page in own_pages.values():
        used |= {content.removeprefix(ADDRESS) for _, content in page.properties()}
        used |= {address for source in page.root.iter("source") for address in page.choices(source)}
    unused = {name for name in files if name.startswith(("assets/", "pictures/"))} - used
    assert [name for name in unused if made_with("search") or not name.endswith(".js")] == []


def test_the_sitemap_lists_every_page_with_its_versions(own_pages: dict[str, Page], shipped: Path) -> None:
    """Each page once, with the same alternates as in its head."""
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = ElementTree.parse(shipped / "sitemap.xml").getroot().findall("s:url", names)
    listed = {
        (entry.findtext("s:loc", "", names)): {
            link.get("hreflang"): (link.get("href") or "") for link in entry.findall("x:link", names)
        }
        for entry in entries
    }
    assert len(entries) == len(listed) == len(PATHS)
    assert listed == {ADDRESS + page.path: page.versions() for page in own_pages.values()}


LINKS = {
    code: 2 + sum(route.entry.id in (OVERVIEW, CONTACT) for route in ROUTES.values() if route.language.code == code)
    for code in LANGUAGES
}
"""How many links the page for unknown addresses has in each language: the name and the pages that there are."""


@pytest.mark.parametrize(
    ("fixture", "base", "links"),
    [("shipped", urlsplit(ADDRESS).path, LINKS), ("tiny_site", "/below/", {"fi": 4, "en": 4, "sv": 4})],
    ids=["own", "tiny"],
)
def test_the_page_for_unknown_addresses_works_anywhere(
    fixture: str, base: str, links: dict[str, int], request: pytest.FixtureRequest
) -> None:
    """One in each language's folder speaks all of them; its addresses begin at the server's root, for any depth."""
    site: Path = request.getfixturevalue(fixture)
    for path in site.rglob("404.html"):
        check_not_found(site, path, base, links)
    assert len(list(site.rglob("404.html"))) == len(links)


def check_not_found(site: Path, path: Path, base: str, links: dict[str, int]) -> None:
    """Hold one page for unknown addresses against what the site has; its own language comes first."""
    root = parse(path)
    assert root.find(".//meta[@name='robots'][@content='noindex']") is not None
    assert len(list(root.iter("h1"))) == 1
    found = {section.get("lang"): len(list(section.iter("a"))) for section in root.iter("section")}
    assert found == links
    assert next(iter(found)) == root.get("lang") == parse(path.with_name("index.html")).get("lang")
    addresses = [element.get("href", "") for element in root.iter() if element.get("href")]
    assert len(addresses) == 2 + sum(links.values())
    for address in addresses:
        assert address.startswith(base)
        file = site / address.removeprefix(base)
        assert (file / "index.html" if file.is_dir() else file).is_file()


def test_an_untranslated_page_leads_to_the_other_front_page_and_says_so(tiny_site: Path) -> None:
    """A page in one language is absent from the other's pages, and its language links say where they go."""
    page = pages(tiny_site)["yksin/"]
    links = [(text(link), page.target(link)) for link in page.root.iter("a") if link.get("lang")]
    assert links == [("In English (front page)", "en/"), ("sv switch_front", "sv/")]
    assert page.alternates() == {"fi": "below/yksin/", "x-default": "below/yksin/"}
    english = pages(tiny_site)["en/"]
    assert "Yksin" not in text(english.root)


def test_a_link_in_a_text_becomes_the_address_in_that_language(tiny_site: Path) -> None:
    """`[the pair](pair)` leads to the page of the language it stands in, and keeps its anchor."""
    site = pages(tiny_site)
    assert ("työparia", "tyoparin-tyonohjaus/") in site["muodot/"].links()
    assert ("the pair", "en/pair-supervision/#in-brief") in site["en/forms/"].links()
