"""What a page says of itself to search engines and to those who share it: true, complete and in the right words."""

import re
import shutil
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from support.dom import Page, pages
from support.git import git
from support.programs import NPM, npm, program
from support.sites import TINY, TINY_ADDRESS, built, change, project

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def tiny_pages(tiny_site: Path) -> dict[str, Page]:
    """The pages of the tiny site."""
    return pages(tiny_site)


def values(node: Any) -> Iterator[Any]:  # noqa: ANN401 (whatever JSON holds)
    """Every value in a graph, blocks and lists among them."""
    yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from values(part)


def test_a_form_is_a_service_of_the_practice(tiny_pages: dict[str, Page]) -> None:
    """In the words of the page and its language, with the way to make contact in that language."""
    nodes = tiny_pages["en/pair-supervision/"].linked_data()
    address = f"{TINY_ADDRESS}en/pair-supervision/"
    assert nodes["Service"] == {
        "@type": "Service",
        "@id": f"{address}#service",
        "name": "Pair supervision",
        "serviceType": "Pair supervision",
        "description": "Summary of the pair.",
        "url": address,
        "provider": {"@id": f"{TINY_ADDRESS}#practice"},
        "availableChannel": {
            "@type": "ServiceChannel",
            "serviceUrl": f"{TINY_ADDRESS}en/contact/",
            "availableLanguage": "en",
        },
    }
    assert nodes["Organization"] == {
        "@type": "Organization",
        "@id": f"{TINY_ADDRESS}#practice",
        "name": "Practice",
        "url": TINY_ADDRESS,
        "email": "desk@example.org",
    }
    assert nodes["WebSite"] == {
        "@type": "WebSite",
        "@id": f"{TINY_ADDRESS}#website",
        "name": "Practice",
        "url": TINY_ADDRESS,
        "inLanguage": ["fi", "en", "sv"],
        "publisher": {"@id": f"{TINY_ADDRESS}#practice"},
    }
    assert nodes["WebPage"] == {
        "@type": "WebPage",
        "@id": address,
        "name": "Pair supervision",
        "description": "Summary of the pair.",
        "url": address,
        "inLanguage": "en",
        "isPartOf": {"@id": f"{TINY_ADDRESS}#website"},
        "breadcrumb": {"@id": f"{address}#breadcrumbs"},
        "mainEntity": {"@id": f"{address}#service"},
    }


