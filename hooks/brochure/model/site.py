"""The data model of a site: its settings, its languages, and its entries with their words in each language.

A file contains settings once and then a block of words for each language. Each of the two is a model here, which gives
the check, the typed object and, by pydantic, a JSON Schema. Labels and hints for authors are in `author/`, by the name
of the class. Every scalar comes in as text.
"""

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Annotated, Any, cast
from xml.etree.ElementTree import Element, SubElement

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, create_model, field_validator
from pydantic_core import PydanticKnownError

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT
from brochure.model.addresses import (
    Address,
    BookingAddress,
    Email,
    FormAddress,
    Former,
    OptionalWebAddress,
    Phone,
    WebAddress,
)
from brochure.model.colours import LIGHT, Palette, palettes
from brochure.model.picture import Drawing
from brochure.model.prose import Prose
from brochure.model.values import (
    Answer,
    Body,
    BusinessId,
    Colour,
    FileName,
    Flag,
    GonePath,
    LinklessText,
    Locale,
    LogoName,
    Number,
    OneOf,
    OptionalText,
    Pattern,
    Postcode,
    Prefix,
    Slug,
    Text,
    make_slug,
    refuse,
)
from brochure.photos.photo import Photo

ABOUT = "about"
CONTACT = "contact"
OVERVIEW = "overview"
FINDER = "finder"
PRIVACY = "privacy"
ME = "me"
"""Ids of pages: `ABOUT` says what supervision is, `FINDER` leads from a situation to a service, `ME` is a person."""
SEARCH = "search"
"""The template of the page with the search."""
FRONT = "index"
"""The slug of a language's front page, which is the index of its folder."""

_DEEPER = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(2, 7)}
"""The elements of an answer's headings by those that the author wrote: one level deeper, below the question."""
SPEAKERS = ("me", "pair", "team", "lead", "organisation")
"""The people whose situations the finder lists, in its order."""
Accepted = tuple[Text, ...]
"""The names of the remarks that an author has accepted in a file. Any name is valid, so that remarks can go."""


class Trait(Enum):
    """A property of a key, from which other lists of keys are derived."""

    TITLE = auto()
    """A name of the page, which no other page has."""
    WHOLE = auto()
    """A whole text, such as a summary, that should be on one page alone."""
    NAME = auto()
    """A text that two languages may share, such as a name."""
    UNSEEN = auto()
    """A text that no visitor reads."""
    CHANNEL = auto()
    """A way to make contact: any one is enough, and the best comes first. A text after it is the form of its link."""
    ICON = auto()
    PICTURE = auto()
    TEMPLATE = auto()
    """A name of an icon, of a picture or of a template, which a form offers to choose from."""


class Model(BaseModel):
    """A block of YAML: frozen, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Visit(Model):
    """The visiting address, in the language of its place, or its town alone."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"street": ["postcode"]}})

    street: OptionalText = ""
    postcode: Postcode = Field(default="", validate_default=True)
    town: Text
    map: OptionalWebAddress = ""

    @field_validator("postcode")
    @classmethod
    def _with_street(cls, postcode: str, info: ValidationInfo) -> str:
        if info.data.get("street") and not postcode:
            raise PydanticKnownError("missing")
        return postcode

    @property
    def line(self) -> str:
        """The address on one line, without a break between postcode and town."""
        town = f"{self.postcode}\N{NO-BREAK SPACE}{self.town}".strip()
        return f"{self.street}, {town}" if self.street else town


