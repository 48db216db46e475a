"""The editor with files, forms and clicks that nobody had in mind."""

import errno
import shutil
from pathlib import Path

import pytest

from support.forms import Screen
from support.sites import change

PAIR = "services/pair"


@pytest.fixture
def screen(tiny: Path) -> Screen:
    """Return a screen with the editor of a copy of the tiny site."""
    return Screen(tiny)


@pytest.fixture
def file(tiny: Path) -> Path:
    """Return the path of a page's file."""
    return tiny / f"{PAIR}.yml"


@pytest.mark.parametrize("value", ["icon: [brochure/pair]", "icon: {a: b}", f"order: {'9' * 5000}", "order: [1]"])
def test_a_value_of_the_wrong_kind_leaves_the_list_there(screen: Screen, file: Path, value: str) -> None:
    """A page with a wrong value of what the list shows or sorts by is in the list."""
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(value[:5])]
    file.write_text("\n".join([value, *lines, ""]), encoding="utf-8")

    screen.open("")

    assert f'href="/_edit/{PAIR}"' in screen.text


def test_a_file_that_cannot_be_read_is_named_in_its_place(screen: Screen, file: Path) -> None:
    """It is above the list with a link; a page keeps its name and order, the list the practice's name, as lines do."""
    change(file.parents[1] / "site.yml", "contact:", "contact")
    change(file.parent / "solo.yml", "fi:", "fi")

    screen.open("")

    (heading,) = screen.document.iter("h1")
    rows = [row for row in screen.document.iter("li") if (row.get("id") or "").startswith("services/")]
    assert heading.text == "Käytäntö"
    assert [row.get("id") for row in rows] == ["services/pair", "services/solo", "services/team"]
    assert ["".join(link.itertext()) for row in rows for link in row.iter("a")][1] == "Yksin"
    assert rows[1].find("form") is None
    mistakes = [item for item in screen.document.iter("li") if item.get("class") == "note mistake"]
    assert [link.get("href") for item in mistakes for link in item.iter("a")] == ["/_edit/services/solo", "/_edit/site"]


def test_a_page_that_cannot_be_read_is_not_moved(screen: Screen, file: Path) -> None:
    """A button to move a page that cannot be read any more leads to the list, where there is no such button then."""
    screen.open("")
    file.write_text("fi: [\n", encoding="utf-8")

    screen.press(f"down {PAIR}")

    assert screen.status == 200
    assert f"down {PAIR}" not in screen.text


REFUSED = "<p>This could not be done; go back and try again."
FORGED = [("_base", "x"), ("_base", "[]"), ("_do", "add none"), ("_do", "remove en/title/9"), ("_do", "up en/facts/x")]


@pytest.mark.parametrize(("name", "text"), FORGED)
def test_a_forged_form_is_refused(screen: Screen, file: Path, name: str, text: str) -> None:
    """Values that no page of the editor sends are answered with a sentence, and change nothing."""
    before = file.read_bytes()
    screen.open(PAIR)
    screen.sent = screen.address, {**screen.controls(screen.forms()["save"]), name: text}

    screen.send()

    assert (screen.status, file.read_bytes()) == (400, before)
    assert screen.text.endswith(REFUSED)


def test_a_file_that_cannot_be_rewritten_is_not_moved(screen: Screen, file: Path) -> None:
    """A key behind a question mark is read, but its line cannot be changed."""
    change(file, "order: 10", "? order\n: 10")
    before = file.read_bytes()

    screen.press(f"down {PAIR}")

    assert (screen.status, file.read_bytes()) == (400, before)
    assert screen.text.endswith(REFUSED)


def test_a_text_that_is_too_long_is_told(screen: Screen, file: Path) -> None:
    """A text that no file can have is refused with a message, and is still in the form."""
    before = file.read_bytes()
    screen.open(PAIR)
    screen.type("en/body", "word " * 60_000)

    screen.press()

    assert screen.status == 422
    assert any("Tekstit ovat yhteensä yli 256 kt" in text for _, _, text in screen.notes())
    assert "word " * 59_999 in screen.text
    assert file.read_bytes() == before


def test_a_file_that_was_broken_since_the_form_was_opened_is_shown(screen: Screen, file: Path) -> None:
    """A form is answered with the text of its file if that is no YAML any more; what was typed stays on the page."""
    screen.open(PAIR)
    form, valid = {**screen.controls(screen.forms()["save"]), "en/title": "Other"}, file.read_text(encoding="utf-8")
    file.write_text("fi: [\n", encoding="utf-8")
    screen.sent = screen.address, form
    screen.send()
    assert screen.status == 409
    assert screen.controls(screen.forms()["save"])["text"] == "fi: [\n"

    for text, status in (("fi: a: b\n", 422), (valid, 200)):
        (label,) = (each for each in screen.document.iter("label") if each.get("for") == "unsaved-1")
        (typed,) = (each for each in screen.document.iter("textarea") if each.get("readonly") is not None)
        assert (label.text, typed.text) == ("Otsikko (English)", "\nOther")
        screen.type("text", text)
        screen.press()
        assert screen.status == status

    assert screen.controls(screen.forms()["save"])["en/title"] == "Other"
    screen.press()
    assert "title: Other" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "name"), [(PAIR, "en/title"), (f"{PAIR}?text", "text")])
