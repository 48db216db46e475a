"""What an author types comes out as typed, wherever it goes."""

from pathlib import Path

import html5lib
import pytest
import yaml
from markdown import Markdown

from brochure.model.routes import Routes
from brochure.pages.render import Renderer, escape
from brochure.publishing.policy import meta_policy
from brochure.reading.loader import load, read
from support.dom import Page, parse, text
from support.sites import NAMES, THEME, TINY, built

HOSTILE = (
    """"Q" 'q' <b>&amp;</b> {{ x }} {% y %} *a* _b_ `c` | d \\ [e](f) ![g](h) <!-- ~~i~~ :smile: http://j $k$ {#l}"""
)

OVERVIEW = {"menu": "header", "template": "overview"}


class NoAliases(yaml.SafeDumper):
    """Writes a block as often as it stands, since content may hold no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 (the library's signature)
        """Never refer back."""
        return True


@pytest.mark.parametrize(
    "typed",
    [
        HOSTILE,
        "# a",
        "- a",
        "-- a",
        "1. a",
        "12) a",
        "123. a",
        "2026. a",
        "12345) a",
        "+ a",
        "> a",
        "a\\",
        "===",
        "---",
        "&lt;",
        "&#42;",
        "a -- b",
    ],
)
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
    div = root.find(".//div")
    assert div is not None
    assert div.get("title") == typed


def test_the_look_is_given_plain_data() -> None:
    """Nothing that it reads is text which counts as escaped already: the look writes all of it as text."""
    site = load(read(TINY, THEME))
    renderer = Renderer(site, Routes(site), THEME, "https://www.example.org/", NAMES, meta_policy)
    for route in renderer.routes:
        assert kinds(renderer.page(route).meta) <= {str, int, bool, type(None)}
    for language in site.languages:
        assert kinds(renderer.not_found(language).meta) <= {str, int, bool, type(None)}


def kinds(value: object) -> set[type]:
    """The types in a tree of dictionaries and lists."""
    if isinstance(value, dict | list):
        parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        return set().union(*map(kinds, parts)) if type(value) in {dict, list} else {type(value)}
    return {type(value)}


def test_hostile_text_is_literal_in_every_place_of_a_page(folder: Path) -> None:
    """Title, summary, table, menu, cards, neighbours and meta tags show the text; no element or script comes of it."""
    for name, facts in {"services/pair": {}, "pages/contact": {"menu": "header"}, "pages/overview": OVERVIEW}.items():
        fields = ["title", "summary", *(["who", "purpose", "outcome", "time"] if name == "services/pair" else [])]
        words = dict.fromkeys(fields, HOSTILE) | {"slug": Path(name).name}
        content = facts | dict.fromkeys(("fi", "en", "sv"), words)
        (folder / "content" / f"{name}.yml").write_text(yaml.dump(content, Dumper=NoAliases, allow_unicode=True))
    site = built(folder)
    expected = " ".join(HOSTILE.split())

    page = parse(site / "en/pair/index.html")
    assert [text(h1) for h1 in page.iter("h1")] == [expected]
    assert text(next(page.iter("title"))) == f"{expected} – Practice"
    assert [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "description"] == [HOSTILE]
    assert [text(dd) for dd in page.iter("dd")] == [expected] * 4
    assert [text(a) for a in page.iterfind(".//nav//a")].count(expected) == 6
    assert [tag for tag in ("b", "em", "code", "img") for _ in page.iter(tag)] == []
    (script,) = page.iter("script")
    assert script.get("type") == "application/ld+json"
    service = Page(site, site / "en/pair/index.html").linked_data()["Service"]
    assert (service["name"], service["description"]) == (HOSTILE, HOSTILE)

    overview = parse(site / "en/overview/index.html")
    assert text(next(overview.iterfind(".//tbody//th"))) == expected
    assert [text(td) for td in overview.iter("td")][:4] == [expected] * 4
    assert text(next(overview.iterfind(".//li/h2"))) == expected

    neighbour = parse(site / "en/team/index.html")
    assert text(neighbour.find(".//a[@rel='prev']")) == f"Previous {expected}"