class Place(Model):
    """A further place or person to contact, such as a second practice address, with at least one way to reach it."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": [key]} for key in ("visit", "phone", "email")]})

    label: Mapping[str, Text]
    visit: Visit | None = None
    phone: Phone = ""
    email: Email = Field(default="", validate_default=True)

    @field_validator("email")
    @classmethod
    def _reachable(cls, email: str, info: ValidationInfo) -> str:
        if not (email or info.data.get("visit", True) or info.data.get("phone", True)):
            raise refuse("unreachable")
        return email


class Contact(Model):
    """The block `contact:` of site.yml."""

    form: Annotated[Mapping[str, FormAddress], Trait.CHANNEL] = Field(default_factory=dict)
    email: Annotated[Email, Trait.CHANNEL, "mailto:{mailbox}?subject={title}"] = ""
    phone: Annotated[Phone, Trait.CHANNEL, "tel:{number}"] = ""
    whatsapp: Annotated[Phone, Pattern(r"(\+.*)?", "no_country_code"), Trait.CHANNEL, "https://wa.me/{digits}"] = ""
    booking: Mapping[str, BookingAddress] = Field(default_factory=dict)
    visit: Visit | None = None
    more: tuple[Place, ...] = ()
    business_id: BusinessId = ""

    @property
    def by_language(self) -> Mapping[tuple[str | int, ...], Mapping[str, str]]:
        """The values with one text for each language, by their keys: addresses, and names of places."""
        return {
            **{(key,): value for key, value in self if isinstance(value, Mapping)},
            **{("more", number, "label"): place.label for number, place in enumerate(self.more)},
        }


CHANNELS = {
    key: next((part for part in field.metadata if isinstance(part, str)), "")
    for key, field in Contact.model_fields.items()
    if Trait.CHANNEL in field.metadata
}
"""The form of the link of each channel by its key; empty if the value itself is the link."""


class Brief(Model):
    """The rows of a service in brief, which are also the columns of the table of services."""

    who: Text
    purpose: Text
    outcome: OptionalText = ""
    time: OptionalText = ""
    price: Annotated[OptionalText, Trait.NAME] = ""


BRIEF = tuple(Brief.model_fields)
WORDS = (
    *("skip", "menu", "main_menu", "footer_menu", "language_menu", "switch", "switch_front"),
    *("supervision", "forms", "form", "compare", "in_brief", *BRIEF, "other_forms", "previous", "next"),
    *("call", "contact", *(f"contact_{channel}" for channel in (*CHANNELS, "booking")), "contact_note", "enquiry"),
    *(key for key, link in CHANNELS.items() if link),
    *("visit", "town", "map", "business_id", "not_found", "not_found_help"),
    *("find", *(f"speaker_{speaker}" for speaker in SPEAKERS)),
    *("opens", *(f"opens_{key}" for key in (*CHANNELS, "booking") if key not in ("form", "email", "phone"))),
    *("search", "search_count", "search_none", "brochure_file", "brochure", "leaf", "front_page"),
)
"""The words of the interface, in `docs/templates/words/` or the language's own file."""
_KINDS = {**dict.fromkeys(WORDS, (Text, "")), "brochure_file": (FileName, "")}
Words = create_model("Words", __base__=Model, **cast("dict[str, Any]", _KINDS))
"""The words that a practice replaces."""


class LanguageSettings(Model):
    """A file of `content/languages/`; the file's name is the language's code, as in `<html lang>`."""

    name: Text
    locale: Locale
    prefix: Prefix
    required: Flag = False
    words: Words = Field(default_factory=Words)
    accepted: Accepted = ()


@dataclass(frozen=True)
class Language:
    """A language that the site is published in."""

    code: str
    """BCP 47 code, for `lang` and `hreflang`."""
    settings: LanguageSettings
    words: Mapping[str, str]
    direction: str = "ltr"
    """`ltr` or `rtl`, as the attribute of HTML."""

    @property
    def folder(self) -> str:
        """The folder of its pages below the site's root: empty, or with a slash at the end."""
        return self.settings.prefix.removeprefix("/")

    @property
    def brochure_uri(self) -> str:
        """The PDF of the whole brochure. No page has this address, since a slug has no dot."""
        return f"{self.folder}{self.words['brochure_file']}.pdf"


class Settings(Model):
    """The keys of an entry that apply in all languages."""

    order: Number = 0
    icon: Annotated[OptionalText, Trait.ICON] = ""
    image: Annotated[OptionalText, Trait.PICTURE] = ""
    template: Annotated[OptionalText, Trait.TEMPLATE] = ""
    menu: Annotated[str, OneOf(("header", "footer"))] = ""
    speaker: Annotated[str, OneOf(SPEAKERS)] = ""
    draft: Flag = False
    accepted: Accepted = ()


class Fact(Model):
    """One optional fact of a page, such as a price or a place."""

    label: Annotated[LinklessText, Trait.NAME]
    value: Annotated[LinklessText, Trait.NAME]


class Question(Model):
    """A question with its answer."""

    question: LinklessText
    answer: Answer


