"""The checks of a site as a whole. Each takes a draft and yields problems.

Files with problems of their own are left out, so that no check reports a consequence of these.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.model.contact import has_channel
from brochure.model.files import ASSETS, AT_THE_ROOT, DOWNLOADS, NOT_FOUND, PICTURES
from brochure.model.routes import Route
from brochure.model.site import CONTACT, ENTRIES, FRONT, LANGUAGES, OVERVIEW, PAGES, ServiceTranslation
from brochure.model.values import MAX_SLUG, nearest
from brochure.reading.draft import Draft, duplicates
from brochure.reading.links import check_file, check_texts
from brochure.reading.pictures import check_logo
from brochure.reading.yaml_reader import KeyPath, Source


def check_languages(draft: Draft) -> Iterator[Problem]:
    """Check that there is a language, and one at the root if the files of all can be read."""
    if not draft.codes:
        yield Problem(draft.name(LANGUAGES.folder), "no_languages")
    elif draft.languages.keys() == set(draft.codes) and all(each.folder for each in draft.languages.values()):
        yield draft.sources[LANGUAGES.folder, draft.codes[0]].problem(("prefix",), "no_root")


def check_settings(draft: Draft) -> Iterator[Problem]:
    """Check that the practice has a name and a way to make contact in each language."""
    source = draft.sources["", "site"]
    if draft.settings is None:
        return
    for keys, texts in draft.contact.by_language.items():
        for code in texts.keys() - set(draft.codes):
            path = ("contact", *keys, code)
            yield source.problem(path, "no_language", source.key_at(path), name=code, known=", ".join(draft.codes))
    for code in draft.codes:
        if code not in source.data:
            yield source.problem((code, "name"), "no_name", language=code)
        if not has_channel(draft.contact, code):
            yield source.problem(("contact", "email"), "no_channel", source.key_at(("contact",)), language=code)


def check_slugs(draft: Draft) -> Iterator[Problem]:
    """Check that each page has an address, which is neither too long nor that of the folder of PDFs."""
    for route in draft.routes():
        part, where = route.translation.address_part, _address_key(route)
        if not part:
            yield draft.source_of(route.entry).problem(where, "no_slug")
        elif len(part) > MAX_SLUG:
            yield draft.source_of(route.entry).problem(where, "long_title", limit=MAX_SLUG)
        elif draft.downloads and route.path == f"{DOWNLOADS}/":
            yield draft.source_of(route.entry).problem(where, "taken_slug", name=DOWNLOADS)


def check_unique(draft: Draft) -> Iterator[Problem]:
    """Check that no two languages share a prefix, no two entries a name, and no two pages an address or former one."""
    copies = {problem.file: problem for problem in _copies(draft)}
    yield from copies.values()
    yield from duplicates(_unique(draft, copies))


def _copies(draft: Draft) -> Iterator[Problem]:
    """Yield a problem for each page whose name begins with another's, and which shares an address or all titles."""
    paths: dict[str, set[str]] = {}
    for route in draft.routes():
        paths.setdefault(draft.source_of(route.entry).file, set()).add(route.path)
    for entry in draft.entries:
        source = draft.source_of(entry)
        for original in draft.sources_named_by_prefix(entry.kind.folder, entry.id):
            same_titles = source.titles == original.titles and not entry.settings.draft
            if same_titles or paths.get(source.file, set()) & paths.get(original.file, set()):
                yield source.problem((), "copy", other=original.file)


def _unique(draft: Draft, copies: Collection[str]) -> Iterator[tuple[str, str, Source, KeyPath]]:
    for code, language in draft.languages.items():
        yield "same_prefix", language.settings.prefix, draft.sources[LANGUAGES.folder, code], ("prefix",)
    for entry in draft.entries:
        yield "same_id", entry.id, draft.source_of(entry), ()
    routes = [route for route in draft.routes() if draft.source_of(route.entry).file not in copies]
    by_folder = {language.folder: language for language in draft.languages.values()}
    for route in routes:
        if route.translation.address_part and by_folder[route.language.folder] is route.language:
            yield "same_address", route.path, draft.source_of(route.entry), _address_key(route)
    for route in routes:
        for number, moved in enumerate(route.moved()):
            yield "same_address", moved.path, draft.source_of(route.entry), (route.language.code, "former", number)
    for number, path in enumerate(draft.settings.gone if draft.settings else ()):
        yield "same_address", path, draft.sources["", "site"], ("gone", number)