def test_a_page_that_is_older_than_the_editor_is_shown_again(screen: Screen, file: Path, path: str, name: str) -> None:
    """Nothing is saved before the author presses the button of the page with what was typed."""
    before = file.read_bytes()
    screen.open(path)
    typed = screen.controls(screen.forms()["save"])[name].replace("Pair supervision", "Other")
    screen.sent = f"/_edit/{path}", {**screen.controls(screen.forms()["save"]), name: typed, "token": "old"}

    screen.send()

    assert "Muokkain on käynnistetty uudelleen. Paina vielä kerran Tallenna." in screen.text
    assert (screen.status, file.read_bytes()) == (200, before)
    screen.press()
    assert "title: Other" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["undo", "quit", "publish", "pictures"])
def test_another_page_that_is_older_than_the_editor_does_nothing(screen: Screen, file: Path, path: str) -> None:
    """Only the form of a document is shown again, also if another claims to be one."""
    before = file.read_bytes()
    screen.open(PAIR)
    screen.type("en/title", "Other")
    screen.press()
    for forged, statuses in (({}, {403}), ({"_base": "{}"}, {200, 404})):
        screen.sent = f"/_edit/{path}", {"_do": "add", "last": screen.editor.saves.last, "token": "old", **forged}
        screen.send()
        assert screen.status in statuses
    assert file.read_bytes() != before
    assert len(screen.editor.saves.history) == 1


def test_what_cannot_be_written_is_told_and_still_in_the_form(
    screen: Screen, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told in a sentence, also if a remark is accepted, and the text can be saved again."""
    before = file.read_bytes()
    screen.open(PAIR)
    accepting = screen.address, {**screen.controls(screen.forms()["save"]), "_do": "accept long_text"}
    screen.type("en/title", "Other")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as broken:
        broken.setattr("brochure.editing.saving._write", refuse)
        screen.sent = accepting
        screen.send()
        assert screen.status == 422
        assert "Levy on täynnä" in screen.text
        screen.typed["en/title"] = "Other"
        screen.press()

    assert screen.status == 422
    assert any("Levy on täynnä" in text for _, _, text in screen.notes()), list(screen.notes())
    assert file.read_bytes() == before
    screen.typed["en/title"] = "Other"
    screen.press()
    assert b"title: Other" in file.read_bytes()


def test_a_folder_that_is_gone_is_told(screen: Screen, file: Path) -> None:
    """A form whose folder is gone meanwhile is answered with a page, not with a traceback, and no folder is made."""
    screen.open(PAIR)
    sent = screen.address, {**screen.controls(screen.forms()["save"]), "en/title": "Other"}
    shutil.rmtree(file.parents[1])

    screen.sent = sent
    screen.send()

    assert screen.status in (404, 409, 422)
    assert not file.exists()


def test_a_collision_is_told_at_the_top(screen: Screen, file: Path) -> None:
    """A link leads to the field that has been changed elsewhere too."""
    screen.open(PAIR)
    screen.type("en/summary", "Mine")
    change(file, "Summary of the pair.", "Theirs")

    screen.press()

    (alert,) = (each for each in screen.document.iter("div") if each.get("role") == "alert")
    assert [link.get("href") for link in alert.iter("a")] == ["#en/summary"]
    assert "Theirs" in "".join(alert.itertext())


def test_a_required_field_of_a_new_row_is_not_folded_away(screen: Screen) -> None:
    """A new question is asked for before its answer."""
    screen.open(PAIR)

    screen.press("add en/questions")

    folded = [each.get("name") for part in screen.document.iter("details") for each in part.iter("textarea")]
    assert {"en/questions/1/question", "en/questions/1/answer"}.isdisjoint(folded)


def test_a_page_undoes_no_save_of_another_page(screen: Screen) -> None:
    """Its button is on the page that was saved and on the list, which names the save."""
    screen.open(PAIR)
    screen.type("en/title", "First")
    screen.press()
    shown = {}
    for path in (PAIR, "services/team", "pictures", ""):
        screen.open(path)
        shown[path] = "undo" in screen.forms()
    assert shown == {PAIR: True, "services/team": False, "pictures": False, "": True}
