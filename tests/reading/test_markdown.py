"""An author's Markdown is CommonMark, within bounds of depth, length and time; our own rules are in `tests/typed/`."""

import itertools
import re
import time
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, tostring

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from brochure.model.picture import Picture
from brochure.reading.markdown import MAX_BODY, MAX_BRACKETS, MAX_DEPTH, MAX_FINDINGS
from support.sites import ROOT, reader

DEFAULT = MarkdownIt("commonmark", {"html": False}).enable("table").use(deflist_plugin)
CONSTRUCTS = (ROOT / "tests" / "constructs.txt").read_text(encoding="utf-8").rstrip("\n").split("\n====\n")


def shape(html: str) -> str:
    """Return HTML without ids and looks, which a body has none of, and without space between elements."""
    root = html5lib.parse(f"<main>{html}</main>", namespaceHTMLElements=False).find(".//main")
    assert root is not None
    for element in root.iter():
        looks = {"id", "class", "style", "loading", "decoding"}
        element.attrib = {name: value for name, value in sorted(element.attrib.items()) if name not in looks}
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", tostring(root, encoding="unicode"))


@pytest.mark.parametrize("text", CONSTRUCTS)
def test_markdown_is_commonmark(text: str) -> None:
    """The constructs that an author may use are read as markdown-it-py reads them by default; a table is in a box."""
    html = reader().read(text).html(str, Picture, lambda _: None)
    assert shape(re.sub('<div class="table">(.*?)</div>', r"\1", html, flags=re.DOTALL)) == shape(DEFAULT.render(text))


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
    """Return the texts of an element, with the number of each item of a list."""
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
def test_no_word_is_lost_at_any_depth(nest: str) -> None:
    """Up to the bound each word is in the prose; a deeper text is refused, with the line that is too deep."""
    for depth in range(1, MAX_DEPTH + 3):
        text = NESTS[nest](depth)
        prose = reader().read(text)
        if "deep_text" in [finding.kind for finding in prose.findings]:
            assert depth > MAX_DEPTH
            assert prose.findings[0].lines.start < len(text.split("\n"))
        else:
            assert depth <= MAX_DEPTH or nest == "definitions", depth
            assert re.findall(r"\w+", " ".join(prose.root.itertext())) == re.findall(r"[a-z]\w*", text), depth


MARKS = (
    *("*", "_", "`", "```\n", "\n", "    ", "- ", "1. ", "> ", "# ", "|", "|-|\n", ": a\n", "=\n", "\\", "<a ", "&"),
    *("[", "](", "![", "{", "\u00a0", "– ", "• ", "*a "),
)


def taken(text: str) -> float:
    """Return the seconds of processor time that the reading of a text takes."""
    start = time.process_time()
    assert len(reader().read(text).findings) <= MAX_FINDINGS
    return time.process_time() - start


@pytest.mark.slow
def test_no_pair_of_marks_takes_long() -> None:
    """A quarter of the longest body takes at most 25 times as long as short paragraphs of the same length.

    The whole body then takes at most 100 times as long, even if the time grows with the square of the length. Two marks
    in turn are in either order.
    """
    length, brackets = MAX_BODY // 4, MAX_BRACKETS // 4
    plain = min(taken(("Lyhyt *kappale*, jossa on `koodia`.\n\n" * length)[:length]) for _ in range(3))
    slow = {}
    for pair in itertools.combinations_with_replacement(MARKS, 2):
        text = "".join(pair)
        opened = text.count("[") and brackets // text.count("[")
        text = text * (opened or length) + " a" * (length if opened else 0)
        slow[pair] = taken(text[:length]) / plain
    assert {pair: times for pair, times in slow.items() if times > 25} == {}
