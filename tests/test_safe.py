"""What an author writes never becomes more than text: whatever it is, the page around it stays as it was.

`make test` tries a few hundred texts, the same each time; `make fuzz` twenty thousand, new ones each time.
"""

import functools
import re
import shutil
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

from brochure.author.annotations import annotations
from brochure.author.problems import Problem
from brochure.model.prose import ALLOWED, Prose
from brochure.model.routes import Routes
from brochure.model.site import Entry, Site, Translation
from brochure.pages.render import Renderer
from brochure.reading.loader import load, read
from brochure.reading.markdown import MAX_FINDINGS
from support.dom import parse, text
from support.mistakes import LINKED, complaint
from support.sites import JPEG, NAMES, ROOT, THEME, TINY, brochure, build, built, project, reader

FRAGMENTS = [
    *("*", "**", "_", "`", "``", "```", "```\n", "~~~\n", "\n", "\n\n", "    ", "- ", "1. ", "> ", "# ", "## ", "|"),
    *("| a | b |\n|---|:-:|\n", ": def", "\n---\n", "=\n", "a", "word", "ä", "\\", "\\<", "\\`", '"', "'", "\t", "&"),
    *("<", "<b>", "</b>", "</div>", "<div markdown>", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "</main>"),
    *("&amp;", "&nbsp;", "&lt;", "&#60;", "&#x3C;script&#62;", "&#0;", "&copy", "&foo;", "&bne;", "&#x202e;"),
    *("{", "}", "{ .x }", "{ lang=fi }", "*w*{ lang=fi }", "*w*{ lang=fi onclick=x }", "{: #_menu }", "{{ x }}"),
    *("[", "]", "(", ")", "[a](team)", "[a](#in-brief)", "[a](javascript:alert(1))", "[a][x]", "[x]: data:a 'b'\n"),
    *("![a](b.jpg)", "![a](javascript:x)", '![a](b.jpg "</div>")', "<a@b.fi>", "<https://x.fi>", "<javascript:x>"),
    *(
        "<meta http-equiv=refresh content=0>",
        "<svg onload=x>",
        "<p onclick=x x",
        "onclick=",
        "<script>alert(1)</script>",
    ),
    *(":brochure-team:", "[TOC]", "[^1]", "klzzwxh:0001", "wzxhzdk:0", "<!--finished 0-->", "<x@", "@y>", "\u200b"),
    *("## in brief\n", "## forms\n", "## Team\n", "## _menu\n", "## x\n", "## x\n", "``` { .x onclick=x }\n"),
]
BODIES = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=14).map("".join)
PLAIN = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), min_size=1, max_size=6).map("".join)
ADDRESS = re.compile(r"https://|mailto:|tel:|#|\.\.?/")
SETTINGS = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)


@functools.cache
def config() -> MkDocsConfig:
    """MkDocs as it makes the pages."""
    config = load_config(str(ROOT / "mkdocs.yml"), hooks=[])
    config.plugins.on_startup(command="build", dirty=False)
    return config


@functools.cache
def tiny_site() -> Site:
    """The tiny site."""
    return load(read(TINY, THEME))


TEMPLATES = sorted(THEME.template_names())


def with_words(template: str, **words: object) -> Site:
    """The tiny site, in which a page of the template has other words in English."""
    site = tiny_site()
    subject = "team" if template == "service" else "contact"
    entries = []
    for entry in site.entries:
        if entry.id == subject:
            facts = entry.settings.model_copy(update={"template": template, "icon": "brochure/team"})
            translation = entry.translations["en"].model_copy(update=words)
            entries.append(Entry(entry.id, entry.folder, facts, {**entry.translations, "en": translation}))
        else:
            entries.append(entry)
    return Site(**{**vars(site), "entries": tuple(entries)})


