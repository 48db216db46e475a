"""The appearance of a page elsewhere: what it is found by, and how a search engine and a shared link show it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brochure.editing.folder import Document, Folder
from brochure.model.site import ENTRIES
from brochure.pages.search import found_by
from brochure.pages.snippet import browser_title, description


class Appearance(NamedTuple):
    """The appearance of a page in one language."""

    code: str
    """The language."""
    title: str
    address: str
    description: str
    words: Sequence[str]
    """The texts that the site's search finds the page by, the best place first, without those shown above."""


def appearances(folder: Folder, document: Document) -> Iterator[Appearance]:
    """Yield the appearance of a document's page in each language, unless there is a mistake or the page is hidden."""
    if not folder.project or document.kind not in ENTRIES:
        return
    for route in (routes := folder.project.routes):
        if route.entry.file == document.path:
            address = folder.project.site.settings.address + route.path
            texts, found = (browser_title(routes, route), description(route)), found_by(route)
            words = [text for text in (*found.aliases, *found.titles, *found.others) if text not in texts]
            yield Appearance(route.language.code, texts[0], address, texts[1], words)
