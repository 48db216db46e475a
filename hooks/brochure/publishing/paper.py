"""The brochure on paper: one PDF of it in each language, and a leaf of each form of supervision beside the form's page.

They are made of the model, not of the pages: here it becomes plain data, and `docs/templates/paper/` says how it looks.
A PDF has a name that stays, as a page has, so that it can be linked to; no page can be there, for a slug has no dot.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from brochure.model.colours import LIGHT, palettes
from brochure.model.contact import details, ways
from brochure.model.prose import ENTRY_LINK
from brochure.model.questions import questions_of
from brochure.model.routes import Route, Routes
from brochure.model.site import (
    BRIEF,
    CONTACT,
    OVERVIEW,
    Channels,
    Entry,
    Language,
    ServiceTranslation,
    Site,
)
from brochure.model.theme import Theme
from brochure.publishing.paper_prose import nodes, spoken
from brochure.publishing.typesetting import Data, Job

PRINTED = "page"
"""The template of the pages in the main menu that say what supervision is: what stands there as text."""
WORDS = (
    *("find", "in_brief", "call", "forms", "form", "compare", "contact_note", "enquiry", *BRIEF),
    *("email", "phone", "visit", "map", "business_id", *(f"contact_{channel}" for channel in Channels.model_fields)),
)
"""The words of the interface that paper has too."""
COVER = ("title", "summary")
"""What the cover has of the front page."""
TEXTS = (*COVER, "body", "facts", "questions", "situations", *BRIEF)
"""What paper has of a page that it shows."""


def about(routes: Routes, language: Language) -> Sequence[Route]:
    """The pages of text in a language's main menu, which the brochure has before the forms."""
    pages = (route for route in routes.menu(language, "header") if route.entry.template == PRINTED)
    return [route for route in pages if route.entry.id not in (OVERVIEW, CONTACT)]


def printed(routes: Routes, language: Language) -> Sequence[Route]:
    """The pages whose texts are on paper in a language."""
    contact = routes.get(CONTACT, language)
    return [*about(routes, language), *routes.services(language), *([contact] if contact else [])]


@dataclass(frozen=True)
class Paper:
    """Makes the data of PDFs."""

    site: Site
    routes: Routes
    theme: Theme
    site_url: str
    picture: Callable[[str], Path]
    """The file of a picture that Typst can show, by its name in the author's folder."""
    file: Callable[[Entry], str]
    """What messages call an entry's file."""

    def jobs(self) -> Iterator[tuple[str, Job]]:
        """Each PDF with its name below the site's root."""
        for language in self.site.languages:
            front = self.routes.front(language)
            texts = printed(self.routes, language)
            yield language.brochure_uri, self._job("brochure", front, self._brochure(front), texts)
            for route in self.routes.services(language):
                form = self._form(route, frozenset())
                data = {"form": form, "contact": self._contact(route)}
                yield route.leaf_uri, self._job("leaf", route, data, [route])

    def _job(self, template: str, route: Route, data: Data, texts: Sequence[Route]) -> Job:
        proses = (prose for text in texts for _, prose in text.translation.proses())
        names = {name for prose in proses for name in prose.pictures()}
        pictures = {name: self.picture(name) for name in names}
        words = {word: route.language.words[word] for word in WORDS}
        data = {**head(self.site, route), "words": words, **data}
        return Job(template, data, self.file(route.entry), route.title, pictures=pictures)

    def _brochure(self, front: Route) -> Data:
        language = front.language
        texts, contact = printed(self.routes, language), self.routes.get(CONTACT, language)
        table = {OVERVIEW} if self.routes.services(language) else set()
        inside = frozenset({*(route.entry.id for route in texts), *table})
        return {
            "cover": {"title": front.title, "summary": front.translation.summary, "icon": icon(self.theme, front)},
            "pages": [self._page(route, inside) for route in about(self.routes, language)],
            "forms": [self._form(route, inside) for route in self.routes.services(language)],
            "columns": [(key, language.words[key]) for key in self.routes.columns(language)],
            "contact": {
                **(self._page(contact, inside) if contact else _untitled(language)),
                **self._contact(front),
            },
        }

    def _page(self, route: Route, inside: frozenset[str]) -> Data:
        text = route.translation

        def to(href: str) -> str:
            return self._to(route, href, inside)

        return {
            "id": route.entry.id,
            "title": route.title,
            "summary": text.summary,
            "body": nodes(text.body, to),
            "questions": nodes(questions_of(text, ()), to),
            "facts": [(fact.label, fact.value) for fact in text.facts],
        }

    def _form(self, route: Route, inside: frozenset[str]) -> Data:
        text = route.translation
        assert isinstance(text, ServiceTranslation)
        brief, page = {key: getattr(text, key) for key in BRIEF}, self._page(route, inside)
        return {
            **page,
            "icon": icon(self.theme, route),
            "situations": text.situations,
            "brief": brief,
            "rows": [*((route.language.words[key], value) for key, value in brief.items() if value), *page["facts"]],
        }

    def _contact(self, page: Route) -> Data:
        """The ways to make contact, what the practice tells of itself, and the page's own address.

        Each has a name and what is shown, either of which may be empty, and where it leads, if it does.
        """
        words = page.language.words
        channels = [(way.label, way.text, way.href) for way in ways(self.site, page)]
        address = self.site_url + page.path
        own = ("", bare(address), address)
        return {"channels": [*channels, *self._practice(page.language), own], "note": words["contact_note"]}

    def _practice(self, language: Language) -> Iterator[tuple[str, str, str]]:
        """What the practice tells of itself, likewise."""
        for detail in details(self.site, language):
            yield detail.label or detail.title, detail.text or bare(detail.url), detail.url

    def _to(self, page: Route, href: str, inside: frozenset[str]) -> str:
        """Where a link of a body leads on paper: to a place `inside` the same document, or to the site."""
        match = ENTRY_LINK.fullmatch(href)
        if not match:
            return href
        entry = match["id"] or page.entry.id
        if entry in inside:
            return f"#_{entry}"
        target = self.routes.get(entry, page.language)
        assert target, f"the check of the content has let pass a link to {entry}"
        return self.site_url + target.path + (f"#{match['anchor']}" if match["anchor"] else "")


def bare(address: str) -> str:
    """An address as one types it."""
    return address.removeprefix("https://").rstrip("/")


def _untitled(language: Language) -> Data:
    """What the contact page would say, in a language that has none."""
    return {"title": language.words["call"], "summary": "", "body": [], "questions": [], "facts": []}


def head(site: Site, route: Route) -> Data:
    """What every document and picture of a page begins with."""
    code = route.language.code
    light, _ = palettes(site.settings.accent or LIGHT.accent)
    colours = {name.replace("_", "-"): colour for name, colour in vars(light).items()}
    return {**spoken(code), "title": route.title, "practice": site.practices[code].name, "colours": colours}


def icon(theme: Theme, route: Route) -> str:
    """The drawing of a page's pictogram in the `currentColor`, as the css has it on a page; empty if it has none."""
    path = theme.icon(route.entry.settings.icon)
    svg = path.read_text(encoding="utf-8").replace('class="thread"', 'stroke="currentColor"') if path else ""
    return svg if "currentColor" in svg else svg.replace("<svg ", '<svg fill="currentColor" ', 1)
