"""The real content, built strictly: what every page must hold."""

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from conftest import ROOT, built, project
from dom import Page, pages, parse, text

ADDRESS = "https://www.example.org/"
SLUGS = {
    "home": ("", "en/"),
    "about": ("tyonohjaus/", "en/professional-supervision/"),
    "overview": ("tyonohjauksen-muodot/", "en/forms-of-supervision/"),
    "contact": ("yhteys/", "en/contact/"),
    "privacy": ("tietosuoja/", "en/privacy/"),
    "finder": ("tunnistatko-tilanteen/", "en/does-this-sound-like-you/"),
    "search": ("haku/", "en/search/"),
    "individual": ("yksilotyonohjaus/", "en/individual-supervision/"),
    "pair": ("tyoparin-tyonohjaus/", "en/pair-supervision/"),
    "team": ("tiimityonohjaus/", "en/team-supervision/"),
    "group": ("ryhmatyonohjaus/", "en/group-supervision/"),
    "workplace": ("tyoyhteison-tyonohjaus/", "en/workplace-supervision/"),
    "clinical": ("potilastyonohjaus/", "en/clinical-supervision/"),
    "managers": ("esimiestyon-tyonohjaus/", "en/supervision-for-managers/"),
    "consultation": ("konsultaatio/", "en/consultation/"),
    "change": ("prosessi-ja-muutostyonohjaus/", "en/process-and-change-supervision/"),
}
FORMS = list(SLUGS)[7:]
PATHS = [path for pair in SLUGS.values() for path in pair]
SWITCH = {"fi": ("In English", "en"), "en": ("Suomeksi", "fi")}
MENU = {
    "fi": ["Työnohjaus", "Työnohjauksen muodot", "Ota yhteyttä", "Haku"],
    "en": ["Supervision", "Forms of supervision", "Get in touch", "Search"],
}


@pytest.fixture(scope="module")
def site(shipped: Path) -> dict[str, Page]:
    """The pages of the shipped content."""
    return pages(shipped)


@pytest.fixture(params=PATHS, ids=lambda path: path or "/")
def page(site: dict[str, Page], request: pytest.FixtureRequest) -> Page:
    """One page of the shipped content."""
    return site[request.param]


def test_each_entry_has_its_page_in_both_languages(site: dict[str, Page]) -> None:
    """The pages are those of the brief at their slugs, and no others."""
    assert sorted(site) == sorted(PATHS)


def test_the_language_is_that_of_the_address(page: Page) -> None:
    """English stands below /en/, Finnish elsewhere."""
    assert page.lang == ("en" if page.path.startswith("en/") else "fi")


def test_a_page_has_one_heading_a_title_and_a_description(page: Page) -> None:
    """One h1, which begins the title; a description; headings without a gap in their levels."""
    (heading,) = page.root.iter("h1")
    assert text(page.root.find(".//title")).startswith(text(heading) + " – ")
    (description,) = [meta.get("content") for meta in page.root.iter("meta") if meta.get("name") == "description"]
    assert description
    levels = [int(element.tag[1]) for element in page.root.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_two_pages_share_a_title_or_a_description(site: dict[str, Page]) -> None:
    """A search engine can tell the pages apart."""
    titles = [text(page.root.find(".//title")) for page in site.values()]
    descriptions = [page.root.find(".//meta[@name='description']") for page in site.values()]
    assert len(set(titles)) == len(PATHS)
    assert len({element.get("content") for element in descriptions if element is not None}) == len(PATHS)


def test_versions_name_one_another(site: dict[str, Page], page: Page) -> None:
    """Canonical is the page itself; hreflang names both versions and the Finnish one as default, on both of them."""
    (canonical,) = [link.get("href") for link in page.root.iter("link") if link.get("rel") == "canonical"]
    assert canonical == ADDRESS + page.path
    (finnish, english) = next(pair for pair in SLUGS.values() if page.path in pair)
    assert page.alternates() == {"fi": finnish, "en": english, "x-default": finnish}
    assert all(site[path].alternates() == page.alternates() for path in page.alternates().values())
    hrefs = [link.get("href", "") for link in page.root.iter("link") if link.get("rel") == "alternate"]
    assert all(href.startswith(ADDRESS) for href in hrefs)


def test_the_language_link_leads_to_the_same_page(page: Page) -> None:
    """It is named in the other language, marked as such, and goes to the counterpart."""
    label, code = SWITCH[page.lang]
    (link,) = [link for link in page.root.iter("a") if link.get("hreflang")]
    assert (text(link), link.get("lang"), link.get("hreflang")) == (label, code, code)
    assert page.target(link) == page.alternates()[code]


def test_every_link_leads_somewhere(site: dict[str, Page], shipped: Path, page: Page) -> None:
    """A link inside leads to a page that is there, and to a place on it that is there; relative, so it moves along."""
    for element in page.root.iter():
        address = element.get("href") or element.get("src")
        if address is None or re.match(r"(https|mailto|tel):", address):
            continue
        assert not address.startswith("/"), address
        path, _, fragment = page.target(element).partition("#")
        if path in site:
            ids = [other.get("id") for other in site[path].root.iter()]
            assert not fragment or fragment in ids, address
        else:
            assert (shipped / path).is_file(), address


def test_ids_are_unique(page: Page) -> None:
    """No id stands twice on a page."""
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_menus_hold_this_language_alone(page: Page) -> None:
    """The menu, its copy for a phone and the footer: the words and the pages of this language, the same everywhere."""
    apart = page.having("nav", "languages") + page.having("nav", "neighbours")
    menus = [nav for nav in page.root.iter("nav") if nav not in apart]
    texts = [[text(link) for link in nav.iter("a")] for nav in menus]
    privacy = {"fi": "Tietosuoja", "en": "Privacy"}[page.lang]
    assert texts == [MENU[page.lang], MENU[page.lang], [*MENU[page.lang], privacy]]
    for nav in menus:
        assert all(page.target(link).startswith("en/") == (page.lang == "en") for link in nav.iter("a"))


def test_no_marks_of_markdown_are_left(page: Page) -> None:
    """What a template or a text means as a mark is never shown as one."""
    assert re.findall(r"\{ ?[.#:]|\]\(|\*\*|:\w+-\w+:|\.md\b", text(page.root.find(".//body"))) == []


def test_the_current_page_is_marked(page: Page) -> None:
    """Where a menu or the name of the practice leads to the page itself, it says so; nowhere else."""
    for link in page.root.iter("a"):
        if not (link.get("href", "").startswith("#") or link.get("hreflang")):
            here = page.target(link) == page.path
            assert (link.get("aria-current") == "page") == here, text(link)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["fi", "en"])
