"""A page's snippet in a search engine: its title and its description."""

import re

from brochure.model.routes import Route, Routes
from brochure.model.site import ServiceTranslation

_TITLE, _DESCRIPTION = 60, 155
"""The characters that search engines show."""


def browser_title(routes: Routes, route: Route) -> str:
    """Return the page's `<title>`: the author's own, or the page's title with the practice's name.

    Add the town if the whole fits into 60 characters.
    """
    name, visit = routes.site.practices[route.language.code].name, routes.site.settings.contact.visit
    supervision = route.language.words["supervision"]
    front = name if supervision.casefold() in name.casefold() else f"{name} – {supervision}"
    title = front if route is routes.front(route.language) else f"{route.title} – {name}"
    longer = f"{title}, {visit.town}" if visit else title
    return route.translation.browser_title or (longer if len(longer) <= _TITLE else title)


def description(route: Route) -> str:
    """Return the summary, for a service with its purpose and its price as far as they fit."""
    text, whole = route.translation, route.translation.summary
    for part in [text.purpose, text.price] if isinstance(text, ServiceTranslation) else []:
        longer = " ".join(re.sub(r"(?<![.?!…])$", ".", sentence) for sentence in (whole, part))
        if part and len(longer) < _DESCRIPTION:
            whole = longer
    return whole
