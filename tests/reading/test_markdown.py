"""What is made of an author's Markdown: CommonMark but for our own rules, within bounds of depth, length and time."""

import itertools
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from brochure.model.picture import Picture
from brochure.reading.loader import load, read
from brochure.reading.markdown import MAX_BODY, MAX_BRACKETS, MAX_DEPTH, MAX_FINDINGS
from support.mistakes import complaint
from support.sites import ROOT, THEME, reader

AS_IT_COMES = MarkdownIt("commonmark", {"html": False}).enable("table").use(deflist_plugin)
CONSTRUCTS = (ROOT / "tests" / "constructs.txt").read_text(encoding="utf-8").rstrip("\n").split("\n====\n")


def shape(html: str) -> str:
    """HTML without ids and looks, which a body has none of, and without space between elements."""
    root = html5lib.parse(f"<main>{html}</main>", namespaceHTMLElements=False).find(".//main")
    assert root is not None
    for element in root.iter():
        for name in ("id", "class", "style", "loading", "decoding"):
            element.attrib.pop(name, None)
        element.attrib = dict(sorted(element.attrib.items()))
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", tostring(root, encoding="unicode"))


def made(text: str) -> str:
    """What is made of a text; its links lead to pages named as in the text."""
    return shape(reader().read(text).html(str, Picture))


@pytest.mark.parametrize("text", CONSTRUCTS)
def test_markdown_is_commonmark(text: str) -> None:
    """What an author may write is read as markdown-it-py reads it as it comes."""
    assert made(text) == shape(AS_IT_COMES.render(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb", "<p>a<br>b</p>"),
        ("15. a", "<p>15. a</p>"),
        ("1. a", "<p>1. a</p>"),
        ("0. a\n1. b", "<p>0. a<br>1. b</p>"),
        ("01. a\n02. b", "<p>01. a<br>02. b</p>"),
        ("1. a\n3. b", "<p>1. a<br>3. b</p>"),
        ("1. a\n1. b", "<p>1. a<br>1. b</p>"),
        ("a\n1. b", "<p>a<br>1. b</p>"),
        ("- a\n  2. b\n  3. c", "<ul><li>a<br>2. b<br>3. c</li></ul>"),
        ("1. 15. a\n2. 16. b", "<ol><li>15. a</li><li>16. b</li></ol>"),
        ("> 15. a\n> 16. b", "<blockquote><p>15. a<br>16. b</p></blockquote>"),
        ("5. a\n\n   1. b\n   2. c", "<p>5. a</p><ol><li>b</li><li>c</li></ol>"),
        ("a | b\n--|--\n15. c | d", "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
         "<tbody><tr><td>15. c</td><td>d</td></tr></tbody></table>"),
        ("2*3*4 5**6**7", "<p>2*3*4 5**6**7</p>"),
        ("-\u00a0a\n-\u00a0b", "<ul><li>a</li><li>b</li></ul>"),
        ("##\u2009a", "<h2>a</h2>"),
        ("a\n:\u00a0b", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("> a\n> – b", "<blockquote><p>a</p><footer>– b</footer></blockquote>"),
        ("> a\n– b", "<blockquote><p>a</p><footer>– b</footer></blockquote>"),
        ("> a\n>\n> — *b*", "<blockquote><p>a</p><footer>— <em>b</em></footer></blockquote>"),
        ("> a\n> -- b", "<blockquote><p>a</p><footer>-- b</footer></blockquote>"),
        ("> a\n> - b", "<blockquote><p>a</p><footer>- b</footer></blockquote>"),
        ("- > a\n  > – b", "<ul><li><blockquote><p>a</p><footer>– b</footer></blockquote></li></ul>"),
        ("*a*{ lang=sv }", '<p><em lang="sv">a</em></p>'),
        ("[a](b\u00e4)", "<p><a>a</a></p>"),
        ("[a](javascript:b)", "<p><a>a</a></p>"),
    ],
)  # fmt: skip
def test_our_own_rules_are_the_only_differences(text: str, html: str) -> None:
    """Lists that count, asterisks, spaces, line breaks, sources of quotations, languages; an address is as typed."""
    assert made(text) == shape(html) != shape(AS_IT_COMES.render(text))


@pytest.mark.parametrize(
    "text",
    [
        "> – a\n> – b",
        "> – a",
        "> – a\n> b",
        "> a\n> - b\n> - c",
        "> a *b\n> – c*",
        "a\n– b",
        "15.\u00a0a",
        "`-\u00a0a`",
        "```\n-\u00a0a\n```",
        "\\1\\. a",
    ],
)
def test_our_rules_leave_alone_what_they_are_not_about(text: str) -> None:
    """Speech, a single line, emphasis over two lines, good typography and code."""
    with_breaks = MarkdownIt("commonmark", {"html": False, "breaks": True})
    assert made(text) == shape(with_breaks.render(text)) or text == "15.\u00a0a"
    assert "".join(reader().read(text).root.itertext()).count("\u00a0") == text.count("\u00a0")


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "   ", "      ", "> ", "- ", "  - ", "> - "]),
        st.sampled_from(["1.", "2.", "3.", "4)", "1)", "15.", "2019.", "1. 2.", "01.", "5 *"]),
        st.sampled_from([" a", "\u00a0a", " 24 b", "", "\n", "\n\n"]),
    ).map("".join),
    max_size=12,
)


