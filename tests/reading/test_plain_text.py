"""A text without a mark is passed over, and nobody can tell."""

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from brochure.reading.plain_text import PlainText

PIECES = st.sampled_from(
    [
        "word",
        "1.",
        "- ",
        "# ",
        "> ",
        "    ",
        "\n",
        "\n\n",
        "  \n",
        "*",
        "_",
        "`",
        "[",
        "](x)",
        "![",
        "<b>",
        "</b>",
        "<x@y.fi>",
        "&amp;",
        "&",
        "\\",
        "\\*",
        "{ #x }",
        "ä",
        ":",
        "http://x.fi",
        "<div markdown>",
        "</div>",
        "\x02",
        "\x03",
        "klzzwxh:0001",
        "AT&T",
        "~~~",
        "\t",
    ]
)
EXTENSIONS = ["attr_list", "md_in_html", "tables", "def_list", "fenced_code", "toc"]


@given(st.lists(PIECES, max_size=30).map("".join))
def test_what_comes_out_is_the_same(text: str) -> None:
    """With every extension that templates or bodies go through, whatever the text."""
    plain, quick = Markdown(extensions=EXTENSIONS), Markdown(extensions=[*EXTENSIONS, PlainText()])
    assert quick.convert(text) == plain.convert(text)
