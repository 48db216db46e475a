"""The links by which a visitor makes contact, and the details of a practice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from brochure.model.addresses import Address, Former
from brochure.model.contact import Way, has_channel, ways
from brochure.model.routes import Route
from brochure.model.site import CHANNELS, SERVICES, Contact, Entry, ServiceTranslation, Settings, Site, Visit
from brochure.model.values import BusinessId, Postcode

TITLE = "Prosessi- ja muutostyönohjaus & 100 % + muuta?"
ENCODED = "Prosessi-%20ja%20muutosty%C3%B6nohjaus%20%26%20100%20%25%20%2B%20muuta%3F"
WRITTEN: Mapping[str, Mapping[str, str]] = yaml.load(
    Path(__file__).with_name("contact.yml").read_text(encoding="utf-8"), yaml.BaseLoader
)
Found = Callable[..., list[Way]]


@pytest.fixture
def found(site: Site) -> Found:
    """Return a function that gives the ways to make contact from the page of a service, by other contact details."""
    text = ServiceTranslation(title=TITLE, summary="x", who="x", purpose="x")
    entry = Entry("change", SERVICES, Settings(), {"fi": text, "en": text})

    def made(contact: Contact, code: str = "fi") -> list[Way]:
        language = next(language for language in site.languages if language.code == code)
        settings = site.settings.model_copy(update={"contact": contact})
        return ways(replace(site, settings=settings), Route(entry, language))

    return made


@pytest.mark.parametrize(("form", "link"), WRITTEN["form"].items())
def test_a_form_is_filled_in(form: str, link: str, found: Found) -> None:
    """Placeholders get the page's values percent-encoded; the rest of the address stays unchanged."""
    (way,) = found(Contact(form={"fi": form}))
    assert (way.kind, way.href) == ("form", link.replace("<title>", ENCODED))
    assert parse_qs(urlsplit(way.href).query).get("entry.1", [TITLE]) == [TITLE], (
        "a server reads the title to the letter"
    )


@pytest.mark.parametrize(("form", "typed"), WRITTEN["typed"].items())
def test_a_form_can_be_typed_from_paper(form: str, typed: str, found: Found) -> None:
    """Its address has no parameter that a page fills in."""
    assert [way.printed for way in found(Contact(form={"fi": form}, phone="0401234"))] == [typed, "0401234"]


def test_a_new_channel_is_declared_once(found: Found, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of the model with the form of its link, and its words."""

    class Wider(Contact):
        chat: str = ""

    monkeypatch.setitem(CHANNELS, "chat", "https://chat.example.org/{digits}")
    for key, word in {"chat": "Chatti", "contact_chat": "Kirjoita", "opens_chat": "Chatti avautuu:"}.items():
        monkeypatch.setitem(cast("dict[str, str]", site.languages[0].words), key, word)
    way = found(Wider(email="a@example.org", chat="12"))[-1]
    assert (way.kind, way.label, way.call, way.href) == ("chat", "Chatti", "Kirjoita", "https://chat.example.org/12")
    assert way.note == "Chatti avautuu: chat.example.org."


def test_without_a_form_a_mail_has_the_title_as_its_subject(found: Found) -> None:
    """RFC 6068: a space is %20 and never a plus sign, which mail programs would show."""
    (way,) = found(Contact(email="desk+web@example.org"))
    assert (way.kind, way.label, way.text) == ("email", "Sähköposti", "desk+web@example.org")
    assert way.href == f"mailto:desk%2Bweb@example.org?subject={ENCODED}"


def test_the_best_channel_comes_first(found: Found) -> None:
    """A form with its host precedes a mailbox and a phone, and is only in the languages that have one."""
    contact = Contact(form={"fi": "https://form.example.org/"}, email="a@example.org", phone="112")
    assert [way.kind for way in found(contact)] == ["form", "email", "phone"]
    assert [way.note.rpartition(" ")[2] for way in found(contact)] == ["form.example.org.", "", ""]
    assert [way.kind for way in found(contact, "en")] == ["email", "phone"]
    assert not has_channel(Contact(), "fi")


def test_a_booking_page_is_filled_in_and_is_no_channel(found: Found) -> None:
    """It takes the placeholders of a form, in the languages that have one, and comes after the best channel."""
    booking = {"fi": "https://book.example.org/{language}?a={title}&b={service}"}
    contact = Contact(email="a@example.org", phone="112", booking=booking)
    assert [way.kind for way in found(contact)] == ["email", "booking", "phone"]
    way = found(contact)[1]
    assert way.href == f"https://book.example.org/fi?a={ENCODED}&b=change"
    assert way.note.endswith(" book.example.org.")
    assert [way.kind for way in found(contact, "en")] == ["email", "phone"]
    assert not has_channel(Contact(booking=booking), "fi")


@pytest.mark.parametrize(("written", "dialled"), WRITTEN["phone"].items())
def test_a_phone_number_has_the_digits_that_a_phone_dials(written: str, dialled: str, found: Found) -> None:
    """A link contains the plus sign and the digits alone."""
    (way,) = found(Contact(phone=written))
    assert way.href == f"tel:{dialled}"


@pytest.mark.parametrize(("written", "digits"), WRITTEN["whatsapp"].items())
def test_a_whatsapp_number_is_a_link_to_its_host(written: str, digits: str, found: Found) -> None:
    """The number is shown as typed after the phone, its host is named, and the link contains the digits alone."""
    _, way = found(Contact(phone="112", whatsapp=written))
    assert (way.kind, way.label, way.text, way.href) == ("whatsapp", "WhatsApp", written, f"https://wa.me/{digits}")
    assert way.note == "WhatsApp avautuu palvelussa wa.me."


@pytest.mark.parametrize(
    ("kind", "written", "result"),
    [(TypeAdapter(Address), *row) for row in WRITTEN["address"].items()]
    + [(TypeAdapter(BusinessId), *row) for row in WRITTEN["business_id"].items()]
    + [(TypeAdapter(Former), *row) for row in WRITTEN["former"].items()]
    + [(TypeAdapter(Postcode), *row) for row in WRITTEN["town"].items()],
)
def test_a_value_is_published_in_one_form(kind: TypeAdapter[str], written: str, result: str) -> None:
    """An address gets its scheme and slash, a business ID its zeros and hyphen; what cannot be one is refused."""
    try:
        found = kind.validate_python(written)
    except ValidationError as error:
        found = error.errors()[0]["type"]
    assert found == result


@pytest.mark.parametrize(("postcode", "line"), WRITTEN["postcode"].items())
def test_a_visiting_address_is_one_line(postcode: str, line: str) -> None:
    """The postcode, in the form of any country, is never apart from the town."""
    assert Visit(street=" Katu 1 ", postcode=postcode, town="Kylä").line == line
    assert Visit(postcode=postcode, town="Kylä").line == line.removeprefix("Katu 1, ")
    assert Visit(town="Kylä").line == "Kylä"
