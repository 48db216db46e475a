"""What an author types comes out as typed, wherever it goes."""

from pathlib import Path
from unittest.mock import Mock, patch

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader
from markdown import Markdown

from brochure.pages.render import CompiledTemplates, Renderer, escape
from support.dom import text

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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("klo 8–18", "klo~8–18"),
        ("120 € / 60 min, ryhmälle 160 €", "120~€~/~60~min, ryhmälle 160~€"),
        ("ma 9–16 ti 9–16 ke 10–18", "ma~9–16 ti~9–16 ke~10–18"),
        ("<code>npm 2 x</code> 5 tai 7", "<code>npm 2 x</code> 5 tai~7"),
    ],
)
def test_a_number_stays_with_its_unit_and_no_line_is_glued_whole(typed: str, shown: str) -> None:
    """A tilde stands for a space that no line ends at; code is copied, so it keeps its spaces."""
    found = Renderer.finish(Mock(_finished=[]), typed)
    assert found.replace("\N{WORD JOINER}", "").replace("\N{NO-BREAK SPACE}", "~") == shown


MAIL = '<a href="e-b">etu-su&#64;x.fi</a>, a-b.fi, prosessi- ja'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1–3 kertaa A-klinikalla, a one-off", "1–|3 kertaa A-|klinikalla, a one-off"),
        (MAIL, MAIL),
        ("<td>1 200 €</td><td>€1,200</td>", '<td class="amount">1 200 €</td><td class="amount">€1,200</td>'),
        ("<td>60 min</td><td>120 € / 60 min</td>", "<td>60 min</td><td>120 € / 60 min</td>"),
    ],
)
def test_a_range_and_a_short_start_stay_whole_and_prices_are_marked(typed: str, shown: str) -> None:
    """A bar stands for a place that no line ends at; addresses are copied, so they have none."""
    found = Renderer.finish(Mock(_finished=[]), typed)
    assert found.replace("\N{WORD JOINER}", "|").replace("\N{NO-BREAK SPACE}", " ") == shown


def test_a_template_is_compiled_again_only_if_it_has_changed(tmp_path: Path) -> None:
    """Each rebuild of a preview shows the template as it is, and compiles it once for each text."""
    compiled, shown = CompiledTemplates(), []
    with patch.object(compiled, "dump_bytecode", wraps=compiled.dump_bytecode) as dumped:
        for written in ("old", "old", "new"):
            (tmp_path / "page.md").write_text(written, encoding="utf-8")
            templates = Environment(loader=FileSystemLoader(tmp_path), bytecode_cache=compiled, autoescape=True)
            shown.append(templates.get_template("page.md").render())
    assert (shown, dumped.call_count) == (["old", "old", "new"], 2)
