"""The words and facts of a site, typed and checked.

The facts stand once, the words in one block a language; each such block is a model here, and one model gives the
check, the typed object and (by pydantic) a JSON Schema. What a check refuses it names by a key of `messages.py`.
Nothing here knows files or YAML: every scalar comes in as text.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from markdown.extensions.toc import slugify
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

CONTACT = "contact"
"""The id of the page that every page leads to."""
OVERVIEW = "overview"
"""The id of the page that shows the forms side by side."""
FRONT = "index"
"""The slug of a language's front page: in MkDocs' terms, the page that stands for its folder."""

PLACEHOLDERS = ("service", "title", "language")
"""What the address of a contact form may be filled in with."""
FORM_SCHEMES = ("https", "mailto", "tel")


def refuse(key: str, **values: object) -> PydanticCustomError:
    """The error that carries a message's key and values through pydantic."""
    return PydanticCustomError(key, key, values)


def make_slug(title: str) -> str:
    """The address part made from a title: `Työparin työnohjaus` gives `tyoparin-tyonohjaus`; may be empty."""
    return slugify(title.replace("_", "-"), "-").strip("-")


def _tidy(text: str) -> str:
    """One line, without what nobody sees at its ends; empty if there is nothing to see at all."""
    seen = any(unicodedata.category(character)[0] not in "CZ" for character in text)
    return re.sub(r"[ \t\n]+", " ", text.strip()) if seen else ""


def _some(text: str) -> str:
    if not text:
        raise refuse("empty")
    return text


def _slug(text: str) -> str:
    if text and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise refuse("not_slug", suggestion=make_slug(text) or "for example: team-supervision")
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch(r"/([a-z0-9-]+/)*", text):
        raise refuse("not_prefix")
    return text


