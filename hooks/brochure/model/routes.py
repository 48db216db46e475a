"""The address of each entry in each language, and what is before and after it."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brochure.model.files import ASSETS
from brochure.model.site import BRIEF, FRONT, SERVICES, Entry, Language, Site, Translation


@dataclass(frozen=True)
class Route:
    """One page: an entry in a language, and its address."""

    entry: Entry
    language: Language

    @property
    def translation(self) -> Translation:
        """The entry's words in the route's language."""
        return self.entry.translations[self.language.code]

    @property
    def path(self) -> str:
        """The address below the site's root, empty for the root itself, else with a slash at the end."""
        part = self.translation.address_part
        return self.language.folder + ("" if part == FRONT else f"{part}/")

    @property
    def url(self) -> str:
        """The address as MkDocs writes it: `./` for the root."""
        return self.path or "./"

    @property
    def src_uri(self) -> str:
        """The source as MkDocs knows it. It keeps the entry's id, so `team.md` leads to the same language."""
        return f"{self.language.folder}{self.entry.id}.md"

    @property
    def dest_uri(self) -> str:
        """The file that is published."""
        return f"{self.path}index.html"

    @property
    def about(self) -> tuple[str, str]:
        """What contact from the page is about: the title and the id of its service, or an enquiry."""
        is_service = self.entry.kind is SERVICES
        return (self.title, self.entry.id) if is_service else (self.language.words["enquiry"], "")

    @property
    def share_uri(self) -> str:
        """The picture of the page where its address is shared, before its name changes with what is in it."""
        return f"{ASSETS}/share-{self.entry.id}.{self.language.code}.png"

    @property
    def leaf_uri(self) -> str:
        """The PDF of a form of supervision, beside its page. No page can be there: a slug has no dot."""
        return f"{self.path}{self.translation.address_part}.pdf"

    @property
    def title(self) -> str:
        """What a link to the page is called where there is room."""
        return self.translation.title

    @property
    def menu_title(self) -> str:
        """What a link to the page is called in a menu."""
        return self.translation.menu_title or self.translation.title

    def href(self, target: "Route") -> str:
        """The relative link from this page to another."""
        return posixpath.relpath(target.path or ".", self.path or ".") + "/"

    @property
    def moved(self) -> Sequence["Moved"]:
        """The addresses that the page once had."""
        return [Moved(slug, self) for slug in self.translation.former]


@dataclass(frozen=True)
class Moved:
    """An address that a page once had."""

    slug: str
    route: Route
    """The page, which is elsewhere now."""

    @property
    def path(self) -> str:
        """The old address below the site's root, with a slash at the end."""
        return f"{self.route.language.folder}{self.slug}/"

    @property
    def leaf_uri(self) -> str:
        """Where the PDF of a form was; empty for another page."""
        return f"{self.path}{self.slug}.pdf" if self.route.entry.kind is SERVICES else ""

    @property
    def dest_uri(self) -> str:
        """The file that sends on from there."""
        return f"{self.path}index.html"


class Routes:
    """All pages of a site, found by entry and language, in the order of languages and then of entries."""

    def __init__(self, site: Site) -> None:
        self.languages = site.languages
        self._by_key = {
            (entry.id, language.code): Route(entry, language)
            for language in site.languages
            for entry in site.entries
            if language.code in entry.translations
        }
        self._in_language: dict[str, list[Route]] = {language.code: [] for language in site.languages}
        self._services: dict[str, list[Route]] = {language.code: [] for language in site.languages}
        self._front: dict[str, Route] = {}
        self._neighbours: dict[tuple[str, str], tuple[Route | None, Route | None]] = {}
        for route in self:
            code = route.language.code
            self._in_language[code].append(route)
            if route.entry.kind is SERVICES:
                self._services[code].append(route)
            if route.path == route.language.folder:
                self._front[code] = route
        for code, services in self._services.items():
            for before, route, after in zip([None, *services], services, [*services[1:], None], strict=False):
                self._neighbours[route.entry.id, code] = (before, after)

    def __iter__(self) -> Iterator[Route]:
        return iter(self._by_key.values())

    def get(self, entry_id: str, language: Language) -> Route | None:
        """The page of an entry in a language, if it is published in it."""
        return self._by_key.get((entry_id, language.code))

    def front(self, language: Language) -> Route:
        """The front page of a language; the check of the content sees to it that there is one."""
        return self._front[language.code]

    def pages(self, language: Language) -> Sequence[Route]:
        """All pages of a language."""
        return self._in_language[language.code]

    def services(self, language: Language) -> Sequence[Route]:
        """The forms of supervision in a language, in their order."""
        return self._services[language.code]

    def moved(self) -> Sequence[Moved]:
        """Every address that a page once had."""
        return [moved for route in self for moved in route.moved]

    def images(self) -> set[str]:
        """The names of the pictures at the top of pages."""
        return {route.entry.settings.image for route in self} - {""}

    def pictures(self) -> list[str]:
        """The names of all pictures that pages show."""
        proses = (prose for route in self for _, prose in route.translation.proses())
        return sorted(self.images().union(*(prose.pictures() for prose in proses)))

    def menu(self, language: Language, name: str) -> Sequence[Route]:
        """The pages in one of the menus, in their order."""
        return [route for route in self._in_language[language.code] if route.entry.settings.menu == name]

    def columns(self, language: Language) -> list[str]:
        """The rows of what a service is in brief that the table has as columns: those that any service fills."""
        services = [route.translation for route in self.services(language)]
        return [name for name in BRIEF if any(getattr(service, name) for service in services)]

    def neighbours(self, route: Route) -> tuple[Route | None, Route | None]:
        """The form before this one and the form after it; None at the ends, and for a page that is no form."""
        return self._neighbours.get((route.entry.id, route.language.code), (None, None))

    def hreflangs(self, route: Route) -> Sequence[tuple[str, Route]]:
        """The same entry in each language that has it, this one among them, then the default as `x-default`."""
        found = [self.get(route.entry.id, language) for language in self.languages]
        alternates = [(alternate.language.code, alternate) for alternate in found if alternate]
        return [*alternates, ("x-default", alternates[0][1])]
