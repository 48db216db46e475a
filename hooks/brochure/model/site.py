"""The words and facts of a site, typed and checked.

The facts stand once, the words in one block a language; each such block is a model here, and one model gives the
check, the typed object and (by pydantic) a JSON Schema. What a check refuses it names by a key of `messages.py`.
Nothing here knows files or YAML: every scalar comes in as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.model.prose import Prose
from brochure.model.values import (
    Address,
    AuthorLanguage,
    Body,
    Email,
    Flag,
    FormAddress,
    LinklessText,
    Locale,
    Number,
    OptionalText,
    Phone,
    Prefix,
    Slug,
    Text,
    make_slug,
)
from brochure.model.words import Model, Words, told

CONTACT = "contact"
"""The id of the page that every page leads to."""
OVERVIEW = "overview"
"""The id of the page that shows the forms side by side."""
FINDER = "finder"
"""The id of the page that leads from a situation to a form."""
FRONT = "index"
"""The slug of a language's front page: in MkDocs' terms, the page that stands for its folder."""


Speaker = Literal["me", "pair", "team", "lead", "organisation", ""]
"""Who speaks of a situation, in the order of the page that leads from situations to forms."""


class LanguageFacts(Model):
    """A file of `content/languages/`; the file's name is the language's code, as in `<html lang>`."""

    name: Annotated[Text, told("Kielen nimi", "Name", "Kielen nimi omalla kielellään.", "Its name in itself.", "Suomi")]
    locale: Annotated[
        Locale, told("Kieli ja maa", "Locale", "Kieli ja maa.", "Language and country.", "fi_FI", "en_GB")
    ]
    prefix: Annotated[
        Prefix,
        told(
            "Osoitteen alku",
            "Prefix",
            "Mistä kielen sivujen osoitteet alkavat: yhdellä kielellä /, muilla esimerkiksi /en/.",
            "Where the language's pages begin: / for one language, /en/ for another.",
            "/",
            "/en/",
        ),
    ]
    required: Annotated[
        Flag,
        told(
            "Pakollinen",
            "Required",
            "true, jos jokaisessa tiedostossa on oltava teksti tällä kielellä.",
            "true if every entry must have a text in this language.",
            "true",
        ),
    ] = False
    words: Annotated[
        Words, told("Sanat", "Words", "Painikkeiden ja otsikoiden sanat.", "The words of buttons and headings.")
    ]


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

    order: Annotated[
        Number,
        told(
            "Järjestys",
            "Order",
            "Paikka muiden joukossa, pienin ensin; sama luku saa olla usealla.",
            "Place among its kind, the smallest first; the same number twice is fine.",
            "10",
        ),
    ] = 0
    icon: Annotated[
        OptionalText,
        told(
            "Kuvake",
            "Icon",
            "Oma kuvake, kuten brochure/pair, tai mikä tahansa teeman kuvake, kuten material/phone.",
            "A pictogram of the brochure, like brochure/pair, or any icon of the theme, like material/phone.",
            "brochure/team",
        ),
    ] = ""
    template: Annotated[
        OptionalText,
        told(
            "Sivupohja",
            "Template",
            "Sivupohja kansiosta docs/templates/; ilman sitä kansio ratkaisee.",
            "Template in docs/templates/; the folder decides if left out.",
            "overview",
        ),
    ] = ""
    menu: Annotated[
        Literal["header", "footer", ""],
        WithJsonSchema({"enum": ["header", "footer", "", None]}),
        told("Valikko", "Menu", "Missä valikossa sivu on.", "Which menu the page stands in.", "header"),
    ] = ""
    speaker: Annotated[
        Speaker,
        told(
            "Puhuja",
            "Speaker",
            "Kuka sanoisi muodon tilanteet: me minä, pair me kaksi, team tiimi tai työyhteisö, lead johdan, organisation.",
            "Who would say the form's situations: me alone, a pair, a team or workplace, one who leads, an organisation.",
            "team",
        ),
    ] = ""
    draft: Annotated[
        Flag,
        told(
            "Luonnos",
            "Draft",
            "true piilottaa sivun: se tarkistetaan, mutta sitä ei julkaista.",
            "true hides the page: it is checked but not published.",
            "true",
        ),
    ] = False


class Detail(Model):
    """One optional fact of a page, such as a price or a place."""

    label: Annotated[LinklessText, told("Nimi", "Label", "Mikä tieto on.", "What the fact is.", "Paikka")]
    value: Annotated[LinklessText, told("Tieto", "Value", "Itse tieto.", "The fact itself.", "Helsinki")]


class Translation(Model):
    """An entry's words in one language."""

    title: Annotated[
        Text,
        told(
            "Otsikko",
            "Title",
            "Sivun pääotsikko ja sen nimi hakukoneessa.",
            "The page's heading, and its title in a search engine.",
            "Tiimityönohjaus",
        ),
    ]
    slug: Annotated[
        Slug,
        told(
            "Osoite",
            "Slug",
            "Sivun osoitteen loppu: a-z, 0-9 ja väliviivat. Ilman sitä osoite tehdään otsikosta; etusivulla index.",
            "The end of the address: a-z, 0-9, hyphens. Made from the title if left out; index for the front page.",
            "tiimityonohjaus",
        ),
    ] = ""
    menu_title: Annotated[
        OptionalText,
        told("Nimi valikossa", "Menu title", "Lyhyempi nimi valikkoon.", "Shorter title for the menu.", "Etusivu"),
    ] = ""
    summary: Annotated[
        Text,
        told(
            "Tiivistelmä",
            "Summary",
            "Virke tai kaksi: otsikon alla, korteissa ja hakukoneessa.",
            "One or two sentences: below the heading, on cards, in a search engine.",
            "Tiimi tarkastelee yhdessä työtapojaan.",
        ),
    ]
    body: Annotated[
        Body,
        told(
            "Leipäteksti",
            "Body",
            "Sivun teksti, Markdownia. Useampi rivi: kirjoita ensin | ja teksti sen alle sisennettynä.",
            "The page's text, in Markdown. For several lines write | first and the text below it, indented.",
        ),
    ] = Field(default_factory=Prose)
    facts: Annotated[
        tuple[Detail, ...],
        told(
            "Tiedot",
            "Facts",
            "Lisätietoja, kuten hinta, kesto tai paikka; näkyvät pienenä taulukkona.",
            "Further facts such as a price, a duration or a place; shown as a small table.",
        ),
    ] = ()
    aliases: Annotated[
        tuple[Text, ...],
        told(
            "Hakusanat",
            "Aliases",
            "Sanoja, joilla sivua haetaan mutta joita siinä ei näytetä.",
            "Words that people search the page by and that are never shown.",
            "esihenkilö",
        ),
    ] = ()

    @property
    def address_part(self) -> str:
        """The slug given, or the one made from the title; empty if the title has nothing to make it of."""
        return self.slug or make_slug(self.title)


