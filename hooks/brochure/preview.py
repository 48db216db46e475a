"""The preview's memory: `mkdocs serve` goes on showing the last good site while its content is broken.

MkDocs keeps a hook's module from one rebuild to the next and gives a hook no other place for what lasts that long;
so one object of this class lives in `mkdocs_hooks.py`. A build leaves it switched off.
"""

from brochure.author.messages import AUTHOR_LANGUAGES, ContentError
from brochure.model.site import Site


class Preview:
    """Which site to show, and what to tell above it."""

    def __init__(self) -> None:
        self.serving = False
        self.problems: ContentError | None = None
        """What is wrong with the content as it is now."""
        self._last: Site | None = None

    @property
    def language(self) -> str:
        """The language that the author is spoken to in."""
        return self._last.author_language if self._last else AUTHOR_LANGUAGES[0]

    def good(self, site: Site) -> None:
        """Remember a site without mistakes."""
        self.problems = None
        self._last = site

    def broken(self, error: ContentError) -> Site | None:
        """Remember what is wrong; give the last good site, if there has been one."""
        self.problems = error
        return self._last