def made(site: Site, template: str) -> Element:
    """What MkDocs makes of that page, before the shell is put around it, as a browser reads it."""
    renderer = Renderer(site, Routes(site), THEME, "https://www.example.org/", NAMES)
    subject = "team" if template == "service" else "contact"
    route = next(route for route in renderer.routes if (route.entry.id, route.language.code) == (subject, "en"))
    file = File.generated(config(), route.src_uri, content=renderer.page(route))
    page = Page(None, file, config())
    page.read_source(config())
    page.render(config(), Files([file]))
    html = renderer.finish(page.content or "")
    return html5lib.parse(f"<main>{html}</main>", namespaceHTMLElements=False)


def prose_of(root: Element) -> Element:
    """The element that a body stands in."""
    return next(element for element in root.iter("div") if "prose" in element.get("class", "").split())


@functools.cache
def around(template: str) -> tuple[str, int, int]:
    """A page whose body is `x` without that body; where in its element the body was, and how much is there in all."""
    root = made(with_words(template, body=reader().read("x")), template)
    prose = prose_of(root)
    (place,) = [number for number, element in enumerate(prose) if element.tag == "p" and text(element) == "x"]
    size = len(prose)
    prose.remove(prose[place])
    return shape(root), place, size


def shape(root: Element) -> str:
    """A tree as text, whatever space stands between its elements."""
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", tostring(root, encoding="unicode")))


@SETTINGS
@given(template=st.sampled_from([name for name in TEMPLATES if name != "search"]), body=BODIES)
@example("page", '`</div><div><meta http-equiv="refresh" content="0;url=http://evil.example/"></div>`')
@example("service", "*w*{ lang=fi }\n\n## In brief\n\n## Forms\n\n## _content\n\n## Team\n\n## Team")
@example("home", "![x](a.jpg)\n\n`<!--finished 0-->`\n\n```\n</div>\n```")
@example("finder", "`")
def test_a_body_changes_nothing_around_it(template: str, body: str) -> None:
    """Outside its place the page is the one with the body `x`; inside there are only what a text may hold."""
    prose = reader().read(body)
    assume(not [finding for finding in prose.findings if finding.kind not in ("entry", "picture")])
    assume(all(finding.target.split("#")[0] in ("team", "") for finding in prose.findings if finding.kind == "entry"))
    assume(prose)
    expected, place, size = around(template)
    root = made(with_words(template, body=prose), template)
    parent = prose_of(root)
    inside = list(parent)[place : place + 1 + len(parent) - size]
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert not [name for name in ids if name in ("_content", "_menu", "_call")]
    for element in [element for top in inside for element in top.iter()]:
        assert element.tag in ALLOWED or element.tag == "tbody"
        assert element.attrib.keys() <= ALLOWED.get(element.tag, frozenset()) | {"loading"}
        for name in ("href", "src"):
            assert ADDRESS.match(element.get(name, "#"))
    for element in inside:
        parent.remove(element)
    assert shape(root) == expected


FIELDS = ("title", "summary", "who", "purpose", "outcome", "time", "situations", "facts", "aliases")


@SETTINGS
@given(template=st.sampled_from(TEMPLATES), field=st.sampled_from(FIELDS), typed=PLAIN)
@example("page", "title", "<!--finished 0-->")
@example("home", "summary", "</p></div>{ .x }")
@example("service", "situations", "-   ## x { #_menu }")
def test_plain_text_makes_no_element(template: str, field: str, typed: str) -> None:
    """Wherever a page shows it, the page has the elements, classes and ids that it has with the text `x`."""
    typed = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", typed).split())
    assume(typed and typed.strip("\u200b"))
    assert skeleton(words_with(template, field, typed), template) == skeleton(
        words_with(template, field, "x"), template
    )


def words_with(template: str, field: str, typed: str) -> Site:
    """The tiny site with a text in a field of a page; a page that is no form of supervision has not all of them."""
    model = type(tiny_site().entries[-1].translations["fi"]) if template == "service" else Translation
    if field not in model.model_fields:
        field = "summary"
    value: object = typed
    if field == "facts":
        value = (tiny_detail(typed),)
    elif field in ("situations", "aliases"):
        value = (typed,)
    return with_words(template, **{field: value})