def test_a_form_of_supervision_leads_to_the_contact_form(site: dict[str, Page], form: str, lang: str) -> None:
    """The link carries the form, its title and the language, with the note on patient details beside it."""
    page = site[SLUGS[form][lang == "en"]]
    call = page.root.find(".//aside")
    assert call is not None
    (link,) = call.iter("a")
    address = urlsplit(link.get("href", ""))
    assert (address.scheme, address.netloc) == ("https", "lomake.example.org")
    assert "+" not in address.query
    values = list(parse_qs(address.query, strict_parsing=True).values())
    assert values == [[text(page.root.find(".//h1"))], [form], [lang]]
    note = {"fi": "Ethän kirjoita", "en": "Please do not include any patient or client details"}[lang]
    assert note in text(call)
    assert "lomake.example.org." in text(call)


def test_every_page_leads_to_contact(page: Page) -> None:
    """The contact page is in the menu; at the end of every other page stands a call to make contact."""
    contact = SLUGS["contact"][page.lang == "en"]
    assert contact in [address for _, address in page.links(".//header//a")]
    assert (page.root.find(".//aside") is None) == (page.path == contact)


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_the_contact_page_has_every_channel_and_the_note(site: dict[str, Page], lang: str) -> None:
    """The form in this language, the e-mail with a subject, and the request to leave details of patients out."""
    page = site[SLUGS["contact"][lang == "en"]]
    form, mail = (address for _, address in page.links(".//main//ul//a"))
    assert parse_qs(urlsplit(form).query)[{"fi": "kieli", "en": "language"}[lang]] == [lang]
    assert mail == "mailto:yhteys@example.org?subject=" + {"fi": "Yhteydenotto", "en": "Enquiry"}[lang]
    assert {"fi": "potilaiden", "en": "patient"}[lang] in text(page.root.find(".//main"))
    assert "lomake.example.org." in text(page.root.find(".//main"))


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_the_forms_follow_one_another(site: dict[str, Page], lang: str) -> None:
    """Each form leads to the next and the previous one, in the order of the brief."""
    paths = [SLUGS[form][lang == "en"] for form in FORMS]
    for before, path, after in zip([None, *paths], paths, [*paths[1:], None], strict=False):
        links = {link.get("rel"): site[path].target(link) for link in site[path].root.iter("a") if link.get("rel")}
        assert links == {key: value for key, value in (("prev", before), ("next", after)) if value}


@pytest.mark.parametrize("lang", ["fi", "en"])
@pytest.mark.parametrize("entry", ["home", "overview"])
def test_nine_cards(site: dict[str, Page], entry: str, lang: str) -> None:
    """Home and overview show the nine forms as cards with a pictogram, a title that links, and a summary."""
    page = site[SLUGS[entry][lang == "en"]]
    (cards,) = page.having("div", "cards")
    items = cards.findall("ul/li")
    assert [page.target(link) for link in cards.iter("a")] == [SLUGS[form][lang == "en"] for form in FORMS]
    assert all(item.find("p/span[@aria-hidden='true']/{*}svg") is not None for item in items)
    assert all(text(item.findall("p")[1]) for item in items)


