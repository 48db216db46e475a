"""The appearance of a page elsewhere: what it is found by, and how a search engine and a shared link show it."""

from collections.abc import Iterator, Mapping

from brochure.editing.folder import Document, Folder
from brochure.model.site import ENTRIES
from brochure.pages.search import found_by
from brochure.pages.snippet import browser_title, description


def appearances(folder: Folder, document: Document) -> Iterator[Mapping[str, object]]:
    """Yield the appearance of a page in each language, unless there is a mistake or the page is hidden.

    The `words` are those that the site's search finds it by, the best place first, without the texts shown above them.
    """
    if not folder.project or document.kind not in ENTRIES:
        return
    for route in (routes := folder.project.routes):
        if route.entry.file == document.path:
            seen, found = {"title": browser_title(routes, route), "description": description(route)}, found_by(route)
            words = [text for text in (*found.aliases, *found.titles, *found.others) if text not in seen.values()]
            address = folder.project.site.settings.address + route.path
            yield {"code": route.language.code, "address": address, "words": words, **seen}
