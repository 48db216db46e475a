"""The words of the interface, and what every block of YAML has in common."""

from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from brochure.model.values import Text


def told(title: str, english_title: str, text: str, english_text: str, *examples: str) -> FieldInfo:
    """What an author's editor tells of a key, in Finnish and then in English; the schema is made of it."""
    field = Field(title=f"{title} / {english_title}", description=f"{text}\n\n{english_text}", examples=list(examples))
    return cast("FieldInfo", field)


class Model(BaseModel):
    """A block of YAML: frozen, and a key that it does not name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Model):
    """Every word of the interface in one language. Prose does not live here but in the pages."""

    skip: Annotated[
        Text,
        told(
            "Ohituslinkki",
            "Skip link",
            "Linkki, joka hyppää valikon yli sivun sisältöön.",
            "Link that jumps over the menu to the page's content.",
            "Siirry sisältöön",
        ),
    ]
    menu: Annotated[
        Text,
        told(
            "Valikkopainike",
            "Menu button",
            "Painike, joka avaa valikon puhelimessa.",
            "Button that opens the menu on a phone.",
            "Valikko",
        ),
    ]
    main_menu: Annotated[
        Text,
        told(
            "Päävalikko",
            "Main menu",
            "Päävalikon nimi ruudunlukijalle.",
            "Name of the main menu, for screen readers.",
            "Päävalikko",
        ),
    ]
    footer_menu: Annotated[
        Text,
        told(
            "Alatunnisteen valikko",
            "Footer menu",
            "Sivun lopun valikon nimi ruudunlukijalle.",
            "Name of the menu at the page's end, for screen readers.",
            "Alatunnisteen valikko",
        ),
    ]
    language_menu: Annotated[
        Text,
        told(
            "Kielivalikko",
            "Language menu",
            "Kielen valinnan nimi ruudunlukijalle.",
            "Name of the choice of language, for screen readers.",
            "Kieli",
        ),
    ]
    switch: Annotated[
        Text,
        told(
            "Linkki tälle kielelle",
            "Link to this language",
            "Linkki samaan sivuun tällä kielellä, tällä kielellä sanottuna.",
            "Link to the same page in this language, said in this language.",
            "Suomeksi",
        ),
    ]
    switch_front: Annotated[
        Text,
        told(
            "Linkki tämän kielen etusivulle",
            "Link to this language's front page",
            "Sama linkki silloin, kun sivua ei ole tällä kielellä.",
            "The same link where the page does not exist in this language.",
            "Suomeksi (etusivulle)",
        ),
    ]
    forms: Annotated[
        Text,
        told(
            "Muotojen otsikko",
            "Heading of the forms",
            "Otsikko kaikkien muotojen korttien yllä.",
            "Heading above the cards of all forms.",
            "Työnohjauksen muodot",
        ),
    ]
    form: Annotated[
        Text,
        told(
            "Muoto",
            "Form",
            "Taulukon sen sarakkeen otsikko, jossa on muodon nimi.",
            "Heading of the table's column that names the form.",
            "Muoto",
        ),
    ]
    compare: Annotated[
        Text,
        told(
            "Muodot rinnakkain",
            "Side by side",
            "Linkki taulukkoon, jossa muodot ovat rinnakkain, ja taulukon otsikko.",
            "Link to the table of the forms side by side, and its heading.",
            "Muodot rinnakkain",
        ),
    ]
    in_brief: Annotated[
        Text,
        told(
            "Lyhyesti",
            "In brief",
            "Otsikko muodon tiivistettyjen tietojen yllä.",
            "Heading above a form's facts in brief.",
            "Lyhyesti",
        ),
    ]
    who: Annotated[
        Text, told("Kenelle", "Who", "Otsikko: kenelle muoto on.", "Heading: who the form is for.", "Kenelle")
    ]
    purpose: Annotated[
        Text,
        told(
            "Tarkoitus",
            "Purpose",
            "Otsikko: mihin muoto on ja mitä siinä tehdään.",
            "Heading: what the form is for, what is done.",
            "Tarkoitus ja sisältö",
        ),
    ]
    outcome: Annotated[
        Text,
        told("Mitä se antaa", "Outcome", "Otsikko: mitä siitä seuraa.", "Heading: what comes of it.", "Mitä se antaa"),
    ]
    time: Annotated[
        Text,
        told(
            "Kesto ja rytmi",
            "Time",
            "Otsikko: kuinka kauan tai usein.",
            "Heading: how long or how often.",
            "Kesto ja rytmi",
        ),
    ]
    other_forms: Annotated[
        Text,
        told(
            "Muut muodot",
            "Other forms",
            "Edellisen ja seuraavan muodon linkkien nimi ruudunlukijalle.",
            "Name of the links to the next and previous form, for screen readers.",
            "Muut muodot",
        ),
    ]
    previous: Annotated[
        Text,
        told(
            "Edellinen",
            "Previous",
            "Sana edellisen muodon linkin yllä.",
            "Label above the link to the previous form.",
            "Edellinen muoto",
        ),
    ]
    next: Annotated[
        Text,
        told(
            "Seuraava",
            "Next",
            "Sana seuraavan muodon linkin yllä.",
            "Label above the link to the next form.",
            "Seuraava muoto",
        ),
    ]
    call: Annotated[
        Text,
        told(
            "Kehotus",
            "Call",
            "Otsikko sivun lopussa, jossa pyydetään ottamaan yhteyttä.",
            "Heading of the call to make contact at the end of each page.",
            "Heräsikö kysyttävää?",
        ),
    ]
    contact: Annotated[
        Text,
        told(
            "Linkki yhteyssivulle",
            "Link to the contact page",
            "Linkki yhteydenottosivulle.",
            "Link to the contact page.",
            "Ota yhteyttä",
        ),
    ]
    contact_form: Annotated[
        Text,
        told(
            "Linkki lomakkeeseen",
            "Link to the form",
            "Linkki, joka avaa yhteydenottolomakkeen.",
            "Link that opens the contact form.",
            "Avaa yhteydenottolomake",
        ),
    ]
    contact_email: Annotated[
        Text,
        told(
            "Linkki sähköpostiin",
            "Link to e-mail",
            "Linkki, joka aloittaa sähköpostin.",
            "Link that begins an e-mail.",
            "Lähetä sähköpostia",
        ),
    ]
    contact_phone: Annotated[
        Text,
        told(
            "Linkki puheluun",
            "Link to a call",
            "Linkki, joka aloittaa puhelun.",
            "Link that begins a phone call.",
            "Soita",
        ),
    ]
    contact_note: Annotated[
        Text,
        told(
            "Huomautus",
            "Note",
            "Pyyntö yhteydenottolinkin vieressä: ei potilaiden eikä asiakkaiden tietoja.",
            "Note beside a contact link: no patient or client details.",
            "Ethän kirjoita potilaiden tietoja.",
        ),
    ]
    enquiry: Annotated[
        Text,
        told(
            "Viestin aihe",
            "Subject",
            "Viestin aihe silloin, kun se ei koske mitään tiettyä muotoa.",
            "What a message is called that is about no form in particular.",
            "Yhteydenotto",
        ),
    ]
    email: Annotated[
        Text,
        told(
            "Sähköposti", "E-mail", "Sana sähköpostiosoitteen edessä.", "Label before the e-mail address.", "Sähköposti"
        ),
    ]
    phone: Annotated[
        Text, told("Puhelin", "Phone", "Sana puhelinnumeron edessä.", "Label before the phone number.", "Puhelin")
    ]
    not_found: Annotated[
        Text,
        told(
            "Sivua ei löydy",
            "Not found",
            "Otsikko sivulla, joka näkyy, kun osoitetta ei ole.",
            "Heading of the page for an address that does not exist.",
            "Sivua ei löytynyt",
        ),
    ]
    not_found_help: Annotated[
        Text,
        told(
            "Ohje",
            "Help",
            "Lause samalla sivulla: mitä tehdä.",
            "Sentence on that page: what to do.",
            "Voit jatkaa täältä.",
        ),
    ]
    find: Annotated[
        Text,
        told(
            "Tunnistatko tilanteen?",
            "Find your form",
            "Linkki sivulle, jolla tilanteesta pääsee muotoon, ja muodon tilanteiden otsikko.",
            "Link to the page that leads from a situation to a form, and heading of a form's situations.",
            "Tunnistatko tilanteen?",
        ),
    ]
    speaker_me: Annotated[
        Text, told("Minä itse", "Me alone", "Otsikko: yksi ihminen puhuu.", "Heading: one person speaks.", "Minä itse")
    ]
    speaker_pair: Annotated[
        Text, told("Me kaksi", "The two of us", "Otsikko: työpari puhuu.", "Heading: a pair speaks.", "Me kaksi")
    ]
    speaker_team: Annotated[
        Text,
        told(
            "Tiimimme",
            "Our team",
            "Otsikko: tiimi tai työyhteisö puhuu.",
            "Heading: a team or a workplace speaks.",
            "Tiimimme tai työyhteisömme",
        ),
    ]
    speaker_lead: Annotated[
        Text, told("Johdan", "I lead", "Otsikko: esimies puhuu.", "Heading: a manager speaks.", "Johdan muiden työtä")
    ]
    speaker_organisation: Annotated[
        Text,
        told(
            "Organisaatiomme",
            "Our organisation",
            "Otsikko: organisaatio puhuu.",
            "Heading: an organisation speaks.",
            "Organisaatiomme",
        ),
    ]
    opens: Annotated[
        Text,
        told(
            "Avautuu",
            "Opens",
            "Ennen sen palvelun nimeä, jossa lomake avautuu.",
            "Before the name of the service that the form opens in.",
            "Lomake avautuu palvelussa",
        ),
    ]
    search: Annotated[
        Text, told("Hakukenttä", "Search field", "Hakukentän nimi.", "Label of the search field.", "Hae sivuilta")
    ]
    search_count: Annotated[
        Text,
        told(
            "Osumat",
            "Matches",
            "Sana löytyneiden sivujen määrän edessä.",
            "Label before the number of pages found.",
            "Sivuja",
        ),
    ]
