"""A page's snippet in a search engine: its title and its description."""

import re

from brochure.model.routes import Route, Routes
from brochure.model.site import ServiceTranslation

_TITLE, _DESCRIPTION = 60, 155
"""The characters that search engines show."""


def browser_title(routes: Routes, route: Route) -> str:
    """Return the title, also that in a browser's tab: with the name of the practice, and with its town if that fits."""
    name, visit = routes.site.practices[route.language.code].name, routes.site.settings.contact.visit
    what = route.language.words["supervision"]
    front = name if what.casefold() in name.casefold() else f"{name} – {what}"
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
