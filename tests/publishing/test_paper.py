"""The PDFs: they say what the pages say, also to people who hear them, and never keep a site from being published."""

import copy
import json
import re
import shutil
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from unittest.mock import Mock

import pikepdf
import pytest
from pypdf import PdfReader

from brochure.author.problems import ContentError
from brochure.cache import Cache
from brochure.model.prose import ENTRY_LINK, Prose
from brochure.model.routes import Routes
from brochure.model.site import ABOUT, BRIEF, ServiceTranslation
from brochure.project import Project
from brochure.publishing.paper import Paper
from brochure.publishing.paper_prose import nodes
from brochure.publishing.typesetting import Job, typeset
from support.dom import pages
from support.pdf import elements, languages, squeezed, words
from support.sites import ROOT, TINY, brochure, build, built, change, own_site, project, reader

pytestmark = pytest.mark.slow

ROUTES = Routes(own_site())
LANGUAGES = {language.brochure_uri: language for language in own_site().languages}
FORMS = {
    f"{route.path}{Path(route.path).name}.pdf": route
    for language in LANGUAGES.values()
    for route in ROUTES.services(language)
}
"""The page of each PDF about a form of supervision."""
BODY = Path(__file__).with_name("body.md").read_text(encoding="utf-8")
HOSTILE = BODY.split("\n```\n")[1]
"""Text that would mean something to Typst as code."""


def jobs(folder: Path, content: Path = TINY) -> dict[str, Job]:
    """Return the PDFs of a project in a folder, and make the project if it is missing."""
    if not (folder / "content").exists():
        project(folder, content)
    opened = Project.open(folder, content=folder / "content")
    folder, picture = opened.draft.folder, (opened.draft.folder / "pictures").joinpath
    return dict(Paper(opened.routes, opened.draft.theme, "https://x.example/", folder, picture).pdfs())


def printed(folder: Path, jobs: Mapping[str, Job]) -> Mapping[str, Path]:
    """Return the file of each job, from a cache in a folder."""
    return typeset(jobs, ROOT / "docs" / "templates" / "paper", Cache(folder / "cache"), "en")[0]


def titled(folder: Path, title: str) -> dict[str, Job]:
    """Return the brochure and the leaflet of a form with that title."""
    change(project(folder, TINY) / "content" / "services" / "solo.yml", "title: Yksin", f"title: {title}\n  slug: x")
    return {uri: job for uri, job in jobs(folder).items() if uri in ("x/x.pdf", "esite.pdf")}


def noted(body: Prose) -> str:
    """Return a text as a leaflet has it: with the number of a footnote after each link to another page but one."""
    root, numbers = copy.deepcopy(body.root), count(1)
    for link in root.iter("a"):
        if ENTRY_LINK.fullmatch(link.get("href", "")) and link.get("href") != ABOUT:
            link.tail = f"{next(numbers)}{link.tail or ''}"
    return "".join(root.itertext())


@pytest.mark.parametrize("uri", FORMS)
def test_a_leaflet_says_what_the_page_says(shipped: Path, uri: str) -> None:
    """It has the same words in the same order, what supervision is, and the ways to make contact, with addresses."""
    route, contact = FORMS[uri], own_site().settings.contact
    text, labels = route.translation, route.language.words
    assert isinstance(text, ServiceTranslation)
    brief = [(labels[key], value) for key in BRIEF if (value := getattr(text, key))]
    facts = [(fact.label, fact.value) for fact in text.facts]
    expected = [own_site().practices[route.language.code].name, text.title, text.summary, noted(text.body)]
    expected += [labels["find"], *text.situations] if text.situations else []
    expected += [labels["in_brief"], *(part for row in (*brief, *facts) for part in row)]
    if about := ROUTES.get(ABOUT, route.language):
        definition = about.translation.body.root.find("p")
        assert definition is not None
        expected += [
            about.title,
            *definition.itertext(),
            own_site().settings.address.removeprefix("https://"),
            about.path,
        ]
    expected += [labels["call"]]
    printed, start = words(shipped / uri), squeezed("".join(expected))
    assert printed[: len(start)] == start
    for part in (contact.email, contact.phone, route.path, labels["contact_note"]):
        assert squeezed(part) in printed.removeprefix(start)


