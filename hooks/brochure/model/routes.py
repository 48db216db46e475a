"""The address of each entry in each language, and the order of the pages."""

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from brochure.model.files import ASSETS, NOT_FOUND
from brochure.model.site import BRIEF, FRONT, SERVICES, Entry, Language, Site, Translation

_PAGE = re.compile(r"([^/]{1,60}/)*[^/]{1,60}\.html?")
"""A file that servers send as a page, by names that every file system allows."""


@dataclass(frozen=True)
class Route:
    """A page, that is an entry in a language, at its current address or at one former address."""

    entry: Entry
    language: Language
    former: str = ""
    """The former address, if this is one: a slug, or a path from the site's root that begins with a slash."""

    @property
    def translation(self) -> Translation:
        """The entry's words in the route's language."""
        return self.entry.translations[self.language.code]

    @property
    def slug(self) -> str:
        """The last part of the address; `index` for a language's front page."""
        return self.former or self.translation.address_part

    @property
    def path(self) -> str:
        """The address below the site's root: empty for the root itself, else with a slash at the end.

        A former address from another site may be that of a file, or end with `/*` for all addresses below a folder.
        """
        if self.former.startswith("/"):
            return self.former[1:]
        return self.language.folder + ("" if self.slug == FRONT and not self.former else f"{self.slug}/")

    @property
    def src_uri(self) -> str:
        """The path of the virtual Markdown file by which MkDocs knows the page."""
        return f"{self.language.folder}{self.entry.id}.md"

    @property
    def dest_uri(self) -> str:
        """The path of the published file."""
        return self.path if self.path and not self.path.endswith("/") else f"{self.path}index.html"

    @property
    def share_uri(self) -> str:
        """The picture shown where the page is shared, before its name gets a digest and an ending."""
        return f"{ASSETS}/share-{self.entry.id}.{self.language.code}"

    @property
    def leaflet_uri(self) -> str:
        """The PDF of a form of supervision. No page has this address, since a slug has no dot."""
        return f"{self.path}{self.slug}.pdf"

    @property
    def title(self) -> str:
        """The text of a link to the page."""
        return self.translation.title

    @property
    def menu_title(self) -> str:
        """The text of a link to the page in a menu."""
        return self.translation.menu_title or self.title

    def href(self, target: "Route") -> str:
        """Return the relative link from this page to another."""
        return posixpath.relpath(target.path or ".", self.path or ".") + "/"

    @property
    def now(self) -> "Route":
        """The page at its current address."""
        return replace(self, former="")

    def moved(self) -> Iterator["Route"]:
        """Yield the page at each of its former addresses."""
        return (replace(self, former=slug) for slug in self.translation.former)


class Routes:
    """All pages of a site by language, then in the order of entries."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.languages = site.languages
        self._pages = {
            language.code: {
                entry.id: Route(entry, language) for entry in site.entries if language.code in entry.translations
            }
            for language in site.languages
        }
        self._services = {
            code: [route for route in pages.values() if route.entry.kind is SERVICES]
            for code, pages in self._pages.items()
        }
        self._front = {route.language.code: route for route in self if route.path == route.language.folder}

    def __iter__(self) -> Iterator[Route]:
        return (route for pages in self._pages.values() for route in pages.values())

    def get(self, entry_id: str, language: Language) -> Route | None:
        """Return the page of an entry in a language, or None if it is not published in it."""
        return self._pages[language.code].get(entry_id)

    def front(self, language: Language) -> Route:
        """Return the front page of a language, which the checks guarantee."""
        return self._front[language.code]

    def pages(self, language: Language) -> Sequence[Route]:
        """Return all pages of a language."""
        return list(self._pages[language.code].values())

    def services(self, language: Language) -> Sequence[Route]:
        """Return the forms of supervision in a language, in their order."""
        return self._services[language.code]

    def moved(self) -> Sequence[Route]:
        """Return every page at each of its former addresses."""
        return [moved for route in self for moved in route.moved()]

    def moved_pages(self) -> Sequence[Route]:
        """Return the former addresses that get a redirect page, for hosts without redirect rules.

        Leave out files that are not HTML. Leave out names that differ only in case or in composed accents.
        """

        def folded(name: str) -> str:
            return unicodedata.normalize("NFC", name).casefold()

        moved = [route for route in self.moved() if _PAGE.fullmatch(route.dest_uri)]
        reserved = [f"{language.folder}{NOT_FOUND}" for language in self.languages]
        names = [folded(name) for name in (*(route.dest_uri for route in (*self, *moved)), *reserved)]
        count = Counter([*names, *(str(parent) for name in names for parent in PurePosixPath(name).parents)])
        return [route for route in moved if count[folded(route.dest_uri)] == 1]

    def images(self) -> set[str]:
        """Return the names of the pictures at the top of pages."""
        return {route.entry.settings.image for route in self} - {""}

    def pictures(self) -> list[str]:
        """Return the names of all pictures that pages show."""
        proses = (prose for route in self for _, prose in route.translation.proses())
        return sorted(self.images().union(*(prose.pictures() for prose in proses)))

    def menu(self, language: Language, name: str) -> Sequence[Route]:
        """Return the pages that a menu, `header` or `footer`, lists in a language."""
        return [route for route in self.pages(language) if route.entry.settings.menu == name]

    def columns(self, language: Language) -> list[str]:
        """Return the rows of the brief that a third of the services fill: the columns of the table of services."""
        services = [route.translation for route in self.services(language)]
        filled = {name: [service for service in services if getattr(service, name)] for name in BRIEF}
        return [name for name, services_with in filled.items() if 3 * len(services_with) >= len(services) > 0]

    def neighbours(self, route: Route) -> tuple[Route | None, Route | None]:
        """Return the previous and the next form of supervision: None at the ends, and for other pages."""
        forms = [None, *self.services(route.language), None]
        rows = zip(forms, forms[1:], forms[2:], strict=False)
        return next(((before, after) for before, form, after in rows if form is route), (None, None))

    def hreflangs(self, route: Route) -> Sequence[tuple[str, Route]]:
        """Return the entry's pages with their hreflang, the default language again as `x-default`."""
        alternates = [page for language in self.languages if (page := self.get(route.entry.id, language))]
        return [*((page.language.code, page) for page in alternates), ("x-default", alternates[0])]
