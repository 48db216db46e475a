"""The link by which a visitor makes contact, for the form services that practices use."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pydantic import ValidationError

from brochure.model.contact import Way, has_channel, ways
from brochure.model.routes import Route
from brochure.model.site import SERVICES, Contact, Entry, ServiceTranslation, Settings, Site, Visit

TITLE = "Prosessi- ja muutostyönohjaus & 100 % + muuta?"
ENCODED = "Prosessi-%20ja%20muutosty%C3%B6nohjaus%20%26%20100%20%25%20%2B%20muuta%3F"


@pytest.fixture
def found(site: Site) -> Callable[..., list[Way]]:
    """The ways to make contact from the page of a form of supervision, with other contact details."""
    text = ServiceTranslation(title=TITLE, summary="x", who="x", purpose="x")
    entry = Entry("change", SERVICES, Settings(), {"fi": text, "en": text})

    def made(contact: Contact, code: str = "fi") -> list[Way]:
        language = next(language for language in site.languages if language.code == code)
        settings = site.settings.model_copy(update={"contact": contact})
        return ways(replace(site, settings=settings), Route(entry, language))

    return made


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "https://docs.google.com/forms/d/e/1FAIpQL_x-y/viewform?usp=pp_url&entry.123={title}&entry.9={language}",
            f"https://docs.google.com/forms/d/e/1FAIpQL_x-y/viewform?usp=pp_url&entry.123={ENCODED}&entry.9=fi",
        ),
        (
            "https://forms.office.com/Pages/ResponsePage.aspx?id=Ab_c-D&lang={language}&r12f=%22{title}%22",
            f"https://forms.office.com/Pages/ResponsePage.aspx?id=Ab_c-D&lang=fi&r12f=%22{ENCODED}%22",
        ),
        (
            "https://tally.so/r/w4Xy?muoto={service}&otsikko={title}",
            f"https://tally.so/r/w4Xy?muoto=change&otsikko={ENCODED}",
        ),
        (
            "https://link.webropolsurveys.com/Participation/Public/0a1b?displayId=Fin1&muoto={title}#{service}",
            f"https://link.webropolsurveys.com/Participation/Public/0a1b?displayId=Fin1&muoto={ENCODED}#change",
        ),
        ("https://form.example.org/{language}/{service}", "https://form.example.org/fi/change"),
        ("https://form.example.org/", "https://form.example.org/"),
        ("mailto:a@example.org?subject={title}", f"mailto:a@example.org?subject={ENCODED}"),
        ("tel:+358401234567", "tel:+358401234567"),
    ],
    ids=["google", "microsoft", "tally", "webropol", "path", "plain", "mailto", "tel"],
)
def test_a_form_is_filled_in(form: str, expected: str, found: Callable[..., list[Way]]) -> None:
    """Placeholders take the page's values percent-encoded; the rest of the address stays as it was."""
    (way,) = found(Contact(form={"fi": form}))
    assert (way.kind, way.href) == ("form", expected)


def test_a_form_service_reads_what_the_page_meant(found: Callable[..., list[Way]]) -> None:
    """What a server decodes from the address is the title, to the letter."""
    (way,) = found(Contact(form={"fi": "https://form.example.org/?a={title}&b={service}"}))
    query = urlsplit(way.href).query
    assert parse_qs(query) == {"a": [TITLE], "b": ["change"]}


def test_without_a_form_a_mail_has_the_title_as_its_subject(found: Callable[..., list[Way]]) -> None:
    """RFC 6068: a space is %20 and never a plus sign, which mail programs would show."""
    (way,) = found(Contact(email="desk+web@example.org"))
    assert (way.kind, way.label, way.text) == ("email", "Sähköposti", "desk+web@example.org")
    assert way.href == f"mailto:desk%2Bweb@example.org?subject={ENCODED}"
    assert unquote(way.href.partition("subject=")[2]) == TITLE


def test_a_link_names_the_server_that_it_opens(found: Callable[..., list[Way]]) -> None:
    """A visitor reads where a form is; a mail and a call lead to no server."""
    contact = Contact(form={"fi": "https://forms.example.org/x?a={title}"}, email="a@example.org", phone="112")
    assert [way.note.rpartition(" ")[2] for way in found(contact)] == ["forms.example.org.", "", ""]


def test_the_best_channel_comes_first(found: Callable[..., list[Way]]) -> None:
    """Form before e-mail before phone, and a form only in the languages that have one."""
    contact = Contact(form={"fi": "https://form.example.org/"}, email="a@example.org", phone="+358 (0)40 123-4567")
    assert [way.kind for way in found(contact)] == ["form", "email", "phone"]
    assert [way.kind for way in found(contact, "en")] == ["email", "phone"]
    assert found(contact, "en")[1].href == "tel:+358401234567"
    assert not has_channel(Contact(), "fi")