def test_breadcrumbs_lead_from_the_front_page(tiny_pages: dict[str, Page]) -> None:
    """A form stands below the forms; another page below the front page, and that one below nothing."""
    trails = {}
    for path, page in tiny_pages.items():
        steps = page.linked_data().get("BreadcrumbList", {"itemListElement": []})["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        trails[path] = [(step["name"], step["item"].removeprefix(TINY_ADDRESS)) for step in steps]
    assert trails["en/"] == trails[""] == []
    assert trails["en/contact/"] == [("Home", "en/"), ("Contact", "en/contact/")]
    assert trails["en/pair-supervision/"] == [
        ("Home", "en/"),
        ("Forms", "en/forms/"),
        ("Pair supervision", "en/pair-supervision/"),
    ]


@pytest.mark.parametrize("fixture", ["shipped", "tiny_site"])
def test_a_graph_is_whole_and_says_nothing_empty(fixture: str, request: pytest.FixtureRequest) -> None:
    """Each reference leads to a node of the same page, each address to a page; the language is the page's."""
    site = pages(request.getfixturevalue(fixture))
    (root,) = {page.linked_data()["WebSite"]["url"] for page in site.values()}
    for path, page in site.items():
        nodes = page.linked_data()
        assert nodes.keys() - {"BreadcrumbList", "Service"} in (
            {"Organization", "WebSite", "WebPage"},
            {"Organization", "WebSite", "ContactPage"},
        )
        named = {node["@id"] for node in nodes.values()}
        for value in values(list(nodes.values())):
            assert value not in ("", None, [], {})
            if isinstance(value, dict) and value.keys() == {"@id"}:
                assert value["@id"] in named
            if isinstance(value, str) and value.startswith(root):
                assert urlsplit(value)._replace(fragment="").geturl().removeprefix(root) in site
        about = nodes.get("ContactPage") or nodes["WebPage"]
        assert about["inLanguage"] == page.lang
        assert about["url"] == root + path
        assert about["name"] == page.root.findtext(".//h1")


def test_a_practice_may_be_a_person(folder: Path) -> None:
    """One line in site.yml says so; a phone number is a way to make contact too."""
    change(folder / "content" / "site.yml", "contact:", "provider: person\ncontact:\n  phone: 040 765 4321")
    nodes = pages(built(folder))["en/pair-supervision/"].linked_data()
    assert nodes["Person"]["telephone"] == "040 765 4321"
    assert nodes["Service"]["availableChannel"]["servicePhone"] == {
        "@type": "ContactPoint",
        "telephone": "040 765 4321",
    }


def test_without_a_contact_page_in_a_language_the_best_channel_stands_in_its_place(folder: Path) -> None:
    """The address that a visitor would write to."""
    contact = folder / "content" / "pages" / "contact.yml"
    contact.write_text(contact.read_text(encoding="utf-8").partition("sv:")[0], encoding="utf-8")
    channel = pages(built(folder))["sv/arbetspar/"].linked_data()["Service"]["availableChannel"]
    assert channel["serviceUrl"] == "mailto:desk@example.org?subject=Handledning%20f%C3%B6r%20arbetspar"
    assert channel["availableLanguage"] == "sv"


def graph(page: Page) -> str:
    """A page's graph as it stands in the page."""
    return next(script.text or "" for script in page.root.iter("script") if script.get("type"))


WRONG = {
    '"serviceType"': '"serviceKind"',
    '"@type": "Service"': '"@type": "Servise"',
    '"@type": "ServiceChannel"': '"@type": "Audience"',
    '"position": 1': '"position": [true]',
}
"""Mistakes that the check of a graph must find: a property, a type, a type in a wrong place, and a value."""


def test_each_graph_is_in_the_words_of_schema_org(shipped: Path, tiny_site: Path, tmp_path: Path) -> None:
    """Each type and property is in the vocabulary and in its place; and what checks it finds mistakes."""
    graphs = [graph(page) for site in (shipped, tiny_site) for page in pages(site).values()]
    assert "ProfessionalService" not in "".join(graphs)
    form = graph(pages(tiny_site)["en/pair-supervision/"])
    assert all(right in form for right in WRONG)
    graphs += [form.replace(right, wrong) for right, wrong in WRONG.items()]
    npm("schema-dts/package.json")
    (tmp_path / "node_modules").symlink_to(NPM)
    for number, text in enumerate(graphs):
        source = f'import type {{Graph}} from "schema-dts";\nexport const graph: Graph = {text};\n'
        (tmp_path / f"{number}.ts").write_text(source, encoding="utf-8")
    command = [
        program("node"),
        str(npm("typescript/bin/tsc")),
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--module",
        "nodenext",
    ]
    sources = sorted(path.name for path in tmp_path.glob("*.ts"))
    result = subprocess.run([*command, *sources], cwd=tmp_path, capture_output=True, text=True, check=False)
    found = {int(number): text for number, text in re.findall(r"(?m)^(\d+)\.ts\S* error (.*)", result.stdout)}
    assert found.keys() == set(range(len(graphs) - len(WRONG), len(graphs))), result.stdout


def test_a_shared_page_shows_what_it_is(tiny_pages: dict[str, Page]) -> None:
    """Open Graph: title, summary, address, the language and the others that there are, and a picture with its size."""
    (image,) = [text for name, text in tiny_pages[""].properties() if name == "og:image"]
    assert re.fullmatch(rf"{TINY_ADDRESS}assets/share\.[0-9a-f]{{8}}\.png", image)
    assert tiny_pages["en/pair-supervision/"].properties() == [
        ("og:type", "website"),
        ("og:site_name", "Practice"),
        ("og:title", "Pair supervision"),
        ("og:description", "Summary of the pair."),
        ("og:url", f"{TINY_ADDRESS}en/pair-supervision/"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "fi_FI"),
        ("og:locale:alternate", "sv_SE"),
        ("og:image", image),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
    ]
    alone = dict(tiny_pages["yksin/"].properties())
    assert alone["og:locale"] == "fi_FI"
    assert "og:locale:alternate" not in alone


def test_the_shared_picture_has_the_size_that_is_said(shipped: Path) -> None:
    """A PNG's width and height stand in its first block."""
    (picture,) = (shipped / "assets").glob("share.*.png")
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (1200, 630)


@pytest.mark.parametrize("fixture", ["shipped", "tiny_site"])
def test_versions_name_one_another_reciprocally(fixture: str, request: pytest.FixtureRequest) -> None:
    """Whatever version a page names names it too, and all of them name the same ones."""
    site = pages(request.getfixturevalue(fixture))
    prefix = urlsplit(site[""].linked_data()["WebSite"]["url"]).path[1:]
    for path, page in site.items():
        versions = {code: href.removeprefix(prefix) for code, href in page.alternates().items()}
        assert versions[page.lang] == path
        for code, other in versions.items():
            assert {name: href.removeprefix(prefix) for name, href in site[other].alternates().items()} == versions
            assert code in (site[other].lang, "x-default")


@pytest.mark.parametrize("fixture", ["shipped", "tiny_site"])
def test_robots_are_let_in_and_shown_the_sitemap(fixture: str, request: pytest.FixtureRequest) -> None:
    """All of the site may be read."""
    site: Path = request.getfixturevalue(fixture)
    root = pages(site)[""].linked_data()["WebSite"]["url"]
    assert (site / "robots.txt").read_text() == f"User-agent: *\nDisallow:\n\nSitemap: {root}sitemap.xml\n"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema of sitemaps.org, and beside it the one of the alternates."""
    parts = {SITEMAP["s"]: npm("sitemap/schema/sitemap.xsd"), SITEMAP["x"]: TINY.parent / "alternate.xsd"}
    imports = "".join(f'<import namespace="{name}" schemaLocation="{path}"/>' for name, path in parts.items())
    path = tmp_path_factory.mktemp("schema") / "sitemap.xsd"
    path.write_text(f'<schema xmlns="http://www.w3.org/2001/XMLSchema">{imports}</schema>', encoding="utf-8")
    return path


def complaints(schema: Path, sitemap: Path) -> str:
    """What is wrong with a sitemap by its schema; empty when all is well."""
    command = [program("xmllint"), "--nonet", "--noout", "--schema", str(schema), str(sitemap)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    return result.stderr.removesuffix(f"{sitemap} validates\n")


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in git: all of one day, the Finnish of one form changed on another, and one file not committed."""
    folder = project(tmp_path_factory.mktemp("dated"), TINY)
    pair, team = (folder / "content" / "services" / f"{name}.yml" for name in ("pair", "team"))
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "All", when="2026-01-31T23:30:00-02:00")
    change(pair, "Työparille", "Kahdelle")
    git(folder, "commit", "--quiet", "-a", "-m", "Change a form", when="2026-03-04T12:00:00Z")
    change(team, "summary: ", "summary: Uusi. ")
    return folder


