"""Structured data for search engines: JSON-LD in the vocabulary of schema.org, stating only what the page shows.

A form of supervision is a `Service`, and the practice an `Organization` or a `Person`, since schema.org reserves
`ProfessionalService` for places that can be visited.
"""

from typing import Any

from brochure.model.addresses import dialled
from brochure.model.contact import BOOKING, ways
from brochure.model.routes import Route, Routes
from brochure.model.site import CONTACT, OVERVIEW, SERVICES, Site, Visit

Node = dict[str, Any]


def linked_data(routes: Routes, route: Route, site_url: str) -> Node:
    """Return a page's graph: the practice, the site, the page, its breadcrumbs, and the service that it is about."""
    address, practice = site_url + route.path, {"@id": f"{site_url}#practice"}
    name = routes.site.practices[route.language.code].name
    website = {
        "@type": "WebSite",
        "@id": f"{site_url}#website",
        "name": name,
        "url": site_url,
        "inLanguage": [language.code for language in routes.languages],
        "publisher": practice,
    }
    page: Node = {
        "@type": "ContactPage" if route.entry.id == CONTACT else "WebPage",
        "@id": address,
        "url": address,
        "name": route.title,
        "description": route.translation.summary,
        "inLanguage": route.language.code,
        "isPartOf": {"@id": f"{site_url}#website"},
    }
    nodes = [_practice(routes.site, route, site_url), website, page]
    if trail := _trail(routes, route):
        page["breadcrumb"] = {"@id": f"{address}#breadcrumbs"}
        items = [
            {"@type": "ListItem", "position": position, "name": step.menu_title, "item": site_url + step.path}
            for position, step in enumerate(trail, 1)
        ]
        nodes.append({"@type": "BreadcrumbList", **page["breadcrumb"], "itemListElement": items})
    if route.entry.kind is SERVICES:
        page["mainEntity"] = {"@id": f"{address}#service"}
        service = {
            "@type": "Service",
            **page["mainEntity"],
            "name": route.title,
            "serviceType": route.title,
            "description": route.translation.summary,
            "url": address,
            "provider": practice,
            "availableChannel": _channels(routes, route, site_url),
        }
        nodes.append(service)
    return {"@context": "https://schema.org", "@graph": nodes}


def _practice(site: Site, route: Route, site_url: str) -> Node:
    contact, code, person = site.settings.contact, route.language.code, site.settings.provider == "person"
    named = [(place.label[code], place) for place in contact.more if code in place.label]
    visits = [(name, place.visit) for name, place in named if place.visit]
    if contact.visit and contact.visit.map:  # which only a `Place` has
        visits.insert(0, ("", contact.visit))
    places = [_node("Place", name=name, address=_address(visit), hasMap=visit.map) for name, visit in visits]
    points = [{"name": way.label, "url": way.href} for way in ways(site, route) if way.label and way.note]
    for name, place in named:
        if place.phone or place.email:
            points.append({"name": name, "telephone": dialled(place.phone), "email": place.email})
    return _node(
        "Person" if person else "Organization",
        **{"@id": f"{site_url}#practice"},
        name=site.practices[code].name,
        url=site_url,
        email=contact.email,
        telephone=dialled(contact.phone),
        taxID=contact.business_id,
        sameAs=[link.address for link in site.practices[code].links],
        address=contact.visit and _address(contact.visit),
        **{"workLocation" if person else "location": places[0] if len(places) == 1 else places},
        contactPoint=[_node("ContactPoint", **point) for point in points],
    )


def _address(visit: Visit) -> Node:
    return _node("PostalAddress", streetAddress=visit.street, postalCode=visit.postcode, addressLocality=visit.town)


def _node(kind: str, **values: object) -> Node:
    """Return a node with the properties that have a value."""
    return {"@type": kind, **{name: value for name, value in values.items() if value}}


def _trail(routes: Routes, route: Route) -> list[Route]:
    """Return the pages from the front page to this one, or nothing on the front page."""
    front = routes.front(route.language)
    overview = routes.get(OVERVIEW, route.language) if route.entry.kind is SERVICES else None
    between = [overview] if overview and overview is not front else []
    return [] if route is front else [front, *between, route]


def _channels(routes: Routes, route: Route, site_url: str) -> Node | list[Node]:
    """Return the contact page of the language, else the best channel, and the booking page."""
    channels, page = ways(routes.site, route), routes.get(CONTACT, route.language)
    spoken = {"@type": "ServiceChannel", "availableLanguage": route.language.code}
    channel: Node = {**spoken, "serviceUrl": site_url + page.path if page else channels[0].href}
    if phone := routes.site.settings.contact.phone:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": dialled(phone)}
    booking = [{**spoken, "serviceUrl": way.href} for way in channels if way.kind == BOOKING]
    return [channel, *booking] if booking else channel