def tiny_detail(typed: str) -> object:
    """An optional fact whose label and value are a text."""
    (model,) = Translation.model_fields["facts"].annotation.__args__[:1]  # type: ignore[union-attr]
    return model.model_construct(label=typed, value=typed)


def skeleton(site: Site, template: str) -> list[tuple[str, str, str]]:
    """The elements of a page with what a text must not give them."""
    return [
        (element.tag, element.get("class", ""), " ".join(sorted(element.attrib.keys())))
        for element in made(site, template).iter()
    ]


def test_no_tree_can_hold_what_a_page_may_not() -> None:
    """Not even one that no Markdown has made."""
    for html in (
        "<em lang='\"x'/>",
        "<ol start='x'/>",
        "<b/>",
        "<a href='javascript:x'/>",
        "<p onclick='x'/>",
        "<h2 id='_menu'/>",
        "<img src='//x/y.png'/>",
    ):
        body = html5lib.parse(f"<div>{html}</div>", namespaceHTMLElements=False).find(".//div")
        assert body is not None
        with pytest.raises(ValueError, match="cannot hold"):
            Prose(body)


def test_a_text_says_the_language_of_a_word() -> None:
    """The one mark in braces, with a code as BCP 47 has it; behind a backslash braces are text."""
    read = reader().read("*työnohjaus*{ lang=fi }, *arbete*{lang=sv-FI} ja *sana*\\{ lang=fi }")
    assert read.findings == ()
    assert read.html(str, str) == (
        '<p><em lang="fi">työnohjaus</em>, <em lang="sv-FI">arbete</em> ja <em>sana</em>{ lang=fi }</p>'
    )


def test_references_are_the_characters_that_they_name() -> None:
    """Named as in HTML or numbered; what is no name stays as typed, and code shows all as typed."""
    read = reader().read("1&nbsp;000&euro; &lt;b&gt; &#228; &foo; &amp;lt; `&nbsp;`")
    assert read.findings == ()
    assert "".join(read.root.itertext()) == "1\u00a0000€ <b> ä &foo; &lt; &nbsp;"


def test_code_and_tables_are_plain(tiny: Path) -> None:
    """A fence may name its language and a table its sides; neither leaves a trace."""
    read = reader().read("```yaml\na: b\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |")
    assert read.findings == ()
    assert "=" not in read.html(str, str)
    assert complaint(tiny) == ""


@pytest.mark.parametrize(
    "body",
    [
        "~" * 2000 + "{" * 2000,
        "## a\n" * 3900,
        "***\n" * 4900,
        "```" + " " * 19_000 + "x",
        "<b>\n" * 4900,
        "\\" * 19_999,
        "x" * 20_001,
        "\n".join("    " * depth + "- a" for depth in range(99)),
    ],
    ids=lambda body: body[:6],
)
def test_no_body_takes_long_or_crashes(body: str) -> None:
    """What Markdown would brood over, as long as a body may be; the bound on the time is the profile's."""
    assert len(reader().read(body).findings) <= MAX_FINDINGS


@pytest.mark.parametrize("name", ["site.yml", "pages/home.yml", "languages/fi.yml", "pictures/x.jpg", "README.md"])
def test_a_link_to_a_file_elsewhere_is_refused_unread(tiny: Path, name: str) -> None:
    """Nothing of the other file is published, nor told."""
    secret = tiny.parent / "secret"
    secret.write_text("secret: [\n")
    (tiny / name).unlink(missing_ok=True)
    (tiny / name).parent.mkdir(exist_ok=True)
    (tiny / name).symlink_to(secret)
    told = complaint(tiny).splitlines()
    assert [line for line in told if LINKED in line] == [f"content/{name}:1:1: {LINKED}"]
    assert not [line for line in told if "secret" in line]


