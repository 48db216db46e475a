"""From a route to a page's source: what the look reads of it, and the template's text in Markdown.

Plain text is escaped as it enters a template, so that an author's `*`, `<` or `"` comes out as typed. A body and the
icons are HTML already and go into a page when Markdown has made it. The overrides read nothing but `page.meta`.
"""

import functools
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from brochure.author.messages import shown
from brochure.author.problems import ContentError
from brochure.model.colours import LIGHT, palettes
from brochure.model.contact import ContactLink, booking_link, contact_links
from brochure.model.files import ASSETS, NOT_FOUND, PICTURES
from brochure.model.picture import Picture
from brochure.model.practice import on_paper, practice_details
from brochure.model.prose import Prose
from brochure.model.questions import questions_of
from brochure.model.routes import Moved, Route, Routes
from brochure.model.site import BRIEF, CONTACT, FINDER, OVERVIEW, SERVICES, SPEAKERS, Language, Site
from brochure.model.theme import Theme
from brochure.pages.finished import Finished
from brochure.pages.structured_data import linked_data
from brochure.photos.photo import SHARED

Meta = dict[str, Any]
MAX_PROBLEMS, MAX_EXCERPT = 100, 200
"""What the preview shows at most: problems, and characters of a line."""
PREVIEW_STYLE = "preview.css"
"""In `overrides/`, and at the root of the preview."""
_LOGO_HEIGHT, _LOGO_WIDTH = 40, 240
"""Pixels of a logo as it is shown, at most; the stylesheet says the same (`.brand img`)."""
_KINDS = {"svg": "image/svg+xml", "png": "image/png"}
_HERO_SIZES = "(min-width: 48rem) 19rem, (min-width: 27rem) 24rem, 90vw"
"""How wide a picture is beside a title, and below it on a phone; the stylesheet limits it (`.photo`)."""

_ACTIVE = re.compile(r"""[\\`*_{}\[\]<>#!|~^=:"'&$+@]|^-|(?<=-)-""")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def escape(text: str) -> Markup:
    """Write the characters that mean something in Markdown or HTML as references, which both show as typed.

    Numeric references hold in running text, in a table's cell, in raw HTML and in an attribute alike, where a
    backslash would hold in the first only.
    """
    safe = _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
    return Markup(_NUMBERED.sub(lambda match: f"{match[1]}&#{ord(match[2])};", safe))


@dataclass(frozen=True)
class PageSource:
    """What a page is made of, instead of a file with front matter, which MkDocs would have to read again."""

    meta: Meta
    """What the look reads as `page.meta`."""
    markdown: str = ""
    """What goes through MkDocs' Markdown."""


def report(error: ContentError, site_url: str) -> Meta:
    """What the preview says of mistakes: a summary and each problem with its place and the line it is about."""
    return {
        "style": f"{urlsplit(site_url).path}{PREVIEW_STYLE}",
        "lang": error.language,
        "summary": error.summary,
        "list": [
            {
                "place": problem.place,
                "message": problem.message(error.language),
                "excerpt": shown(problem.excerpt[:MAX_EXCERPT]),
            }
            for problem in error.problems[:MAX_PROBLEMS]
        ],
    }