@pytest.mark.parametrize("uri", LANGUAGES)
def test_the_brochure_says_it_all(shipped: Path, uri: str) -> None:
    """It has the pages of the menu, each form, a table of forms and the ways to make contact."""
    language, text = LANGUAGES[uri], words(shipped / uri)
    services = ROUTES.services(language)
    about = [page for page in ROUTES.menu(language, "header") if page.entry.template in ("page", "contact")]
    for route in (ROUTES.front(language), *about, *services):
        assert squeezed(route.title + route.translation.summary) in text
    for route in services:
        assert text.count(squeezed(getattr(route.translation, "purpose"))) == 2  # noqa: B009 (a form has it)


@pytest.mark.parametrize("uri", [next(iter(FORMS)), *LANGUAGES])
def test_a_pdf_can_be_heard(shipped: Path, uri: str) -> None:
    """It is PDF/UA-1, which Typst checks as it writes, in the page's language; the table of forms is one."""
    code = next(language.code for language in reversed(own_site().languages) if uri.startswith(language.folder))
    with pikepdf.open(shipped / uri) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], str(pdf.Root.Lang), bool(metadata["dc:title"])) == ("1", code, True)
        cells = list(elements(pdf.Root.StructTreeRoot.K))
        rows = sum(cell.S == "/TR" for cell in cells)
        scopes = [str(cell.A[0].Scope) for cell in cells if cell.S == "/TH"]
        assert scopes == (["/Column"] * 4 + ["/Row"] * (rows - 1) if uri in LANGUAGES else [])


def test_a_picture_on_paper_has_its_alternative_text(tmp_path: Path) -> None:
    """Tables, lists and words in another language are tagged too."""
    job = jobs(tmp_path, ROOT / "tests" / "practice")["valmennus/valmennus.pdf"]
    with pikepdf.open(printed(tmp_path, {"x.pdf": job})["x.pdf"]) as pdf:
        tree = list(elements(pdf.Root.StructTreeRoot.K))
        assert "sv" in languages(pdf.pages[0])
    assert [str(element.Alt) for element in tree if element.S == "/Figure"] == ["Viisi tuolia ringissä ikkunan edessä"]
    assert {"/Table", "/TH", "/TD", "/L", "/BlockQuote", "/H3"} <= {str(element.S) for element in tree}


