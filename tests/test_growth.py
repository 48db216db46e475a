"""What is declared once: a row in brief and a way to make contact cost a line here and a line there, and no more."""

import json
from pathlib import Path

import pytest

from support.dom import parse, text
from support.growth import ROW, add_row, add_text, add_word
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


def test_a_channel_is_a_line_in_the_model(folder: Path) -> None:
    """It is on the contact page, behind those before it in the model, with its word."""
    phone = '    phone: Annotated[Phone, Trait.CHANNEL, "tel:{number}"] = ""\n'
    key = "    chat: Annotated[Mapping[str, FormAddress], Trait.CHANNEL] = Field(default_factory=dict)\n"
    change(folder / "hooks" / "brochure" / "model" / "site.py", phone, phone + key)
    add_text(folder, "  Contact", "    chat: {label: Chat, hint: Where one writes.}")
    add_text(folder, "remarks", "  no_chat: there is no chat in {language}; add one")
    add_word(folder, "contact_chat", "Write now")
    add_word(folder, "opens_chat", "The chat opens at")
    change(
        folder / "content" / "site.yml",
        "contact:\n",
        "contact:\n  chat:\n    en: https://chat.example.org/{language}\n",
    )
    page = parse(built(folder) / "en" / "contact" / "index.html")
    (shown,) = page.iterfind(".//ul[@class='channels']")
    *_, link = shown.iter("a")
    assert (text(link), link.get("href")) == ("Write now chat.example.org", "https://chat.example.org/en")
    assert link.get("title") == "The chat opens at chat.example.org."
