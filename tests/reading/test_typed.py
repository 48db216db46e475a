"""Each file in tests/typed/ has a text in an author's Markdown, the text of its PDF and its HTML.

`pytest --renew` rewrites the HTML.
"""

import re
from pathlib import Path

import pytest

from brochure.model.picture import Picture
from support.mistakes import CheckFile
from support.pdf import squeezed, words
from support.sites import ROOT, TINY, built_once, project, reader

CASES = sorted((ROOT / "tests" / "typed").glob("*.txt"))
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)


def parts(case: Path) -> dict[str, str]:
    """Return the parts of a case by name."""
    _, *found = re.split(r"(?m)^== (.+)\n", case.read_text(encoding="utf-8"))
    return dict(zip(found[::2], found[1::2], strict=True))


@each_case
def test_a_text_is_on_the_page_as_it_was_meant(case: Path, check_file: CheckFile) -> None:
    """The HTML is equal to the letter, and nothing is reported; targets are checked later."""
    prose = reader().read(parts(case)["body"])
    assert {finding.kind for finding in prose.findings} <= {"link", "apart_link"}
    html = prose.html(str, Picture, lambda name: {"href": f"../{name}", "size": "2", "unit": "kB"}) + "\n"
    check_file(case, f"{case.read_text(encoding='utf-8').partition('== page')[0]}== page\n{html}")


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny site with a service for each case."""

    def make(folder: Path) -> None:
        services = project(folder, TINY) / "content" / "services"
        (services.parent / "files").mkdir()
        (services.parent / "files" / "cv.pdf").write_bytes(b"%PDF-1.7".ljust(2000))
        for case in CASES:
            body = "".join(f"    {line}\n" for line in parts(case)["body"].splitlines())
            block = f"  title: {case.stem}\n  summary: x\n  who: x\n  purpose: x\n  body: |\n{body}"
            (services / f"{case.stem}.yml").write_text(f"fi:\n{block}", encoding="utf-8")

    return built_once(tmp_path_factory, "typed", make)


@pytest.mark.slow
@each_case
def test_the_page_and_the_pdf_say_it(typed: Path, case: Path) -> None:
    """The published page has that HTML, and the PDF those words and numbers in that order."""
    page = (typed / case.stem / "index.html").read_text(encoding="utf-8").replace(' class="amount"', "")
    assert " ".join(parts(case)["page"].split()) in " ".join(page.split())
    assert squeezed(parts(case)["paper"]) in words(typed / case.stem / f"{case.stem}.pdf")
