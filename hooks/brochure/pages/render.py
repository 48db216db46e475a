"""From a route to a page's source: the data that the overrides read, and a template filled in with Markdown.

Plain text is escaped as it enters a template, so that an author's `*`, `<` or `"` appears as typed. Bodies and icons
are HTML already: placeholders take their places while Markdown runs. The overrides read nothing but `page.meta`.
"""

import functools
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape as escape_html
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from brochure.author.messages import catalogue, printable, sentence
from brochure.author.problems import ContentError
from brochure.model.contact import BOOKING, Way, details, ways
from brochure.model.files import ASSETS, NOT_FOUND, PICTURES
from brochure.model.picture import Picture
from brochure.model.prose import Prose
from brochure.model.routes import Route, Routes
from brochure.model.site import BRIEF, CONTACT, FINDER, ME, OVERVIEW, SEARCH, SERVICES, SPEAKERS, Language
from brochure.model.theme import Theme
from brochure.pages import snippet
from brochure.pages.search import results
from brochure.pages.structured_data import linked_data
from brochure.photos.photo import SHARE_SIZE

Meta = dict[str, Any]
Edit = Callable[[str, Sequence[str | int]], str]
"""Returns the address of a file's field in the editor, or an empty text."""
MAX_PROBLEMS, MAX_EXCERPT = 100, 200
"""The most problems that the preview shows, and the most characters of a line."""
PREVIEW_STYLE = "preview.css"
"""In `overrides/`, and at the root of the preview."""
_LOGO_HEIGHT, _LOGO_WIDTH = 40, 240
"""The largest size of a logo in pixels, as in the stylesheet (`.brand img`)."""
_HERO_SIZES = "(min-width: 60rem) 24rem, (min-width: 48rem) 40vw, (min-width: 27rem) 24rem, 90vw"
_WIDE_SIZES = "(min-width: 62rem) 28rem, (min-width: 48rem) 45vw, 90vw"
"""The width of a picture next to a title, and below it on a phone, as in the stylesheet (`.photo`)."""
_FACE_SIZE = "4rem"

_ACTIVE = re.compile(r"""[\\`*_{}\[\]<>#!|~^=:"'&$+@]|^-|(?<=-)-""")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_PLACEHOLDER = re.compile(r"<!--finished (\d+)-->(?:\n(?=\n))?")
_GAP = re.compile(r"\n\s*\n")
_UNBROKEN = re.compile(
    r"(?s)<(code|pre)\b.*?</\1>|<[^>]*>|(?<=\d) [€%]|(?<=\+) |(?<=[\d€]) / (?=\d)| (?=[€$£]\d)"
    r"|\b\d{1,3} (?=[^\W\d])(?![^\W\d]{1,3} \d)|\b[^\W\d]{1,3} (?=\d)"
    r"|(?<=\d)–(?=\d)|(?<![\w@./:-])[^\W\d]-(?=[^\W\d])(?![^\s<]*[@/.]\w)"
)
"""Code, a tag, or words to keep on one line: a number and its unit or short word, a range, the start of `A-clinic`.

A short word between two numbers belongs to the second, as in `ma 9–16 ti 9–16`. Addresses are copied, so they stay.
"""
_JOINED = str.maketrans({" ": "\N{NO-BREAK SPACE}", "-": "-\N{WORD JOINER}", "–": "–\N{WORD JOINER}"})
_PRICE = re.compile(r"<td>(?=[\d\s.,]+€</td>|[€$£][\d.,]+</td>)")
"""The start of a table's cell that contains a price alone."""


def escape(text: str) -> Markup:
    """Write the active characters of Markdown and HTML as numeric references.

    These are literal in running text, a table's cell, raw HTML and an attribute; a backslash only in running text.
    """
    safe = _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)
    return Markup(_NUMBERED.sub(lambda match: f"{match[1]}&#{ord(match[2])};", safe))


