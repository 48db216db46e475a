"""What a page says of itself to search engines and to those who share it: true, complete and in the right words."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from brochure.model.contact import ways
from brochure.model.routes import Routes
from brochure.pages.structured_data import linked_data
from brochure.reading.loader import load, read
from support.dom import Page, pages
from support.pages import FULL, TEMPLATES
from support.programs import NPM, npm, program
from support.sites import THEME, TINY_ADDRESS, change, run

Nodes = Callable[[str], dict[str, dict[str, Any]]]
LOGO = f"{TINY_ADDRESS}assets/logo.svg"


@pytest.fixture
def nodes(tiny: Path) -> Nodes:
    """The nodes of a page's graph by type, of the tiny site as it has been changed."""

    def found(path: str) -> dict[str, dict[str, Any]]:
        site = load(read(tiny, THEME))
        (route,) = (route for route in Routes(site) if route.path == path)
        channels, picture = ways(site, route), lambda page: f"{TINY_ADDRESS}{page.entry.id}.jpg"
        data = linked_data(Routes(site), route, channels, TINY_ADDRESS, LOGO, picture)
        return {node["@type"]: node for node in data["@graph"]}

    return found


def values(node: Any) -> Iterator[Any]:  # noqa: ANN401 (whatever JSON holds)
    """Every value in a graph, blocks and lists among them."""
    yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from values(part)


def test_a_practice_may_be_a_person(tiny: Path, nodes: Nodes) -> None:
    """One line in site.yml says so; a phone number is a way to make contact too."""
    change(tiny / "site.yml", "contact:", "provider: person\ncontact:\n  phone: 040 765 4321")
    found = nodes("en/pair-supervision/")
    assert found["Person"]["telephone"] == "0407654321"
    assert found["Person"]["workLocation"]["address"]["streetAddress"] == "Gatan 1 B"
    assert found["Service"]["availableChannel"]["servicePhone"] == {"@type": "ContactPoint", "telephone": "0407654321"}


def test_the_practice_of_one_person_without_a_town_is_an_organisation(tiny: Path, nodes: Nodes) -> None:
    """It has a founder all the same, but nothing of a place."""
    text = (tiny / "site.yml").read_text(encoding="utf-8")
    text = re.sub("  visit:\n(    .*\n)+", "", text).replace("contact:\n", "person: Maija M.\ncontact:\n")
    (tiny / "site.yml").write_text(text, encoding="utf-8")
    practice = nodes("en/pair-supervision/")["Organization"]
    assert practice["founder"] == {"@id": f"{TINY_ADDRESS}#person"}
    assert practice.keys().isdisjoint({"areaServed", "hasMap", "address", "location"})


@pytest.mark.parametrize(("setting", "entity"), [("person: Maija M.\n", "person"), ("", "practice")])
def test_the_page_about_me_is_a_profile(tiny: Path, nodes: Nodes, setting: str, entity: str) -> None:
    """It is that of the person, if there is one, with its address and its picture, else of the practice."""
    change(tiny / "site.yml", "contact:\n", f"{setting}contact:\n")
    (tiny / "pages" / "me.yml").write_text("fi: {title: Minusta, summary: Kuka olen.}\n", encoding="utf-8")
    found = nodes("minusta/")
    assert found["ProfilePage"]["mainEntity"] == {"@id": f"{TINY_ADDRESS}#{entity}"}
    if setting:
        assert (found["Person"]["url"], found["Person"]["image"]) == (
            found["ProfilePage"]["url"],
            f"{TINY_ADDRESS}me.jpg",
        )


def test_the_overview_is_a_list_of_the_forms(tiny: Path, nodes: Nodes) -> None:
    """Each has its place, its title and its address."""
    (overview,) = (route for route in Routes(load(read(tiny, THEME))) if route.src_uri == "en/overview.md")
    found = nodes(overview.path)
    forms = found["ItemList"]
    assert found["WebPage"]["mainEntity"] == {"@id": forms["@id"]}
    assert [(item["position"], item["name"], item["url"]) for item in forms["itemListElement"]] == [
        (1, "Pair supervision", f"{TINY_ADDRESS}en/pair-supervision/"),
        (2, "Team", f"{TINY_ADDRESS}en/team/"),
    ]


PLACES = """contact:
  more:
    - label: {fi: Hamn, en: Harbour, sv: Hamnen}
      visit: {town: Ort}
      phone: 040 765 4321
    - label: {fi: Laskut, en: Invoices, sv: Fakturor}
      email: bills@example.org
"""


@pytest.mark.parametrize(("provider", "key"), [("person", "workLocation"), ("organisation", "location")])
def test_further_places_are_places_and_points_of_contact(tiny: Path, nodes: Nodes, provider: str, key: str) -> None:
    """A place has only an address and a map; its phone and mailbox are those of a point of contact."""
    change(tiny / "site.yml", "contact:\n", f"provider: {provider}\n{PLACES}")
    found = nodes("en/pair-supervision/")["Person" if provider == "person" else "Organization"]
    first, harbour = found[key]
    assert first["hasMap"]
    assert harbour == {
        "@type": "Place",
        "name": "Harbour",
        "address": {"@type": "PostalAddress", "addressLocality": "Ort"},
    }
    assert found["contactPoint"] == [
        {"@type": "ContactPoint", "name": "Harbour", "telephone": "0407654321"},
        {"@type": "ContactPoint", "name": "Invoices", "email": "bills@example.org"},
    ]


