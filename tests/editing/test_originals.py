"""The editor remembers the originals of translations, and shows what has changed in them since."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue
from brochure.commands.originals import Originals
from brochure.commands.translations import translations, unknown
from brochure.editing.access import Access
from brochure.editing.form import changes
from brochure.model.files import ORIGINALS
from brochure.preview import watched_status
from brochure.project import draft_of
from support.browsers import unfit
from support.forms import Screen
from support.git import commit_all, git
from support.sites import ROOT, change

pytestmark = pytest.mark.slow
CASES: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("originals.yml").read_text(encoding="utf-8"))


def originals(folder: Path) -> Originals:
    """Return the originals of a folder."""
    return Originals(draft_of(ROOT, folder))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no git be found, which costs most of the time of a page of a folder without a history."""
    monkeypatch.setenv("PATH", "")


def states(folder: Path, name: str = "pair") -> dict[str, str]:
    """Return the states of a form of supervision by language."""
    found = translations(originals(folder))
    return dict(next(row for file, row in found.items() if file.endswith(f"/services/{name}.yml")))


HISTORIES = {(case["story"], known): case for case in CASES["histories"] for known in ("state", "git") if known in case}


@pytest.mark.parametrize(("story", "known"), HISTORIES)
def test_a_translation_is_as_old_as_its_original(
    story: str, known: str, tiny: Path, request: pytest.FixtureRequest
) -> None:
    """Saves of the editor and changes by hand, one after another, give one state, with git or without."""
    case, in_git, file = HISTORIES[story, known], known == "git", tiny / "services" / "pair.yml"
    if not in_git:
        request.getfixturevalue("alone")
    else:
        commit_all(tiny)
    for number, step in enumerate(case["steps"], 2):
        if "by_hand" in step:
            change(file, *step["by_hand"])
            if in_git:
                git(tiny, "commit", "--quiet", "-a", "--message", "later", when=f"2026-02-{number:02}T12:00:00Z")
            continue
        screen = Screen(tiny)
        screen.open("services/pair")
        for name, text in step.get("typed", {}).items():
            screen.type(name, text)
        screen.press(step.get("press", "save"))
        assert screen.status == 200, list(screen.notes())
    assert states(tiny)["en"] == case[known]


@pytest.mark.parametrize("case", CASES["changes"], ids=lambda case: case["then"])
def test_changed_words_are_marked(case: dict[str, Any]) -> None:
    """Each change has some words around it, and changes far from each other are apart."""
    assert [list(map(list, parts)) for parts in changes(case["then"], case["now"])] == case["changes"]


def saved(folder: Path, **typed: str) -> Screen:
    """Return the form after texts have been typed into it and saved."""
    screen = Screen(folder)
    screen.open("services/pair")
    for name, text in typed.items():
        screen.type(name.replace("_", "/"), text)
    screen.press()
    assert screen.status == 200, list(screen.notes())
    return screen


@pytest.mark.usefixtures("alone")
def test_the_file_has_a_line_for_each_text(tiny: Path) -> None:
    """A save writes it with the page, only if it differs, and an undo restores it; the site does without it."""
    file = tiny / ORIGINALS
    screen = saved(tiny, fi_summary="Uusi &amp; tiivistelmä.", fi_title="Uusi otsikko")
    written = file.read_text(encoding="utf-8")
    assert re.sub('"[0-9a-f]{8} ', '"? ', written) == CASES["file"]
    with pytest.raises(FileNotFoundError):
        watched_status(str(tiny), str(file))
    assert draft_of(ROOT, tiny).problems == []
    file.write_text(written.replace("\n", " "), encoding="utf-8")
    screen = saved(tiny, order="11")
    assert file.read_text(encoding="utf-8") == written.replace("\n", " "), "nothing that it has was changed"
    screen = saved(tiny, sv_summary="Ny sammanfattning.")
    assert len(file.read_text(encoding="utf-8").splitlines()) > len(written.splitlines())
    screen.press("undo")
    assert file.read_text(encoding="utf-8") == written.replace("\n", " ")


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("old", "new"), [("fi:", "fi"), ("  summary: Parin", "  sumary: Parin")])
def test_a_mended_file_says_what_it_said_before(old: str, new: str, tiny: Path) -> None:
    """A file that could not be read, or a key that was misspelt, is neither an original nor a new translation."""
    file = tiny / "services" / "pair.yml"
    screen = saved(tiny, en_title="Title")
    saved(tiny, fi_title="Otsikko")
    before, text = (tiny / ORIGINALS).read_bytes(), file.read_text(encoding="utf-8")
    change(file, old, new)
    screen.open("services/pair")
    screen.type("text", text)
    screen.press()
    assert (file.read_text(encoding="utf-8"), (tiny / ORIGINALS).read_bytes()) == (text, before)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_a_form_shows_what_has_changed(language: str, tiny: Path) -> None:
    """The translation has the changed words next to it, and the list says so, until it is found to be right."""
    with (tiny / "site.yml").open("a") as file:
        file.write(f"author_language: {language}\n")
    words, told = catalogue(language)["editor"], CASES["told"][language]
    screen = saved(tiny, fi_summary="Parin uusi tiivistelmä.")
    assert told in said(screen)
    screen.open("")
    assert words["states"]["older"] in screen.text
    screen.open("services/pair")
    screen.type("fi/title", "Ei vielä")
    for code in ("en", "sv"):
        screen.press(f"checked {code}/summary")
    assert (told in said(screen), words["unsaved"] in screen.text) == (False, True)
    screen.open("")
    assert words["states"]["older"] not in screen.text
    assert states(tiny) == {"fi": "complete", "en": "complete", "sv": "complete"}
    screen.press("undo")
    assert states(tiny) == {"fi": "complete", "en": "complete", "sv": "older"}
    assert "Ei vielä" not in (tiny / "services" / "pair.yml").read_text(encoding="utf-8")


