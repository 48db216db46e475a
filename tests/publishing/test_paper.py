"""The PDFs: they say what the pages say, to who hears them too, and are no reason for a site not to be published."""

import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pikepdf
import pytest
from playwright.sync_api import Browser, Download

from brochure.author.problems import ContentError
from brochure.model.colours import LIGHT
from brochure.model.prose import Prose
from brochure.model.routes import Route, Routes
from brochure.model.site import BRIEF, ServiceTranslation, Site
from brochure.project import Project
from brochure.publishing import typesetting
from brochure.publishing.paper import Paper, printed
from brochure.publishing.paper_prose import nodes
from brochure.publishing.typesetting import Job
from support.dom import Page, pages
from support.pdf import elements, languages, squeezed, untagged, words
from support.servers import ask, previewing
from support.sites import MKDOCS, ROOT, build, built, change, own_site, project, reader

ROUTES = Routes(own_site())
LEAVES = [route for language in own_site().languages for route in ROUTES.services(language)]
BROCHURES = [language.brochure_uri for language in own_site().languages]
HOSTILE = '#import "x": * $a^2$ @b <l> *c* _d_ [e] \\f `g` // h = i - j'
"""What would mean something to Typst, were it read as such."""

each_leaf = pytest.mark.parametrize("route", LEAVES, ids=lambda route: route.leaf_uri)
each_brochure = pytest.mark.parametrize("uri", BROCHURES)


def said(route: Route) -> Iterator[str]:
    """What a form's leaf says, in the order of reading."""
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


def jobs(folder: Path) -> dict[str, Job]:
    """What there is to be made of a project's folder."""
    opened = Project.open(folder, content=folder / "content")
    pictures = opened.content / "pictures"
    paper = Paper(
        opened.site,
        opened.routes,
        opened.theme,
        "https://www.example.org/",
        pictures.joinpath,
        lambda entry: opened.draft.of(entry).file,
    )
    return dict(paper.jobs())


@each_leaf
def test_a_leaf_says_what_the_page_says(shipped: Path, route: Route) -> None:
    """Word for word, in the order of reading, and then how to make contact and where the page is."""
    text = words(shipped / route.leaf_uri)
    expected = squeezed("".join(said(route)))
    assert text[: len(expected)] == expected
    rest = text.removeprefix(expected)
    contact = own_site().settings.contact
    for part in (contact.email, contact.phone, route.path, route.language.words["contact_note"]):
        assert squeezed(part) in rest


@each_brochure
def test_the_brochure_says_it_all(shipped: Path, uri: str) -> None:
    """What supervision is, each form, the table and the ways to make contact."""
    (language,) = (language for language in own_site().languages if language.brochure_uri == uri)
    text = words(shipped / uri)
    for route in (ROUTES.front(language), *printed(ROUTES, language)):
        assert squeezed(route.title) in text
        assert squeezed(route.translation.summary) in text
    for route in ROUTES.services(language):
        assert text.count(squeezed(getattr(route.translation, "purpose"))) == 2  # noqa: B009 (a form has it)


@pytest.mark.parametrize("uri", [*(route.leaf_uri for route in LEAVES[:1] + LEAVES[-1:]), *BROCHURES])
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
    made = jobs(project(tmp_path, ROOT / "tests" / "practice"))["valmennus/valmennus.pdf"]
    (tmp_path / "leaf.pdf").write_bytes(typesetter(tmp_path).make({"leaf": made})["leaf"])
    with pikepdf.open(tmp_path / "leaf.pdf") as pdf:
        tree = list(elements(pdf.Root.StructTreeRoot.K))
        assert "sv" in languages(pdf.pages[0])
    assert [str(element.Alt) for element in tree if element.S == "/Figure"] == ["Viisi tuolia ringissä ikkunan edessä"]
    assert {"/Table", "/TH", "/TD", "/L", "/BlockQuote", "/H3"} <= {str(element.S) for element in tree}


def typesetter(folder: Path) -> typesetting.Typesetter:
    """One that keeps what it makes in a new folder."""
    return typesetting.Typesetter(ROOT / "docs" / "templates" / "paper", folder / "kept", "en")


