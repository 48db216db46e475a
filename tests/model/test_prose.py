"""The tree of a text holds what a page may have, and nothing else."""

import html5lib
import pytest

from brochure.model.prose import Prose


def test_no_tree_can_hold_what_a_page_may_not() -> None:
    """Not even one that no Markdown has made."""
    for html in (
        "<em lang='\"x'/>",
        "<ol start='x'/>",
        "<b/>",
        "<a href='javascript:x'/>",
        "<p onclick='x'/>",
        "<h2 id='_menu'/>",
        "<img src='//x/y.png'/>",
    ):
        body = html5lib.parse(f"<div>{html}</div>", namespaceHTMLElements=False).find(".//div")
        assert body is not None
        with pytest.raises(ValueError, match="cannot hold"):
            Prose(body)
