"""What is declared once: a row in brief and a way to make contact cost a line here and a line there, and no more."""

from pathlib import Path

import pytest

from support.dom import parse, text
from support.sites import TINY, built, project

pytestmark = pytest.mark.slow

AUTHOR = "hooks/brochure/author/{}.yml"
WORDS = "docs/templates/words/{}.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with the tiny site, whose mechanism may be changed."""
    return project(tmp_path, TINY)


def add(folder: Path, name: str, after: str, line: str) -> None:
    """Put a line after the one line of a file that is given."""
    path = folder / name
    before, found, rest = path.read_text(encoding="utf-8").partition(after)
    assert found, f"{name} has no line {after!r}"
    path.write_text(f"{before}{found}{line}{rest}", encoding="utf-8")


def say(folder: Path, word: str, text: str) -> None:
    """Add a word of the interface to each language of the tiny site."""
    for language in ("fi", "en"):
        path = folder / WORDS.format(language)
        path.write_text(f"{path.read_text(encoding='utf-8')}{word}: {text}\n", encoding="utf-8")
    add(folder, "content/languages/sv.yml", "words:\n", f"  {word}: {text}\n")


def test_a_row_in_brief_is_a_line_in_the_model_and_one_in_each_language(folder: Path) -> None:
    """It shows in the page's brief and is a column of the table, with its heading."""
    add(folder, "hooks/brochure/model/site.py", '    price: OptionalText = ""\n', '    size: OptionalText = ""\n')
    for language in ("fi", "en"):
        add(folder, AUTHOR.format(language), "  Brief:\n", "    size: {label: Size, hint: How many take part.}\n")
    say(folder, "size", "Size")
    add(folder, "content/services/team.yml", "en:\n", "  size: four to six\n")
    site = built(folder)
    assert "four to six" in [text(row) for row in parse(site / "en" / "team" / "index.html").iter("dd")]
    table = parse(site / "en" / "forms" / "index.html")
    assert "Size" in [text(cell) for cell in table.iter("th")]
    assert "four to six" in [text(cell) for cell in table.iter("td")]


def test_a_channel_is_a_line_in_the_model_and_a_row_in_the_table(folder: Path) -> None:
    """It is on the contact page, behind those before it in the table, with its word."""
    key = "    chat: Mapping[str, FormAddress] = Field(default_factory=dict)\n"
    add(folder, "hooks/brochure/model/site.py", '    phone: Phone = ""\n', key)
    row = '    Channel("phone", label="phone", href=_call),\n'
    add(folder, "hooks/brochure/model/contact.py", row, '    Channel("chat", label="", href=_form),\n')
    for language in ("fi", "en"):
        add(folder, AUTHOR.format(language), "  Contact:\n", "    chat: {label: Chat, hint: Where one writes.}\n")
    say(folder, "contact_chat", "Write now")
    add(folder, "content/site.yml", "contact:\n", "  chat:\n    en: https://chat.example.org/{language}\n")
    (channels,) = [
        element
        for element in parse(built(folder) / "en" / "contact" / "index.html").iter("ul")
        if element.get("class") == "channels"
    ]
    links = [(text(link), link.get("href")) for link in channels.iter("a")]
    assert links[-1] == ("Write now", "https://chat.example.org/en")
