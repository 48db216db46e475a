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
