"""The checks of a site as a whole. Each takes a draft and yields problems.

Files with problems of their own are left out, so that no check reports a consequence of these.
"""

from collections.abc import Callable, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.model.contact import has_channel
from brochure.model.routes import Route
from brochure.model.site import CONTACT, ENTRIES, FRONT, LANGUAGES, OVERVIEW, PAGES, Entry, ServiceTranslation
from brochure.model.values import MAX_SLUG, nearest
from brochure.reading.draft import Draft
from brochure.reading.links import check_texts, missing_picture
from brochure.reading.pictures import check_logo
from brochure.reading.yaml_reader import KeyPath, Source


def check_languages(draft: Draft) -> Iterator[Problem]:
    """Check that one language is at the root, and that no two share a prefix."""
    if not draft.codes:
        yield Problem(draft.name(LANGUAGES.folder), "no_languages")
    if draft.languages.keys() < set(draft.codes):
        return
    first: dict[str, Source] = {}
    for code, language in draft.languages.items():
        source, prefix = draft.sources[LANGUAGES.folder, code], language.settings.prefix
        if (other := first.setdefault(prefix, source)) is not source:
            yield source.problem(("prefix",), "same_prefix", other=other.file, prefix=prefix)
    if first and "/" not in first:
        yield next(iter(first.values())).problem(("prefix",), "no_root")


def check_settings(draft: Draft) -> Iterator[Problem]:
    """Check that the practice has a name and a way to make contact in each language."""
    source = draft.sources["", "site"]
    if draft.settings is None:
        return
    for key, addresses in draft.contact.filled_in.items():
        for code in addresses.keys() - set(draft.codes):
            path = ("contact", key, code)
            yield source.problem(path, "no_language", source.key_at(path), name=code, known=", ".join(draft.codes))
    for code in draft.codes:
        if code not in source.data:
            yield source.problem((), "no_name", language=code)
        if not has_channel(draft.contact, code):
            yield source.problem(("contact",), "no_channel", source.key_at(("contact",)), language=code)


def check_required(draft: Draft) -> Iterator[Problem]:
    """Check that each entry has a text in each required language."""
    for code in (code for code, language in draft.languages.items() if language.settings.required):
        for entry in draft.entries:
            if code not in entry.translations:
                yield draft.of(entry).problem((), "no_block", language=code)


def check_ids(draft: Draft) -> Iterator[Problem]:
    """Check that no two entries have the same file name, in whichever folders."""
    first: dict[str, Source] = {}
    for entry in draft.entries:
        source = draft.of(entry)
        if (other := first.setdefault(entry.id, source)) is not source:
            yield source.problem((), "same_id", other=other.file)


def check_addresses(draft: Draft) -> Iterator[Problem]:
    """Check that each page has an address of its own."""
    first: dict[str, str] = {}
    for language in {language.folder: language for language in draft.languages.values()}.values():
        for entry, translation in draft.translated(language.code):
            source, where = draft.of(entry), (language.code, "slug" if translation.slug else "title")
            place, path = source.key_at(where), Route(entry, language).path
            if not translation.address_part:
                yield source.problem(where, "no_slug", place)
            elif len(translation.address_part) > MAX_SLUG:
                yield source.problem(where, "long_title", place, limit=MAX_SLUG)
            elif path in first:
                yield source.problem(where, "same_address", place, other=first[path], path=path)
            first.setdefault(path, f"{source.file}:{place.line}:{place.column}")


def check_former(draft: Draft) -> Iterator[Problem]:
    """Check that no former or gone address is in use or listed twice."""
    living = {route.path: "former_hidden" if route.entry.settings.draft else "former_lives" for route in draft.routes()}
    site, gone = draft.sources["", "site"], draft.settings.gone if draft.settings else ()
    listed: list[tuple[Source, KeyPath, str]] = [
        (draft.of(route.entry), (route.language.code, "former", number), moved.path)
        for route in draft.routes()
        for number, moved in enumerate(route.moved())
    ]
    first: dict[str, str] = {}
    for source, where, path in [*listed, *((site, ("gone", number), path) for number, path in enumerate(gone))]:
        place = source.at(where)
        if path in living:
            yield source.problem(where, living[path], path=path)
        elif path in first:
            yield source.problem(where, "former_twice", path=path, other=first[path])
        first.setdefault(path, f"{source.file}:{place.line}:{place.column}")


