"""Named checks of a site as a whole. Each looks at a draft and yields what is wrong with it.

A file with problems of its own takes no part, and nobody is blamed for what it would have held.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from brochure.author.problems import Problem
from brochure.model.contact import contact_links
from brochure.model.routes import Route
from brochure.model.site import CONTACT, FOLDERS, FRONT, OVERVIEW, PAGES, ServiceTranslation
from brochure.model.values import MAX_SLUG
from brochure.reading.draft import Draft
from brochure.reading.fields import nearest
from brochure.reading.links import check_texts, missing_picture
from brochure.reading.logo import check_logo
from brochure.reading.place import Place
from brochure.reading.yaml_reader import Source

Check = Callable[[Draft], Iterator[Problem]]


def check_languages(draft: Draft) -> Iterator[Problem]:
    """One language is at the root, and no two at the same place."""
    if not draft.codes:
        yield Problem(draft.name("languages"), 1, 1, "no_languages")
    if draft.languages.keys() < set(draft.codes):
        return
    first: dict[str, Source] = {}
    for code, language in draft.languages.items():
        source = draft.sources["languages", code]
        prefix = language.settings.prefix
        if prefix in first:
            yield source.problem(source.at(("prefix",)), "same_prefix", other=first[prefix].file, prefix=prefix)
        first.setdefault(prefix, source)
    if first and "/" not in first:
        source = next(iter(first.values()))
        yield source.problem(source.at(("prefix",)), "no_root")


def check_settings(draft: Draft) -> Iterator[Problem]:
    """The practice has a name and a way to make contact in each language."""
    source = draft.sources["", "site"]
    if draft.settings is None:
        return
    contact = draft.settings.contact
    for key, addresses in contact.filled_in.items():
        for code in addresses.keys() - set(draft.codes):
            place = source.key_at(("contact", key, code))
            yield source.problem(place, "no_language", name=code, known=", ".join(draft.codes))
    for code in draft.codes:
        if code not in source.data:
            yield source.problem(Place(1, 1), "no_name", language=code)
        if not contact_links(contact, code, title=""):
            yield source.problem(source.key_at(("contact",)), "no_channel", language=code)


def check_required(draft: Draft) -> Iterator[Problem]:
    """Each entry has a text in each language that is marked as required."""
    for code in (code for code, language in draft.languages.items() if language.settings.required):
        for entry in draft.entries:
            if code not in entry.translations:
                yield draft.of(entry).problem(Place(1, 1), "no_block", language=code)


def check_ids(draft: Draft) -> Iterator[Problem]:
    """No two entries have the same file name, in whichever folders."""
    first: dict[str, Source] = {}
    for entry in draft.entries:
        source = draft.of(entry)
        if entry.id in first:
            yield source.problem(Place(1, 1), "same_id", other=first[entry.id].file)
        first.setdefault(entry.id, source)


def check_addresses(draft: Draft) -> Iterator[Problem]:
    """Each page has an address, and no two have the same."""
    first: dict[str, str] = {}
    for language in {language.folder: language for language in draft.languages.values()}.values():
        code = language.code
        for entry, translation in draft.translated(code):
            source = draft.of(entry)
            place = source.key_at((code, "slug") if translation.slug else (code, "title"))
            path = Route(entry, language).path
            if not translation.address_part:
                yield source.problem(place, "no_slug")
            elif len(translation.address_part) > MAX_SLUG:
                yield source.problem(place, "long_title", limit=MAX_SLUG)
            elif path in first:
                yield source.problem(place, "same_address", other=first[path], path=path)
            first.setdefault(path, f"{source.file}:{place.line}:{place.column}")


def check_former(draft: Draft) -> Iterator[Problem]:
    """What was a page's address is no page's now, and belonged to one page alone; what is gone is no page's either."""
    living = {route.path: "former_hidden" if route.entry.settings.draft else "former_lives" for route in draft.routes()}
    first: dict[str, str] = {}
    for route in draft.routes():
        source = draft.of(route.entry)
        for number, moved in enumerate(route.moved):
            place = source.at((route.language.code, "former", number))
            if moved.path in living:
                yield source.problem(place, living[moved.path], path=moved.path)
            elif moved.path in first:
                yield source.problem(place, "former_twice", path=moved.path, other=first[moved.path])
            first.setdefault(moved.path, f"{source.file}:{place.line}:{place.column}")
    source = draft.sources["", "site"]
    for number, path in enumerate(draft.settings.gone if draft.settings else ()):
        place = source.at(("gone", number))
        if path in living:
            yield source.problem(place, living[path], path=path)
        elif path in first:
            yield source.problem(place, "former_twice", path=path, other=first[path])