def test_a_linked_folder_is_refused(tiny: Path) -> None:
    """A folder of entries that lies elsewhere is told once, and its files are not read."""
    (tiny / "services").rename(tiny.parent / "services")
    (tiny / "services").symlink_to(tiny.parent / "services")
    told = complaint(tiny)
    assert told.count(LINKED) == 1
    assert f"content/services:1:1: {LINKED}" in told


def test_the_content_itself_may_be_a_link(tiny: Path) -> None:
    """And within it one file may stand for another."""
    (tiny.parent / "link").symlink_to(tiny)
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "a.jpg").write_bytes(JPEG)
    (tiny / "pictures" / "b.jpg").symlink_to("a.jpg")
    assert complaint(tiny.parent / "link") == ""


@pytest.mark.parametrize("name", ["site.yml", "pages/home.yml", "pictures/x.jpg", "services"])
def test_a_link_that_leads_to_itself_is_no_traceback(tiny: Path, name: str) -> None:
    """It is refused like any other."""
    path = tiny / name
    path.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)
    assert f"content/{name}:1:1: {LINKED}" in complaint(tiny)


DOCS = {
    "assets/x.SVG": (
        DRAWING_WITH_SCRIPT := b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        "this drawing has a part",
    ),
    "x.svg": (DRAWING_WITH_SCRIPT, "this drawing has a part"),
    "z.png": (b"password", "this file is not the kind of picture that its ending .png says"),
    "y.html": (b"<script>alert(1)</script>", "no pages are made from this folder"),
    "assets/a\n  X-Evil: 1.txt": (b"x", "a file name here may hold only"),
    "assets/*.txt": (b"x", "a file name here may hold only"),
}


@pytest.mark.parametrize("name", DOCS, ids=lambda name: name.replace("\n", " "))
def test_what_lies_in_docs_is_checked_like_the_content(folder: Path, name: str) -> None:
    """Drawings, pictures, pages, and names that would mean something in the rules for hosts."""
    content, expected = DOCS[name]
    (folder / "docs" / name).write_bytes(content)
    result = build(folder)
    assert result.returncode == 1
    assert expected in result.stdout


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_below_docs_is_refused(tmp_path: Path, kind: str) -> None:
    """What it leads to is not published."""
    folder = project(tmp_path / "project", TINY)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_text("secret")
    target = elsewhere / "secret.txt" if kind == "file" else elsewhere
    (folder / "docs" / "assets" / "x.txt").symlink_to(target)
    result = build(folder)
    assert result.returncode == 1
    assert f"docs/assets/x.txt:1:1: {LINKED}" in result.stdout


DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{}</svg>"
KIND = (
    "content/pictures/x.svg:1:1: this file is not the kind of picture that its ending .svg says; "
    "save the picture again in a picture editor"
)
PART = (
    "content/pictures/x.svg:1:1: this drawing has a part that cannot be published ({}); "
    "take it out, or save the picture as png"
)


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        (DRAWING.format("<script>alert(1)</script>"), PART.format("<script>")),
        (DRAWING.format("<foreignObject/>"), PART.format("<foreignObject>")),
        (DRAWING.format("<meta xmlns='http://www.w3.org/1999/xhtml' http-equiv='refresh'/>"), PART.format("<meta>")),
        (DRAWING.format("<rect onclick='x'/>"), PART.format("onclick")),
        (DRAWING.format("<a href='https://evil.example/'/>"), PART.format("href")),
        (DRAWING.format("<a xlink:href='https://evil.example/'/>"), PART.format("href")),
        (DRAWING.format("<a><set attributeName='href' to='x'/></a>"), PART.format("attributeName")),
        (DRAWING.format("<image href='data:image/png;base64,x'/>"), PART.format("href")),
        (DRAWING.format("<style>a{fill:url(//evil.example)}</style>"), PART.format("<style>")),
        (DRAWING.format("<style>@import 'x';</style>"), PART.format("<style>")),
        (DRAWING.format("<rect style='fill:u\\72l(x)'/>"), PART.format("style")),
        (DRAWING.format("<rect fill='url(//evil.example/#a)'/>"), PART.format("fill")),
        (DRAWING.format("<style>@im<g>x</g>port 'x.css';</style>"), PART.format("<style>")),
        (DRAWING.format("<rect style='background:image-set(\"//evil.example/x\" 1x)'/>"), PART.format("style")),
        (DRAWING.format("<a xml:base='https://evil.example/' href='#x'/>"), PART.format("base")),
        (DRAWING.format("<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'/>"), PART.format("<math>")),
        (DRAWING.format("<audio/>"), PART.format("<audio>")),
        (DRAWING.format("<a><set attributeName='x' to='javascript:x'/></a>"), PART.format("to")),
        (
            DRAWING.format("<text><![CDATA[ ]<?xml ?>]></text><!-- ]]></text><script/><d a='-->'/>"),
            PART.format("<script>"),
        ),
        ('<?xml version="1.0" encoding = "gbk"?>' + DRAWING.format(""), KIND),
        ("<?xml-stylesheet href='x'?>" + DRAWING, KIND),
        ("<!DOCTYPE svg [<!ENTITY x 'y'>]>" + DRAWING, KIND),
        ("<?xml version='1.0' encoding='utf-7'?>" + DRAWING, KIND),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", KIND),
        ("<svg", KIND),
    ],
)
def test_a_drawing_is_no_more_than_a_drawing(tiny: Path, drawing: str, told: str) -> None:
    """What runs in it, leads away or fetches something is told; so is a file that is no drawing."""
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "x.svg").write_text(drawing, encoding="utf-8")
    assert complaint(tiny).splitlines()[0] == told


