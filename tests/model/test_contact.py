"""The link by which a visitor makes contact, for the form services that practices use."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from brochure.model.contact import Way, has_channel, ways
from brochure.model.routes import Route
from brochure.model.site import SERVICES, Contact, Entry, ServiceTranslation, Settings, Site, Visit

TITLE = "Prosessi- ja muutostyönohjaus & 100 % + muuta?"
ENCODED = "Prosessi-%20ja%20muutosty%C3%B6nohjaus%20%26%20100%20%25%20%2B%20muuta%3F"
GOOGLE = "https://docs.google.com/forms/d/e/1FAIpQL_x-y/viewform?usp=pp_url"
MICROSOFT = "https://forms.office.com/Pages/ResponsePage.aspx?id=Ab_c-D"
WEBROPOL = "https://link.webropolsurveys.com/Participation/Public/0a1b?displayId=Fin1"
FILLED = {
    f"{GOOGLE}&entry.123={{title}}&entry.9={{language}}": f"{GOOGLE}&entry.123={ENCODED}&entry.9=fi",
    f"{MICROSOFT}&lang={{language}}&r12f=%22{{title}}%22": f"{MICROSOFT}&lang=fi&r12f=%22{ENCODED}%22",
    f"{WEBROPOL}&muoto={{title}}#{{service}}": f"{WEBROPOL}&muoto={ENCODED}#change",
    "https://form.example.org/{language}/{service}": "https://form.example.org/fi/change",
    "https://form.example.org/": "https://form.example.org/",
    "mailto:a@example.org?subject={title}": f"mailto:a@example.org?subject={ENCODED}",
    "tel:+358401234567": "tel:+358401234567",
}
"""The address of a form as it is written, and as it is on the Finnish page of a service."""
Found = Callable[..., list[Way]]


@pytest.fixture
def found(site: Site) -> Found:
    """The ways to make contact from the page of a form of supervision, with other contact details."""
    text = ServiceTranslation(title=TITLE, summary="x", who="x", purpose="x")
    entry = Entry("change", SERVICES, Settings(), {"fi": text, "en": text})

    def made(contact: Contact, code: str = "fi") -> list[Way]:
        language = next(language for language in site.languages if language.code == code)
        settings = site.settings.model_copy(update={"contact": contact})
        return ways(replace(site, settings=settings), Route(entry, language))

    return made


@pytest.mark.parametrize("form", FILLED)
def test_a_form_is_filled_in(form: str, found: Found) -> None:
    """Placeholders take the page's values percent-encoded; the rest of the address stays as it was."""
    (way,) = found(Contact(form={"fi": form}))
    assert (way.kind, way.href) == ("form", FILLED[form])
    if form.startswith(GOOGLE):
        assert parse_qs(urlsplit(way.href).query)["entry.123"] == [TITLE], "a server reads the title to the letter"


def test_without_a_form_a_mail_has_the_title_as_its_subject(found: Found) -> None:
    """RFC 6068: a space is %20 and never a plus sign, which mail programs would show."""
    (way,) = found(Contact(email="desk+web@example.org"))
    assert (way.kind, way.label, way.text) == ("email", "Sähköposti", "desk+web@example.org")
    assert way.href == f"mailto:desk%2Bweb@example.org?subject={ENCODED}"


def test_the_best_channel_comes_first(found: Found) -> None:
    """Form before e-mail before phone, and a form only in the languages that have one, with its server's name."""
    contact = Contact(form={"fi": "https://form.example.org/"}, email="a@example.org", phone="112")
    assert [way.kind for way in found(contact)] == ["form", "email", "phone"]
    assert [way.note.rpartition(" ")[2] for way in found(contact)] == ["form.example.org.", "", ""]
    assert [way.kind for way in found(contact, "en")] == ["email", "phone"]
    assert not has_channel(Contact(), "fi")


