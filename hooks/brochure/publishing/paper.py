"""The data of documents that Typst makes: a brochure in each language, a leaflet of each service, share pictures.

The templates in `docs/templates/paper/` lay it out. A PDF has one name for good, so that others can link to it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree.ElementTree import Element

from brochure.author.paths import within
from brochure.model.contact import details, ways
from brochure.model.files import DOWNLOADS, PICTURES
from brochure.model.prose import ENTRY_LINK, PDF_NAME
from brochure.model.routes import Route, Routes
from brochure.model.site import ABOUT, BRIEF, CONTACT, OVERVIEW, Language
from brochure.model.theme import Theme
from brochure.photos.photo import Photo
from brochure.publishing.paper_prose import nodes, typst_language
from brochure.publishing.typesetting import Data, Job


@dataclass(frozen=True)
class Paper:
    """The documents of a site at `site_url`."""

    routes: Routes
    theme: Theme
    site_url: str
    content: Path
    picture: Callable[[str], Path]
    """Returns the file of a picture, by its name in the author's folder."""

    def pdfs(self) -> Iterator[tuple[str, Job]]:
        """Yield each PDF with its address below the site's root."""
        for language in self.routes.languages:
            front, services = self.routes.front(language), self.routes.services(language)
            menu = (page for page in self.routes.menu(language, "header") if page.entry.template == "page")
            about = [page for page in menu if page.entry.id not in (OVERVIEW, CONTACT)]
            printable = [*about, *services, *filter(None, [self.routes.get(CONTACT, language)])]
            texts = {route.entry.id: self._text(route) for route in printable}
            brochure = {
                "cover": self._top(front),
                "inside": [*texts, OVERVIEW],
                "pages": [texts[route.entry.id] for route in about],
                "forms": [texts[route.entry.id] for route in services],
                "columns": [(key, language.words[key]) for key in self.routes.columns(language)],
                "contact": {**texts.get(CONTACT, {}), **self._contact(front)},
            }
            if services:
                yield language.brochure_uri, self._pdf("brochure", front, brochure, [front, *printable])
            definition = self._definition(language)
            inside = {"about": definition, "inside": [ABOUT] if definition else []}
            for route in services:
                leaflet = {"form": texts[route.entry.id], "contact": self._contact(route), **inside}
                yield route.leaflet_uri, self._pdf("leaf", route, leaflet, [route])

    def _pdf(self, template: str, route: Route, data: Data, printable: Sequence[Route]) -> Job:
        proses = (prose for page in printable for _, prose in page.translation.proses())
        names = {page.entry.settings.image for page in printable}.union(*(prose.pictures() for prose in proses)) - {""}
        pictures = {name: self.picture(name) for name in sorted(names)}
        data = {**self._head(route), "words": dict(route.language.words), "logo": "", **data}
        if logo := self.routes.site.settings.logo:
            data |= {"logo": f"_{logo}", "logo_alone": self.routes.site.settings.logo_alone}  # no picture begins with _
            pictures[f"_{logo}"] = self.content / PICTURES / logo
        file = within(self.content, route.entry.file)
        return Job(template, data, file, route.title, pictures, len(printable))

    def share_pictures(self) -> Iterator[tuple[str, Job]]:
        """Yield the picture of each page's title with its address; other services show it where a page is shared.

        A page with a wide photo needs none; an upright photo is part of it. Other pages borrow the front page's icon.
        """
        for route in self.routes:
            name, file = route.entry.settings.image, within(self.content, route.entry.file)
            photo = self.routes.site.pictures.get(name)
            if isinstance(photo, Photo) and photo.share_crop:
                continue
            pictures = {name: self.picture(name)} if isinstance(photo, Photo) else {}
            drawing = icon(self.theme, route) or icon(self.theme, self.routes.front(route.language))
            data = {**self._head(route), "icon": drawing, "image": name if pictures else ""}
            ending = "jpg" if pictures else "png"
            yield f"{route.share_uri}.{ending}", Job("share", data, file, route.title, pictures)

    def _head(self, route: Route) -> Data:
        """Return the data that all documents have in common: language, title, practice and colours."""
        light, _ = self.routes.site.palettes
        return {
            **typst_language(route.language.code),
            "dir": route.language.direction,
            "title": route.title,
            "practice": self.routes.site.practices[route.language.code].name,
            "colours": {name.replace("_", "-"): colour for name, colour in vars(light).items()},
        }

    def _top(self, route: Route) -> Data:
        """Return the title and the summary of a page, and its picture."""
        return {
            "title": route.title,
            "summary": route.translation.summary,
            "icon": icon(self.theme, route),
            "image": route.entry.settings.image,
            "image_text": route.translation.image_text,
            "caption": route.translation.image_caption,
        }

    def _text(self, route: Route) -> Data:
        """Return the texts of a page or a service for its PDF."""
        text, link = route.translation, partial(self._link, route)
        questions, brief = text.questions_text(()).root, {key: getattr(text, key, "") for key in BRIEF}
        rows = [(route.language.words[key], value) for key, value in brief.items() if value]
        leads = (link(a.get("href", "")) for body in (text.body.root, questions) for a in body.iter("a"))
        return {
            "id": route.entry.id,
            **self._top(route),
            "body": nodes(text.body.root, link),
            "questions": nodes(questions, link),
            "notes": [lead.get("entry", "") for lead in leads if lead["printed"]],
            "situations": getattr(text, "situations", ()),
            "brief": brief,
            "rows": [*rows, *((fact.label, fact.value) for fact in text.facts)],
        }

    def _definition(self, language: Language) -> Data | None:
        """Return the first paragraph without a picture of the page about supervision, if there is one."""
        page = self.routes.get(ABOUT, language)
        for paragraph in page.translation.body.root.iterfind("p") if page else ():
            if page and paragraph.find(".//img") is None:
                body = Element("body")
                body.append(paragraph)
                return {"title": page.title, "body": nodes(body, partial(self._link, page)), **self._link(page, ABOUT)}
        return None

    def _link(self, page: Route, href: str) -> Data:
        """Return the target of a link in a body: its address `to`, `printed` for paper, and for a page its `entry`."""
        match = ENTRY_LINK.fullmatch(href)
        if not match:
            address = f"{self.site_url}{DOWNLOADS}/{href}" if PDF_NAME.fullmatch(href) else href
            return {"to": address, "printed": _printed(address)}
        target = self.routes.get(match["id"] or page.entry.id, page.language)
        assert target, f"the check of the content has let pass a link to {href}"
        address, anchor = self.site_url + target.path, f"#{match['anchor']}" if match["anchor"] else ""
        return {"entry": target.entry.id, "to": address + anchor, "printed": _printed(address)}

    def _contact(self, page: Route) -> Data:
        """Return the ways to make contact, the details of the practice, and the page's address.

        Each has a label and texts with their addresses; the label or an address may be empty.
        """
        site = self.routes.site
        channels = [(way.label or way.text, [[_printed(way.printed), way.href]]) for way in ways(site, page)]
        for detail in details(site, page.language):
            parts = (*detail.contacts, [detail.text or _printed(detail.url), detail.url])
            channels.append((detail.label or detail.title, [part for part in parts if part[0]]))
        address = self.site_url + page.path
        channels.append(("", [[_printed(address), address]]))
        return {"channels": channels, "note": page.language.words["contact_note"]}


def _printed(address: str) -> str:
    """Return the form of an address for paper, without its scheme."""
    return re.sub("^(https://|mailto:|tel:)", "", address).rstrip("/")


def icon(theme: Theme, route: Route) -> str:
    """Return the svg of a page's pictogram, drawn in `currentColor` as the css does, or an empty text."""
    path = theme.icon(route.entry.settings.icon)
    svg = path.read_text(encoding="utf-8") if path else ""
    return svg if "currentColor" in svg else svg.replace("<svg ", '<svg fill="currentColor" ', 1)