def test_an_ordinary_drawing_is_fine(tiny: Path) -> None:
    """Gradients, parts that are used again, a style, a title, what an editor has noted; with a declaration."""
    (tiny / "pictures").mkdir()
    inside = (
        "<title>x</title><defs><linearGradient id='a'/><path id='b'/></defs><style>.c{fill:url(#a)}</style>"
        "<use xlink:href='#b'/><rect fill='url(\"#a\")'/>"
        "<n:view xmlns:n='http://www.inkscape.org/namespaces/inkscape' n:file='C:\\x.png'/>"
    )
    drawing = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- made by hand -->\n" + DRAWING.format(inside)
    (tiny / "pictures" / "x.svg").write_text(drawing, encoding="utf-8-sig")
    assert complaint(tiny) == ""


BEGINNINGS = {
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": b"\x89PNG\r\n\x1a\n\0",
    "gif": b"GIF89a",
    "webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "avif": b"\0\0\0\x1cftypmif1\0\0\0\0avifmif1",
}


@pytest.mark.parametrize("ending", BEGINNINGS)
def test_a_picture_is_of_the_kind_that_it_is_called(tiny: Path, ending: str) -> None:
    """By its first bytes: its own are fine, those of another kind and a text are not."""
    (tiny / "pictures").mkdir()
    picture = tiny / "pictures" / f"x.{ending}"
    picture.write_bytes(BEGINNINGS[ending])
    assert complaint(tiny) == ""
    for other in (b"password: x", b"", *(start for name, start in BEGINNINGS.items() if start != BEGINNINGS[ending])):
        picture.write_bytes(other)
        assert complaint(tiny).startswith(
            f"content/pictures/x.{ending}:1:1: this file is not the kind of picture that its ending .{ending} says; "
            "save the picture again in a picture editor\n"
        )


