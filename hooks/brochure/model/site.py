"""What a site is: its settings, its languages, and its entries with their words in each language.

A file holds settings once and then a block of words for each language. Each of the two is a model here, and a model
gives the check, the typed object and (by pydantic) a JSON Schema. What the keys are for is said in `author/`, by the
name of the class. Nothing here knows files or YAML: every scalar comes in as text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, create_model

from brochure.author.messages import DEFAULT
from brochure.model.addresses import (
    Address,
    BookingAddress,
    Email,
    FormAddress,
    OptionalWebAddress,
    Phone,
    WebAddress,
)
from brochure.model.picture import Drawing
from brochure.model.prose import Prose
from brochure.model.values import (
    Answer,
    AuthorLanguage,
    Body,
    BusinessId,
    Colour,
    FileName,
    Flag,
    FormerSlug,
    GonePath,
    LinklessText,
    Locale,
    LogoName,
    Number,
    OneOf,
    OptionalText,
    Postcode,
    Prefix,
    RemarkName,
    Slug,
    Text,
    make_slug,
)
from brochure.photos.photo import Photo

CONTACT = "contact"
"""The id of the page that every page leads to."""
OVERVIEW = "overview"
"""The id of the page that shows the services side by side."""
FINDER = "finder"
"""The id of the page that leads from a situation to a service."""
PRIVACY = "privacy"
"""The id of the page that says what becomes of what a visitor writes."""
HOME = "home"
"""The id of the front page, as the sample and every folder made from it has it."""
SEARCH = "search"
"""The id of the page with the search."""
FRONT = "index"
"""The slug of a language's front page: in MkDocs' terms, the page of its folder itself."""

SPEAKERS = ("me", "pair", "team", "lead", "organisation")
"""Who would say a situation, in the order of the page that leads from situations to services."""
Accepted = tuple[RemarkName, ...]
"""The remarks that the author has found to be wrong in a file."""


class Model(BaseModel):
    """A block of YAML: frozen, and a key that it does not name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Visit(Model):
    """Where a practice can be visited: an address whole, in the words of its place, whatever the page's language."""

    street: Text
    postcode: Postcode
    town: Text
    map: OptionalWebAddress = ""

    @property
    def line(self) -> str:
        """The address as it is written on one line, postcode and town together."""
        return f"{self.street}, {self.postcode}\N{NO-BREAK SPACE}{self.town}"


class Channels(Model):
    """What the buttons of a page open: the ways to make contact, at least one in each language, and a booking page."""

    form: Mapping[str, FormAddress] = Field(default_factory=dict)
    email: Email = ""
    phone: Phone = ""
    booking: Mapping[str, BookingAddress] = Field(default_factory=dict)

    @property
    def filled_in(self) -> Mapping[str, Mapping[str, str]]:
        """The addresses that are filled in from a page, by their key and then by language."""
        return {"form": self.form, "booking": self.booking}


class Contact(Channels):
    """The ways to make contact, the place that can be visited, and what the practice is registered as."""

    visit: Visit | None = None
    business_id: BusinessId = ""


class Brief(Model):
    """What a service is in brief, row by row; the rows are the columns of the table of all services as well."""

    who: Text
    purpose: Text
    outcome: OptionalText = ""
    time: OptionalText = ""
    price: OptionalText = ""


BRIEF = tuple(Brief.model_fields)
WORDS = (
    *("skip", "menu", "main_menu", "footer_menu", "language_menu", "switch", "switch_front"),
    *("forms", "form", "compare", "in_brief", *BRIEF, "other_forms", "previous", "next"),
    *("call", "contact", *(f"contact_{channel}" for channel in Channels.model_fields), "contact_note", "enquiry"),
    *("email", "phone", "visit", "map", "business_id", "not_found", "not_found_help"),
    *("find", *(f"speaker_{speaker}" for speaker in SPEAKERS)),
    *("opens", "opens_booking", "search", "search_count"),
    *("brochure_file", "brochure", "leaf"),
)
"""Every word of the interface. Those of a language are in `docs/templates/words/`, or else in its own file."""
_KINDS = {**dict.fromkeys(WORDS, (Text, "")), "brochure_file": (FileName, "")}
Words = create_model("Words", __base__=Model, **cast("dict[str, Any]", _KINDS))
"""The words that a practice has chosen for itself."""


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
    """The interface in this language: each of `WORDS`."""

    @property
    def folder(self) -> str:
        """Where its pages are below the site's root: empty, or with a slash at the end."""
        return self.settings.prefix.removeprefix("/")

    @property
    def brochure_uri(self) -> str:
        """The PDF of the whole brochure. No page can be there: a slug has no dot."""
        return f"{self.folder}{self.words['brochure_file']}.pdf"


