"""What a page says of itself to search engines, in the words of schema.org; all of it is on the page too.

An offer of work is a `Service` here and the practice an `Organization` or a `Person`: schema.org keeps
`ProfessionalService` for places that one can visit, and deprecates it as a general type.
"""

from typing import Any

from brochure.model.contact import BOOKING, dialled, ways
from brochure.model.routes import Route, Routes
from brochure.model.site import CONTACT, OVERVIEW, SERVICES, Site

Node = dict[str, Any]


def linked_data(site: Site, routes: Routes, route: Route, site_url: str) -> Node:
    """A page's graph in JSON-LD: the practice, the site, the page, the way to it, and the form that it is about."""
    nodes = [_practice(site, route, site_url), _website(site, route, site_url), _page(routes, route, site_url)]
    if trail := _trail(routes, route):
        nodes.append(_breadcrumbs(trail, route, site_url))
    if route.entry.kind is SERVICES:
        nodes.append(_service(site, routes, route, site_url))
    return {"@context": "https://schema.org", "@graph": nodes}


def _practice(site: Site, route: Route, site_url: str) -> Node:
    contact = site.settings.contact
    node: Node = {
        "@type": "Person" if site.settings.provider == "person" else "Organization",
        "@id": f"{site_url}#practice",
        "name": site.practices[route.language.code].name,
        "url": site_url,
        "email": contact.email,
        "telephone": dialled(contact.phone),
        "taxID": contact.business_id,
        "sameAs": [link.address for link in site.practices[route.language.code].links],
    }
    if visit := contact.visit:
        node["address"] = {
            "@type": "PostalAddress",
            "streetAddress": visit.street,
            "postalCode": visit.postcode,
            "addressLocality": visit.town,
        }
        if visit.map:  # only a place has a map in schema.org, and a person works at one where an organisation is
            place = "workLocation" if node["@type"] == "Person" else "location"
            node[place] = {"@type": "Place", "address": node["address"], "hasMap": visit.map}
    return {name: value for name, value in node.items() if value}


def _website(site: Site, route: Route, site_url: str) -> Node:
    return {
        "@type": "WebSite",
        "@id": f"{site_url}#website",
        "name": site.practices[route.language.code].name,
        "url": site_url,
        "inLanguage": [language.code for language in site.languages],
        "publisher": {"@id": f"{site_url}#practice"},
    }


def _page(routes: Routes, route: Route, site_url: str) -> Node:
    address = site_url + route.path
    node = {
        "@type": "ContactPage" if route.entry.id == CONTACT else "WebPage",
        "@id": address,
        "url": address,
        "name": route.title,
        "description": route.translation.summary,
        "inLanguage": route.language.code,
        "isPartOf": {"@id": f"{site_url}#website"},
    }
    if _trail(routes, route):
        node["breadcrumb"] = {"@id": f"{address}#breadcrumbs"}
    if route.entry.kind is SERVICES:
        node["mainEntity"] = {"@id": f"{address}#service"}
    return node


def _trail(routes: Routes, route: Route) -> list[Route]:
    """The pages from the front page to this one; nothing on the front page itself."""
    front = routes.front(route.language)
    if route is front:
        return []
    overview = routes.get(OVERVIEW, route.language) if route.entry.kind is SERVICES else None
    return [front, *([overview] if overview and overview is not front else []), route]


def _breadcrumbs(trail: list[Route], route: Route, site_url: str) -> Node:
    return {
        "@type": "BreadcrumbList",
        "@id": f"{site_url}{route.path}#breadcrumbs",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": step.menu_title, "item": site_url + step.path}
            for position, step in enumerate(trail, 1)
        ],
    }


def _service(site: Site, routes: Routes, route: Route, site_url: str) -> Node:
    address = site_url + route.path
    return {
        "@type": "Service",
        "@id": f"{address}#service",
        "name": route.title,
        "serviceType": route.title,
        "description": route.translation.summary,
        "url": address,
        "provider": {"@id": f"{site_url}#practice"},
        "availableChannel": _channels(site, routes, route, site_url),
    }


def _channels(site: Site, routes: Routes, route: Route, site_url: str) -> Node | list[Node]:
    """The way to make contact in the page's language: its contact page, else the best channel; and to book a time."""
    page = routes.get(CONTACT, route.language)
    contact, found = site.settings.contact, ways(site, route)
    spoken = {"@type": "ServiceChannel", "availableLanguage": route.language.code}
    channel: Node = {**spoken, "serviceUrl": site_url + page.path if page else found[0].href}
    if contact.phone:
        channel["servicePhone"] = {"@type": "ContactPoint", "telephone": dialled(contact.phone)}
    booking = [{**spoken, "serviceUrl": way.href} for way in found if way.kind == BOOKING]
    return [channel, *booking] if booking else channel
