"""A picture of each page's title, which other services show where the page is shared."""

from collections.abc import Callable, Collection, Iterator

from brochure.model.routes import Routes
from brochure.model.site import Entry, Site
from brochure.model.theme import Theme
from brochure.publishing.paper import head, icon
from brochure.publishing.typesetting import Job


def share_pictures(
    site: Site, routes: Routes, theme: Theme, file: Callable[[Entry], str], pictured: Collection[str] = ()
) -> Iterator[tuple[str, Job]]:
    """Yield the picture of each page with its `share_uri`, unless the page's own picture is among the `pictured`.

    A page without a pictogram borrows that of the front page.
    """
    for route in (route for route in routes if route.entry.settings.image not in pictured):
        drawing = icon(theme, route) or icon(theme, routes.front(route.language))
        data = {**head(site, route), "icon": drawing}
        colours = (data["colours"]["accent"], data["colours"]["on-accent"])
        yield route.share_uri, Job("share", data, file(route.entry), route.title, "png", colours=colours)