class Settings(Model):
    """What holds for an entry in every language."""

    order: Number = 0
    icon: OptionalText = ""
    image: OptionalText = ""
    template: OptionalText = ""
    menu: Annotated[str, OneOf(("header", "footer"))] = ""
    speaker: Annotated[str, OneOf(SPEAKERS)] = ""
    draft: Flag = False
    accepted: Accepted = ()


class Fact(Model):
    """One optional fact of a page, such as a price or a place."""

    label: LinklessText
    value: LinklessText


class Question(Model):
    """A question with its answer, which stands open below it."""

    question: LinklessText
    answer: Answer


class Translation(Model):
    """An entry's words in one language."""

    title: Text
    slug: Slug = ""
    menu_title: OptionalText = ""
    summary: Text
    image_text: OptionalText = ""
    body: Body = Field(default_factory=Prose)
    questions: tuple[Question, ...] = ()
    facts: tuple[Fact, ...] = ()
    aliases: tuple[Text, ...] = ()
    former: tuple[FormerSlug, ...] = ()

    @property
    def address_part(self) -> str:
        """The slug given, or the one made from the title; empty if the title has nothing to make it of."""
        return self.slug or make_slug(self.title)

    def proses(self) -> Iterator[tuple[tuple[str | int, ...], Prose]]:
        """Each text of Markdown, by the keys that it stands at below its language."""
        yield ("body",), self.body
        for number, question in enumerate(self.questions):
            yield ("questions", number, "answer"), question.answer


LONG_TEXTS = frozenset(
    name for model in (Translation, Question) for name, key in model.model_fields.items() if key.annotation is Prose
)
"""The keys of texts that may have several lines."""


class ServiceTranslation(Brief, Translation):
    """A service, which is a form of supervision, in one language."""

    situations: tuple[Text, ...] = ()


class SiteSettings(Model):
    """What holds for the whole site."""

    address: Address
    author_language: AuthorLanguage = DEFAULT
    provider: Annotated[str, OneOf(("organisation", "person"))] = ""
    contact: Contact
    logo: LogoName = ""
    logo_alone: Flag = False
    accent: Colour = ""
    pdf: Flag = True
    gone: tuple[GonePath, ...] = ()
    accepted: Accepted = ()


class Link(Model):
    """A page of the practice's that is elsewhere, such as its profile on an association's site."""

    title: LinklessText
    address: WebAddress


class Practice(Model):
    """The practice in one language."""

    name: Text
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of file: settings once, then a block of words for each language."""

    folder: str
    """The folder below the content; empty for site.yml, which is alone."""
    settings: type[Model]
    words: type[Model] | None = None
    """The model of a language's block; a file of `languages/` is about one language and has none."""
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
    """By language code; a language that is not here has no such page."""

    @property
    def template(self) -> str:
        """The name of its template, without the ending."""
        return self.settings.template or self.kind.template


@dataclass(frozen=True)
class Logo:
    """The practice's sign, which is beside its name or in place of it, and the site's icon."""

    content: bytes
    ending: str
    """`svg` or `png`."""
    width: int
    """In pixels, as is the height; only their ratio counts."""
    height: int

    @property
    def asset(self) -> str:
        """What it is called among the assets."""
        return f"logo.{self.ending}"


@dataclass(frozen=True)
class Site:
    """Everything that an author has written, checked."""

    settings: SiteSettings
    practices: Mapping[str, Practice]
    """By language code."""
    languages: tuple[Language, ...]
    """The one at the root first, then by code."""
    entries: tuple[Entry, ...]
    """By order, then by id; without the hidden ones."""
    pictures: Mapping[str, Photo | Drawing]
    """What is in the folder of pictures, by the file's name."""
    author_language: str
    """The language that the author is spoken to in."""
    logo: Logo | None = None
