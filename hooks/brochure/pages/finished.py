"""HTML that is written already: it waits outside while Markdown makes a page, and no Markdown reads it.

`<` in an author's text never reaches a page as such, so nobody but a template can write such a mark as these.
"""

import re

from markupsafe import Markup

_PLACE = re.compile(r"<!--finished (\d+)-->")


class Finished:
    """The pieces of HTML that wait for the pages of a site."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def keep(self, html: str) -> Markup:
        """Keep a piece; give the comment that keeps its place in a page's Markdown."""
        self._pieces.append(html.strip())
        return Markup(f"<!--finished {len(self._pieces) - 1}-->")

    def put_in(self, page: str) -> str:
        """Put each piece in its place on a page of HTML, just as it was kept."""
        return _PLACE.sub(lambda match: self._pieces[int(match[1])], page)
