"""What an author writes never becomes more than text: whatever it is, the page around it stays as it was.

`make test` tries some texts, the same each time; `make fuzz` twenty thousand, new ones each time.
"""

import functools
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from brochure.model.prose import ALLOWED, Prose
from brochure.model.routes import Routes
from brochure.pages.render import Renderer
from brochure.reading.loader import load, read
from mkdocs_hooks import UNUSED_EXTENSIONS
from support.dom import text
from support.sites import NAMES, ROOT, THEME, TINY, reader

_, *LINES = Path(__file__).with_name("fragments.txt").read_text(encoding="utf-8").splitlines()
FRAGMENTS = [json.loads(line) for line in LINES]
TEXTS = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4))
SITE = load(read(TINY, THEME))
ADDRESS = re.compile(r"https://|mailto:|tel:|#|\.\.?/")


@functools.cache
def config() -> MkDocsConfig:
    """Return MkDocs' configuration, as a build uses it."""
    config = load_config(str(ROOT / "mkdocs.yml"), hooks=[])
    config.plugins.on_startup(command="build", dirty=False)
    config["markdown_extensions"] = [name for name in config.markdown_extensions if name not in UNUSED_EXTENSIONS]
    return config


def made(template: str, body: Prose) -> Element:
    """Return a page of the tiny site in English, with a template and a body, before the shell is around it."""
    (entry,) = (entry for entry in SITE.entries if entry.id == ("team" if template == "service" else "contact"))
    english = entry.translations["en"].model_copy(update={"body": body})
    settings = entry.settings.model_copy(update={"template": template})
    changed = replace(entry, settings=settings, translations={**entry.translations, "en": english})
    site = replace(SITE, entries=tuple(changed if other is entry else other for other in SITE.entries))
    renderer = Renderer(Routes(site), THEME, "https://www.example.org/", NAMES)
    route = next(route for route in renderer.routes if route.entry is changed and route.language.code == "en")
    file = File.generated(config(), route.src_uri, content=renderer.page(route).markdown)
    page = Page(None, file, config())
    page.read_source(config())
    page.render(config(), Files([file]))
    return html5lib.parse(f"<main>{renderer.finish(page.content or '')}</main>", namespaceHTMLElements=False)


def prose_of(root: Element) -> Element:
    """Return the element that contains a body."""
    return next(element for element in root.iter("div") if "prose" in element.get("class", "").split())


@functools.cache
def around(template: str, blocks: int, headed: bool) -> tuple[str, int, int]:
    """Return a page without its body, the place of the body in its element, and the size of that without it.

    The body is as many paragraphs `x`, and a heading if it is to have one.
    """
    root = made(template, reader().read("\n\n".join(["x"] * (blocks - headed) + ["## x"] * headed)))
    prose = prose_of(root)
    places = [number for number, element in enumerate(prose) if element.tag in ("p", "h2") and text(element) == "x"]
    for element in [prose[place] for place in places]:
        prose.remove(element)
    return shape(root), places[0], len(prose)


def shape(root: Element) -> str:
    """Return a tree as text, without space between its elements."""
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", tostring(root, encoding="unicode")))


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(
    template=st.sampled_from([name for name in THEME.template_names() if name != "search"]),
    body=st.lists(TEXTS, max_size=14).map("".join),
)
@example("page", '`</div><div><meta http-equiv="refresh" content="0;url=http://evil.example/"></div>`')
@example("service", "*w*{ lang=fi }\n\n## In brief\n\n## Forms\n\n## _content\n\n## Team\n\n## Team")
@example("home", "![x](a.jpg)\n\n`<!--finished 0-->`\n\n```\n</div>\n```")
@example("finder", "`")
def test_a_body_changes_nothing_around_it(template: str, body: str) -> None:
    """Outside its place the page is one with a plain body; inside there are only what a text may hold."""
    prose = reader().read(body)
    assume(not [finding for finding in prose.findings if finding.kind not in ("entry", "picture")])
    assume(all(finding.target.split("#")[0] in ("team", "") for finding in prose.findings if finding.kind == "entry"))
    assume(prose)
    expected, place, size = around(template, min(len(prose.root), 3), prose.root.find("h2") is not None)
    root = made(template, prose)
    parent = prose_of(root)
    inside = list(parent)[place : place + len(parent) - size]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [name for name in ids if name in ("_content", "_menu", "_call")]
    for element in [element for top in inside for element in top.iter()]:
        if (element.tag, element.attrib) == ("div", {"class": "table"}):
            continue  # the box around a table is ours
        assert element.tag in ALLOWED or element.tag == "tbody"
        assert element.attrib.keys() <= ALLOWED.get(element.tag, frozenset()) | {"loading", "decoding"}
        for name in ("href", "src"):
            assert ADDRESS.match(element.get(name, "#"))
    for element in inside:
        parent.remove(element)
    assert shape(root) == expected