def test_paper_has_a_face(tmp_path: Path) -> None:
    """Cover, page and form have their pictures with alternative texts; a logo that is alone has the name as one."""
    content = project(tmp_path, TINY) / "content"
    shutil.copytree(ROOT / "tests" / "practice" / "pictures", content / "pictures")
    (content / "pictures" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
    for name in ("pages/home", "pages/contact", "services/solo"):
        entry = content / f"{name}.yml"
        text = entry.read_text(encoding="utf-8")
        described = re.sub("\n(fi|en|sv):\n", f"\\g<0>  image_text: {entry.stem}\n", text)
        entry.write_text(f"image: chairs.png\n{described}", encoding="utf-8")
    for logo, names in (("", []), ("logo: logo.svg\n", []), ("logo_alone: true\n", ["Käytäntö"])):
        change(content / "site.yml", "contact:", f"{logo}contact:")
        made = printed(tmp_path, {uri: job for uri, job in jobs(tmp_path).items() if job.data["lang"] == "fi"})
        for uri, shown in (("esite.pdf", ["home", "solo", "contact", *names]), ("yksin/yksin.pdf", ["solo"])):
            with pikepdf.open(made[uri]) as pdf:
                figures = [part for part in elements(pdf.Root.StructTreeRoot.K) if part.S == "/Figure"]
                assert [str(figure.Alt) for figure in figures] == [*names, *shown]


def test_a_host_is_on_one_line(tmp_path: Path) -> None:
    """An address that is too long for the rest of a line is never divided before its first slash."""
    site = project(tmp_path, TINY) / "content" / "site.yml"
    change(site, "form.example.org/fi?q={title}&s={service}&l={language}", "lomake.example.org/yhteydenotto")
    paper = PdfReader(printed(tmp_path, {"x.pdf": jobs(tmp_path)["yksin/yksin.pdf"]})["x.pdf"])
    assert "lomake.example.org/" in paper.pages[0].extract_text()


def test_the_supervisor_and_the_thread_have_their_colours(tmp_path: Path) -> None:
    """The thread of the cover's drawing is warm, as on the page."""
    home = project(tmp_path, TINY) / "content" / "pages" / "home.yml"
    change(home, "template: home", "template: home\nicon: brochure/home")
    with pikepdf.open(printed(tmp_path, {"x.pdf": jobs(tmp_path)["esite.pdf"]})["x.pdf"]) as pdf:
        streams = [part.read_bytes() for part in pdf.objects if isinstance(part, pikepdf.Stream)]
    warm = re.compile(rb"0\.70588\d* 0\.33333\d* 0\.17647\d* (\w+)")
    assert [found for stream in streams for found in warm.findall(stream)] == [b"SCN"]


@pytest.mark.parametrize(("body", "definition"), [("![p](p.svg)\n\nd *d*\n\ne", ["TdDnÄdd"]), ("- d", []), ("", [])])
def test_a_leaflet_says_what_supervision_is(tmp_path: Path, body: str, definition: list[str]) -> None:
    """It has the first paragraph of text on the page about it, to which its links lead; a page may have none."""
    content = project(tmp_path, TINY) / "content"
    (content / "pictures").mkdir()
    (content / "pictures" / "p.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
    about = {"title": "TdDnÄ", "slug": "t", "summary": "s", "body": body}
    (content / "pages" / "about.yml").write_text(json.dumps({"menu": "footer", "fi": about}), encoding="utf-8")
    change(content / "services" / "solo.yml", "fi:", "fi:\n  body: 'Katso [sivu](about).'")
    found = words(printed(tmp_path, {"x.pdf": jobs(tmp_path)["yksin/yksin.pdf"]})["x.pdf"])
    assert re.findall("TdDnÄ[de]*", found) == definition
    assert ("Katsosivu1" in found) == (not definition)


@pytest.mark.parametrize("length", range(10, 250, 60))
def test_a_question_is_not_alone_on_a_page(tmp_path: Path, length: int) -> None:
    """A form is a little smaller to fit on a page, or its last two questions are on the next one together."""
    answers = [f"{{question: {mark}, answer: '{'Sana ' * length}'}}" for mark in ("Koska", "Kuka")]
    change(
        project(tmp_path, TINY) / "content" / "services" / "solo.yml",
        "fi:",
        f"fi:\n  body: {'Sana ' * 300}\n  questions: [{', '.join(answers)}]",
    )
    file = printed(tmp_path, {"x.pdf": jobs(tmp_path)["esite.pdf"]})["x.pdf"]
    texts = [page.extract_text().split() for page in PdfReader(file).pages]
    assert [("Koska" in text, "Kuka" in text) for text in texts if {"Koska", "Kuka"} & {*text}] == [(True, True)]


def test_a_line_ends_where_it_can_be_read_and_copied(tmp_path: Path) -> None:
    """A hyphen has three letters on each side; long addresses and 2–4 are copied as they were written."""
    address = "https://" + "tyonohjaus" * 9 + ".fi/" + "a" * 90
    words = "moniammatillinen työskentely Hämeenkadulla asiakassuhteissa " * 4
    table = f"|{' a |' * 4}\n|{'---|' * 4}\n|{f' {words} |' * 4}"
    text = {"title": "T", "slug": "x", "summary": words, "who": words, "purpose": "2–4 " * 70}
    form = {**text, "body": f"{words} <{address}>\n\n{table}"}
    entry = project(tmp_path, TINY) / "content" / "services" / "solo.yml"
    entry.write_text(json.dumps({"speaker": "me", "fi": form}, ensure_ascii=False), encoding="utf-8")
    file = printed(tmp_path, {"x.pdf": jobs(tmp_path)["x/x.pdf"]})["x.pdf"]
    found = "".join(page.extract_text() for page in PdfReader(file).pages)
    ends = re.findall(r"(\w+)\xad\n(\w+)", found)
    assert min(len(part) for pair in ends for part in pair) >= 3
    assert found.count("2–4") == 70
    assert address in found.replace("\n", "")
    assert max(len(line) for line in found.splitlines()) < 80


def test_each_element_of_a_body_has_its_place_on_paper(tmp_path: Path) -> None:
    """Code of Typst is printed as typed, wherever it is."""
    lists = {"situations": [HOSTILE], "facts": [{"label": HOSTILE, "value": HOSTILE}]}
    texts = dict.fromkeys(("title", "summary", "who", "purpose", "outcome"), HOSTILE)
    form = {**lists, **texts, "slug": "x", "body": BODY}
    content = project(tmp_path, TINY) / "content"
    entry = json.dumps({"speaker": "me", "fi": form}, ensure_ascii=False)
    (content / "services" / "solo.yml").write_text(entry, encoding="utf-8")
    (content / "pictures").mkdir()
    (content / "pictures" / "d.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>")
    text = words(printed(tmp_path, {"x.pdf": jobs(tmp_path)["x/x.pdf"]})["x.pdf"])
    assert text.count(squeezed(HOSTILE)) == 10
    for piece in (element for element in reader().read(BODY).root.iter() if element.text):
        assert squeezed(piece.text or "") in text


def test_space_between_blocks_is_no_text() -> None:
    """Space inside a line is one space, however many there were; after a line break there is none."""
    emphasis, line_break = {"tag": "em", "nodes": ["d"]}, {"tag": "br", "nodes": []}
    items = [{"tag": "li", "nodes": ["a b"]}, {"tag": "li", "nodes": ["c ", emphasis, line_break, "e"]}]
    body = reader().read("- a   b\n- c *d*\n  e\n\nf").root
    assert nodes(body, lambda to: {"to": to}) == [{"tag": "ul", "nodes": items}, {"tag": "p", "nodes": ["f"]}]


def test_what_is_in_the_cache_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build does not even need Typst until a picture changes under its name."""
    job = jobs(tmp_path, ROOT / "tests" / "practice")["valmennus/valmennus.pdf"]
    first = printed(tmp_path, {"x.pdf": job})
    monkeypatch.setitem(sys.modules, "typst", None)
    assert printed(tmp_path, {"x.pdf": job}) == first
    job.pictures["chairs.png"].write_bytes((ROOT / "tests" / "home.png").read_bytes())
    with pytest.raises(ImportError):
        printed(tmp_path, {"x.pdf": job})


def test_a_page_states_the_size_of_its_pdf(tiny_site: Path) -> None:
    """It is in kilobytes; the sitemap has no PDF."""
    size = round((tiny_site / "en" / "brochure.pdf").stat().st_size / 1000)
    links = pages(tiny_site)["en/forms/"].links()
    assert (f"Download the brochure (PDF, {size} kB)", "en/brochure.pdf") in links
    assert ".pdf" not in (tiny_site / "sitemap.xml").read_text(encoding="utf-8")


def linked(site: Path) -> list[str]:
    """Return the paths of the pages that link to a PDF."""
    return [path for path, page in pages(site).items() if any(".pdf" in address for _, address in page.links())]


def test_a_character_that_no_font_has_costs_the_pdf_alone(folder: Path) -> None:
    """A remark names each such character once, with its file; no page links to a PDF that is not made."""
    solo, words, site = (folder / "content" / name for name in ("services/solo.yml", "languages/fi.yml", "site.yml"))
    change(solo, "Kasvuun", "Kasvuun 😀")
    result = build(folder)
    assert result.returncode == 0, result.stderr
    assert (
        "content/services/solo.yml: 😀 (U+1F600) cannot be printed, so PDFs with it are not made; "
        "delete it or replace it with a word"
    ) in result.stderr
    made = {path.relative_to(folder / "site").as_posix() for path in (folder / "site").rglob("*.pdf")}
    assert {"yksin/yksin.pdf", "esite.pdf"} & made == set()
    assert {"tiimi/tiimi.pdf", "en/brochure.pdf"} <= made
    assert {"yksin/", "muodot/"}.isdisjoint(linked(folder / "site"))
    change(solo, "order: 20", "order: 20\naccepted: [no_glyph]")
    words.write_text(words.read_text(encoding="utf-8") + 'words:\n  email: "\\U0001F4E7 Posti"\n', encoding="utf-8")
    change(site, "Gatan 1 B", "Gatan 你 1 B")
    told = re.findall(r"(content/\S+: .) \(U", build(folder).stderr)
    assert told == ["content/languages/fi.yml: 📧", "content/site.yml: 你"]
    assert "solo.yml" not in brochure(folder, "ready").stdout


def test_each_link_leads_to_one_place(tmp_path: Path) -> None:
    """A page may have any name and any menu. A site without a form of supervision has no brochure."""
    content = project(tmp_path, TINY) / "content"
    body = "[a](forms) [b](contact) [c](overview)"
    (content / "pages" / "tell.yml").write_text(f"menu: header\nfi: {{title: Tietoa, summary: x, body: '{body}'}}\n")
    (content / "pages" / "forms.yml").write_text("menu: header\nfi: {title: Uusi, summary: x}\n")
    change(content / "pages" / "contact.yml", "template: contact", "template: page")
    assert "esite.pdf" in printed(tmp_path, jobs(tmp_path))
    shutil.rmtree(content / "services")
    change(content / "pages" / "overview.yml", "[työparia](pair)", "työparia")
    change(content / "pages" / "overview.yml", "[the pair](pair#in-brief)", "the pair")
    assert "esite.pdf" not in jobs(tmp_path)


def test_what_no_font_has_is_known(tmp_path: Path) -> None:
    """Letters of Europe, an accent apart, signs and a keycap's digit are not named with it."""
    made = titled(tmp_path, "Työ 😀 你 \u0378 1\ufe0f\u20e3 šđĂЖΩ e\u0301 –“’…•€→ \u00a0\u00ad")
    files, unknown = typeset(made, ROOT / "docs" / "templates" / "paper", Cache(), "en")
    assert not files
    assert set("😀你\u0378") < set(unknown) <= set("😀你\u0378\ufe0f\u20e3")


def test_a_crash_inside_typst_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic in Rust is an error that no `except Exception` would catch."""
    import typst

    panic = type("PanicException", (BaseException,), {})
    monkeypatch.setattr(typst, "compile", Mock(side_effect=panic("index out of bounds")))
    with pytest.raises(ContentError, match=r'x\.yml: no PDF .* of "X" \(index out of bounds\)'):
        printed(tmp_path, {"x.pdf": Job("brochure", {"title": "ö"}, "x.yml", "X")})


def test_pdfs_can_be_left_out(folder: Path) -> None:
    """A line in site.yml leaves them out; share pictures are made all the same."""
    change(folder / "content" / "site.yml", "contact:", "pdf: false\ncontact:")
    site = built(folder)
    assert list(site.rglob("*.pdf")) == []
    assert linked(site) == []
    assert list((site / "assets").glob("share-*.png"))


def test_a_site_is_made_without_typst(folder: Path) -> None:
    """A system without a wheel of it gets a site, and the build says so in a line."""
    (folder / "sitecustomize.py").write_text("import sys\nsys.modules['typst'] = None\n")
    result = build(folder, PYTHONPATH=str(folder))
    assert (result.returncode, result.stderr.count("The PDFs and share pictures were not made")) == (0, 1)
    assert list((folder / "site").rglob("*.pdf")) == []
    assert "og:image" not in (folder / "site" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["W" * 300, " ".join(["Työyhteisön työnohjaus"] * 13)])
def test_a_very_long_title_is_there_whole(tmp_path: Path, title: str) -> None:
    """A word that is too long for a line is divided, and a long text goes on in more lines."""
    for path in printed(tmp_path, titled(tmp_path, title)).values():
        assert squeezed(title) in words(path)
