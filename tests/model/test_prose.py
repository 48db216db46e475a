"""A body contains the elements that a page may have, and no others."""

from xml.etree import ElementTree

import pytest

from brochure.model.prose import Prose


@pytest.mark.parametrize(
    "html",
    [
        "<em lang='\"x'/>",
        "<ol start='2'/>",
        "<b/>",
        "<a href='javascript:x'/>",
        "<p onclick='x'/>",
        "<h2 id='_menu'/>",
        "<img src='//x/y.png'/>",
        "<a href='https://a.example/'><em><a href='https://b.example/'/></em></a>",
    ],
)
def test_no_tree_can_contain_what_a_page_may_not(html: str) -> None:
    """Prose refuses any other tree, whatever has made it; a browser would end a link at another inside it."""
    with pytest.raises(ValueError, match=r"cannot (contain|have)"):
        Prose(ElementTree.fromstring(f"<body>{html}</body>"))


@pytest.mark.parametrize(
    ("href", "named"),
    [
        ("mailto:a@example.org?subject=x", True),
        ("mailto:b@example.org", False),
        ("tel:0401234567", True),
        ("tel:+358401234567", True),
        ("tel:0401234568", False),
    ],
)
def test_a_text_names_a_mailbox_or_number(href: str, named: bool) -> None:
    """By its link, with another subject or without the code of its country."""
    links = "<p><a href='tel:+358401234567'/><a href='mailto:a@example.org?subject=y'/></p>"
    assert Prose(ElementTree.fromstring(f"<body>{links}</body>")).links_to(href) is named