class CompiledTemplates(BytecodeCache):
    """Compiled templates in memory: without them a preview spends a third of each rebuild on compiling."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in the code of a template's present text, if it has been compiled."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._code[bucket.key, bucket.checksum] = bucket.code


@dataclass(frozen=True)
class PageSource:
    """A page as MkDocs gets it, instead of a file with front matter, which would have to be parsed."""

    src_uri: str
    """The virtual file that MkDocs knows it by."""
    dest_uri: str
    """The published file."""
    meta: Meta
    """The overrides read it as `page.meta`."""
    markdown: str = ""
    """The template's text, for MkDocs' Markdown."""


def report(error: ContentError, edit: Edit | None, *, above_site: bool) -> Meta:
    """Return the preview's report: a summary, and each of the first problems with its place, its line and its field."""
    return {
        "lang": error.language,
        "summary": f"{error.number}{sentence('last_version', error.language) if above_site else ''}",
        "list": [
            {
                "place": problem.place,
                "message": problem.message(error.language),
                "excerpt": printable(problem.excerpt[:MAX_EXCERPT]),
                "href": edit(problem.file, problem.path) if edit else "",
            }
            for problem in error.problems[:MAX_PROBLEMS]
        ],
    }


def problem_pages(error: ContentError | None, site_url: str, edit: Edit | None = None) -> Sequence[PageSource]:
    """Return the pages of a preview that has no site to show: a front page, and one for all other addresses."""
    style = f"{urlsplit(site_url).path}{PREVIEW_STYLE}"
    meta = {
        "template": "problems.html",
        "problems": error and report(error, edit, above_site=False),
        "preview_style": style,
    }
    return PageSource("index.md", "index.html", meta), PageSource("_404.md", NOT_FOUND, meta | {"refresh": True})


