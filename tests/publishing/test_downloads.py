"""The author's own PDFs: published unchanged, linked with kind and size, and found by nobody else."""

import shutil
from pathlib import Path

import pikepdf

from brochure.pages.render import Renderer
from brochure.project import Project
from brochure.reading.pictures import MAX_PDF
from support.dom import pages
from support.mistakes import complaint
from support.sites import NAMES, ROOT, build, built, change

PDF = b"%PDF-1.7\n"
LARGE = (
    "content/files/cv.pdf:1:1: this PDF is over 10 MB, which is slow on a phone; "
    "compress its pictures and save it again"
)


def link(content: Path) -> None:
    """Let a page link to a PDF in two languages, and add an unused PDF."""
    (content / "files").mkdir()
    for name in ("cv.pdf", "unused.pdf"):
        (content / "files" / name).write_bytes(PDF.ljust(34_400))
    for code in ("fi", "en"):
        words = f"\n{code}:\n  body: '[Maija](cv.pdf)'"
        change(content / "services" / "team.yml", f"\n{code}:", words)


def test_a_pdf_is_published_unchanged_and_linked(folder: Path) -> None:
    """Every language has the one address, on paper too; it is not in the sitemap, and the next build removes it."""
    content = folder / "content"
    link(content)
    site = built(folder)
    for name in ("cv.pdf", "unused.pdf"):
        assert (site / "files" / name).read_bytes() == PDF.ljust(34_400)
    found = pages(site)
    for path in ("tiimi/", "en/team/"):
        assert ("Maija (PDF, 34 kB)", "files/cv.pdf") in found[path].links()
    with pikepdf.open(site / "en" / "team" / "team.pdf") as pdf:
        targets = {
            str(link.A.URI) for page in pdf.pages for link in page.get("/Annots", []) if "/URI" in link.get("/A", {})
        }
    assert any(target.endswith("/files/cv.pdf") and target.startswith("https://") for target in targets)
    assert "files" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    shutil.rmtree(content / "files")
    assert 'there is no PDF "cv.pdf"' in build(folder).stdout
    change(content / "services" / "team.yml", "[Maija](cv.pdf)", "Maija")
    assert not (built(folder) / "files").exists()


def test_the_size_of_a_pdf_is_rounded(tiny: Path) -> None:
    """It is in kilobytes, from a million bytes on in megabytes."""
    link(tiny)
    opened = Project.open(ROOT, "", tiny)
    for size, text in (
        (34_400, "34\N{NO-BREAK SPACE}kB"),
        (999_000, "999\N{NO-BREAK SPACE}kB"),
        (2_400_000, "2\N{NO-BREAK SPACE}MB"),
    ):
        renderer = Renderer(
            opened.routes, opened.draft.theme, "https://x.example/", NAMES, sizes={"files/cv.pdf": size}
        )
        (page,) = (page for page in renderer.pages() if page.dest_uri == "en/team/index.html")
        assert f"(PDF, {text})" in renderer.finish(page.markdown)


def test_a_large_pdf_is_refused(tiny: Path) -> None:
    """Ten megabytes are allowed, and one byte more is not."""
    (tiny / "files").mkdir()
    path = tiny / "files" / "cv.pdf"
    path.write_bytes(PDF.ljust(MAX_PDF))
    assert complaint(tiny) == ""
    path.write_bytes(PDF.ljust(MAX_PDF + 1))
    assert complaint(tiny).splitlines()[0] == LARGE
