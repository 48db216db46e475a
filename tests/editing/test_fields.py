"""The fields of a form, made from the model, and the values that come back from it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import create_model

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue
from brochure.editing.fields import Field, Fields, nested
from brochure.editing.merging import merge
from brochure.model.site import KINDS, PAGES, SERVICES, Kind, Trait, Translation
from brochure.model.values import Text
from brochure.reading.yaml_reader import Source
from support.forms import Screen
from support.sites import ROOT, THEME, TINY

LANGUAGES = {"fi": "Suomi", "en": "English"}
OFFERS = {Trait.ICON: ["brochure/team"], Trait.PICTURE: ["me.jpg"], Trait.TEMPLATE: ["home", "page"]}
FILES = [path for folder in (ROOT / "content", TINY) for path in sorted(folder.rglob("*.yml"))]


def fields(kind: Kind, language: str = "en", languages: dict[str, str] = LANGUAGES) -> Fields:
    """Return the maker of the fields of a kind of file."""
    return Fields(kind, languages, language, OFFERS, THEME.words("en"))


def controls(field: Field) -> dict[str, str]:
    """Return what a browser sends for a block of fields, by the names of controls."""
    leaves = [each for each in field.walk() if each.widget not in ("block", "rows")]
    return {each.id: each.text.replace("\n", "\r\n") for each in leaves}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_an_untouched_form_changes_nothing(path: Path) -> None:
    """A form has a field for each text of a file, and sent back as it came it has no changed value."""
    source = Source(path.parent, path.name)
    kind = next(kind for kind in KINDS if kind.folder == ("" if path.name == "site.yml" else path.parent.name))
    maker = fields(kind, languages=dict.fromkeys({*LANGUAGES, "sv"}, "x"))
    shown = maker.of(source.data)
    typed = maker.of(nested(controls(shown)))
    merged = merge(shown, typed, shown, source.data)
    assert (merged.data, merged.changed) == (source.data, [])


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_a_new_key_of_the_model_has_a_field(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is added to the model, with its label and hint, is in the form and comes back from it."""
    model = create_model("Translation", __base__=Translation, motto=(Text, ""))
    about = {"label": "Motto", "hint": "A saying."}
    monkeypatch.setitem(catalogue(language)["keys"]["Translation"], "motto", about)
    maker = fields(replace(PAGES, words=model), language)
    (motto,) = [each for each in maker.of({"en": {"motto": "Onwards"}}).walk() if each.id == "en/motto"]
    assert (motto.label, motto.hint, motto.widget, motto.text) == ("Motto", "A saying.", "text", "Onwards")
    assert maker.of(nested({"en/motto": "Upwards"})).value == {"en": {"motto": "Upwards"}}


@pytest.mark.parametrize("path", ["services/", "pages/"])
def test_a_new_page_has_its_text_in_sight_and_names_the_rest(path: str) -> None:
    """The other fields are folded below their names, all of them."""
    screen = Screen(TINY)
    screen.open(path)
    (more,) = (each for each in screen.document.iter("details") if each.get("class") == "more")
    bodies = [{each.get("id") for each in part.iter("textarea")} & {"en/body"} for part in (screen.document, more)]
    assert bodies == [{"en/body"}, set()]
    names = "".join(more[0].itertext()).partition(": ")[2].split(", ")
    assert len(names) == len(more) - 1
    assert not names[-1].endswith("…")


WIDGETS = {
    "order": "number",
    "icon": "icon",
    "image": "picture",
    "speaker": "choice",
    "draft": "flag",
    "en/title": "text",
    "en/slug": "line",
    "en/body": "prose",
    "en/situations": "rows",
    "en/questions/0": "block",
    "en/questions/0/answer": "prose",
}


def test_each_kind_of_value_has_its_control() -> None:
    """A control fits what its key may have: a choice, a number, a line, a text, Markdown, a list."""
    found = {each.id: each.widget for each in fields(SERVICES).of({"en": {"questions": [{}]}}).walk()}
    assert {name: found[name] for name in WIDGETS} == WIDGETS


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ({"en/title": "  A\r\nB\u2028 "}, {"en": {"title": "A B"}}),
        ({"en/body": "A\r\n\r\nB\r\n"}, {"en": {"body": "A\n\nB"}}),
        ({"en/title": "\u200b", "en/body": "\u00ad\r\u200b"}, {}),
        ({"draft": "false"}, {}),
        ({"draft": "true"}, {"draft": "true"}),
        ({"en/situations/0": "", "en/situations/10": "B", "en/situations/2": "A"}, {"en": {"situations": ["A", "B"]}}),
        ({"en/facts/0/label": "", "en/facts/0/value": " "}, {}),
        ({"unknown": "x", "en/nothing/0": "x", "en/title/0": "x", "sv/title": "x"}, {}),
    ],
)
def test_a_sent_form_has_one_canonical_value(sent: dict[str, str], value: dict[str, Any]) -> None:
    """Line breaks, invisible characters, empty parts and unknown names are no part of a value."""
    assert fields(SERVICES).of(nested(sent)).value == value


@pytest.mark.parametrize(
    ("shown", "typed", "now", "merged", "collided"),
    [
        ("a", "b", "a", "b", []),
        ("a", "a", "c", "c", []),
        ("a", "b", "b", "b", []),
        ("a", "b", "c", "b", ["en/summary"]),
        ("a", "", "a", None, []),
    ],
)
def test_three_versions_merge(shown: str, typed: str, now: str, merged: str | None, collided: list[str]) -> None:
    """A value is as typed if it was changed in the form, else as the file has it; both changed is a collision."""
    maker = fields(PAGES)
    data: dict[str, Any] = {"order": "10", "en": {"title": "T", "summary": now}}
    before, after, present = (
        maker.of({"order": "10", "en": {"title": "T", "summary": text}}) for text in (shown, typed, now)
    )
    result = merge(before, after, present, data)
    assert result.data == {"order": "10", "en": {"title": "T", **({"summary": merged} if merged else {})}}
    assert ["/".join(map(str, path)) for path in result.collided] == collided


def test_a_new_value_takes_its_place_in_the_order_of_the_model() -> None:
    """A key that the file did not have stands after those that come before it in the form, a language at the end."""
    data: dict[str, Any] = {"menu": "header", "fi": {"title": "T", "body": "B\n", "former": ["x"]}}
    maker = fields(PAGES)
    shown = maker.of(data)
    typed = maker.of({**data, "order": "5", "fi": {**data["fi"], "summary": "S"}, "en": {"title": "E"}})
    merged: dict[str, Any] = merge(shown, typed, shown, data).data
    assert list(merged) == ["order", "menu", "fi", "en"]
    assert list(merged["fi"]) == ["title", "summary", "body", "former"]
    assert merged["fi"]["body"] == "B\n", "an untouched text keeps its last line break"
