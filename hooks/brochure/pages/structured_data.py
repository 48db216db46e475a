"""Structured data for search engines: JSON-LD in the vocabulary of schema.org, stating only what the page shows.

A form of supervision is a `Service`. The practice of one person is a `ProfessionalService` if it can be visited, since
schema.org reserves that for places. Any other is an `Organization`, or a `Person` if its name is a person's.
"""

from collections.abc import Callable, Sequence
from typing import Any

from brochure.model.addresses import dialled
from brochure.model.contact import BOOKING, Way
from brochure.model.routes import Route, Routes
from brochure.model.site import CONTACT, ME, OVERVIEW, SERVICES, Visit

Node = dict[str, Any]
_PAGES = {CONTACT: "ContactPage", ME: "ProfilePage"}
"""The types of pages that have one of their own, by id."""


def linked_data(
    routes: Routes, route: Route, channels: Sequence[Way], site_url: str, logo: str, picture: Callable[[Route], str]
) -> Node:
    """Return a page's graph: the practice, the site, the page, its breadcrumbs, and the service that it is about.

    `channels` are the page's ways to make contact. `logo` is the address of the practice's logo, and `picture` returns
    that of a page's picture; each address may be empty.
    """
    site, language, address = routes.site, route.language, site_url + route.path
    practice, website = {"@id": f"{site_url}#practice"}, {"@id": f"{site_url}#website"}
    person = {"@id": f"{site_url}#person"} if site.settings.person else {}
    of_person = {"founder": person, "logo": logo, "image": picture(routes.front(language))} if person else {}
    about, main, breadcrumbs = list[Node](), Node(), Node()
    if person:
        me = routes.get(ME, language)
        url, image = (site_url + me.path, picture(me)) if me else ("", "")
        about.append(_node("Person", person, name=site.settings.person, url=url, image=image))
    if route.entry.id == ME:
        main = person or practice
    if route.entry.id == OVERVIEW and (services := routes.services(language)):
        main = {"@id": f"{address}#forms"}
        about.append(_list("ItemList", main, services, site_url, "url"))
    if trail := _trail(routes, route):
        breadcrumbs = {"@id": f"{address}#breadcrumbs"}
        about.append(_list("BreadcrumbList", breadcrumbs, trail, site_url, "item"))
    summary: Node = {"url": address, "name": route.title, "description": route.translation.summary}
    if route.entry.kind is SERVICES:
        main, channel = {"@id": f"{address}#service"}, _channels(routes, route, channels, site_url)
        service = {"serviceType": route.title, "provider": practice, "availableChannel": channel}
        about.append(_node("Service", main, **summary, **service))
    name, codes = site.practices[language.code].name, [each.code for each in site.languages]
    properties = {"inLanguage": language.code, "isPartOf": website, "mainEntity": main, "breadcrumb": breadcrumbs}
    graph = [
        _practice(routes, route, channels, site_url, of_person),
        _node("WebSite", website, name=name, url=site_url, inLanguage=codes, publisher=practice),
        _node(_PAGES.get(route.entry.id, "WebPage"), {"@id": address}, **summary, **properties),
        *about,
    ]
    return {"@context": "https://schema.org", "@graph": graph}


def _practice(routes: Routes, route: Route, channels: Sequence[Way], site_url: str, of_person: Node) -> Node:
    """Return the node of the practice; `of_person` are the properties of a practice of one person."""
    site, code = routes.site, route.language.code
    contact, visit = site.settings.contact, site.settings.contact.visit
    kind = "Person" if site.settings.provider == "person" and not of_person else "Organization"
    named = [(place.label[code], place) for place in contact.more if code in place.label]
    visits = [(name, place.visit) for name, place in named if place.visit]
    if of_person and visit:
        kind, towns = "ProfessionalService", dict.fromkeys([visit.town, *(visit.town for _, visit in visits)])
        of_person = of_person | {"hasMap": visit.map, "areaServed": [*towns]}
    elif visit and visit.map:  # only a `Place` has a map
        visits.insert(0, ("", visit))
    places = [_node("Place", name=name, address=_address(visit), hasMap=visit.map) for name, visit in visits]
    points: list[Node] = [{"name": way.label, "url": way.href} for way in channels if way.label and way.note]
    for name, place in named:
        if place.phone or place.email:
            points.append({"name": name, "telephone": dialled(place.phone), "email": place.email})
    return _node(
        kind,
        {"@id": f"{site_url}#practice"},
        name=site.practices[code].name,
        url=site_url,
        email=contact.email,
        telephone=dialled(contact.phone),
        taxID=contact.business_id,
        sameAs=[link.address for link in site.practices[code].links],
        address=visit and _address(visit),
        **of_person,
        **{"workLocation" if kind == "Person" else "location": places[0] if len(places) == 1 else places},
        contactPoint=[_node("ContactPoint", **point) for point in points],
    )


def _address(visit: Visit) -> Node:
    return _node("PostalAddress", streetAddress=visit.street, postalCode=visit.postcode, addressLocality=visit.town)


def _node(kind: str, reference: Node | None = None, **values: object) -> Node:
    """Return a node with its id, if it has one, and the properties that have a value."""
    return {"@type": kind, **(reference or {}), **{name: value for name, value in values.items() if value}}


def _list(kind: str, name: Node, pages: Sequence[Route], site_url: str, key: str) -> Node:
    """Return a list of pages, each with its address at a key."""
    items = [
        {"@type": "ListItem", "position": position, "name": page.menu_title, key: site_url + page.path}
        for position, page in enumerate(pages, 1)
    ]
    return {"@type": kind, **name, "itemListElement": items}


def _trail(routes: Routes, route: Route) -> list[Route]:
    """Return the pages from the front page to this one, or nothing on the front page."""
    front = routes.front(route.language)
    overview = routes.get(OVERVIEW, route.language) if route.entry.kind is SERVICES else None
    between = [overview] if overview and overview is not front else []
    return [] if route is front else [front, *between, route]


def _channels(routes: Routes, route: Route, channels: Sequence[Way], site_url: str) -> Node | list[Node]:
    """Return the contact page of the language, else the best channel, and the booking page."""
    page = routes.get(CONTACT, route.language)
    spoken = {"@type": "ServiceChannel", "availableLanguage": route.language.code}
    channel: Node = {**spoken, "serviceUrl": site_url + page.path if page else channels[0].href}
    if phone := routes.site.settings.contact.phone:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": dialled(phone)}
    booking = [{**spoken, "serviceUrl": way.href} for way in channels if way.kind == BOOKING]
    return [channel, *booking] if booking else channel