class ServiceTranslation(Translation):
    """A form of supervision in one language; the four short texts are also the columns of the table."""

    who: Annotated[Text, told("Kenelle", "Who", "Kenelle muoto on.", "Who it is for.", "Tiimille")]
    purpose: Annotated[
        Text,
        told("Tarkoitus", "Purpose", "Mihin muoto on, mitä siinä tehdään.", "What it is for, what is done."),
    ]
    situations: Annotated[
        tuple[Text, ...],
        told(
            "Tilanteet",
            "Situations",
            "Virkkeitä, joita joku voisi sanoa omasta työstään; ne johtavat tähän muotoon.",
            "Sentences that someone might say of their own work; they lead to this form.",
            "Työni on alkanut tuntua pelkältä rutiinilta.",
        ),
    ] = ()
    outcome: Annotated[OptionalText, told("Mitä se antaa", "Outcome", "Mitä siitä seuraa.", "What comes of it.")] = ""
    time: Annotated[
        OptionalText,
        told(
            "Kesto ja rytmi", "Time", "Kuinka kauan tai usein.", "How long or how often.", "Säännöllistä työskentelyä"
        ),
    ] = ""


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

    form: Annotated[
        Mapping[str, FormAddress],
        told(
            "Lomake",
            "Form",
            "Yhteydenottolomakkeen osoite kullakin kielellä. {title}, {service} ja {language} täytetään sivun mukaan.",
            "A form's address for each language. {title}, {service} and {language} are filled in from the page.",
        ),
    ] = Field(default_factory=dict)
    email: Annotated[
        Email, told("Sähköposti", "E-mail", "Sähköpostiosoite.", "E-mail address.", "nimi@example.org")
    ] = ""
    phone: Annotated[
        Phone,
        told(
            "Puhelin", "Phone", "Puhelinnumero, mieluiten maatunnuksella.", "Phone number, best with its country code."
        ),
    ] = ""


class SiteFacts(Model):
    """What holds for the whole site."""

    address: Annotated[
        Address,
        told(
            "Sivuston osoite",
            "Address",
            "Osoite, jossa sivusto julkaistaan.",
            "Where the site is published.",
            "https://www.example.org/",
        ),
    ]
    author_language: Annotated[
        AuthorLanguage,
        Body,
        told(
            "Kirjoittajan kieli",
            "Author's language",
            "Kieli, jolla virheistä kerrotaan.",
            "The language in which mistakes are told.",
            "fi",
        ),
    ] = AUTHOR_LANGUAGES[0]
    provider: Annotated[
        Literal["organisation", "person", ""],
        WithJsonSchema({"enum": ["organisation", "person", "", None]}),
        told(
            "Tarjoaja",
            "Provider",
            "Kumman nimi sivuston nimi on, hakukoneita varten: organisation (jos riviä ei ole) tai person.",
            "Whose name the site's name is, for search engines: organisation (if left out) or person.",
            "person",
        ),
    ] = ""
    contact: Annotated[
        Contact,
        told("Yhteys", "Contact", "Tavat ottaa yhteyttä, ainakin yksi.", "The ways to make contact, at least one."),
    ]


class Practice(Model):
    """The practice in one language."""

    name: Annotated[
        Text,
        told(
            "Nimi",
            "Name",
            "Nimi jokaisen sivun yläreunassa.",
            "The name at the top of each page.",
            "Työnohjaus Esimerkki",
        ),
    ]


@dataclass(frozen=True)
class Site:
    """Everything that an author has written, checked."""

    facts: SiteFacts
    practices: Mapping[str, Practice]
    """By language code."""
    languages: tuple[Language, ...]
    """The one at the root first, then by code."""
    entries: tuple[Entry, ...]
    """By order, then by id; without the hidden ones."""
    pictures: frozenset[str]
    """The names of the files in the folder of pictures."""
    author_language: str
    """The language that the author is spoken to in."""