def dates(site: Path) -> dict[str, str]:
    """The date of each page in a sitemap; empty where it says none."""
    urls = ElementTree.parse(site / "sitemap.xml").getroot().findall("s:url", SITEMAP)
    return {url.findtext("s:loc", "", SITEMAP): url.findtext("s:lastmod", "", SITEMAP) for url in urls}


def test_a_sitemap_is_one_by_its_schema(schema: Path, shipped: Path, tiny_site: Path, dated: Path) -> None:
    """With dates and without."""
    for site in (shipped, tiny_site, built(dated)):
        assert complaints(schema, site / "sitemap.xml") == ""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("2026-03-04", "yesterday"), ("<loc>", "<loc><b/>"), ('"alternate"', '"other"'), ("urlset", "set")],
    ids=["date", "element", "relation", "root"],
)
def test_the_check_of_a_sitemap_finds_mistakes(
    schema: Path, dated: Path, tmp_path: Path, right: str, wrong: str
) -> None:
    """The schema is no formality."""
    text = (built(dated) / "sitemap.xml").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "sitemap.xml").write_text(text.replace(right, wrong), encoding="utf-8")
    assert complaints(schema, tmp_path / "sitemap.xml")


def test_a_date_is_the_day_of_the_last_change_that_git_knows(dated: Path) -> None:
    """By UTC; a text that has not been committed since it was changed has no date, since it is not known."""
    found = dates(built(dated))
    pair = [f"{TINY_ADDRESS}{path}" for path in ("tyoparin-tyonohjaus/", "en/pair-supervision/", "sv/arbetspar/")]
    team = [f"{TINY_ADDRESS}{path}" for path in ("tiimi/", "en/team/")]
    assert len(found) > len([*pair, *team])
    assert found == dict.fromkeys(found, "2026-02-01") | dict.fromkeys(pair, "2026-03-04") | dict.fromkeys(team, "")


def test_without_the_history_there_are_no_dates(dated: Path, tiny_site: Path, tmp_path: Path) -> None:
    """A clone of the last commit alone would date everything by it; a folder without git knows nothing."""
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{dated}", "shallow")
    assert set(dates(built(tmp_path / "shallow")).values()) == {""}
    assert set(dates(tiny_site).values()) == {""}


def test_a_folder_inside_a_larger_history_has_its_own_dates(dated: Path, tmp_path: Path) -> None:
    """The project may be a part of a repository."""
    root = tmp_path / "all"
    shutil.copytree(dated, root / "part", ignore=shutil.ignore_patterns(".git", "site"))
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "All", when="2026-05-06T12:00:00Z")
    assert set(dates(built(root / "part")).values()) == {"2026-05-06"}
