"""The consequences of a change in the editor are told, and saved and undone with it."""

import difflib
import errno
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.editing import saving
from brochure.editing.access import Access
from brochure.editing.rewriting import read, rewrite
from brochure.model.files import ORIGINALS
from support.browsers import PHONE, unfit
from support.forms import Screen
from support.sites import THEME, TINY, contents

pytestmark = pytest.mark.slow
CASES = sorted(Path(__file__).with_name("consequences").glob("*.txt"))


def prepared(folder: Path, steps: list[dict[str, Any]], language: str) -> list[tuple[str, Any]]:
    """Make a folder as the first steps say, for an author's language; return the other steps."""
    site = folder / "site.yml"
    site.write_text(f"author_language: {language}\n{site.read_text(encoding='utf-8')}", encoding="utf-8")
    others = []
    for name, value in (item for step in steps for item in step.items()):
        if name == "edit":
            ((path, (old, new)),) = value.items()
            text = (folder / path).read_text(encoding="utf-8")
            assert old in text
            (folder / path).write_text(text.replace(old, new), encoding="utf-8")
        elif name == "without":
            (folder / "languages" / f"{value}.yml").unlink()
            for file in folder.rglob("*.yml"):
                source = read(file.read_bytes())
                file.write_bytes(rewrite(source, {key: part for key, part in source.data.items() if key != value}))
        else:
            others.append((name, value))
    return others


def shown(screen: Screen) -> str:
    """Return the messages and lists of a page."""
    lines = [f"{screen.address} {screen.status}"]
    lines += [f"  {place}: {words}".replace("  : ", "  ") for place, _, words in screen.notes()]
    for section in screen.document.iterfind(".//section[@class='places']"):
        lines += [f"  {heading.text}" for heading in section.iter("h2")]
        for item in section.iter("li"):
            lines += [f"  - {''.join(item.itertext())} -> {link.get('href')}" for link in item.iter("a")]
    return "\n".join(lines) + "\n"


