"""The tree of a text holds what a page may have, and nothing else."""

from xml.etree.ElementTree import Element, SubElement

import html5lib
import pytest

from brochure.model.prose import Prose


def test_no_tree_can_hold_what_a_page_may_not() -> None:
    """Not even one that no Markdown has made."""
    for html in (
        "<em lang='\"x'/>",
        "<ol start='2'/>",
        "<b/>",
        "<a href='javascript:x'/>",
        "<p onclick='x'/>",
        "<h2 id='_menu'/>",
        "<img src='//x/y.png'/>",
    ):
        body = html5lib.parse(f"<div>{html}</div>", namespaceHTMLElements=False).find(".//div")
        assert body is not None
        with pytest.raises(ValueError, match=r"cannot (contain|have)"):
            Prose(body)


def test_a_link_holds_no_link() -> None:
    """A browser would end the outer one there."""
    root = Element("body")
    SubElement(SubElement(root, "a", href="https://a.example/"), "a", href="https://b.example/")
    with pytest.raises(ValueError, match="a link cannot contain a link"):
        Prose(root)