def check_pages(draft: Draft) -> Iterator[Problem]:
    """Each language has a front page, and the one at the root has the overview and the contact page too."""
    pages = draft.name(PAGES.name)
    roots = [code for code, language in draft.languages.items() if not language.folder]
    for code in draft.codes:
        present = {entry.id: translation.address_part for entry, translation in draft.translated(code)}
        if not draft.broken and FRONT not in present.values():
            key = "no_front_page" if (PAGES.name, "home") in draft.sources else "no_page"
            yield Problem(f"{pages}/home.yml", 1, 1, key, {"language": code})
        if [code] == roots:
            for needed in {OVERVIEW, CONTACT} - draft.broken - present.keys():
                yield Problem(f"{pages}/{needed}.yml", 1, 1, "no_page", {"language": code})
    for entry in draft.entries:
        front = FRONT in {translation.address_part for translation in entry.translations.values()}
        if entry.settings.draft and (front or entry.id in (OVERVIEW, CONTACT)):
            yield draft.of(entry).problem(draft.of(entry).key_at(("draft",)), "needed_page")


def check_look(draft: Draft) -> Iterator[Problem]:
    """Each template and icon that an entry names is there."""
    for entry in draft.entries:
        source, icon = draft.of(entry), entry.settings.icon
        others = {folder.template for folder in FOLDERS if folder is not entry.folder}
        templates = [name for name in draft.theme.template_names() if name not in others]
        if entry.template not in templates:
            yield source.problem(source.at(("template",)), "no_template", known=", ".join(templates))
        if icon and not draft.theme.icon(icon):
            yield _no_icon(draft, source, icon)


def check_images(draft: Draft) -> Iterator[Problem]:
    """The picture at the top of a page is there, and each language says what it shows."""
    for entry in draft.entries:
        source, image = draft.of(entry), entry.settings.image
        for key, values in missing_picture(draft, image) if image else ():
            yield source.problem(source.at(("image",)), key, **values)
        for code, translation in entry.translations.items():
            if image and not translation.image_text:
                yield source.problem(source.key_at((code,)), "no_image_text", language=code)
            elif translation.image_text and not image:
                yield source.problem(source.key_at((code, "image_text")), "no_image")


def _no_icon(draft: Draft, source: Source, icon: str) -> Problem:
    own, name = draft.theme.icon_names(1), icon.removesuffix(".svg")
    bare = {own_name.rpartition("/")[2]: own_name for own_name in own}
    meant = [bare[near] for near in nearest(name.rpartition("/")[2], bare)]
    for near in meant or nearest(name, draft.theme.icon_names(len(draft.theme.icons))):
        return source.problem(source.at(("icon",)), "no_icon_near", near=near)
    return source.problem(source.at(("icon",)), "no_icon", known=", ".join(own))


def check_accent(draft: Draft) -> Iterator[Problem]:
    """A colour that YAML takes for a remark, for want of quotation marks, is not lost."""
    source = draft.sources["", "site"]
    if draft.settings and "accent" in source.data and not draft.settings.accent:
        place = source.key_at(("accent",))
        if bare := re.match(r"accent:\s+(?=#[0-9a-fA-F]{3,8}\b)", source.line(place.line)):
            yield source.problem(Place(place.line, bare.end() + 1), "bare_colour")


def check_speakers(draft: Draft) -> Iterator[Problem]:
    """Where a form has situations it is known who would say them, so that they can be found."""
    for entry in draft.entries:
        for code, translation in entry.translations.items():
            if isinstance(translation, ServiceTranslation) and translation.situations and not entry.settings.speaker:
                source = draft.of(entry)
                yield source.problem(source.key_at((code, "situations")), "no_speaker")


def check_lines(draft: Draft) -> Iterator[Problem]:
    """A text of several lines is written so that its lines stay apart."""
    for code in draft.codes:
        for entry, path, prose in draft.proses(code):
            if not prose:
                continue
            source = draft.of(entry)
            span = source.span(path)
            if span.style == ">" or (span.style != "|" and span.end_line > span.start.line):
                yield source.problem(span.start, "body_lines")


CHECKS: Sequence[Check] = (
    check_languages,
    check_settings,
    check_required,
    check_ids,
    check_addresses,
    check_former,
    check_pages,
    check_look,
    check_accent,
    check_logo,
    check_images,
    check_speakers,
    check_lines,
    check_texts,
)
