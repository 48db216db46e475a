"""The PDFs: they say what the pages say, to who hears them too, and are no reason for a site not to be published."""

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from unittest.mock import Mock

import pikepdf
import pytest
from playwright.sync_api import Browser, Download

from brochure.author.problems import ContentError
from brochure.cache import Cache
from brochure.model.routes import Route, Routes
from brochure.model.site import BRIEF, ServiceTranslation
from brochure.project import Project
from brochure.publishing.paper import Paper
from brochure.publishing.paper_prose import nodes
from brochure.publishing.typesetting import Job, typeset
from support.dom import Page, pages
from support.pdf import elements, languages, squeezed, untagged, words
from support.servers import ask, previewing
from support.sites import MKDOCS, ROOT, TINY, brochure, build, built, change, own_site, project, reader

ROUTES = Routes(own_site())
LEAFLETS = [route for language in own_site().languages for route in ROUTES.services(language)]
BROCHURES = [language.brochure_uri for language in own_site().languages]
HOSTILE = '#import "x": * $a^2$ @b <l> *c* _d_ [e] \\f `g` // h = i - j'
"""What would mean something to Typst, were it read as such."""
PARTS = (
    f"a `{HOSTILE.replace('`', '')}` b ![c](d.svg) *e*{{ lang=sv-FI }} **f** <https://g.example/>",
    *(f"```\n{HOSTILE}\n```", "1. h\n   - i\n2. hh", "> j\n> – jj", "k\n:   l", "***"),
    *("| m | n |\n|---|---|\n| o | p |", "## q", "### r"),
)
BODY = "\n\n".join(PARTS)


def said(route: Route) -> Iterator[str]:
    """What a form's leaflet says, in the order of reading."""
    text, words = route.translation, route.language.words
    assert isinstance(text, ServiceTranslation)
    yield from (own_site().practices[route.language.code].name, text.title, text.summary)
    yield "".join(text.body.root.itertext())
    if text.situations:
        yield from (words["find"], *text.situations)
    yield words["in_brief"]
    for name in BRIEF:
        if value := getattr(text, name):
            yield from (words[name], value)
    yield from (part for fact in text.facts for part in (fact.label, fact.value))
    yield words["call"]


def jobs(folder: Path, content: Path = TINY) -> dict[str, Job]:
    """The PDFs of a project, which is made in a folder unless it is there."""
    if not (folder / "content").exists():
        project(folder, content)
    opened = Project.open(folder, content=folder / "content")
    picture = (opened.draft.folder / "pictures").joinpath
    paper = Paper(opened.site, opened.routes, opened.draft.theme, "https://x.example/", picture, lambda entry: entry.id)
    return dict(paper.jobs())


def printed(folder: Path, jobs: Mapping[str, Job]) -> Mapping[str, Path]:
    """The file of each job, from a cache in a folder."""
    return typeset(jobs, ROOT / "docs" / "templates" / "paper", Cache(folder / "cache"), "en")[0]


def titled(folder: Path, title: str) -> dict[str, Job]:
    """The brochure and the leaflet of a form with that title."""
    change(project(folder, TINY) / "content" / "services" / "solo.yml", "title: Yksin", f"title: {title}\n  slug: x")
    return {uri: job for uri, job in jobs(folder).items() if uri in ("x/x.pdf", "esite.pdf")}


@pytest.mark.parametrize("route", LEAFLETS, ids=lambda route: route.leaflet_uri)
def test_a_leaflet_says_what_the_page_says(shipped: Path, route: Route) -> None:
    """Word for word, in the order of reading, and then how to make contact and where the page is."""
    text = words(shipped / route.leaflet_uri)
    expected = squeezed("".join(said(route)))
    assert text[: len(expected)] == expected
    rest = text.removeprefix(expected)
    contact = own_site().settings.contact
    for part in (contact.email, contact.phone, route.path, route.language.words["contact_note"]):
        assert squeezed(part) in rest


@pytest.mark.parametrize("uri", BROCHURES)
def test_the_brochure_says_it_all(shipped: Path, uri: str) -> None:
    """What supervision is, each form, the table and the ways to make contact."""
    (language,) = (language for language in own_site().languages if language.brochure_uri == uri)
    text = words(shipped / uri)
    about = [page for page in ROUTES.menu(language, "header") if page.entry.template in ("page", "contact")]
    for route in (ROUTES.front(language), *about, *ROUTES.services(language)):
        assert squeezed(route.title + route.translation.summary) in text
    for route in ROUTES.services(language):
        assert text.count(squeezed(getattr(route.translation, "purpose"))) == 2  # noqa: B009 (a form has it)