def test_a_link_that_opens_a_message_is_a_point_of_contact(tiny: Path, nodes: Nodes) -> None:
    """WhatsApp has an address of its own besides the phone number."""
    change(tiny / "site.yml", "contact:\n", "contact:\n  whatsapp: +358 40 765 4321\n")
    point = {"@type": "ContactPoint", "name": "WhatsApp", "url": "https://wa.me/358407654321"}
    assert nodes("en/pair-supervision/")["Organization"]["contactPoint"] == [point]


def test_without_a_contact_page_in_a_language_the_best_channel_stands_in_its_place(tiny: Path, nodes: Nodes) -> None:
    """The address that a visitor would write to."""
    contact = tiny / "pages" / "contact.yml"
    contact.write_text(contact.read_text(encoding="utf-8").partition("sv:")[0], encoding="utf-8")
    channel, _ = nodes("sv/arbetspar/")["Service"]["availableChannel"]
    assert channel["serviceUrl"] == "mailto:desk@example.org?subject=Handledning%20f%C3%B6r%20arbetspar"
    assert channel["availableLanguage"] == "sv"


@pytest.mark.slow
@pytest.mark.parametrize("fixture", ["shipped", "tiny_site"])
def test_a_graph_is_whole_and_says_nothing_empty(fixture: str, request: pytest.FixtureRequest) -> None:
    """Each reference leads to a node of the same page, each address to a page; the language is the page's."""
    site = pages(request.getfixturevalue(fixture))
    (root,) = {page.linked_data()["WebSite"]["url"] for page in site.values()}
    for path, page in site.items():
        nodes = page.linked_data()
        named = {node["@id"] for node in nodes.values()}
        for value in values(list(nodes.values())):
            assert value not in ("", None, [], {})
            if isinstance(value, dict) and value.keys() == {"@id"}:
                assert value["@id"] in named
            if isinstance(value, str) and value.startswith(root):
                assert urlsplit(value)._replace(fragment="").geturl().removeprefix(root) in site
        about = nodes.get("ContactPage") or nodes["WebPage"]
        assert (about["inLanguage"], about["url"]) == (page.lang, root + path)
        assert about["name"] == page.root.findtext(".//h1")


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


def test_each_graph_is_in_the_words_of_schema_org(
    own_pages: dict[str, Page],
    nodes: Nodes,
    tiny: Path,
    tiny_pages: dict[str, Page],
    full_site: Path,
    tmp_path: Path,
) -> None:
    """Each type and property is in the vocabulary and in its place; and what checks it finds mistakes."""
    full = (Page(full_site, full_site.parent / f"site{path.removeprefix('/full')}index.html") for path in FULL)
    english = (page for page in tiny_pages.values() if page.lang == "en")
    graphs = [graph(page) for page in (*map(own_pages.__getitem__, TEMPLATES), *english, *full)]
    change(tiny / "site.yml", "contact:\n", f"provider: person\n{PLACES}  whatsapp: +358 40 765 4321\n")
    graphs.append(json.dumps({"@context": "https://schema.org", "@graph": list(nodes("yhteys/").values())}))
    change(tiny / "site.yml", "provider: person\n", "person: Maija M.\n")
    (tiny / "pages" / "me.yml").write_text("fi: {title: Minusta, summary: Kuka olen.}\n", encoding="utf-8")
    graphs.append(json.dumps({"@context": "https://schema.org", "@graph": list(nodes("minusta/").values())}))
    change(tiny / "site.yml", "person: Maija M.\n", "")
    graphs.append(json.dumps({"@context": "https://schema.org", "@graph": list(nodes("yhteys/").values())}))
    form = graph(tiny_pages["en/pair-supervision/"])
    assert all(right in form for right in WRONG)
    graphs += [form.replace(right, wrong) for right, wrong in WRONG.items()]
    npm("schema-dts/package.json")
    (tmp_path / "node_modules").symlink_to(NPM)
    for number, text in enumerate(graphs):
        source = f'import type {{Graph}} from "schema-dts";\nexport const graph: Graph = {text};\n'
        (tmp_path / f"{number}.ts").write_text(source, encoding="utf-8")
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--lib", "es5"]
    command = [program("node"), str(npm("typescript/bin/tsc")), *options, *(f"{n}.ts" for n in range(len(graphs)))]
    result = run(command, tmp_path)
    found = {int(number) for number in re.findall(r"(?m)^(\d+)\.ts\S* error ", result.stdout)}
    assert found == set(range(len(graphs) - len(WRONG), len(graphs))), result.stdout
