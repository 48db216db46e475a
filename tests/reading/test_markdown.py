"""What is made of an author's Markdown: plain elements, the language of a word, the characters that are meant."""

from pathlib import Path

import pytest

from brochure.model.picture import Picture
from brochure.reading.loader import load, read
from brochure.reading.markdown import MAX_FINDINGS
from support.mistakes import complaint
from support.sites import THEME, reader


def test_a_text_says_the_language_of_a_word() -> None:
    """The one mark in braces, with a code as BCP 47 has it; behind a backslash braces are text."""
    read = reader().read("*työnohjaus*{ lang=fi }, *arbete*{lang=sv-FI} ja *sana*\\{ lang=fi }")
    assert read.findings == ()
    assert read.html(str, Picture) == (
        '<p><em lang="fi">työnohjaus</em>, <em lang="sv-FI">arbete</em> ja <em>sana</em>{ lang=fi }</p>'
    )


def test_references_are_the_characters_that_they_name() -> None:
    """Named as in HTML or numbered; what is no name stays as typed, and code shows all as typed."""
    read = reader().read("1&nbsp;000&euro; &lt;b&gt; &#228; &foo; &amp;lt; `&nbsp;`")
    assert read.findings == ()
    assert "".join(read.root.itertext()) == "1\u00a0000€ <b> ä &foo; &lt; &nbsp;"


def test_code_and_tables_are_plain() -> None:
    """A fence may name its language and a table its sides; neither leaves a trace."""
    read = reader().read("```yaml\na: b\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |")
    assert read.findings == ()
    assert "=" not in read.html(str, Picture)


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