def test_a_file_name_cannot_steer_a_terminal_or_a_runner(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line breaks and escapes in it show as codes, in messages, annotations and the table of translations."""
    (tiny / "services" / "a\n::warning ::x\x1b[2J.yml").write_text("x: y\n")
    told = complaint(tiny)
    assert r"content/services/a\n::warning ::x\x1b[2J.yml:1:1: a file here cannot have this name" in told
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (line,) = annotations([Problem("a\nb.yml", 1, 1, "unexpected")], "en")
    assert line.startswith("::error file=a\\nb.yml,line=1,col=1::")
    shutil.copytree(ROOT / "docs", tiny.parent / "docs")
    printed = brochure(tiny.parent, "translations").stdout
    assert r"content/services/a\n::warning ::x\x1b[2J.yml" in printed


def test_a_key_cannot_steer_a_runner(tiny: Path) -> None:
    """A line break that a key of YAML has in quotation marks shows as its code."""
    (tiny / "services" / "team.yml").write_text(
        '"x\\n::warning ::y": z\nfi: {title: Tiimi, summary: x, who: x, purpose: x}\n'
    )
    assert 'content/services/team.yml:1:1: unknown key "x\\n::warning ::y"; the keys here are' in complaint(tiny)


def test_what_nobody_can_see_is_no_text(tiny: Path) -> None:
    """In quotation marks or without, in a line or in a body."""
    for nothing in ('"\\u200b"', "'\u200b'", "\u200b", '"\\u00ad \\u2060"'):
        words = f"fi: {{title: Pari, summary: {nothing}, who: x, purpose: x, body: {nothing}}}\n"
        (tiny / "services" / "pair.yml").write_text(words, encoding="utf-8")
        assert "content/services/pair.yml:1:28: there is no text here" in complaint(tiny)
    words = 'fi: {title: Pari, summary: x, who: x, purpose: x, body: "\\u200b"}\n'
    (tiny / "services" / "pair.yml").write_text(words + words.replace("fi:", "en:"))
    pair = next(entry for entry in load(read(tiny, THEME)).entries if entry.id == "pair")
    assert not pair.translations["fi"].body


def test_two_versions_of_a_stylesheet_in_conflict_are_told(folder: Path) -> None:
    """What git leaves in a file that two have changed is told for css and script as for YAML."""
    css = folder / "docs" / "assets" / "brochure.css"
    css.write_text("<<<<<<< HEAD\n" + css.read_text(encoding="utf-8"), encoding="utf-8")
    result = build(folder)
    assert result.returncode == 1
    assert "docs/assets/brochure.css:1:1: two versions are in conflict here (git)" in result.stdout


def test_a_front_page_alone_shows_no_braces(folder: Path) -> None:
    """A language may begin with nothing but its front page."""
    for path in (folder / "content").rglob("*.yml"):
        if path.parent.name in ("services", "pages") and path.stem != "home":
            path.write_text(re.sub(r"(?ms)^sv:\n.*?(?=^\S|\Z)", "", path.read_text(encoding="utf-8")))
    page = parse(built(folder) / "sv" / "index.html").find(".//main")
    assert "{" not in text(page)


ATTACKS = {
    "code": '`</div><div><meta http-equiv="refresh" content="0;url=http://evil.example/"></div>`',
    "script": "`</div><script>document.title = 'evil'</script>`",
    "closing": "`</div>`",
    "backtick": "` [a](team)",
    "unclosed": "<p onclick=alert(1) x",
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site with all attacks that pass as text, one a page."""
    folder = project(tmp_path_factory.mktemp("attacked"), TINY)
    for name, body in ATTACKS.items():
        lines = f"fi:\n  title: {name}\n  summary: x\n  body: |\n    {body}\n\n    Loppu.\n"
        (folder / "content" / "pages" / f"{name}.yml").write_text(lines, encoding="utf-8")
    return built(folder)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_shows_as_the_text_that_it_is(attacked: Path, name: str) -> None:
    """A whole published page: the text and what follows it, and no element that came of it."""
    page = parse(attacked / name / "index.html")
    (prose,) = [element for element in page.iter("div") if element.get("class") == "prose"]
    shown = re.sub(r"`([^`]*)`", r"\1", ATTACKS[name]).replace("[a](team)", "a")
    assert text(prose) == f"{shown} Loppu."
    assert {element.tag for element in prose.iter()} <= {"div", "p", "code", "a"}
    assert [element.get("http-equiv") for element in page.iter("meta") if element.get("http-equiv")] == [
        "Content-Security-Policy"
    ]
    assert [element.get("type") for element in page.iter("script")] == ["application/ld+json"]