def test_each_element_of_a_body_has_its_place_on_paper(tmp_path: Path) -> None:
    """Whatever Markdown can make; what means something to Typst comes out as typed."""
    body = f"""
a `{HOSTILE.replace("`", "")}` b ![c](d.svg) *e*{{ lang=sv-FI }} **f** <https://g.example/>

    {HOSTILE}

3. h
   - i

> j

k
:   l

***

| m | n |
|---|---|
| o | p |

## q

### r
""".replace("    #import", "```\n#import").replace("= i - j\n", "= i - j\n```\n", 1)
    prose = reader().read(body)
    assert isinstance(prose, Prose)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "d.svg").write_text(drawing)
    page = {
        "id": "x",
        "title": HOSTILE,
        "summary": HOSTILE,
        "body": nodes(prose, lambda href: href),
        "questions": [],
        "facts": [],
    }
    form = {**page, "icon": drawing, "situations": [HOSTILE], "rows": [[HOSTILE, HOSTILE]]}
    data = {
        "lang": "fi",
        "region": None,
        "title": HOSTILE,
        "practice": HOSTILE,
        "colours": {name.replace("_", "-"): colour for name, colour in vars(LIGHT).items()},
        "form": form,
        "words": dict.fromkeys(("find", "in_brief", "call"), HOSTILE),
        "contact": {"channels": [["", HOSTILE, "https://x.example/"]], "note": HOSTILE},
    }
    job = Job("leaf", data, "x.yml", "x", pictures={"d.svg": tmp_path / "d.svg"})
    (tmp_path / "leaf.pdf").write_bytes(typesetter(tmp_path).make({"": job})[""])
    text = words(tmp_path / "leaf.pdf")
    assert text.count(squeezed(HOSTILE)) >= 10
    for piece in (element for element in prose.root.iter() if element.text):
        assert squeezed(piece.text or "") in text


def test_space_between_blocks_is_no_text() -> None:
    """And inside a line it is one space, however many there were."""
    root = Element("body")
    prose = reader().read("- a\n  b\n- c *d*\n  e\n\nf")
    root.extend(prose.root)
    assert nodes(Prose(root), str) == [
        {
            "tag": "ul",
            "nodes": [
                {"tag": "li", "nodes": ["a b"]},
                {"tag": "li", "nodes": ["c ", {"tag": "em", "nodes": ["d"]}, " e"]},
            ],
        },
        {"tag": "p", "nodes": ["f"]},
    ]


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Made twice by two that share nothing: no clock, no random number and no order of threads is in it."""
    found = jobs(project(tmp_path, ROOT / "tests" / "site"))
    assert typesetter(tmp_path / "one").make(found) == typesetter(tmp_path / "other").make(found)


def test_what_is_kept_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even Typst is there to be started."""
    found = jobs(project(tmp_path, ROOT / "tests" / "site"))
    made = typesetter(tmp_path).make(found)
    assert len(made) == 9
    monkeypatch.setitem(sys.modules, "typst", None)
    assert typesetter(tmp_path).make(found) == made


def test_a_changed_picture_is_made_again(tmp_path: Path) -> None:
    """Though its name and the text are the same."""
    found = jobs(project(tmp_path, ROOT / "tests" / "practice"))
    job = found["valmennus/valmennus.pdf"]
    before = typesetter(tmp_path).make({"": job})
    (picture,) = job.pictures.values()
    picture.write_bytes((ROOT / "tests" / "home.png").read_bytes())
    assert typesetter(tmp_path).make({"": job}) != before


def downloads(page: Page) -> list[tuple[str, str, str, str]]:
    """A page's links to PDFs: text, kind, language and where they lead."""
    links = [link for link in page.root.iter("a") if link.get("href", "").endswith(".pdf")]
    texts = dict(page.links())
    return [
        (text, link.get("type", ""), link.get("hreflang", ""), page.target(link))
        for link in links
        for text, target in texts.items()
        if target == page.target(link)
    ]


