"""What an author types comes out as typed, wherever it goes."""

import re
from pathlib import Path

import html5lib
import pytest
import yaml
from markdown import Markdown

from brochure.model.routes import Routes
from brochure.pages.render import Renderer, escape
from brochure.publishing.policy import meta_policy
from brochure.reading.loader import load, read
from support.dom import Page, pages, text
from support.guide import Author
from support.sites import NAMES, THEME, TINY, built_once, change, project

HOSTILE = (
    """"Q" 'q' <b>&amp;</b> {{ x }} {% y %} *a* _b_ `c` | d \\ [e](f) ![g](h) <!-- ~~i~~ :smile: http://j $k$ {#l}"""
)
MARKS = ["# a", "- a", "-- a", "1. a", "12) a", "123. a", "2026. a", "12345) a", "+ a", "> a", "a\\", "===", "---"]


@pytest.mark.parametrize("typed", [HOSTILE, *MARKS, "&lt;", "&#42;", "a -- b"])
def test_plain_text_is_literal_in_markdown_and_in_html(typed: str) -> None:
    """One way of escaping holds in a paragraph, a heading, a table, a link, raw HTML and an attribute."""
    safe = escape(typed)
    page = (
        f"{safe}\n\n# {safe}\n\n[{safe}](x)\n\n- {safe}\n\n| a | b |\n|---|---|\n| {safe} | {safe} |\n\n"
        f'<div title="{safe}">{safe}</div>\n'
    )
    extensions = ["attr_list", "md_in_html", "tables"]
    root = html5lib.parse(Markdown(extensions=extensions).convert(page), namespaceHTMLElements=False)
    places = [root.find(f".//{tag}") for tag in ("p", "h1", "p/a", "li", "td", "td[2]", "div")]
    assert [text(place) for place in places] == [" ".join(typed.split())] * len(places)
    assert [div.get("title") for div in root.iter("div")] == [typed]


def test_the_look_is_given_plain_data() -> None:
    """Nothing that it reads is text which counts as escaped already: the look writes all of it as text."""
    site = load(read(TINY, THEME))
    renderer = Renderer(Routes(site), THEME, "https://www.example.org/", NAMES, meta_policy)
    for source in (*map(renderer.page, renderer.routes), *map(renderer.not_found, site.languages)):
        assert kinds(source.meta) <= {str, int, bool, type(None)}


def kinds(value: object) -> set[type]:
    """The types in a tree of dictionaries and lists."""
    if type(value) in (dict, list):
        parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        return set().union(*map(kinds, parts))  # type: ignore[call-overload]
    return {type(value)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """The pages of the tiny site with hostile text in every place, and an answer with a picture."""

    def make(folder: Path) -> None:
        content = project(folder, TINY) / "content"
        (content / "pictures").mkdir()
        (content / "pictures" / "chairs.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
        fields = {"services/pair": ["who", "purpose", "outcome", "time"], "pages/contact": [], "pages/overview": []}
        for name, brief in fields.items():
            words = dict.fromkeys(["title", "summary", *brief], HOSTILE) | {"slug": Path(name).name}
            settings = {} if brief else {"menu": "header", "template": Path(name).name}
            entry = settings | {code: {**words} for code in ("fi", "en", "sv")}
            (content / f"{name}.yml").write_text(yaml.dump(entry, Dumper=Author, allow_unicode=True, width=10**6))
        answer = "`</div>` [x](overview#compare) ![Two chairs](chairs.svg)"
        change(
            content / "services" / "team.yml",
            "  purpose: Interaction\n",
            f"  purpose: Interaction\n  questions:\n    - question: A?\n      answer: |\n        {answer}\n",
        )

    return pages(built_once(tmp_path_factory, "hostile", make))


@pytest.mark.slow
def test_hostile_text_is_literal_in_every_place_of_a_page(hostile: dict[str, Page]) -> None:
    """Title, summary, table, menu, cards, neighbours and meta tags show the text; no element or script comes of it."""
    expected = " ".join(HOSTILE.split())
    page = hostile["en/pair/"].root
    assert [text(h1) for h1 in page.iter("h1")] == [expected]
    assert text(next(page.iter("title"))) == f"{expected} – Practice"
    assert [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "description"] == [HOSTILE]
    assert [text(dd) for dd in page.iter("dd")] == [expected] * 4
    assert [text(a) for a in page.iterfind(".//nav//a")].count(expected) == 6
    assert [tag for tag in ("b", "em", "code", "img") for _ in page.iter(tag)] == []
    service = hostile["en/pair/"].linked_data()["Service"]
    assert (service["name"], service["description"]) == (HOSTILE, HOSTILE)
    overview = hostile["en/overview/"].root
    assert text(next(overview.iterfind(".//tbody//th"))) == expected
    assert [text(td) for td in overview.iter("td")][:4] == [expected] * 4
    assert text(next(overview.iterfind(".//li/h2"))) == expected
    assert text(hostile["en/team/"].root.find(".//a[@rel='prev']")) == f"Previous {expected}"


@pytest.mark.slow
def test_an_answer_holds_what_a_body_holds(hostile: dict[str, Page]) -> None:
    """Its pictures are published, its links lead to the page's language, and nobody's HTML is in it."""
    page = hostile["en/team/"]
    (answer,) = [part for part in page.root.iter("p") if text(part).endswith("</div> x")]
    assert [page.target(link) for link in answer.iter("a")] == ["en/overview/#compare"]
    (image,) = answer.iter("img")
    assert re.fullmatch(r"pictures/chairs\.[0-9a-f]{8}\.svg", page.target(image))