@dataclass
class Renderer:
    """Renders the pages of a site."""

    routes: Routes
    theme: Theme
    site_url: str
    """The address of the site's root."""
    names: Mapping[str, str]
    """The published name of each asset."""
    policy: Callable[..., str] | None = None
    """Returns the content policy of a page, with or without a `script`; None in a preview."""
    problems: ContentError | None = None
    """The mistakes that a preview shows above every page."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """The published pictures by name."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """The bytes of each PDF by its address below the root."""
    edit: Edit | None = None
    """Returns the address of a field in a preview with the editor."""
    compiled: BytecodeCache | None = None
    """The templates that earlier rebuilds of a preview have compiled."""

    def __post_init__(self) -> None:
        self._site = self.routes.site
        self._finished: list[str] = []
        self._assets = {name.removeprefix(f"{ASSETS}/"): published for name, published in self.names.items()}
        self._templates = Environment(
            loader=FileSystemLoader(self.theme.templates),
            undefined=StrictUndefined,
            bytecode_cache=self.compiled,
            autoescape=True,
            finalize=lambda value: value if isinstance(value, Markup) else escape(str(value)),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["finished"] = lambda html: self._store(_GAP.sub("\n", html))
        self._templates.tests["alike"] = lambda key, routes: len({getattr(r.translation, key) for r in routes}) == 1
        self._templates.globals |= {
            "icon": functools.cache(self._icon),
            "photo": lambda page, route: self._store(self._photo(page, route)),
            "brief": BRIEF,
            "speakers": SPEAKERS,
        }
        menus, languages = ("header", "footer"), self._site.languages
        self._menus = {each.code: [self.routes.menu(each, name) for name in menus] for each in languages}
        self._details = {each.code: details(self._site, each) for each in languages}
        self._columns = {each.code: self.routes.columns(each) for each in languages}

    def pages(self) -> list[PageSource]:
        """Return every page, the redirect pages at former addresses, and the 404 page of each language."""
        moved = (self.moved(moved) for moved in self.routes.moved_pages())
        not_found = (self.not_found(language) for language in self._site.languages)
        return [*map(self.page, self.routes), *moved, *not_found]

    def page(self, route: Route) -> PageSource:
        """Return the page of a route."""
        language, text, channels = route.language, route.translation, ways(self._site, route)
        markdown = self._templates.get_template(f"{route.entry.template}.md").render(
            page=route,
            text=text,
            body=self._prose(route, text.body),
            questions=self._prose(route, text.questions_text(self.theme.ids)),
            words=language.words,
            services=self.routes.services(language),
            front=self.routes.front(language),
            overview_page=self.routes.get(OVERVIEW, language),
            contact_page=self.routes.get(CONTACT, language),
            finder_page=self.routes.get(FINDER, language),
            columns=self._columns[language.code],
            results=results(self.routes, route) if route.entry.template == SEARCH else (),
            ways=sorted(channels, key=lambda way: way.kind != BOOKING),
            practice=self._details[language.code],
            leaflet=self._download(route, route.leaflet_uri),
            brochure=self._download(route, language.brochure_uri),
        )
        return PageSource(route.src_uri, route.dest_uri, self._meta(route, channels), markdown)

    def _meta(self, route: Route, channels: Sequence[Way]) -> Meta:
        """Return the data that the overrides read as `page.meta`: plain texts, lists and blocks."""
        language, link = route.language, functools.partial(self._link, route)
        booking = next((way for way in channels if way.kind == BOOKING), None)
        header, footer = self._menus[language.code]
        before, after = self.routes.neighbours(route)
        logo = self.site_url + self._assets[self._site.logo.asset_name] if self._site.logo else ""
        others = [other for other in self._site.languages if other is not language]
        front, is_service = self.routes.front(language), route.entry.kind is SERVICES
        return {
            "title": route.title,
            "browser_title": snippet.browser_title(self.routes, route),
            "description": snippet.description(route),
            "kind": route.entry.template,
            "tints": [palette.tint for palette in self._site.palettes],
            "address": self.site_url + route.path,
            "locale": language.settings.locale,
            "other_locales": [other.settings.locale for other in others if other.code in route.entry.translations],
            "share_image": self._share_image(route),
            "linked_data": linked_data(self.routes, route, channels, self.site_url, logo, self._image_address),
            "front": link(front),
            "alternates": [
                {"hreflang": hreflang, "href": self.site_url + alternate.path}
                for hreflang, alternate in self.routes.hreflangs(route)
            ],
            "languages": [self._switch(route, other, len(others)) for other in others],
            "menu": [*map(link, header)],
            "footer": [*map(link, footer)],
            "previous": before and link(before),
            "next": after and link(after),
            "call": self._call(route, channels[0]),
            "face": self._photo(route, front, is_face=True) if is_service and front.translation.image_caption else "",
            "booking": booking and vars(booking),
            "reach": [vars(way) for way in channels if way.label and not way.host],
            "paper": [
                *dict.fromkeys(way.text for way in channels if way.label),
                *(detail.on_paper for detail in self._details[language.code]),
                self.site_url + route.path,
            ],
            "edit": self.edit and self.edit(route.entry.file, ()),
            **self._common_meta(language, script=route.entry.template == SEARCH),
        }

    def _common_meta(self, language: Language, *, script: bool = False) -> Meta:
        """Return the data that all pages of a language share, with a policy or the additions of a preview."""
        meta: Meta = {
            "lang": language.code,
            "dir": language.direction,
            "site_name": self._site.practices[language.code].name,
            "logo": self._logo(),
            "practice": [vars(detail) for detail in self._details[language.code]],
            "words": language.words,
            "assets": self._assets,
            "icons": self._icons(),
        }
        if self.policy:
            return meta | {"policy": self.policy(script=script)}
        author = self._site.author_language
        return meta | {
            "preview_style": self._root + PREVIEW_STYLE,
            "problems": self.problems and report(self.problems, self.edit, above_site=True),
            "edit_page": catalogue(author)["editor"]["edit_page"],
            "author_language": author,
        }

    @property
    def _root(self) -> str:
        """The path of the site's root on its server."""
        return urlsplit(self.site_url).path

    def _link(self, page: Route | None, target: Route) -> Meta:
        """Return a link from a page, or from the 404 page: as that is at any depth, its links begin at the root."""
        href, is_contact = page.href(target) if page else self._root + target.path, target.entry.id == CONTACT
        above = page and page.entry.kind is SERVICES and target.entry.id == OVERVIEW
        current = "page" if target is page else "true" if above else ""
        return {"title": target.menu_title, "href": href, "current": current, "contact": is_contact}

    def _call(self, page: Route, best: Way) -> Meta | None:
        """Return the call to action: the best channel from a form of supervision, else the contact page."""
        contact_page = self.routes.get(CONTACT, page.language)
        if page is contact_page:
            return None
        if contact_page and page.entry.kind is not SERVICES:
            words = page.language.words
            title = contact_page.menu_title if words["contact"] == words["call"] else words["contact"]
            return {"title": title, "href": page.href(contact_page), "outside": False}
        return {"title": best.call, "href": best.href, "outside": True, "host": best.host}

    def _switch(self, page: Route, other: Language, count: int) -> Meta:
        """Return the link to the page in another language, or to that language's front page, which its title says.

        The header shows the short title: the language's name where there are several links (`count`).
        """
        counterpart = self.routes.get(page.entry.id, other)
        short = other.settings.name if count > 1 else other.words["switch"]
        title, target = (short, counterpart) if counterpart else (other.words["switch_front"], self.routes.front(other))
        return {"title": title, "short": short, "lang": other.code, "dir": other.direction, "href": page.href(target)}

    def _download(self, page: Route, uri: str) -> Meta | None:
        """Return the link to a PDF with its size and the unit of that, or None if there is no such file."""
        size = self.sizes.get(uri, 0)
        number, unit = (round(size / 1000), "kB") if size < 1_000_000 else (round(size / 1_000_000), "MB")
        return {"href": posixpath.relpath(uri, page.path or "."), "size": number, "unit": unit} if size else None

    def _logo(self) -> Meta | None:
        """Return the logo, `alone` or next to the practice's name."""
        if not (logo := self._site.logo):
            return None
        width = min(_LOGO_WIDTH, round(_LOGO_HEIGHT * logo.width / logo.height) or 1)
        alone = self._site.settings.logo_alone
        return {"src": self._assets[logo.asset_name], "width": width, "height": _LOGO_HEIGHT, "alone": alone}

    def _icons(self) -> Meta:
        """Return the site's icon with its type, and the icon for a phone's home screen, which is a PNG."""
        src = self._assets[self._site.logo.asset_name if self._site.logo else "icon.svg"]
        if src.endswith(".png"):
            return {"src": src, "type": "image/png", "touch": src}
        return {"src": src, "type": "image/svg+xml", "touch": self._assets.get("touch-icon.png", "")}

    def _prose(self, route: Route, prose: Prose) -> Markup | str:
        """Return a placeholder of a text's HTML, or an empty text."""

        def page(entry_id: str) -> str:
            target = self.routes.get(entry_id, route.language)
            assert target, f"the checks have accepted a link to {entry_id}"
            return route.href(target)

        file = functools.partial(self._download, route)
        return self._store(prose.html(page, lambda name: self._picture(name, route), file)) if prose else ""

    def _picture(self, name: str, route: Route) -> Picture:
        """Return a picture with addresses from a page; in a preview it may be gone by now."""
        return self.pictures.get(name, Picture(f"{PICTURES}/{name}")).relative_to_page(route.path)

    def _photo(self, page: Route, route: Route, *, is_face: bool = False) -> str:
        """Return the HTML of a route's picture at the top of a page, or of the face in the page's call to action."""
        picture = self._picture(route.entry.settings.image, page)
        wide, sizes = (" wide", _WIDE_SIZES) if picture.width > picture.height else ("", _HERO_SIZES)
        sizes, fetched = (_FACE_SIZE, {"loading": "lazy"}) if is_face else (sizes, {"fetchpriority": "high"})
        element = picture.element(sizes, {"alt": route.translation.image_text}, **fetched)
        html = ElementTree.tostring(element, encoding="unicode", method="html")
        captions = route.translation.image_caption
        lines = [escape_html(line) for line in captions if page.title not in captions]
        me, front = self.routes.get(ME, page.language), self.routes.front(page.language)
        if me and me is not page and route is front and len(lines) > 1:  # a name, then what that person is
            lines[0] = f'<a href="{escape_html(page.href(me))}">{lines[0]}</a>'
        spans = "".join(f"<span>{line}</span>" for line in lines)
        caption = f"<figcaption>{spans}</figcaption>" if spans else ""
        return f'<figure class="photo{"" if is_face else wide}">{html}{caption}</figure>'

    def _image_address(self, route: Route) -> str:
        """Return the address of the picture at the top of a page, else of the one made of its title, if any."""
        picture, share_image = self.pictures.get(route.entry.settings.image), self._share_image(route)
        return self.site_url + picture.src if picture else share_image["url"] if share_image else ""

    def _share_image(self, route: Route) -> Meta | None:
        """Return the picture shown where the page is shared: its own, else the one made of its title."""
        picture = self.pictures.get(route.entry.settings.image)
        crop, text = picture and picture.share_crop, route.translation.image_text
        names = (self.names.get(f"{route.share_uri}.{ending}") for ending in ("png", "jpg"))
        if not crop and (name := next(filter(None, names), "")):
            crop, text = Picture(name, *SHARE_SIZE), f"{route.title} – {self._site.practices[route.language.code].name}"
        if not crop:
            return None
        return {"url": self.site_url + crop.src, "width": crop.width, "height": crop.height, "text": text}

    def _icon(self, name: str) -> Markup:
        """Return an icon's svg, hidden from screen readers."""
        path = self.theme.icon(name)
        assert path, f"the checks have accepted the icon {name}"
        svg = path.read_text(encoding="utf-8").strip()
        return self._store(f'<p class="pictogram" aria-hidden="true">{svg}</p>')

    def _store(self, html: str) -> Markup:
        """Store finished HTML and return its placeholder, a comment, which no author's text can contain."""
        self._finished.append(html.strip())
        return Markup(f"<!--finished {len(self._finished) - 1}-->")

    def finish(self, html: str) -> str:
        """Replace the placeholders in a page by their HTML, keep what belongs together on one line, and mark prices."""
        count = 1
        while count:  # a block of a template contains placeholders of its own
            html, count = _PLACEHOLDER.subn(lambda match: self._finished[int(match[1])], html)
        html = _UNBROKEN.sub(lambda match: match[0] if match[0][0] == "<" else match[0].translate(_JOINED), html)
        return _PRICE.sub('<td class="amount">', html)

    def moved(self, route: Route) -> PageSource:
        """Return the page that redirects from a former address."""
        meta = {
            "template": "moved.html",
            "title": route.title,
            "address": self.site_url + route.now.path,
            "path": self._root + route.now.path,
            **self._common_meta(route.language),
        }
        return PageSource(f"_moved/{route.path}page.md", route.dest_uri, meta)

    def not_found(self, language: Language) -> PageSource:
        """Return the 404 page in a language's folder, in that language first, then in the others."""

        def leads_on(page: Route) -> bool:
            return page.entry.id in (OVERVIEW, FINDER, CONTACT) or page.entry.template == SEARCH

        link = functools.partial(self._link, None)
        sections = [
            {
                "lang": spoken.code,
                "dir": spoken.direction,
                "site_name": self._site.practices[spoken.code].name,
                "title": spoken.words["not_found"],
                "help": spoken.words["not_found_help"],
                "front": link(self.routes.front(spoken))["href"],
                "home": spoken.words["front_page"],
                "links": [link(page) for page in self.routes.pages(spoken) if leads_on(page)],
            }
            for spoken in (language, *(other for other in self._site.languages if other is not language))
        ]
        header, footer = self._menus[language.code]
        meta = {
            "template": NOT_FOUND,
            "base": self._root,
            "sections": sections,
            "menu": [*map(link, header)],
            "footer": [*map(link, footer)],
            "reach": [vars(way) for way in ways(self._site, self.routes.front(language)) if way.label and not way.host],
            **self._common_meta(language),
        }
        return PageSource(f"{language.folder}_404.md", f"{language.folder}{NOT_FOUND}", meta)
