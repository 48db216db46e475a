"""What is seen of a page where its address is shared: a picture of its title, in the look of the site."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from brochure.model.routes import Routes
from brochure.model.site import Entry, Site
from brochure.model.theme import Theme
from brochure.photos.ground import on_ground
from brochure.publishing.paper import head, icon
from brochure.publishing.typesetting import Job


def share_pictures(
    site: Site,
    routes: Routes,
    theme: Theme,
    file: Callable[[Entry], str],
    unknown: Callable[[str], set[str]],
    pictured: Collection[str] = (),
) -> Iterator[tuple[str, Job]]:
    """The picture of each page by its `share_uri`, without the characters that are `unknown` to all fonts.

    One whose own picture is among the `pictured` is shared with that; one without a pictogram borrows the front page's.
    """
    for route in (route for route in routes if route.entry.settings.image not in pictured):
        drawing = icon(theme, route) or icon(theme, routes.front(route.language))
        data = {**head(site, route), "icon": drawing}
        colours = data["colours"]
        finish = partial(on_ground, ground=colours["accent"], paint=colours["on-accent"])
        missing = dict.fromkeys(map(ord, unknown(route.title + data["practice"])))
        shown = {name: data[name].translate(missing).strip() for name in ("title", "practice")}
        yield route.share_uri, Job("share", {**data, **shown}, file(route.entry), route.title, "png", finish=finish)