@pytest.mark.parametrize("lang", ["fi", "en"])
def test_the_forms_side_by_side(site: dict[str, Page], lang: str) -> None:
    """A table of nine rows: the form, who, purpose, outcome, time; each cell knows its column's name."""
    (table,) = site[SLUGS["overview"][lang == "en"]].root.iter("table")
    columns = [text(th) for th in table.iterfind("thead//th")]
    rows = table.findall("tbody/tr")
    assert len(columns) == 5
    assert len(rows) == 9
    assert [th.get("scope") for th in table.iter("th")] == ["col"] * 5 + ["row"] * 9
    assert all([td.get("data-label") for td in row.iter("td")] == columns[1:] for row in rows)
    assert all(text(td) for row in rows for td in row.findall("td")[:2])
    timed = [form for form, row in zip(FORMS, rows, strict=True) if text(row.findall("td")[3])]
    assert timed == ["individual", "consultation"]


def test_nothing_runs_and_nothing_comes_from_elsewhere(page: Page) -> None:
    """No script but the search page's one, no inline style or handler, and no resource but the brochure's own."""
    scripts = [page.target(script) for script in page.root.iter("script")]
    assert scripts == (["assets/search.js"] if page.path in SLUGS["search"] else [])
    for element in page.root.iter():
        assert element.tag not in ("iframe", "form", "style")
        assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"]
        if element.tag == "link" and element.get("rel") not in ("canonical", "alternate"):
            assert not re.match(r"[a-z]+:|//", element.get("href", ""))


def test_only_what_the_pages_use_is_published(site: dict[str, Page], shipped: Path) -> None:
    """Beside the pages, the sitemap and the page for unknown addresses there is nothing that no page refers to."""
    used = {
        page.target(element) for page in site.values() for tag in ("link", "script") for element in page.root.iter(tag)
    }
    used |= {meta.get("content", "").removeprefix(ADDRESS) for meta in site[""].root.iter("meta")}
    files = {path.relative_to(shipped).as_posix() for path in shipped.rglob("*") if path.is_file()}
    assert files - used - {f"{path}index.html" for path in site} == {"404.html", "sitemap.xml"}


def test_the_sitemap_lists_every_page_with_its_versions(site: dict[str, Page], shipped: Path) -> None:
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
    assert listed == {
        ADDRESS + page.path: {code: ADDRESS + path for code, path in page.alternates().items()}
        for page in site.values()
    }


@pytest.mark.parametrize(("fixture", "base"), [("shipped", "/"), ("tiny_site", "/below/")])
def test_the_page_for_unknown_addresses_works_anywhere(fixture: str, base: str, request: pytest.FixtureRequest) -> None:
    """It speaks each language, and its addresses begin at the server's root, so that depth does not matter."""
    site: Path = request.getfixturevalue(fixture)
    root = parse(site / "404.html")
    assert root.find(".//meta[@name='robots'][@content='noindex']") is not None
    assert len(list(root.iter("h1"))) == 1
    languages = [section.get("lang") for section in root.iter("section")]
    assert languages == (["fi", "en"] if base == "/" else ["fi", "en", "sv"])
    addresses = [element.get("href", "") for element in root.iter() if element.get("href")]
    assert len(addresses) == 2 + 4 * len(languages)
    for address in addresses:
        assert address.startswith(base)
        file = site / address.removeprefix(base)
        assert (file / "index.html" if file.is_dir() else file).is_file()


def test_an_untranslated_page_leads_to_the_other_front_page_and_says_so(tiny_site: Path) -> None:
    """A page in one language is absent from the other's pages, and its language links say where they go."""
    page = pages(tiny_site)["yksin/"]
    links = [(text(link), page.target(link)) for link in page.root.iter("a") if link.get("hreflang")]
    assert links == [("en switch_front", "en/"), ("sv switch_front", "sv/")]
    assert page.alternates() == {"fi": "below/yksin/", "x-default": "below/yksin/"}
    english = pages(tiny_site)["en/"]
    assert "Yksin" not in text(english.root)


def test_a_link_in_a_text_becomes_the_address_in_that_language(tiny_site: Path) -> None:
    """`[the pair](pair)` leads to the page of the language it stands in, and keeps its anchor."""
    site = pages(tiny_site)
    assert ("työparia", "tyoparin-tyonohjaus/") in site["muodot/"].links()
    assert ("the pair", "en/pair-supervision/#in-brief") in site["en/forms/"].links()


def test_two_builds_are_the_same_byte_for_byte(shipped: Path, tmp_path: Path) -> None:
    """Nothing of the day, the folder or the run stands in a site."""
    again = built(project(tmp_path, ROOT / "content"))
    files = sorted(path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [file for file in files if (shipped / file).read_bytes() != (again / file).read_bytes()] == []
