"""What is declared once: a row in brief costs a line here and a line there, and no more."""

import json
from pathlib import Path

import pytest

from support.dom import parse, text
from support.growth import ROW, add_row
from support.pdf import squeezed, words
from support.sites import brochure, built, change

pytestmark = pytest.mark.slow


def test_a_row_in_brief_is_a_line_in_the_model_and_one_in_each_language(folder: Path) -> None:
    """It shows in the page's brief, in the table, in the PDF, in the editor and to the remarks, at its place."""
    add_row(folder)
    service = folder / "content" / "services" / "team.yml"
    for code in ("fi", "en"):
        change(service, f"{code}:\n", f"{code}:\n  {ROW}: Four to six at once\n")
    site = built(folder)
    brief = [text(part) for part in parse(site / "en" / "team" / "index.html").iterfind(".//section/dl/*")]
    assert brief[-2:] == [ROW, "Four to six at once"]
    table = parse(site / "en" / "forms" / "index.html")
    assert [text(cell) for cell in table.iterfind(".//thead//th")][2:5] == [
        "Purpose and content",
        ROW,
        "What it offers or aims at",
    ]
    assert [text(row[3]) for row in table.iterfind(".//tbody/tr")] == ["", "Four to six at once"]
    (paper,) = (site / "en" / "team").glob("*.pdf")
    assert squeezed(f"{ROW} Four to six at once") in words(paper)
    remarks = brochure(folder, "ready").stdout
    assert "services/team.yml:9:9: the text is the same in " in remarks
    result = brochure(folder, "schema")
    assert result.returncode == 0, result.stderr
    schema = json.loads((folder / ".vscode" / "services.schema.json").read_text(encoding="utf-8"))
    (block,) = (part["properties"] for part in schema["$defs"].values() if "outcome" in part["properties"])
    assert block[ROW]["title"] == f"{ROW} / {ROW}"