def differences(before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """Return the lines that differ between two folders."""
    lines: list[str] = []
    for path in sorted((before.keys() | after.keys()) - {ORIGINALS}):
        old, new = (files.get(path, b"").decode().splitlines() for files in (before, after))
        was, becomes = (path if path in files else "" for files in (before, after))
        lines += difflib.unified_diff(old, new, was, becomes, n=0, lineterm="")
    return "".join(f"{line}\n" for line in lines if not line.startswith("@@"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_change_is_saved_with_its_consequences_and_undone(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What each step tells, and the changed lines of all files in the end; cases take turns in languages."""
    renews = request.config.getoption("--renew")
    script = re.split(r"(?m)^== \w+\n", case.read_text(encoding="utf-8"))[0]
    found: dict[str, str] = {}
    for language in AUTHOR_LANGUAGES if renews else [AUTHOR_LANGUAGES[CASES.index(case) % len(AUTHOR_LANGUAGES)]]:
        folder = shutil.copytree(TINY, tmp_path / language)
        steps = prepared(folder, yaml.safe_load(script), language)
        before, told = contents(folder), ""
        screen = Screen(folder, language)
        for name, value in steps:
            if name == "open":
                screen.open(value)
            elif name == "type":
                screen.typed |= value
            else:
                screen.press(value)
                told += shown(screen)
        found |= {language: told, "files": differences(before, contents(folder))}
        while screen.editor.saves.history:
            assert not screen.editor.saves.undo()
        assert contents(folder) == before
    result = [script, *(f"== {name}\n{text}" for name, text in found.items())]
    if renews:
        case.write_text("".join(result), encoding="utf-8")
    parts = re.split(r"(?m)^(?=== )", case.read_text(encoding="utf-8"))
    played = [part for part in parts if part == parts[0] or part.split()[1] in found]
    assert sorted(played) == sorted(result), "if the new text is right, run: .venv/bin/pytest --renew"


def test_the_names_of_the_last_renaming_alone_are_listed(tiny: Path) -> None:
    """An undo of the save that changed them ends that."""
    screen = Screen(tiny)
    listed = []
    for name in ("team", "solo"):
        screen.open(f"services/{name}")
        screen.type("fi/title", f"Toinen {name}")
        screen.press()
        screen.open("")
        listed.append([heading.text for heading in screen.document.iterfind(".//section[@class='places']/h2")])
    screen.press("undo")
    assert listed == [["Nimi Tiimi on vielä näissä teksteissä:"], ["Nimi Yksin on vielä näissä teksteissä:"]]
    assert screen.document.find(".//section[@class='places']") is None


def test_a_write_that_fails_in_the_middle_changes_nothing(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the last of the files cannot be written, all are as they were, and the form says why."""
    before, screen, write = contents(tiny), Screen(tiny), saving._write

    def failing(path: Path, content: bytes | None) -> None:
        if path == tiny / "services" / "pair.yml" and content != before["services/pair.yml"]:
            raise OSError(errno.ENOSPC, "")
        write(path, content)

    monkeypatch.setattr(saving, "_write", failing)
    screen.open("services/pair")
    screen.press("erase")
    screen.press("agree erase")
    assert (screen.status, screen.editor.saves.history, contents(tiny)) == (422, [], before)
    assert any("Levy on täynnä" in words for _, _, words in screen.notes())


def test_a_file_that_has_changed_meanwhile_is_asked_about_again(tiny: Path) -> None:
    """A link that is written while the page asks is among those that become plain text."""
    screen = Screen(tiny)
    screen.open("services/pair")
    screen.press("erase")
    home = tiny / "pages" / "home.yml"
    home.write_text(home.read_text(encoding="utf-8") + "  body: Se [paret](pair).\n", encoding="utf-8")
    screen.press("agree erase")
    assert "body: Se paret." in home.read_text(encoding="utf-8")


def test_a_page_with_nothing_is_not_added(tiny: Path) -> None:
    """Its form marks the fields that a page needs in the first language; nothing is unsaved where nothing was typed."""
    screen = Screen(tiny)
    screen.open("pages/")
    screen.press()
    assert screen.status == 422
    assert [place for place, kinds, _ in screen.notes() if place and "mistake" in kinds] == ["fi/title", "fi/summary"]
    screen.open("services/pair")
    screen.press("erase")
    screen.press("back")
    assert "Muutoksiasi ei ole vielä tallennettu." not in screen.text


def test_a_name_is_not_taken_from_a_file_that_cannot_be_read(tiny: Path) -> None:
    """A new page gets a number if there is a file of that name, by whatever letters."""
    (tiny / "services" / "Uusi.yml").write_text("", encoding="utf-8")
    screen = Screen(tiny)
    screen.open("services/")
    screen.typed = {f"fi/{key}": "Uusi" for key in ("title", "summary", "who", "purpose")}
    screen.press()
    assert screen.address == "/_edit/services/uusi-2"


def test_each_language_with_words_can_be_added() -> None:
    """Its name and locale are known."""
    assert sorted(THEME.known("languages")) == THEME.languages()


@pytest.mark.parametrize("name", ["pages/home", "pages/overview", "pages/contact"])
def test_a_page_that_the_site_needs_is_not_removed(name: str, tiny: Path) -> None:
    """Its form says so and has no button for it; a request for it changes nothing."""
    before, screen = contents(tiny), Screen(tiny)
    screen.open(name)
    assert "Sivusto tarvitsee tämän sivun, eikä sitä voi poistaa." in "".join(screen.document.itertext())
    form = screen.forms()
    assert "erase" not in form
    screen.sent = screen.address, {**screen.controls(form["save"]), "_do": "agree erase"}
    screen.send()
    assert (screen.status, contents(tiny)) == (422, before)


def test_an_author_with_a_keyboard_hides_removes_and_adds(access: Access, browser: Browser) -> None:
    """Each page fits a phone, axe finds nothing on it in either scheme, and no mouse is needed."""
    page = browser.new_page(viewport=PHONE, base_url=f"http://127.0.0.1:{access.port}")
    page.goto(access.address)
    page.wait_for_url("**/_edit/")

    def suits(button: str) -> None:
        assert unfit(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.get_by_role("button", name=button).or_(page.get_by_role("link", name=button)).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.goto("/_edit/services/pair")
    page.locator("details:has([id=draft]) > summary").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Piilota sivu").focus()
    page.keyboard.press("Space")
    suits("Tallenna")
    suits("Piilota sivu ja muuta linkit tekstiksi")
    expect(page.get_by_role("status")).to_contain_text("Työparin työnohjaus: Piilota sivu")
    suits("Poista sivu")
    suits("Poista sivu")
    expect(page.get_by_role("status")).to_contain_text("Poistettu: Työparin työnohjaus")
    suits("Lisää työnohjauksen muoto")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lisää työnohjauksen muoto")
    suits("Tallenna")
    page.close()