def test_a_phone_number_keeps_the_digits_that_a_phone_dials(found: Found) -> None:
    """A zero in brackets is for calls at home: after a country code it is left out."""
    numbers = {"+358 (0)40 123-4567": "+358401234567", "(09) 123 456": "09123456", "0401234567": "0401234567"}
    for written, dialled in numbers.items():
        (way,) = found(Contact(phone=written))
        assert way.href == f"tel:{dialled}"


def test_a_booking_page_is_filled_in_and_is_no_channel(found: Found) -> None:
    """It takes the same placeholders as a form, in the languages that have one, and comes after the best channel."""
    booking = {"fi": "https://book.example.org/{language}?a={title}&b={service}"}
    contact = Contact(email="a@example.org", phone="112", booking=booking)
    assert [way.kind for way in found(contact)] == ["email", "booking", "phone"]
    way = found(contact)[1]
    assert way.href == f"https://book.example.org/fi?a={ENCODED}&b=change"
    assert way.note.endswith(" book.example.org.")
    assert [way.kind for way in found(contact, "en")] == ["email", "phone"]
    assert not has_channel(Contact(booking=booking), "fi")


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)//https://a.b", "data:text/html,x", "http://a.example.org/", "//a.example.org/"),
        *(
            "https:///a.b",
            "https:form",
            "HTTPS ://x",
            "https://a.example.org/{name}",
            "https://a.example.org/{ title }",
        ),
        *("https://a.example.org/{}", "https://a.example.org/}{", "https://{language}.example.org/"),
        *("https://a.example.org/?a=b c", 'https://a.example.org/"', "https://a.example.org/<b>"),
        *("https://a.example.org/\nb",),
    ],
)
def test_an_address_that_no_link_may_have_is_refused(address: str) -> None:
    """Only https:, only the three placeholders, and nothing that could leave an attribute."""
    for block in ({"form": {"fi": address}}, {"booking": {"fi": address}}):
        with pytest.raises(ValidationError):
            Contact.model_validate(block)
    with pytest.raises(ValidationError):
        Visit(street="Katu 1", postcode="00100", town="Kylä", map=address)


@pytest.mark.parametrize("address", ["mailto:a@example.org", "tel:112", "https://a", "https://a.example.org:x/"])
def test_a_time_is_booked_and_a_map_is_on_a_page(address: str) -> None:
    """Neither a mailbox nor a phone number, nor a server that cannot be."""
    with pytest.raises(ValidationError):
        Contact(booking={"fi": address})
    with pytest.raises(ValidationError):
        Visit(street="Katu 1", postcode="00100", town="Kylä", map=address)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        *((text, "1572860-0") for text in ("15728600", "FI15728600", "fi 1572860 0", "1572860–0", " 1572860-0 ")),
        *((text, text.zfill(9)) for text in ("0112038-9", "0109862-8", "0116297-6", "112038-9", "1234567-1")),
        *((text, "business_id_digit") for text in ("1572860-1", "1572806-0", "0000030-0", "0000030-1")),
        *((text, "not_business_id") for text in ("12345-6", "HE 123", "1572860-0-1", "SE15728600")),
    ],
)
def test_a_business_id_is_written_in_one_way(written: str, told: str) -> None:
    """Those of large companies pass, however they were copied; one with a wrong digit or of another country does not.

    An old one of six digits gets a zero before it; a remainder of 1 is given to nobody.
    """
    try:
        found = Contact(business_id=written).business_id
    except ValidationError as error:
        found = error.errors()[0]["type"]
    assert found == told


@pytest.mark.parametrize("postcode", ["00100", "111 22", "SW1A 1AA", "1234 AB", "AD500"])
def test_a_visiting_address_is_one_line(postcode: str) -> None:
    """Its postcode is the country's, and is never apart from the town."""
    visit = Visit(street=" Katu 1 ", postcode=postcode, town="Kylä")
    assert visit.line == f"Katu 1, {postcode}\N{NO-BREAK SPACE}Kylä"