def check_former(draft: Draft) -> Iterator[Problem]:
    """Check that no former address is that of a published file, or of a folder that contains one."""
    pages = list(draft.routes())
    files = {*AT_THE_ROOT, f"{ASSETS}/", f"{PICTURES}/", *(f"{DOWNLOADS}/{name}" for name in draft.downloads)}
    for page in pages:
        files |= {page.dest_uri, page.leaflet_uri, page.language.brochure_uri, f"{page.language.folder}{NOT_FOUND}"}
    for page in pages:
        for number, moved in enumerate(page.moved()):
            place, folder = (page.language.code, "former", number), moved.path.removesuffix("*")
            if at := next((name for name in sorted(files) if f"{moved.path}/".startswith(f"{name}/")), ""):
                yield draft.source_of(page.entry).problem(place, "former_file", path=at)
            elif folder != moved.path and (inside := [name for name in sorted(files) if name.startswith(folder)]):
                yield draft.source_of(page.entry).problem(place, "former_folder", path=moved.path, name=inside[0])


def _address_key(route: Route) -> KeyPath:
    return route.language.code, "slug" if route.translation.slug else "title"


def check_pages(draft: Draft) -> Iterator[Problem]:
    """Check that each language has a front page, and the root language the overview and the contact page."""
    roots = [code for code, language in draft.languages.items() if not language.folder]
    for code in draft.codes:
        present = {entry.id: translation.address_part for entry, translation in draft.translated(code)}
        if not draft.broken and FRONT not in present.values():
            key = "no_front_page" if (PAGES.folder, "home") in draft.sources else "no_page"
            yield Problem(draft.name(PAGES.folder, "home.yml"), key, {"language": code}, path=(code, "slug"))
        for needed in {OVERVIEW, CONTACT} - draft.broken - present.keys() if [code] == roots else ():
            yield Problem(
                draft.name(PAGES.folder, f"{needed}.yml"), "no_page", {"language": code}, path=(code, "title")
            )


def check_entries(draft: Draft) -> Iterator[Problem]:
    """Check each entry: its languages, template, icon, picture and speaker, and that a needed page is not hidden."""
    required = [code for code, language in draft.languages.items() if language.settings.required]
    names = draft.theme.template_names()
    for entry in draft.entries:
        source, image = draft.source_of(entry), entry.settings.image
        for code in required:
            if code not in entry.translations:
                yield source.problem((code, "title"), "no_block", language=code)
        defaults_elsewhere = {kind.template for kind in ENTRIES if kind is not entry.kind}
        templates = [name for name in names if name not in defaults_elsewhere]
        if entry.template not in templates:
            yield source.problem(("template",), "no_template", known=", ".join(templates))
        if entry.settings.icon and not draft.theme.icon(entry.settings.icon):
            near = nearest(entry.settings.icon.removesuffix(".svg"), draft.theme.icon_names(len(draft.theme.icons)))
            known = ", ".join(draft.theme.icon_names(1))
            yield source.problem(("icon",), "no_icon_near" if near else "no_icon", near="".join(near), known=known)
        for key, values in check_file(draft, image) if image else ():
            yield source.problem(("image",), key, **values)
        if entry.settings.draft and entry.is_needed:
            yield source.problem(("draft",), "needed_page", source.key_at(("draft",)))
        for code, translation in entry.translations.items():
            if image and not translation.image_text:
                yield source.problem((code, "image_text"), "no_image_text", source.key_at((code,)), language=code)
            for key in ("image_text", "image_caption") if not image else ():
                if getattr(translation, key):
                    yield source.problem((code, key), "no_image", source.key_at((code, key)))
            if isinstance(translation, ServiceTranslation) and translation.situations and not entry.settings.speaker:
                yield source.problem(("speaker",), "no_speaker", source.key_at((code, "situations")))


CHECKS: Sequence[Callable[[Draft], Iterator[Problem]]] = (
    *(check_languages, check_settings, check_slugs, check_unique, check_former, check_pages),
    *(check_entries, check_logo, check_texts),
)
