"""Finished HTML, replaced by placeholders while Markdown runs and inserted afterwards.

No `<` of an author's text enters a page, so only a template can write such a placeholder.
"""

import re

from markupsafe import Markup

_PLACEHOLDER = re.compile(r"<!--finished (\d+)-->")


class Finished:
    """The finished HTML of a site's pages."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def keep(self, html: str) -> Markup:
        """Store finished HTML and return its placeholder, a comment."""
        self._pieces.append(html.strip())
        return Markup(f"<!--finished {len(self._pieces) - 1}-->")

    def put_in(self, page: str) -> str:
        """Replace the placeholders in a page's HTML."""
        return _PLACEHOLDER.sub(lambda match: self._pieces[int(match[1])], page)
