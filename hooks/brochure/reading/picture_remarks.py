"""What may be wrong with the pictures of a page: what is said of them, and which they are."""

import re
from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.site import Entry
from brochure.model.values import make_slug
from brochure.photos.photo import Photo
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath

SMALL = 320
"""Pixels; a photo that is narrower fills no phone."""


def check_picture_texts(draft: Draft) -> Iterator[Problem]:
    """What is said of a picture, to whoever does not see it, is what this one shows, not what its file is called."""
    bare = set(draft.theme.known("picture_words"))
    for code in draft.codes:
        for entry, _ in draft.published(code):
            source, first = draft.of(entry), dict[str, str]()
            for path, said, file in _pictures(entry, code):
                places = source.find(path, rf"(?<=!\[){re.escape(said)}(?=\])")
                words = make_slug(re.sub(r"[\W\d]+", " ", said))
                named = " " not in said and make_slug(said.partition(".")[0]) == file.partition(".")[0]
                if not words or words in bare or named:
                    yield source.problem(next(places, source.at(path)), "picture_text", text=said)
                elif first.setdefault(said.casefold(), file) != file:
                    yield source.problem(next(places, source.at(path)), "same_picture_text", text=said)


def check_pictures(draft: Draft) -> Iterator[Problem]:
    """No picture is on a page twice, and none is too small to be seen on a phone as it is."""
    for code in draft.codes:
        for entry, _ in draft.published(code):
            source, shown = draft.of(entry), list[str]()
            for path, _, file in _pictures(entry, code):
                where = ("image",) if path[-1] == "image_text" else path
                places = [*source.find(where, rf"\b{re.escape(file)}")] or [source.at(where)]
                photo = draft.pictures.get(file)
                if shown.count(file) == 1:
                    yield source.problem(places[-1], "same_picture", name=file)
                elif not shown.count(file) and isinstance(photo, Photo) and photo.width < SMALL:
                    yield source.problem(places[0], "small_picture", name=file, width=photo.width)
                shown.append(file)


def check_logo(draft: Draft) -> Iterator[Problem]:
    """A logo that is to be alone, without the practice's name beside it, is there."""
    if draft.settings and draft.settings.logo_alone and not draft.settings.logo:
        source = draft.sources["", "site"]
        yield source.problem(source.key_at(("logo_alone",)), "no_logo")


def _pictures(entry: Entry, code: str) -> Iterator[tuple[KeyPath, str, str]]:
    """What is said of each picture of an entry in a language, with its place among the keys, and its file's name."""
    translation = entry.translations[code]
    if translation.image_text:
        yield (code, "image_text"), translation.image_text, entry.settings.image
    for path, prose in translation.proses():
        for image in prose.root.iter("img"):
            yield (code, *path), image.get("alt", ""), image.get("src", "")