@pytest.mark.parametrize("uri", [*(route.leaflet_uri for route in LEAFLETS[:1] + LEAFLETS[-1:]), *BROCHURES])
def test_a_pdf_can_be_heard(shipped: Path, uri: str) -> None:
    """PDF/UA-1: language, title and headings; links and drawings say what they are; nothing is outside the tree."""
    code = next(language.code for language in reversed(own_site().languages) if uri.startswith(language.folder))
    with pikepdf.open(shipped / uri) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == code
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        tree = list(elements(pdf.Root.StructTreeRoot.K))
        kinds = [str(element.S).lstrip("/") for element in tree]
        levels = [int(kind[1]) for kind in kinds if re.fullmatch("H[1-6]", kind)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert [element for element in tree if element.S == "/Figure" and not element.get("/Alt")] == []
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert links
        assert [link for link in links if not link.get("/Contents") or "/StructParent" not in link] == []
        assert [untagged(page) for page in pdf.pages] == [[] for _ in pdf.pages]
        assert kinds.count("Table") == (uri in BROCHURES)
        assert not kinds.count("Table") or kinds.count("TH") == 5


def test_a_picture_on_paper_has_its_alternative_text(tmp_path: Path) -> None:
    """The one that the author has written; a table, a list and a part in another language are what they are."""
    job = jobs(tmp_path, ROOT / "tests" / "practice")["valmennus/valmennus.pdf"]
    with pikepdf.open(printed(tmp_path, {"": job})[""]) as pdf:
        tree = list(elements(pdf.Root.StructTreeRoot.K))
        assert "sv" in languages(pdf.pages[0])
    assert [str(element.Alt) for element in tree if element.S == "/Figure"] == ["Viisi tuolia ringissä ikkunan edessä"]
    assert {"/Table", "/TH", "/TD", "/L", "/BlockQuote", "/H3"} <= {str(element.S) for element in tree}


def test_each_element_of_a_body_has_its_place_on_paper(tmp_path: Path) -> None:
    """Whatever Markdown can make; what means something to Typst comes out as typed, wherever it is."""
    lists = {"situations": [HOSTILE], "facts": [{"label": HOSTILE, "value": HOSTILE}]}
    texts = dict.fromkeys(("title", "summary", "who", "purpose", "outcome"), HOSTILE)
    form = {**lists, **texts, "slug": "x", "body": BODY}
    content = project(tmp_path, TINY) / "content"
    entry = json.dumps({"speaker": "me", "fi": form}, ensure_ascii=False)
    (content / "services" / "solo.yml").write_text(entry, encoding="utf-8")
    (content / "pictures").mkdir()
    (content / "pictures" / "d.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
    text = words(printed(tmp_path, {"": jobs(tmp_path)["x/x.pdf"]})[""])
    assert text.count(squeezed(HOSTILE)) == 10
    for piece in (element for element in reader().read(BODY).root.iter() if element.text):
        assert squeezed(piece.text or "") in text


def test_space_between_blocks_is_no_text() -> None:
    """And inside a line it is one space, however many there were; behind a line break there is none."""
    emphasis, line_break = {"tag": "em", "nodes": ["d"]}, {"tag": "br", "nodes": []}
    items = [{"tag": "li", "nodes": ["a b"]}, {"tag": "li", "nodes": ["c ", emphasis, line_break, "e"]}]
    prose = reader().read("- a   b\n- c *d*\n  e\n\nf")
    assert nodes(prose, lambda to: {"to": to}) == [{"tag": "ul", "nodes": items}, {"tag": "p", "nodes": ["f"]}]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Made twice with nothing in common: no clock, no random number and no order of threads is in it."""
    first, second = (printed(tmp_path / name, jobs(tmp_path)) for name in ("one", "two"))
    assert len(first) == 9
    assert [path.read_bytes() for path in first.values()] == [path.read_bytes() for path in second.values()]


def test_what_is_in_the_cache_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even Typst is needed, until a picture changes, though its name and the text are the same."""
    job = jobs(tmp_path, ROOT / "tests" / "practice")["valmennus/valmennus.pdf"]
    first = printed(tmp_path, {"": job})
    monkeypatch.setitem(sys.modules, "typst", None)
    assert printed(tmp_path, {"": job}) == first
    job.pictures["chairs.png"].write_bytes((ROOT / "tests" / "home.png").read_bytes())
    with pytest.raises(ImportError):
        printed(tmp_path, {"": job})


def downloads(page: Page) -> list[tuple[str | None, ...]]:
    """A page's links to PDFs: kind, language and target."""
    links = [link for link in page.root.iter("a") if link.get("href", "").endswith(".pdf")]
    return [(link.get("type"), link.get("hreflang"), page.target(link)) for link in links]


def test_pages_link_to_their_pdfs(tiny_site: Path) -> None:
    """With language, kind and size: a form to its leaflet, the overview to the brochure; the sitemap has none."""
    found = pages(tiny_site)
    for path, uri, text in (
        ("sv/arbetspar/", "sv/arbetspar/arbetspar.pdf", "Ladda ner sidan för utskrift"),
        ("en/forms/", "en/brochure.pdf", "Download the brochure"),
    ):
        size = round((tiny_site / uri).stat().st_size / 1000)
        assert downloads(found[path]) == [("application/pdf", found[path].lang, uri)]
        assert (f"{text} (PDF, {size} kB)", uri) in found[path].links()
    assert {path.relative_to(tiny_site).as_posix() for path in tiny_site.rglob("*.pdf")} == {
        *("esite.pdf", "yksin/yksin.pdf", "tiimi/tiimi.pdf", "tyoparin-tyonohjaus/tyoparin-tyonohjaus.pdf"),
        *("en/brochure.pdf", "en/team/team.pdf", "en/pair-supervision/pair-supervision.pdf"),
        *("sv/broschyr.pdf", "sv/arbetspar/arbetspar.pdf"),
    }
    assert ".pdf" not in (tiny_site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_character_that_no_font_has_costs_the_pdf_alone(folder: Path) -> None:
    """The author is told which and in which file; the rest is made, and nothing leads to what is not."""
    content = folder / "content"
    change(content / "services" / "solo.yml", "Kasvuun", "Kasvuun 😀")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    assert (
        "content/services/solo.yml: the character 😀 (U+1F600) cannot be printed on paper, so the PDFs with this text "
        "are not made; delete the character or write it in words"
    ) in result.stderr
    site = folder / "site"
    made = {path.relative_to(site).as_posix() for path in site.rglob("*.pdf")}
    assert {"yksin/yksin.pdf", "esite.pdf"} & made == set()
    assert {"tiimi/tiimi.pdf", "en/brochure.pdf"} <= made
    found = pages(site)
    assert downloads(found["yksin/"]) == downloads(found["muodot/"]) == []
    change(content / "services" / "solo.yml", "order: 20", "order: 20\naccepted: [no_glyph]")
    assert "no_glyph" not in build(folder).stderr + brochure(folder, "ready").stdout


def test_a_word_and_an_address_are_on_paper_too(folder: Path) -> None:
    """Each character that no font has is told of once, also one that the YAML has as an escape."""
    words, site = (folder / "content" / name for name in ("languages/fi.yml", "site.yml"))
    words.write_text(words.read_text(encoding="utf-8") + 'words:\n  email: "\\U0001F4E7 Posti"\n', encoding="utf-8")
    change(site, "Gatan 1 B", "Gatan 你 1 B")
    told = build(folder).stderr
    assert told.count("content/languages/fi.yml: the character 📧") == told.count("the character 📧") == 1
    assert told.count("content/site.yml: the character 你") == told.count("the character 你") == 1


@pytest.mark.parametrize("name", ["forms", "contact", "overview"])
def test_each_link_leads_to_one_place(tmp_path: Path, name: str) -> None:
    """Whatever a page is called, whichever menu it is in, and where there is no form to show side by side."""
    content = project(tmp_path, TINY) / "content"
    pages = content / "pages"
    (pages / "tell.yml").write_text(f"menu: header\nfi: {{title: Tietoa, summary: x, body: '[a]({name})'}}\n")
    if name == "forms":
        (pages / "forms.yml").write_text("menu: header\nfi: {title: Uusi, summary: x}\n")
    elif name == "contact":
        change(pages / "contact.yml", "template: contact", "template: page")
    else:
        shutil.rmtree(content / "services")
        change(pages / "overview.yml", "[työparia](pair)", "työparia")
        change(pages / "overview.yml", "[the pair](pair#in-brief)", "the pair")
    assert "esite.pdf" in printed(tmp_path, jobs(tmp_path))


@pytest.mark.parametrize("character", ["😀", "你", "\u0378", "1\ufe0f\u20e3"])
def test_what_no_font_has_is_known(tmp_path: Path, character: str) -> None:
    """And what one has: a letter of Europe, an accent apart, a sign; no neighbour is blamed, nor a keycap's digit."""
    made = titled(tmp_path, f"Työ {character} šđĂЖΩ e\u0301 –“’…•€→ \u00a0\u00ad")
    files, unknown = typeset(made, ROOT / "docs" / "templates" / "paper", Cache(), "en")
    assert not files
    assert unknown
    assert set(unknown) <= set(character) - {"1"}


def test_a_crash_inside_typst_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in Rust comes as an error that no `except Exception` would meet."""
    import typst

    panic = type("PanicException", (BaseException,), {})
    monkeypatch.setattr(typst, "compile", Mock(side_effect=panic("index out of bounds")))
    with pytest.raises(ContentError, match=r'x\.yml: no PDF .* from the page "X" \(index out of bounds\)'):
        printed(tmp_path, {"x.pdf": Job("leaf", {"title": "ö"}, "x.yml", "X")})


def test_pdfs_can_be_left_out(folder: Path) -> None:
    """By a line in site.yml; share pictures are made all the same."""
    change(folder / "content" / "site.yml", "contact:", "pdf: false\ncontact:")
    site = built(folder)
    assert list(site.rglob("*.pdf")) == []
    assert [path for path, page in pages(site).items() if downloads(page)] == []
    assert list((site / "assets").glob("share-*.png"))


def test_a_site_is_made_without_typst(folder: Path) -> None:
    """Where there is no wheel of it; the build says so in a line."""
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['typst'] = None\n")
    result = build(folder, PYTHONPATH=str(folder))
    assert (result.returncode, result.stderr.count("The PDFs and share pictures were not made")) == (0, 1)
    assert list((folder / "site").rglob("*.pdf")) == []
    assert "og:image" not in (folder / "site" / "index.html").read_text(encoding="utf-8")


def test_a_mistake_in_a_template_is_a_sentence_and_leaves_the_last_site(published: Path) -> None:
    """It names the page and its file."""
    before = (published / "site" / "index.html").read_bytes()
    change(published / "docs" / "templates" / "paper" / "leaf.typ", "#let form", "#(1 / 0)\n#let form")
    change(published / "content" / "pages" / "home.yml", "Koti", "Uusi")
    result = build(published)
    assert 'content/services/solo.yml: no PDF or share picture can be made from the page "Yksin" (' in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert (published / "site" / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    "title", ["W" * 300, "Työyhteisöpsykologiakonsultaatio" * 3, " ".join(["Työyhteisön työnohjaus"] * 13)]
)
def test_a_very_long_title_is_there_whole(tmp_path: Path, title: str) -> None:
    """A word that is too long for a line is divided, and a long text goes on in more lines."""
    for path in printed(tmp_path, titled(tmp_path, title)).values():
        assert squeezed(title) in words(path)


def test_the_name_of_a_pdf_is_checked(tmp_path: Path) -> None:
    """No file in docs/ may have it; it can be another word of the language, which is a part of an address."""
    language = project(tmp_path, TINY) / "content" / "languages" / "fi.yml"
    (tmp_path / "docs" / "esite.pdf").touch()
    with pytest.raises(ContentError, match=r"docs/esite\.pdf:1:1: "):
        jobs(tmp_path)
    language.write_text(language.read_text(encoding="utf-8") + "words: {brochure_file: My Leaflet}\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"content/languages/fi\.yml:4:24: "):
        jobs(tmp_path)
    change(language, "My Leaflet", "leaflet")
    assert "leaflet.pdf" in jobs(tmp_path)


@pytest.mark.slow
def test_a_preview_makes_none(folder: Path) -> None:
    """And shows no link to one."""
    with previewing(MKDOCS, folder) as address:
        assert ask(address, "esite.pdf")[0] == 404
        status, _, page = ask(address, "yksin/")
        assert (status, b"application/pdf" in page, b"og:image" in page) == (200, False, False)


def test_a_host_sends_a_pdf_as_a_page(server: str, apache: str) -> None:
    """It is asked for each time, as pages are, for its name stays; what it is is said."""
    for host in (server, apache):
        status, headers, content = ask(host, BROCHURES[0])
        assert (status, headers["Cache-Control"], headers["Content-Type"]) == (200, "no-cache", "application/pdf")
        assert content.startswith(b"%PDF-")


def test_chromium_opens_a_pdf_under_the_headers(browser: Browser, server: str) -> None:
    """Its viewer shows it, or a browser without one saves it; no policy forbids either."""
    page = browser.new_page(base_url=server)
    page.goto(LEAFLETS[0].path)
    saved: list[Download] = []
    page.on("download", lambda download: saved.append(download))
    page.click("a[type='application/pdf']")
    page.wait_for_timeout(1000)
    assert [file.failure() for file in saved] in ([], [None])
    assert (saved[0] if saved else page).url.endswith(LEAFLETS[0].leaflet_uri)
    page.close()