class Renderer:
    """Makes the pages of one site."""

    def __init__(
        self,
        site: Site,
        routes: Routes,
        theme: Theme,
        site_url: str,
        names: Mapping[str, str],
        policy: Callable[..., str] | None = None,
        problems: ContentError | None = None,
        pictures: Mapping[str, Picture] | None = None,
        sizes: Mapping[str, int] | None = None,
    ) -> None:
        """`site_url` is the address of the site's root; `names` has the published name of each asset.

        `policy` gives the policy of a page with a `script` or without one; a preview sends its own, and shows the
        `problems` of the content above every page. `pictures` are those that pages show, by name.
        `sizes` has the bytes of a PDF, by its address below the site's root.
        """
        self._site = site
        self._policy = policy
        self._problems = problems
        self._theme = theme
        self._pictures = pictures or {}
        self._sizes = sizes or {}
        self._assets = {name.removeprefix(f"{ASSETS}/"): published for name, published in names.items()}
        self._tints = [palette.tint for palette in palettes(site.settings.accent or LIGHT.accent)]
        self._finished = Finished()
        self._ids = theme.ids
        self.routes = routes
        self.site_url = site_url
        self._templates = Environment(
            loader=FileSystemLoader(theme.templates),
            undefined=StrictUndefined,
            autoescape=True,
            finalize=lambda value: value if isinstance(value, Markup) else escape(str(value)),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["finished"] = self._finished.keep
        self._templates.globals["icon"] = functools.cache(self._icon)
        self._templates.globals["photo"] = self._photo
        self._menus = {
            (language.code, name): routes.menu(language, name)
            for language in site.languages
            for name in ("header", "footer")
        }
        self._details = {language.code: practice_details(site, language) for language in site.languages}
        self._columns = {language.code: routes.columns(language) for language in site.languages}

    def pages(self) -> list[tuple[Route, PageSource]]:
        """Every page of the site."""
        return [(route, self.page(route)) for route in self.routes]

    def page(self, route: Route) -> PageSource:
        """The source of one page."""
        text = self._templates.get_template(f"{route.entry.template}.md").render(
            page=route,
            text=route.translation,
            body=self._prose(route, route.translation.body),
            questions=self._prose(route, questions_of(route.translation, self._ids)),
            words=route.language.words,
            services=self.routes.services(route.language),
            overview_page=self.routes.get(OVERVIEW, route.language),
            contact_page=self.routes.get(CONTACT, route.language),
            finder_page=self.routes.get(FINDER, route.language),
            brief=BRIEF,
            columns=self._columns[route.language.code],
            speakers=SPEAKERS,
            pages=self.routes.pages(route.language) if route.entry.template == "search" else (),
            contact_links=self._contact_links(route),
            booking=self._booking(route),
            practice=self._details[route.language.code],
            leaf=self._download(route, route.leaf_uri),
            brochure=self._download(route, route.language.brochure_uri),
        )
        return PageSource(self.meta(route), text)

    def meta(self, route: Route) -> Meta:
        """What the look reads as `page.meta`: plain text, lists and blocks; addresses as `_link` says."""
        language = route.language
        before, after = self.routes.neighbours(route)
        return {
            "title": route.title,
            "description": route.translation.summary,
            "lang": language.code,
            "kind": route.entry.template,
            "site_name": self._site.practices[language.code].name,
            "logo": self._logo(),
            "tints": self._tints,
            "address": self.site_url + route.path,
            "locale": language.settings.locale,
            "other_locales": [other.settings.locale for other in self._languages(route) if other is not language],
            "share_image": self._shared(route),
            "linked_data": linked_data(self._site, self.routes, route, self.site_url),
            "front": self._link(self.routes.front(language), route),
            "alternates": [
                {"hreflang": hreflang, "href": self.site_url + alternate.path}
                for hreflang, alternate in self.routes.hreflangs(route)
            ],
            "languages": [self._switch(route, other) for other in self._site.languages if other is not language],
            "menu": self._menu(route, "header"),
            "footer": self._menu(route, "footer"),
            "previous": before and self._link(before, route),
            "next": after and self._link(after, route),
            "contact": self._call(route),
            "booking": self._booking(route),
            "practice": self._details[language.code],
            "paper": self._paper(route),
            "words": dict(language.words),
            **self._shell(script=route.entry.template == "search"),
        }

    def _download(self, page: Route, uri: str) -> Meta | None:
        """A PDF as templates read it, if it has been made: where it is, and how many kilobytes it has."""
        size = self._sizes.get(uri)
        return {"href": posixpath.relpath(uri, page.path or "."), "size": round(size / 1000)} if size else None

    def _shell(self, *, script: bool) -> Meta:
        """What every page holds: the names of the assets, and a policy, or in a preview what is wrong."""
        policy = {"policy": self._policy(script=script)} if self._policy else {}
        problems = {"problems": report(self._problems, self.site_url)} if self._problems else {}
        return {"assets": self._assets, "icons": self._icons(), **policy, **problems}

    def _logo(self) -> Meta | None:
        """The logo as it is shown beside the practice's name, or `alone` in its place."""
        logo = self._site.logo
        if logo is None:
            return None
        return {
            "src": self._assets[logo.asset],
            "width": min(_LOGO_WIDTH, round(_LOGO_HEIGHT * logo.width / logo.height) or 1),
            "height": _LOGO_HEIGHT,
            "alone": self._site.settings.logo_alone,
        }

    def _icons(self) -> Meta:
        """The site's icon and its kind, and the one for a phone's screen, which is no drawing, if it has been made."""
        touch = self._assets.get("touch-icon.png", "")
        if logo := self._site.logo:
            src = self._assets[logo.asset]
            return {"src": src, "type": _KINDS[logo.ending], "touch": src if logo.ending == "png" else touch}
        return {"src": self._assets["icon.svg"], "type": _KINDS["svg"], "touch": touch}

    def _languages(self, page: Route) -> list[Language]:
        """The languages that the page is published in."""
        return [language for language in self._site.languages if language.code in page.entry.translations]

    def _prose(self, route: Route, prose: Prose) -> Markup | str:
        """A text of a page, finished, or nothing."""

        def page(entry_id: str) -> str:
            target = self.routes.get(entry_id, route.language)
            assert target, f"the check of the content has let pass a link to {entry_id}"
            return route.href(target)

        return self._finished.keep(prose.html(page, lambda name: self._picture(name, route))) if prose else ""

    def _picture(self, name: str, route: Route) -> Picture:
        """What is published of a picture, as a page sees it; in a preview it may be gone by now."""
        return self._pictures.get(name, Picture(f"{PICTURES}/{name}")).seen_from(route.path)

    def _photo(self, route: Route) -> Markup:
        """The picture at the top of a page, finished; a browser fetches it at once, but not before the text."""
        picture = self._picture(route.entry.settings.image, route)
        element = picture.element(_HERO_SIZES, {"alt": route.translation.image_text}, fetchpriority="high")
        html = ElementTree.tostring(element, encoding="unicode", method="html")
        return self._finished.keep(f'<p class="photo">{html}</p>')

    def _shared(self, route: Route) -> Meta | None:
        """What is seen of a page where its address is shared: its own picture, else the one made of its title."""
        picture = self._pictures.get(route.entry.settings.image)
        if picture and (own := picture.shared):
            text = route.translation.image_text
        elif name := self._assets.get(route.share_uri.removeprefix(f"{ASSETS}/")):
            own, text = Picture(name, *SHARED), f"{route.title} – {self._site.practices[route.language.code].name}"
        else:
            return None
        return {"url": self.site_url + own.src, "width": own.width, "height": own.height, "text": text}

    def _icon(self, name: str) -> Markup:
        """An icon's svg, finished; who hears a page instead of seeing it misses nothing."""
        path = self._theme.icon(name)
        assert path, f"the check of the content has let pass the icon {name}"
        svg = path.read_text(encoding="utf-8").strip()
        return self._finished.keep(f'<p class="pictogram" aria-hidden="true">{svg}</p>')

    def finish(self, html: str) -> str:
        """Put what is finished already into a page that Markdown has made."""
        return self._finished.put_in(html)

    def moved(self, moved: Moved) -> PageSource:
        """The page that sends on from an address which a page once had."""
        route = moved.route
        meta = {
            "template": "moved.html",
            "lang": route.language.code,
            "title": route.title,
            "site_name": self._site.practices[route.language.code].name,
            "address": self.site_url + route.path,
            "path": urlsplit(self.site_url).path + route.path,
        }
        return PageSource(meta | self._shell(script=False))

    def not_found(self, language: Language) -> PageSource:
        """The page for an unknown address in a language's folder: it speaks that language first, then the others.

        A server sends it at any depth, so its addresses are written from the server's root.
        """
        others = [other for other in self._site.languages if other is not language]
        meta = {
            "template": NOT_FOUND,
            "base": urlsplit(self.site_url).path,
            "sections": [self._not_found(spoken) for spoken in (language, *others)],
        }
        return PageSource(meta | self._shell(script=False))

    def _not_found(self, language: Language) -> Meta:
        """What that page says in a language; its links are below the site's root."""
        pages = (self.routes.front(language), *(self.routes.get(name, language) for name in (OVERVIEW, CONTACT)))
        return {
            "lang": language.code,
            "site_name": self._site.practices[language.code].name,
            "title": language.words["not_found"],
            "help": language.words["not_found_help"],
            "links": [{"title": route.menu_title, "path": route.path} for route in pages if route],
        }

    def _link(self, target: Route, page: Route) -> Meta:
        """A link as the look reads it; `url` is for MkDocs' filter of that name."""
        return {"title": target.menu_title, "url": target.url, "current": target is page}

    def _menu(self, page: Route, name: str) -> list[Meta]:
        return [self._link(target, page) for target in self._menus[page.language.code, name]]

    def _switch(self, page: Route, other: Language) -> Meta:
        """The link to another language: to the same page, else to the front page, and then it says so."""
        same = self.routes.get(page.entry.id, other)
        target = same or self.routes.front(other)
        label = other.words["switch" if same else "switch_front"]
        return {"title": label, "lang": other.code, "url": target.url}

    def _contact_links(self, page: Route) -> list[ContactLink]:
        """Every way to make contact, filled in with what the page is about."""
        return contact_links(self._site.settings.contact, page.language.code, *page.about)

    def _booking(self, page: Route) -> Meta | None:
        """The link to book a time, filled in likewise, if the page's language has one."""
        link = booking_link(self._site.settings.contact, page.language.code, *page.about)
        if link is None:
            return None
        words = page.language.words
        return {
            "title": words[link.channel.call],
            "url": link.href,
            "opens": f"{words['opens_booking']} {link.host}.",
        }

    def _paper(self, page: Route) -> list[str]:
        """What makes contact from a printed page: all that can be typed or visited, and the page's own address."""
        typed = [link.shown for link in self._contact_links(page) if link.channel.label]
        return [*typed, *on_paper(self._details[page.language.code]), self.site_url + page.path]

    def _call(self, page: Route) -> Meta | None:
        """The call to make contact: straight to the best channel from a form of supervision, else to its page."""
        contact_page = self.routes.get(CONTACT, page.language)
        if page is contact_page:
            return None
        words = page.language.words
        if contact_page and page.entry.folder is not SERVICES:
            return {"title": words["contact"], "url": contact_page.url, "outside": False}
        best = self._contact_links(page)[0]
        return {
            "title": words[best.channel.call],
            "url": best.href,
            "outside": True,
            "opens": f"{words['opens']} {best.host}." if best.host else "",
        }