def test_git_knows_what_has_changed(tiny: Path) -> None:
    """A change that was committed elsewhere is shown by the form too, until the button is pressed."""
    commit_all(tiny)
    change(tiny / "services" / "pair.yml", "Parin tiivistelmä.", "Parin uusi tiivistelmä.")
    git(tiny, "commit", "--quiet", "-a", "--message", "second", when="2026-02-01T12:00:00Z")
    screen = Screen(tiny)
    screen.open("services/pair")
    assert CASES["told"]["fi"] in said(screen)
    screen.press("checked en/summary")
    assert states(tiny) == {"fi": "complete", "en": "complete", "sv": "older"}
    assert (tiny / ORIGINALS).read_text(encoding="utf-8").count("Parin uusi tiivistelmä.") == 1


def test_a_damaged_file_is_told_and_left_alone(tiny: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commands and the list have a sentence, saves go on without it, and no text counts as found right."""
    saved(tiny, fi_summary="Parin uusi tiivistelmä.")
    file = tiny / ORIGINALS
    for content in CASES["damaged"]:
        file.write_bytes(damaged := content.encode("latin-1"))
        for language in AUTHOR_LANGUAGES:
            assert next(unknown(originals(tiny), language)) == f"content/{ORIGINALS}: {CASES['message'][language]}"
    screen = Screen(tiny)
    assert CASES["message"]["form"] in " ".join(said(screen))
    assert saved(tiny, fi_summary="Parin uusin tiivistelmä.").status == 200
    screen.open("services/pair")
    screen.sent = screen.address, {**screen.controls(screen.forms()["save"]), "_do": "checked en/summary"}
    screen.send()
    assert CASES["message"]["form"] in screen.text
    assert file.read_bytes() == damaged
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("alone")
def test_each_folder_has_its_own_file(tiny: Path, tmp_path: Path) -> None:
    """A save in one folder says nothing about another."""
    other = shutil.copytree(tiny, tmp_path / "other" / "content")
    saved(tiny, fi_summary="Parin uusi tiivistelmä.")
    assert (states(tiny)["en"], states(other)["en"], (other / ORIGINALS).exists()) == ("older", "unknown", False)


@pytest.mark.usefixtures("alone")
def test_another_root_language_makes_other_originals(tiny: Path) -> None:
    """What is known of Finnish originals says nothing about English ones."""
    saved(tiny, fi_summary="Parin uusi tiivistelmä.")
    change(tiny / "languages" / "fi.yml", "prefix: /", "prefix: /fi/")
    change(tiny / "languages" / "en.yml", "prefix: /en/", "prefix: /")
    assert states(tiny) == {"en": "complete", "fi": "unknown", "sv": "unknown"}


def test_the_changes_are_read_and_the_button_pressed(browser: Browser, access: Access, tiny: Path) -> None:
    """Axe finds nothing in the form with changed words, a reader hears the marks, and a key is enough."""
    saved(tiny, fi_summary="Parin uusi tiivistelmä.")
    page = browser.new_page()
    page.goto(access.address)
    page.wait_for_url("**/_edit/")
    page.goto(f"{page.url}services/pair")
    assert unfit(page) == []
    described = page.locator("[id='en/summary']")
    expect(described).to_have_accessible_description(CASES["heard"])
    page.locator("[value='checked en/summary']").press("Enter")
    expect(page.locator("[value='checked en/summary']")).to_have_count(0)
    assert states(tiny)["en"] == "complete"
    page.close()


def said(screen: Screen) -> list[str]:
    """Return the messages on a page of the editor."""
    return [text for _, _, text in screen.notes()]