def _locale(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", text):
        raise refuse("not_locale")
    return text


def _address(text: str) -> str:
    example = "https://www.example.org/"
    if not re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?", text):
        raise refuse("not_address", example=example)
    return text.rstrip("/") + "/"


def _email(text: str) -> str:
    # The pattern of the HTML standard for <input type=email>, with at least one dot in the host.
    host = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
    if text and not re.fullmatch(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{host}(?:\.{host})+", text):
        raise refuse("not_email")
    return text


def _phone(text: str) -> str:
    # E.164 allows 15 digits at most; no country's number has fewer than 3.
    digits = re.sub(r"[ ()-]", "", text)
    if text and not re.fullmatch(r"\+?[0-9]{3,15}", digits):
        raise refuse("not_phone")
    return text


def _form(text: str) -> str:
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    if re.search(r"[\s\x00-\x1f\"<>\\^`|]", text):
        raise refuse("form_character")
    parts = re.match(r"(?P<scheme>[a-z]+):(//(?P<host>[^/?#]*))?", text)
    if not parts or parts["scheme"] not in FORM_SCHEMES or (parts["scheme"] == "https" and not parts["host"]):
        raise refuse("form_scheme")
    if "{" in parts[0]:
        raise refuse("form_host")
    for name in re.findall(r"\{([^{}]*)\}", text):
        if name not in PLACEHOLDERS:
            raise refuse("form_placeholder", name=name, known=known)
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", text)):
        raise refuse("form_brace", known=known)
    return text


OptionalText = Annotated[str, AfterValidator(_tidy)]
Text = Annotated[OptionalText, AfterValidator(_some)]
Markdown = Annotated[str, StringConstraints(strip_whitespace=True)]
Slug = Annotated[OptionalText, AfterValidator(_slug)]
Prefix = Annotated[Text, AfterValidator(_prefix)]
Locale = Annotated[Text, AfterValidator(_locale)]
Address = Annotated[Text, AfterValidator(_address)]
Email = Annotated[OptionalText, AfterValidator(_email)]
Phone = Annotated[OptionalText, AfterValidator(_phone)]
FormAddress = Annotated[Text, AfterValidator(_form)]


class Model(BaseModel):
    """A block of YAML: frozen, and a key that it does not name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Model):
    """Every word of the interface in one language. Prose does not live here but in the pages."""

    skip: Text = Field(description="Link that jumps over the menu to the page's content")
    menu: Text = Field(description="Button that opens the menu on a phone")
    main_menu: Text = Field(description="Name of the main menu, for screen readers")
    footer_menu: Text = Field(description="Name of the menu at the page's end, for screen readers")
    language_menu: Text = Field(description="Name of the choice of language, for screen readers")
    switch: Text = Field(description="Link to the same page in this language, for example: In English")
    switch_front: Text = Field(description="The same link where the page does not exist in this language")
    forms: Text = Field(description="Heading above the cards of all forms")
    form: Text = Field(description="Heading of the table's column that names the form")
    compare: Text = Field(description="Link or heading for the table of the forms side by side")
    in_brief: Text = Field(description="Heading above a form's facts in brief")
    who: Text = Field(description="Heading: who the form is for")
    purpose: Text = Field(description="Heading: what the form is for, what is done")
    outcome: Text = Field(description="Heading: what comes of it")
    time: Text = Field(description="Heading: how long or how often")
    other_forms: Text = Field(description="Name of the links to the next and previous form, for screen readers")
    previous: Text = Field(description="Label above the link to the previous form")
    next: Text = Field(description="Label above the link to the next form")
    call: Text = Field(description="Heading of the call to make contact at the end of each page")
    contact: Text = Field(description="Link to the contact page")
    contact_form: Text = Field(description="Link that opens the contact form")
    contact_email: Text = Field(description="Link that begins an e-mail")
    contact_phone: Text = Field(description="Link that begins a phone call")
    contact_note: Text = Field(description="Note beside a contact link: no patient or client details")
    enquiry: Text = Field(description="What a message is called that is about no form in particular: its subject")
    email: Text = Field(description="Label before the e-mail address")
    phone: Text = Field(description="Label before the phone number")
    not_found: Text = Field(description="Heading of the page for an address that does not exist")
    not_found_help: Text = Field(description="Sentence on that page: what to do")


class LanguageFacts(Model):
    """A file of `content/languages/`; the file's name is the language's code, as in `<html lang>`."""

    name: Text = Field(description="The language's name in itself, for example: Suomi")
    locale: Locale = Field(description="Language and country, for example: fi_FI")
    prefix: Prefix = Field(description="Where the language's pages begin: / for one language, /en/ for another")
    words: Words


@dataclass(frozen=True)
class Language:
    """A language that the site is published in."""

    code: str
    """BCP 47 code, for `lang` and `hreflang`."""
    facts: LanguageFacts

    @property
    def words(self) -> Words:
        """The interface in this language."""
        return self.facts.words

    @property
    def folder(self) -> str:
        """Where its pages stand below the site's root: empty, or with a slash at the end."""
        return self.facts.prefix.removeprefix("/")


class Facts(Model):
    """What holds for an entry in every language."""

    order: int = Field(0, description="Place among its kind, the smallest first; the same number twice is fine")
    icon: OptionalText = Field("", description="Pictogram: brochure/pair, or any icon of the theme: material/phone")
    template: OptionalText = Field("", description="Template in docs/templates/; the folder decides if left out")
    menu: Literal["header", "footer", ""] = Field("", description="Which menu the page stands in, if any")


class Translation(Model):
    """An entry's words in one language."""

    title: Text = Field(description="The page's heading, and its title in a search engine")
    slug: Slug = Field("", description="The page's address; made from the title if left out")
    menu_title: OptionalText = Field("", description="Shorter title for the menu")
    summary: Text = Field(description="One or two sentences: below the heading, on cards, in a search engine")
    body: Markdown = Field("", description="The text, in Markdown")

    @property
    def address_part(self) -> str:
        """The slug given, or the one made from the title; empty if the title has nothing to make it of."""
        return self.slug or make_slug(self.title)


class ServiceTranslation(Translation):
    """A form of supervision in one language; the four short texts are also the columns of the table."""

    who: Text = Field(description="Who it is for")
    purpose: Text = Field(description="What it is for, what is done")
    outcome: OptionalText = Field("", description="What comes of it")
    time: OptionalText = Field("", description="How long or how often")


@dataclass(frozen=True)
class Kind:
    """A folder of entries that are made alike."""

    folder: str
    """Name of the folder below `content/`."""
    template: str
    """The template of an entry that names none."""
    translation: type[Translation]
    """What a language block holds."""


PAGES = Kind("pages", "page", Translation)
SERVICES = Kind("services", "service", ServiceTranslation)
KINDS = (PAGES, SERVICES)


@dataclass(frozen=True)
class Entry:
    """A page of the site in all its languages."""

    id: str
    """The file's name without its ending; unique in the site."""
    kind: Kind
    facts: Facts
    translations: Mapping[str, Translation]
    """By language code; a language that is not here has no such page."""

    @property
    def template(self) -> str:
        """The name of its template, without the ending."""
        return self.facts.template or self.kind.template


class Contact(Model):
    """The ways to make contact; at least one in each language."""

    form: dict[str, FormAddress] = Field({}, description="A form's address for each language")
    email: Email = Field("", description="An e-mail address")
    phone: Phone = Field("", description="A phone number, best with its country code: +358 ...")


class SiteFacts(Model):
    """What holds for the whole site."""

    address: Address = Field(description="Where the site is published, for example: https://www.example.org/")
    contact: Contact


class Practice(Model):
    """The practice in one language."""

    name: Text = Field(description="The practice's name, at the top of each page")


@dataclass(frozen=True)
class Site:
    """Everything that an author has written, checked."""

    facts: SiteFacts
    practices: Mapping[str, Practice]
    """By language code."""
    languages: tuple[Language, ...]
    """The one at the root first, then by code."""
    entries: tuple[Entry, ...]
    """By order, then by id."""