class Translation(Model):
    """An entry's words in one language."""

    title: Annotated[Text, Trait.TITLE]
    slug: Annotated[Slug, Trait.UNSEEN] = ""
    menu_title: Annotated[OptionalText, Trait.TITLE] = ""
    browser_title: Annotated[OptionalText, Trait.TITLE] = ""
    summary: Annotated[Text, Trait.WHOLE]
    image_text: OptionalText = ""
    image_caption: Annotated[tuple[LinklessText, ...], Trait.NAME, Field(max_length=2)] = ()
    body: Annotated[Body, Trait.WHOLE] = Field(default_factory=Prose)
    questions: tuple[Question, ...] = ()
    facts: tuple[Fact, ...] = ()
    aliases: Annotated[tuple[Text, ...], Trait.UNSEEN] = ()
    former: Annotated[tuple[Former, ...], Trait.UNSEEN] = ()

    @property
    def address_part(self) -> str:
        """The slug, or one made from the title; empty if the title has no letters."""
        return self.slug or make_slug(self.title)

    def proses(self) -> Iterator[tuple[tuple[str | int, ...], Prose]]:
        """Yield each text of Markdown with its keys below the language."""
        yield ("body",), self.body
        for number, question in enumerate(self.questions):
            yield ("questions", number, "answer"), question.answer

    def questions_text(self, reserved: Collection[str]) -> Prose:
        """Return the questions of a page as one text: headings of the second level, with the answers below them.

        Its ids differ from those of the body and from `reserved`, the ids of the page around its texts.
        """
        root = Element("body")
        for question in self.questions:
            heading = SubElement(root, "h2", id=make_slug(question.question) or "x")
            heading.text, heading.tail = question.question, "\n"
            answer = copy.deepcopy(question.answer.root)
            for element in answer.iter():
                element.tag = _DEEPER.get(element.tag, element.tag)
            root.extend(answer)
        taken = {*reserved, *self.body.anchors()}
        for element in root.iterfind(".//*[@id]"):
            name, number = element.get("id", ""), 0
            while (free := f"{name}_{number}" if number else name) in taken:
                number += 1
            taken.add(free)
            element.set("id", free)
        return Prose(root)


class ServiceTranslation(Brief, Translation):
    """A service, that is a form of supervision, in one language."""

    situations: tuple[Text, ...] = ()


class SiteSettings(Model):
    """The settings of the whole site."""

    address: Address
    author_language: Annotated[str, OneOf(AUTHOR_LANGUAGES)] = DEFAULT
    person: OptionalText = ""
    provider: Annotated[str, OneOf(("organisation", "person"))] = ""
    contact: Contact
    logo: Annotated[LogoName, Trait.PICTURE] = ""
    logo_alone: Flag = False
    accent: Colour = ""
    pdf: Flag = True
    gone: tuple[GonePath, ...] = ()
    accepted: Accepted = ()


class Link(Model):
    """A page of the practice on another site, such as its profile at an association."""

    title: LinklessText
    address: WebAddress


class Practice(Model):
    """The practice in one language."""

    name: Text
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of file: settings once, then a block of words for each language, except in `languages/`."""

    folder: str
    """Below the content; empty for site.yml."""
    settings: type[Model]
    words: type[Model] | None = None
    template: str = ""
    """The template of an entry that names none."""

    @property
    def pattern(self) -> str:
        """The files of the kind, as a pattern of paths below the content."""
        return f"{self.folder}/*.yml" if self.folder else "site.yml"


SITE = Kind("", SiteSettings, Practice)
LANGUAGES = Kind("languages", LanguageSettings)
PAGES = Kind("pages", Settings, Translation, "page")
SERVICES = Kind("services", Settings, ServiceTranslation, "service")
ENTRIES = (PAGES, SERVICES)
KINDS = (SITE, LANGUAGES, *ENTRIES)


@dataclass(frozen=True)
class Entry:
    """A page of the site in all its languages."""

    id: str
    """The file's name without its ending; unique in the site."""
    kind: Kind
    settings: Settings
    translations: Mapping[str, Translation]
    """By language code; a language may lack the page."""

    @property
    def file(self) -> str:
        """The path of its file below the content."""
        return f"{self.kind.folder}/{self.id}.yml"

    @property
    def template(self) -> str:
        """The name of its template, without the ending."""
        return self.settings.template or self.kind.template

    @property
    def is_needed(self) -> bool:
        """True for a page that no site can be without: the overview, the contact page or a front page."""
        return self.id in (OVERVIEW, CONTACT) or FRONT in {each.address_part for each in self.translations.values()}


@dataclass(frozen=True)
class Logo:
    """The practice's logo, which is also the site's icon."""

    content: bytes
    ending: str
    """`svg` or `png`."""
    width: int
    height: int
    """Only the ratio of width and height counts."""

    @property
    def asset_name(self) -> str:
        """Its name among the assets."""
        return f"logo.{self.ending}"


@dataclass(frozen=True)
class Site:
    """The whole content of a folder, checked."""

    settings: SiteSettings
    practices: Mapping[str, Practice]
    """By language code."""
    languages: tuple[Language, ...]
    """The language at the root first, the others by code."""
    entries: tuple[Entry, ...]
    """Sorted by `order`, then by id, without the hidden ones."""
    pictures: Mapping[str, Photo | Drawing]
    """By the file's name."""
    author_language: str
    """The language of messages."""
    downloads: Collection[str] = ()
    """The names of the PDFs to download."""
    logo: Logo | None = None

    @cached_property
    def palettes(self) -> tuple[Palette, Palette]:
        """The colours of the light and the dark theme."""
        return palettes(self.settings.accent or LIGHT.accent)