@given(LINES)
def test_a_typed_number_stays_that_number(lines: list[str]) -> None:
    """A page shows the numbers of a text in their order, as text or as those of a list."""
    text = "\n".join(lines)
    shown = " ".join(numbered(reader().read(text).root))
    assert re.findall("[0-9]+", shown) == re.findall("[0-9]+", text)


def numbered(element: Element) -> list[str]:
    """The text of an element, with the number of each item of a list."""
    found = [element.text or ""]
    for number, child in enumerate(element, 1):
        found += [str(number) if element.tag == "ol" else "", *numbered(child), child.tail or ""]
    return found


NESTS: Mapping[str, Callable[[int], str]] = {
    "lists": lambda depth: "\n".join(f"{'  ' * level}- w{level}" for level in range(depth)),
    "numbers": lambda depth: "\n".join(
        [*(f"{'   ' * level}1. w{level}" for level in range(depth))]
        + [f"{'   ' * level}2. v{level}" for level in reversed(range(depth))]
    ),
    "quotations": lambda depth: "\n>\n".join(f"{'> ' * level}w{level}" for level in range(1, depth + 1)),
    "a line": lambda depth: "> - " * (depth // 2) + "> " * (depth % 2) + "w",
    "definitions": lambda depth: "\n".join(
        f"{'  ' * level}w{level}\n{'  ' * level}: v{level}" for level in range(depth)
    ),
    "emphasis": lambda depth: "*a " * depth + "w" + "*" * depth,
}


@pytest.mark.parametrize("nest", NESTS)
@pytest.mark.parametrize("depth", range(1, MAX_DEPTH + 3))
def test_no_word_is_lost_at_any_depth(nest: str, depth: int) -> None:
    """Up to the bound all is there; beyond it the text is refused, with the line that is too deep."""
    text = NESTS[nest](depth)
    prose = reader().read(text)
    if "deep_text" in [finding.kind for finding in prose.findings]:
        assert depth > MAX_DEPTH
        assert prose.findings[0].lines.start < len(text.split("\n"))
    else:
        assert depth <= MAX_DEPTH or nest == "definitions"
        assert re.findall(r"\w+", " ".join(prose.root.itertext())) == re.findall(r"[a-z]\w*", text)


def test_references_are_the_characters_that_they_name() -> None:
    """Named as in HTML or numbered; what is no name stays as typed, and code shows all as typed."""
    read = reader().read("1&nbsp;000&euro; &lt;b&gt; &#228; &foo; &amp;lt; `&nbsp;`")
    assert read.findings == ()
    assert "".join(read.root.itertext()) == "1\u00a0000€ <b> ä &foo; &lt; &nbsp;\n"


def test_a_text_says_the_language_of_a_word() -> None:
    """The one mark in braces, with a code as BCP 47 has it; behind a backslash braces are text."""
    read = reader().read("*työnohjaus*{ lang=fi }, *arbete*{: lang='sv-FI'} ja *sana*\\{ lang=fi }")
    assert read.findings == ()
    assert read.html(str, Picture) == (
        '<p><em lang="fi">työnohjaus</em>, <em lang="sv-FI">arbete</em> ja <em>sana</em>{ lang=fi }</p>'
    )


def test_code_and_tables_are_plain() -> None:
    """A fence may name its language and a table its sides; neither leaves a trace."""
    read = reader().read("```yaml\na: b\n```\n\n| a | b |\n|---|:-:|\n| 1 | 2 |")
    assert read.findings == ()
    assert "=" not in read.html(str, Picture)


MARKS = (
    *("*", "_", "`", "```\n", "\n", "    ", "- ", "1. ", "> ", "# ", "|", "|-|\n", ": a\n", "=\n", "\\", "<a ", "&"),
    *("[", "](", "![", "[a]: b\n", "{", "\u00a0", "– ", "• "),
)


def taken(text: str) -> float:
    """Seconds of the processor that a text takes to be read."""
    start = time.process_time()
    assert len(reader().read(text).findings) <= MAX_FINDINGS
    return time.process_time() - start


@pytest.mark.slow
def test_no_pair_of_marks_takes_long() -> None:
    """As long as a body may be, and none more than a hundred times what short paragraphs of that length take."""
    plain = min(taken(("Lyhyt *kappale*, jossa on `koodia`.\n\n" * MAX_BODY)[:MAX_BODY]) for _ in range(3))
    slow = {}
    for pair in itertools.product(MARKS, repeat=2):
        text = "".join(pair)
        opened = text.count("[") and MAX_BRACKETS // text.count("[")
        text = text * (opened or MAX_BODY) + " a" * (MAX_BODY if opened else 0)
        slow[pair] = taken(text[:MAX_BODY]) / plain
    assert {pair: times for pair, times in slow.items() if times > 100} == {}


@pytest.mark.parametrize(
    "body",
    ["## a\n" * 3900, "x" * 20_001, "*a " * 6600, "1. " * 6600, "\r\n" * 9000, "> " * 9999 + "x", "- " * 9999 + "x"],
    ids=lambda body: body[:4],
)
def test_no_body_takes_long_or_crashes(body: str) -> None:
    """What could make a parser brood, or a tree too deep; the bound on the time is the profile's."""
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