def test_a_phone_number_keeps_the_digits_that_a_phone_dials(found: Callable[..., list[Way]]) -> None:
    """A zero in brackets is for calls at home: after a country code it is left out."""
    numbers = {"+358 (0)40 123-4567": "+358401234567", "(09) 123 456": "09123456", "0401234567": "0401234567"}
    for written, dialled in numbers.items():
        (way,) = found(Contact(phone=written))
        assert way.href == f"tel:{dialled}"


@pytest.mark.parametrize(
    "form",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://form.example.org/",
        "//form.example.org/",
        "https:///x",
        "https:form",
        "HTTPS ://x",
        "https://form.example.org/{name}",
        "https://form.example.org/{ title }",
        "https://form.example.org/{}",
        "https://form.example.org/}{",
        "https://{language}.example.org/",
        "https://form.example.org/?a=b c",
        'https://form.example.org/?a="',
        "https://form.example.org/<b>",
    ],
)
def test_an_address_that_no_link_may_hold_is_refused(form: str) -> None:
    """Only https:, mailto: and tel:, only the three placeholders, and nothing that could leave an attribute."""
    with pytest.raises(ValidationError):
        Contact(form={"fi": form})


def test_a_booking_page_is_filled_in_and_is_no_channel(found: Callable[..., list[Way]]) -> None:
    """It takes the same placeholders as a form, in the languages that have one, and comes after the best channel."""
    booking = {"fi": "https://book.example.org/{language}?a={title}&b={service}"}
    contact = Contact(email="a@example.org", phone="112", booking=booking)
    assert [way.kind for way in found(contact)] == ["email", "booking", "phone"]
    way = found(contact)[1]
    assert way.href == f"https://book.example.org/fi?a={ENCODED}&b=change"
    assert way.note.endswith(" book.example.org.")
    assert [way.kind for way in found(contact, "en")] == ["email", "phone"]
    assert not has_channel(Contact(booking=booking), "fi")


@pytest.mark.parametrize("booking", ["mailto:a@example.org", "tel:112", "http://book.example.org/", "//x.example.org/"])
def test_a_time_is_booked_on_a_page(booking: str) -> None:
    """Nothing but https: leads to one."""
    with pytest.raises(ValidationError):
        Contact(booking={"fi": booking})


@pytest.mark.parametrize("written", ["1572860-0", "15728600", "FI15728600", "fi 1572860 0", "1572860–0", " 1572860-0 "])
def test_a_business_id_is_written_in_one_way(written: str) -> None:
    """However it was copied, from an invoice or with the country's code before a VAT number."""
    assert Contact(business_id=written).business_id == "1572860-0"


@pytest.mark.parametrize("given", ["0112038-9", "0109862-8", "0116297-6", "112038-9", "1234567-1"])
def test_a_business_id_may_be_given(given: str) -> None:
    """Those of large companies pass; an old one of six digits has a zero before it."""
    assert Contact(business_id=given).business_id == given.zfill(9)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1572860-1", "business_id_digit"),
        ("1572806-0", "business_id_digit"),
        ("0000030-0", "business_id_digit"),
        ("0000030-1", "business_id_digit"),
        ("12345-6", "not_business_id"),
        ("HE 123", "not_business_id"),
        ("1572860-0-1", "not_business_id"),
        ("SE15728600", "not_business_id"),
    ],
)
def test_a_business_id_that_cannot_be_is_refused(written: str, told: str) -> None:
    """Two digits in each other's place or one wrong; a remainder of 1, which is given to nobody; another country's."""
    found = ""
    try:
        Contact(business_id=written)
    except ValidationError as error:
        found = error.errors()[0]["type"]
    assert found == told


@pytest.mark.parametrize("postcode", ["00100", "111 22", "SW1A 1AA", "1234 AB", "AD500"])
def test_a_visiting_address_is_one_line(postcode: str) -> None:
    """Its postcode is the country's, and is never apart from the town."""
    visit = Visit(street=" Katu 1 ", postcode=postcode, town="Kylä")
    assert visit.line == f"Katu 1, {postcode}\N{NO-BREAK SPACE}Kylä"


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example.org/",
        "a.example.org",
        "https://a",
        "https:///a.b",
        "https://a.example.org:x/",
        "javascript:alert(1)//https://a.b",
        'https://a.example.org/"',
        "https://a.example.org/<b>",
        "https://a.example.org/ b",
        "https://a.example.org/\nb",
    ],
)
def test_a_map_is_the_whole_address_of_a_page(address: str) -> None:
    """By https: alone, and with nothing that could leave an attribute."""
    with pytest.raises(ValidationError):
        Visit(street="Katu 1", postcode="00100", town="Kylä", map=address)
