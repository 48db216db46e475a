"""Pages of each template in each language of the tiny site, and of one with rare values, as a visitor meets them.

A case in `shown/` or `rare/` has parts of a page. The files of the second site are in `rare/site.txt`.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from support.dom import Page, outline
from support.mistakes import CheckFile, lay
from support.pdf import squeezed, words
from support.sites import ROOT, TINY, built_once, project

pytestmark = pytest.mark.slow

DIGEST = re.compile(r"[.][0-9a-f]{8}[.]")
FOLDER = Path(__file__).parent
PLACES = ("Satama *1* <b>: 040 765 4321, harbour@example.org, Ort", "Laskut: bills@example.org")
CASES = sorted([*FOLDER.glob("shown/*.yml"), *FOLDER.glob("rare/*.yml")])


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny site with rare values."""

    def make(folder: Path) -> None:
        lay((FOLDER / "rare" / "site.txt").read_text(encoding="utf-8"), project(folder, TINY) / "content")

    return built_once(tmp_path_factory, "rare", make)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_a_page_shows_and_says_this(case: Path, tiny_site: Path, rare: Path, pytestconfig: pytest.Config) -> None:
    """Its head, header and footer, text, links, ids, Open Graph and structured data are those that the case has."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    site = tiny_site if case.parent.name == "shown" else rare
    page = Page(site, site / expected["path"])
    lines = list(outline(page.root))
    body, main, footer = (
        next((number for number, line in enumerate(lines) if line.startswith(f"<{tag}>")), None)
        for tag in ("body", "main", "footer")
    )
    data = page.linked_data() if "data" in expected else {}
    found: dict[str, Any] = {
        "path": expected["path"],
        "head": lines[:body],
        "shell": lines[body:main] + (lines[footer:] if footer else []),
        "main": lines[main:footer],
        "properties": [f"{name}: {DIGEST.sub('.', value)}" for name, value in page.properties()],
        "data": json.loads(DIGEST.sub(".", json.dumps({kind: data[kind] for kind in expected.get("data", ())}))),
    }
    found = {key: found[key] for key in expected}
    if pytestconfig.getoption("renew"):
        case.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    else:
        assert found == expected, "if the new page is right, run: .venv/bin/pytest --renew"


def test_a_price_and_its_time_are_on_one_line(rare: Path) -> None:
    """No line ends at a space in them."""
    price = "€90 / 60 min, or 160 € / 90 min, at 8"
    unbroken = price.replace(" ", "\N{NO-BREAK SPACE}").replace(",\N{NO-BREAK SPACE}", ", ")
    assert unbroken in (rare / "en" / "team" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["files.txt", "sitemap.xml", "robots.txt", "_redirects"])
def test_a_site_has_these_files(rare: Path, name: str, check_file: CheckFile) -> None:
    """All files by their names without digests; no picture that no page shows, and no hidden page, is among them."""
    files = [path for path in rare.rglob("*") if path.is_file()]
    names = sorted(DIGEST.sub(".", path.relative_to(rare).as_posix()) for path in files)
    found = "".join(f"{name}\n" for name in names) if name == "files.txt" else (rare / name).read_text("utf-8")
    check_file(FOLDER / "rare" / name, found)


def test_a_digest_is_that_of_the_content_and_a_hidden_page_is_named_nowhere(rare: Path) -> None:
    """Browsers keep such a file for a year; a title and the words for the search of another page are not shown."""
    for path in rare.glob("assets/*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:8] == path.suffixes[-2][1:]
    texts = {path: path.read_text(encoding="utf-8") for path in rare.rglob("*.*ml")}
    assert [path for path, content in texts.items() if re.search("Piilo|squad", content)] == []


def test_rare_values_are_on_paper(rare: Path) -> None:
    """Another script begins at the right, and says so to a screen reader; other spaces and umlauts are printed."""
    paper = words(rare / "vali" / "vali.pdf")
    said = ("Väli", "Yksi lause.", "Mitä?", "Vastaus.", "Teksti. Toinen kappale: tässä.", "yhteys@työkoe.fi", *PLACES)
    for part in said:
        assert squeezed(part) in paper
    with pikepdf.open(rare / "he" / "hadracha" / "hadracha.pdf") as pdf:
        assert [str(pdf.Root.Lang), str(pdf.Root.ViewerPreferences.get("/Direction"))] == ["he", "/R2L"]


def test_the_stylesheet_knows_no_left_and_right() -> None:
    """Each property follows the direction of the text: none names a side or gives the two sides different values."""
    style = (ROOT / "docs" / "assets" / "brochure.css").read_text(encoding="utf-8")
    assert re.findall(r"(?<![\w-])(?:[\w-]+-)?(?:left|right)(?![\w-])", style) == []
    boxes = re.findall(r"(?:margin|padding|inset): \S+ (\S+) \S+ (\S+);", style)
    corners = re.findall(r"border-radius: (\S+) (\S+) (\S+) (\S+);", style)
    assert [sides for sides in boxes if sides[0] != sides[1]] == []
    assert [sides for sides in corners if sides[0] != sides[1] or sides[2] != sides[3]] == []
