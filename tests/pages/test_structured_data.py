"""What a page says of itself to search engines and to those who share it: true, complete and in the right words."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from support.dom import Page, pages
from support.programs import NPM, npm, program
from support.sites import TINY_ADDRESS, built, change

PLACE: dict[str, Any] = {
    "@type": "Place",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "Gatan 1 B",
        "postalCode": "00100",
        "addressLocality": "Ort",
    },
    "hasMap": "https://map.example.org/?a=1&b=2",
}
"""Where the tiny site's practice can be visited."""


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
        "taxID": "1234567-1",
        "address": PLACE["address"],
        "location": PLACE,
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
    assert nodes["Person"]["telephone"] == "0407654321"
    assert nodes["Person"]["workLocation"] == PLACE
    assert nodes["Service"]["availableChannel"]["servicePhone"] == {
        "@type": "ContactPoint",
        "telephone": "0407654321",
    }


def test_a_practice_is_elsewhere_too_and_times_are_booked(tiny_pages: dict[str, Page]) -> None:
    """Its own pages elsewhere are the same practice; a booking page is a second way to the form of supervision."""
    nodes = tiny_pages["tyoparin-tyonohjaus/"].linked_data()
    assert nodes["Organization"]["sameAs"] == ["https://club.example.org/me?a=1&b=2"]
    booking = {
        "@type": "ServiceChannel",
        "serviceUrl": "https://book.example.org/?q=Ty%C3%B6parin%20ty%C3%B6nohjaus&s=pair&l=fi",
        "availableLanguage": "fi",
    }
    assert nodes["Service"]["availableChannel"][1:] == [booking]


def test_without_a_contact_page_in_a_language_the_best_channel_stands_in_its_place(folder: Path) -> None:
    """The address that a visitor would write to."""
    contact = folder / "content" / "pages" / "contact.yml"
    contact.write_text(contact.read_text(encoding="utf-8").partition("sv:")[0], encoding="utf-8")
    channel, _ = pages(built(folder))["sv/arbetspar/"].linked_data()["Service"]["availableChannel"]
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
    (image,) = [text for name, text in tiny_pages["en/pair-supervision/"].properties() if name == "og:image"]
    assert re.fullmatch(rf"{TINY_ADDRESS}assets/share-pair\.en\.[0-9a-f]{{8}}\.png", image)
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
        ("og:image:alt", "Pair supervision – Practice"),
    ]
    alone = dict(tiny_pages["yksin/"].properties())
    assert alone["og:locale"] == "fi_FI"
    assert "og:locale:alternate" not in alone


def test_versions_name_one_another_reciprocally(tiny_pages: dict[str, Page]) -> None:
    """Whatever version a page names names it too, and all of them name the same ones."""
    prefix = urlsplit(TINY_ADDRESS).path[1:]
    for path, page in tiny_pages.items():
        versions = {code: href.removeprefix(prefix) for code, href in page.alternates().items()}
        assert versions[page.lang] == path
        for code, other in versions.items():
            assert {
                name: href.removeprefix(prefix) for name, href in tiny_pages[other].alternates().items()
            } == versions
            assert code in (tiny_pages[other].lang, "x-default")