def check_pages(draft: Draft) -> Iterator[Problem]:
    """Check that each language has a front page, and the root language the overview and the contact page."""
    roots = [code for code, language in draft.languages.items() if not language.folder]
    for code in draft.codes:
        present = {entry.id: translation.address_part for entry, translation in draft.translated(code)}
        if not draft.broken and FRONT not in present.values():
            key = "no_front_page" if (PAGES.folder, "home") in draft.sources else "no_page"
            yield Problem(draft.name(PAGES.folder, "home.yml"), key, {"language": code})
        for needed in {OVERVIEW, CONTACT} - draft.broken - present.keys() if [code] == roots else ():
            yield Problem(draft.name(PAGES.folder, f"{needed}.yml"), "no_page", {"language": code})
    for entry in draft.entries:
        front = FRONT in {translation.address_part for translation in entry.translations.values()}
        if entry.settings.draft and (front or entry.id in (OVERVIEW, CONTACT)):
            source = draft.of(entry)
            yield source.problem(("draft",), "needed_page", source.key_at(("draft",)))


def check_look(draft: Draft) -> Iterator[Problem]:
    """Check that the template and the icon of each entry exist."""
    for entry in draft.entries:
        others = {kind.template for kind in ENTRIES if kind is not entry.kind}
        templates = [name for name in draft.theme.template_names() if name not in others]
        if entry.template not in templates:
            yield draft.of(entry).problem(("template",), "no_template", known=", ".join(templates))
        if entry.settings.icon and not draft.theme.icon(entry.settings.icon):
            yield _no_icon(draft, entry)


def _no_icon(draft: Draft, entry: Entry) -> Problem:
    own, name = draft.theme.icon_names(1), entry.settings.icon.removesuffix(".svg")
    bare = {icon.rpartition("/")[2]: icon for icon in own}
    meant = [bare[near] for near in nearest(name.rpartition("/")[2], bare)]
    for near in meant or nearest(name, draft.theme.icon_names(len(draft.theme.icons))):
        return draft.of(entry).problem(("icon",), "no_icon_near", near=near)
    return draft.of(entry).problem(("icon",), "no_icon", known=", ".join(own))


def check_images(draft: Draft) -> Iterator[Problem]:
    """Check that the picture at the top of a page exists, and that each language describes it."""
    for entry in draft.entries:
        source, image = draft.of(entry), entry.settings.image
        for key, values in missing_picture(draft, image) if image else ():
            yield source.problem(("image",), key, **values)
        for code, translation in entry.translations.items():
            where = (code, "image_text")
            if image and not translation.image_text:
                yield source.problem(where, "no_image_text", source.key_at((code,)), language=code)
            elif translation.image_text and not image:
                yield source.problem(where, "no_image", source.key_at(where))


def check_speakers(draft: Draft) -> Iterator[Problem]:
    """Check that a form with situations names its speaker."""
    for entry in draft.entries:
        for code, translation in entry.translations.items():
            if isinstance(translation, ServiceTranslation) and translation.situations and not entry.settings.speaker:
                source = draft.of(entry)
                yield source.problem(("speaker",), "no_speaker", source.key_at((code, "situations")))


def check_lines(draft: Draft) -> Iterator[Problem]:
    """Check that a text of several lines is written so that its lines stay apart."""
    for entry, path, prose in (text for code in draft.codes for text in draft.proses(code)):
        span = draft.of(entry).span(path) if prose else None
        if span and (span.style == ">" or (span.style != "|" and span.end_line > span.start.line)):
            yield draft.of(entry).problem(path, "body_lines")


CHECKS: Sequence[Callable[[Draft], Iterator[Problem]]] = (
    *(check_languages, check_settings, check_required, check_ids, check_addresses, check_former, check_pages),
    *(check_look, check_logo, check_images, check_speakers, check_lines, check_texts),
)