def test_pages_link_to_their_pdfs(tiny_site: Path) -> None:
    """With language, kind and size: a form to its leaf, the overview to the brochure; the sitemap has none."""
    found = pages(tiny_site)
    for path, uri, words_ in (
        ("sv/arbetspar/", "sv/arbetspar/arbetspar.pdf", "Ladda ner sidan för utskrift"),
        ("en/forms/", "en/brochure.pdf", "Download the brochure"),
    ):
        size = round((tiny_site / uri).stat().st_size / 1000)
        assert downloads(found[path]) == [(f"{words_} (PDF, {size} kB)", "application/pdf", found[path].lang, uri)]
    assert sorted(path.relative_to(tiny_site).as_posix() for path in tiny_site.rglob("*.pdf")) == [
        "en/brochure.pdf",
        "en/pair-supervision/pair-supervision.pdf",
        "en/team/team.pdf",
        "esite.pdf",
        "sv/arbetspar/arbetspar.pdf",
        "sv/broschyr.pdf",
        "tiimi/tiimi.pdf",
        "tyoparin-tyonohjaus/tyoparin-tyonohjaus.pdf",
        "yksin/yksin.pdf",
    ]
    assert ".pdf" not in (tiny_site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_character_that_no_font_has_costs_the_pdf_alone(folder: Path) -> None:
    """The author is told which and where; the rest is made, and nothing leads to what is not."""
    change(folder / "content" / "services" / "solo.yml", "Kasvuun", "Kasvuun 😀")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    assert "content/services/solo.yml:6:20: the character 😀 (U+1F600) cannot be printed on paper" in result.stderr
    site = folder / "site"
    assert not (site / "yksin" / "yksin.pdf").exists()
    assert not (site / "esite.pdf").exists()
    assert (site / "tiimi" / "tiimi.pdf").exists()
    assert (site / "en" / "brochure.pdf").exists()
    found = pages(site)
    assert downloads(found["yksin/"]) == downloads(found["muodot/"]) == []
    change(folder / "content" / "services" / "solo.yml", "order: 20", "order: 20\naccepted: [no_glyph]")
    assert "no_glyph" not in build(folder).stderr


def test_a_word_and_an_address_are_on_paper_too(folder: Path) -> None:
    """What no font has is told of once, wherever it is."""
    words, site = (folder / "content" / name for name in ("languages/fi.yml", "site.yml"))
    words.write_text(words.read_text(encoding="utf-8") + "words:\n  email: 📧 Posti\n", encoding="utf-8")
    change(site, "Gatan 1 B", "Gatan 你 1 B")
    result = build(folder)
    assert result.stderr.count("the character 📧") == result.stderr.count("the character 你") == 1


@pytest.mark.parametrize("spoil", ["forms", "contact", "none"])
def test_each_link_leads_to_one_place(folder: Path, spoil: str) -> None:
    """Whatever a page is called, whichever menu it is in, and where there is no form to show side by side."""
    pages, services = folder / "content" / "pages", folder / "content" / "services"
    about = "menu: header\nfi: {title: Tietoa, summary: x, body: '[a](NAME)'}\n"
    if spoil == "forms":
        (pages / "forms.yml").write_text("menu: header\nfi: {title: Uusi, summary: x}\n", encoding="utf-8")
    elif spoil == "contact":
        change(pages / "contact.yml", "template: contact", "template: page")
    else:
        for path in services.glob("*.yml"):
            path.unlink()
        change(pages / "overview.yml", "[työparia](pair)", "työparia")
        change(pages / "overview.yml", "[the pair](pair#in-brief)", "the pair")
    name = {"forms": "forms", "contact": "contact", "none": "overview"}[spoil]
    (pages / "tell.yml").write_text(about.replace("NAME", name), encoding="utf-8")
    result = build(folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (folder / "site" / "esite.pdf").is_file()


@pytest.mark.parametrize("character", ["😀", "你", "\u0378"])
def test_what_no_font_has_is_known(tmp_path: Path, character: str) -> None:
    """And what one has: a letter of Europe, an accent apart, a sign; the answer is kept."""
    setter = typesetter(tmp_path)
    assert setter.unknown(f"Työ {character} šđĂЖΩ e\u0301 –“’…•€→ \u00a0\u00ad") == {character}
    (answers,) = (tmp_path / "kept").glob("glyphs-*.json")
    assert json.loads(answers.read_text())[character] is False


def test_what_belongs_to_a_sign_is_not_taken_for_its_neighbour(tmp_path: Path) -> None:
    """A keycap is put over a digit, and no quotation mark or letter is blamed for it."""
    assert typesetter(tmp_path).unknown("ö ” … 1\ufe0f\u20e3") <= {"\ufe0f", "\u20e3"}


def test_a_crash_inside_typst_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One in Rust comes as an error that no `except Exception` would meet."""
    import typst

    class PanicException(BaseException):
        pass

    def compile_(*_: object, **__: object) -> bytes:
        raise PanicException("index out of bounds")

    monkeypatch.setattr(typst, "compile", compile_)
    with pytest.raises(ContentError, match=r'x\.yml: no PDF .* from the page "X" \(index out of bounds\)'):
        typesetter(tmp_path).make({"x.pdf": Job("leaf", {"title": "ö"}, "x.yml", "X")})


def test_pdfs_can_be_left_out(folder: Path) -> None:
    """By a line in site.yml; share pictures are made all the same."""
    change(folder / "content" / "site.yml", "contact:", "pdf: false\ncontact:")
    site = built(folder)
    assert list(site.rglob("*.pdf")) == []
    assert [path for path, page in pages(site).items() if downloads(page)] == []
    assert list((site / "assets").glob("share-*.png"))


def test_a_site_is_made_without_typst(folder: Path) -> None:
    """Where there is no wheel of it; the build says so in a line."""
    (folder / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "def version(name, found=metadata.version):\n"
        "    if name == 'typst':\n"
        "        raise metadata.PackageNotFoundError(name)\n"
        "    return found(name)\n"
        "metadata.version = version\n"
    )
    result = build(folder, PYTHONPATH=str(folder))
    assert result.returncode == 0, result.stderr
    assert result.stderr.count("The PDFs and share pictures were not made") == 1
    assert list((folder / "site").rglob("*.pdf")) == []
    assert [page for page in pages(folder / "site").values() if "og:image" in dict(page.properties())] == []


@pytest.mark.parametrize("crash", ['#panic("no paper")', "#(1 / 0)"])
def test_a_crash_is_a_sentence_and_leaves_the_last_site(published: Path, crash: str) -> None:
    """It names the page and its file."""
    site = published / "site"
    before = (site / "index.html").read_bytes()
    change(published / "docs" / "templates" / "paper" / "leaf.typ", "#let form", f"{crash}\n#let form")
    change(published / "content" / "pages" / "home.yml", "Koti", "Uusi")
    result = build(published)
    assert result.returncode == 1
    assert 'content/services/solo.yml: no PDF or share picture can be made from the page "Yksin" (' in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert (site / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    "title", ["W" * 300, "Työyhteisöpsykologiakonsultaatio" * 3, " ".join(["Työyhteisön työnohjaus"] * 13)]
)
def test_a_very_long_title_is_there_whole(folder: Path, title: str) -> None:
    """A word that is too long for a line is divided, and a long text goes on in more lines."""
    change(folder / "content" / "services" / "solo.yml", "title: Yksin", f"title: {title}\n  slug: yksin")
    site = built(folder)
    assert squeezed(title) in words(site / "yksin" / "yksin.pdf")
    assert squeezed(title) in words(site / "esite.pdf")


def refused(folder: Path) -> str:
    """What a build says that publishes nothing."""
    result = build(folder)
    assert result.returncode == 1
    return result.stdout


def test_a_name_of_a_pdf_is_taken(folder: Path) -> None:
    """A file of that name in docs/ would be in its way, and is refused."""
    (folder / "docs" / "esite.pdf").write_bytes(b"%PDF-")
    assert "docs/esite.pdf:1:1: " in refused(folder)


def test_a_pdf_may_have_another_name(folder: Path) -> None:
    """A word of the language; it is a part of an address and is checked as one."""
    language = folder / "content" / "languages" / "en.yml"
    language.write_text(language.read_text(encoding="utf-8") + "words: {brochure_file: My Leaflet}\n", encoding="utf-8")
    assert "content/languages/en.yml:4:24: " in refused(folder)
    change(language, "My Leaflet", "leaflet")
    assert (built(folder) / "en" / "leaflet.pdf").exists()


@pytest.mark.slow
def test_a_preview_makes_none(folder: Path) -> None:
    """And shows no link to one."""
    with previewing(MKDOCS, folder) as address:
        assert ask(address, "esite.pdf")[0] == 404
        status, _, page = ask(address, "yksin/")
        assert status == 200
        assert b"application/pdf" not in page
        assert b"og:image" not in page


def test_a_host_sends_a_pdf_as_a_page(server: str, apache: str) -> None:
    """It is asked for each time, as pages are, for its name stays; what it is is said."""
    for host in (server, apache):
        status, headers, content = ask(host, BROCHURES[0])
        assert (status, headers["Cache-Control"], headers["Content-Type"]) == (200, "no-cache", "application/pdf")
        assert content.startswith(b"%PDF-")


def test_chromium_opens_a_pdf_under_the_headers(browser: Browser, server: str) -> None:
    """Its viewer shows it, or a browser without one saves it; no policy forbids either."""
    page = browser.new_page(base_url=server)
    page.goto(LEAVES[0].path)
    saved: list[Download] = []
    page.on("download", lambda download: saved.append(download))
    page.click("a[type='application/pdf']")
    page.wait_for_timeout(1000)
    if saved:
        assert saved[0].url.endswith(LEAVES[0].leaf_uri)
        assert saved[0].failure() is None
    else:
        assert page.url.endswith(LEAVES[0].leaf_uri)
    page.close()


def test_the_site_has_them_as_they_were_made(site: Site) -> None:
    """The names are of the model: beside the page, and one in the folder of each language."""
    routes = Routes(site)
    assert [route.leaf_uri for language in site.languages for route in routes.services(language)][:1] == [
        "tyoparin-tyonohjaus/tyoparin-tyonohjaus.pdf"
    ]
    assert [language.brochure_uri for language in site.languages] == ["esite.pdf", "en/brochure.pdf", "sv/broschyr.pdf"]
