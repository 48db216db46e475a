"""The page of pictures and PDFs: files of any name and content come in safely, and go only if they are not used."""

from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue
from brochure.editing.access import Access
from brochure.editing.saving import MOST_BYTES
from support.browsers import DESKTOP, PHONE, unfit
from support.forms import HOST, Screen
from support.photos import JPEG, SECRET, drawn, file_of, moving
from support.sites import contents

pytestmark = pytest.mark.slow
CASES = yaml.safe_load(Path(__file__).with_name("pictures.yml").read_text(encoding="utf-8"))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
PNG = file_of(drawn(40, 30), "PNG")
GIF = file_of(drawn(40, 30), "GIF")
KINDS = {
    "jpg": JPEG,
    "png": PNG,
    "gif": GIF,
    "svg": SVG.format("<path d='M0 0h9v9'/>").encode(),
    "pdf": b"%PDF-1.7\n",
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0",
    "nothing": b"nothing known",
    "empty": b"",
    "bomb": GIF[:6] + 2 * (10_000).to_bytes(2, "little") + GIF[10:],
    "moving": moving("GIF"),
    "script": SVG.format("<script>alert(1)</script>").encode(),
    "entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG.format("<text>&a;</text>").encode(),
    "large": b"%PDF-1.7\n" + bytes(10_000_000),
}


@pytest.fixture
def screen(tiny: Path) -> Screen:
    """The page in a browser without a screen, of a site with neither pictures nor PDFs."""
    screen = Screen(tiny)
    screen.open("pictures")
    return screen


def add(screen: Screen, *files: tuple[str, bytes]) -> list[str]:
    """Choose files and press the button; return the messages."""
    screen.choose(*files)
    screen.press("add")
    return [words for *_, words in screen.notes()]


def remove(screen: Screen, path: str) -> int:
    """Send what the button that removes a file sends, even if there is none; return the status of the last page."""
    screen.sent = "/_edit/pictures", {**screen.controls(screen.forms()["add"]), "_do": path}
    screen.send()
    return screen.status


def added(tiny: Path, before: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that are new or changed, by path."""
    return {path: content for path, content in contents(tiny).items() if before.get(path) != content}


def append(path: Path, text: str) -> None:
    """Add lines to the end of a file."""
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n{text}\n", encoding="utf-8")


def test_every_file_gets_a_name_of_its_own(tiny: Path, screen: Screen) -> None:
    """The name is made from the sent one, its ending from the content; nothing is overwritten; an undo takes it all."""
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "taken.jpg").write_bytes(JPEG)
    first = contents(tiny)
    assert len(add(screen, *((name, KINDS[kind]) for name, (kind, _) in CASES["names"].items()))) == 1
    assert added(tiny, first) == {path: KINDS[kind] for kind, path in CASES["names"].values()}
    (sentence,) = screen.editor.saves.history
    assert sentence.startswith("Lisätty: aiti-ja-mina.jpg, aiti-ja-mina-2.jpg, taken-2.jpg, ")
    assert screen.editor.saves.undo() == []
    assert contents(tiny) == first


def test_a_name_of_any_length_is_shortened(tiny: Path, screen: Screen) -> None:
    """A file system would refuse it, and the page would be as long."""
    add(screen, ("ä" * 10_000 + ".jpg", JPEG), ("ä" * 10_000 + ".jpg", JPEG), ("x" * 10_000, b""))
    assert sorted(path.name for path in (tiny / "pictures").iterdir()) == ["a" * 100 + "-2.jpg", "a" * 100 + ".jpg"]
    text = "".join(screen.document.itertext())
    assert "xxx..." in text
    assert "x" * 100 not in text


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_a_file_is_refused_in_the_words_of_the_rules(
    tiny: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message begins with its file, in the language of the environment; other files of the upload are saved."""
    append(tiny / "site.yml", "author_language: en")
    monkeypatch.setenv("BROCHURE_LANGUAGE", language)
    before, screen = contents(tiny), Screen(tiny)
    screen.open("pictures")
    files = [(name, KINDS[case["content"]]) for name, case in CASES["refused"].items()]
    told, *notes = add(screen, files[0], ("good.jpg", JPEG), *files[1:])
    assert screen.status == 422
    assert sorted(notes) == sorted(f"{name}: {case[language]}" for name, case in CASES["refused"].items())
    assert added(tiny, before) == {"pictures/good.jpg": JPEG}
    assert told == catalogue(language)["editor"]["done"] + " " + screen.editor.saves.history[0]


def test_an_upload_of_nothing_changes_nothing(tiny: Path, screen: Screen) -> None:
    """A browser sends an empty part for a control without files."""
    before = contents(tiny)
    assert add(screen, ("", b"")) == ["Muutoksia ei ollut, joten mitään ei tallennettu."]
    assert contents(tiny) == before


def test_an_upload_that_breaks_a_page_is_refused_there(tiny: Path, screen: Screen) -> None:
    """The first PDF takes the address /files/; the message names the page that has it."""
    path = tiny / "services" / "team.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("fi:\n", "fi:\n  slug: files\n", 1), encoding="utf-8")
    before = contents(tiny)
    (note,) = add(screen, ("a.pdf", b"%PDF-1.7"))
    assert note.startswith("Tiimi: Sivun osoite (Suomi): Osoitteessa /files/ ovat ladattavat PDF:t")
    assert contents(tiny) == before


def used(tiny: Path) -> None:
    """Use a picture at the top of a page and in a text, a logo, and a PDF in a file that is no YAML."""
    for folder, name, content in (
        ("pictures", "a.jpg", JPEG),
        ("pictures", "b.png", PNG),
        ("files", "c.pdf", b"%PDF-"),
    ):
        (tiny / folder).mkdir(exist_ok=True)
        (tiny / folder / name).write_bytes(content)
    append(tiny / "site.yml", "logo: b.png")
    team = tiny / "services" / "team.yml"
    text = "".join(f"{line}\n" for line in team.read_text(encoding="utf-8").splitlines())
    team.write_text(
        text.replace("fi:\n", "fi:\n  image_text: Kuva\n  body: |\n    ![Kuva](a.jpg)\n", 1), encoding="utf-8"
    )
    append(team, "image: a.jpg\ndraft: true")


def test_the_page_shows_where_a_file_is_used(tiny: Path, screen: Screen) -> None:
    """Each place leads to its field, even on a hidden page; one that cannot be read, to its document."""
    used(tiny)
    append(tiny / "services" / "pair.yml", "'[c](c.pdf)")
    screen.open("pictures")
    links = {each.get("href"): each.text for each in screen.document.iterfind(".//li//a")}
    assert links.keys() == {
        "/_edit/services/team#image",
        "/_edit/services/team#fi/body",
        "/_edit/site#logo",
        "/_edit/services/pair",
    }
    assert links["/_edit/services/team#fi/body"] == "Tiimi: Sivun teksti (Suomi)"


def test_what_is_used_or_none_is_not_removed(tiny: Path, screen: Screen) -> None:
    """There is no button for it, and a page that is out of date cannot do it either."""
    used(tiny)
    (tiny / "pictures" / "bad.jpg").write_bytes(b"no picture")
    append(tiny / "services" / "pair.yml", "'[c](c.pdf)")
    before = contents(tiny)
    screen.open("pictures")
    for path in ("pictures/a.jpg", "files/c.pdf", "site.yml", "files/none.pdf", "../x", ""):
        assert path not in screen.forms()
        assert remove(screen, path) == 422, path
    assert remove(screen, "pictures/bad.jpg") == 422, "an undo would bring a mistake"
    assert contents(tiny) == before


def test_an_unused_file_is_removed_and_comes_back(tiny: Path, screen: Screen) -> None:
    """A removal has its sentence, and an undo writes the same bytes."""
    used(tiny)
    before = contents(tiny)
    screen.open("pictures")
    screen.press("files/c.pdf")
    assert [words for *_, words in screen.notes()] == ["Tallennettu. Poistettu: c.pdf"]
    assert before.keys() - contents(tiny).keys() == {"files/c.pdf"}
    assert screen.editor.saves.undo() == []
    assert contents(tiny) == before


def test_an_upload_that_is_used_since_is_not_undone(tiny: Path, screen: Screen) -> None:
    """The text that would lose its picture is named, and the undo leads back to the page."""
    add(screen, ("a.png", PNG))
    append(tiny / "site.yml", "logo: a.png")
    screen.press("undo")
    assert (tiny / "pictures" / "a.png").exists()
    assert any('Kuvaa "a.png" ei ole' in note for *_, note in screen.notes())
    (tiny / "site.yml").write_text((tiny / "site.yml").read_text(encoding="utf-8").replace("logo: a.png\n", ""))
    screen.open("pictures")
    screen.press("undo")
    assert (screen.address.removeprefix("/_edit/"), (tiny / "pictures" / "a.png").exists()) == ("pictures", False)


def test_a_picture_that_is_too_large_for_a_logo_is_told_at_the_field(screen: Screen) -> None:
    """It may be on a page, so it is the choice that is wrong."""
    add(screen, ("big.svg", KINDS["svg"].replace(b"</svg>", b"<title>" + 21_000 * b"x" + b"</title></svg>")))
    screen.open("site")
    screen.type("logo", "big.svg")
    screen.press()
    told = [words for place, _, words in screen.notes() if place == "logo"]
    assert [each.partition(" kt ")[0] for each in told] == ["Logo on yli 20"]


def test_a_picture_is_shown_as_a_page_would_show_it(screen: Screen) -> None:
    """It is encoded anew, or the checked drawing, and may load and run nothing if it is opened by itself."""
    clear = file_of(drawn(40, 30, "RGBA").resize((4, 3)), "GIF", transparency=0)
    add(screen, ("a.jpg", JPEG), ("b.svg", KINDS["svg"] + b"<!-- gone -->"), ("d.gif", clear))
    for name, kind in (("a.jpg", "image/jpeg"), ("b.svg", "image/svg+xml"), ("d.gif", "image/png")):
        shown = screen.client.get(f"/_edit/pictures/{name}", base_url=HOST)
        assert (shown.status_code, shown.mimetype) == (200, kind)
        assert shown.headers["Content-Security-Policy"] == "default-src 'none'"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert not any(secret in shown.data for secret in (SECRET, b"gone"))


def test_no_other_file_is_shown(tiny: Path, screen: Screen) -> None:
    """Neither a PDF, a picture that was refused or has gone, nor a path."""
    used(tiny)
    (tiny / "pictures" / "bad.jpg").write_bytes(b"<script>alert(1)</script>")
    screen.open("pictures")
    for name in ("c.pdf", "bad.jpg", "none.jpg", "../site.yml", "..%2Fsite.yml", "%00", "a.jpg/", ""):
        assert screen.client.get(f"/_edit/pictures/{name}", base_url=HOST).status_code == 404, name
    (tiny / "pictures" / "a.jpg").unlink()
    assert screen.client.get("/_edit/pictures/b.png", base_url=HOST).status_code == 200


def test_a_form_offers_the_pictures_that_fit(tiny: Path, screen: Screen) -> None:
    """A page may show any, the logo is a drawing or a PNG; a picture without a text in its place is refused."""
    used(tiny)
    screen.open("site")
    assert [each.get("value") for each in screen.document.iterfind(".//input[@name='logo']")] == ["", "b.png"]
    screen.open("services/pair")
    assert [each.get("value") for each in screen.document.iterfind(".//input[@name='image']")] == ["", "a.jpg", "b.png"]
    screen.type("image", "b.png")
    screen.press()
    assert screen.status == 422
    assert any(note.startswith("Sivun kuvalta puuttuu kuvaus") for *_, note in screen.notes())


def test_an_upload_has_its_own_bound(screen: Screen) -> None:
    """It is larger than that of a form, and as large as what an undo keeps; then no byte of it is written."""
    assert add(screen, ("a.jpg", JPEG + bytes(5_000_000))) == ["Tallennettu. Lisätty: a.jpg"]
    assert "5 Mt" in screen.text
    add(screen, ("b.jpg", bytes(MOST_BYTES)))
    assert (screen.status, screen.editor.saves.history) == (413, ["Lisätty: a.jpg"])
    assert "This file is too large (at most 100 MB)." in screen.text


def test_too_much_is_read_to_its_end(access: Access) -> None:
    """Otherwise some browsers would show a broken connection instead of the answer."""
    connection = HTTPConnection("127.0.0.1", access.port)
    cookie = f"{access.cookie}={access.token('cookie')}"
    origin = f"http://127.0.0.1:{access.port}"
    headers = {"Cookie": cookie, "Origin": origin, "Content-Type": "multipart/form-data; boundary=x"}
    connection.request("POST", "/_edit/pictures", bytes(MOST_BYTES + 1), headers)
    assert connection.getresponse().status == 413
    connection.close()


def test_pictures_in_a_browser(access: Access, browser: Browser, tmp_path: Path) -> None:
    """Without a script, by the keyboard: a file is chosen, added and seen."""
    photo = tmp_path / "Äiti.JPG"
    photo.write_bytes(JPEG)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(access.address)
    page.wait_for_url("**/_edit/")
    page.goto(f"{access.address.partition('?')[0]}pictures")
    page.get_by_label("Lisää kuvia").set_input_files([photo])
    page.get_by_role("button", name="Lisää", exact=True).press("Enter")
    assert page.inner_text(".told").startswith("Tallennettu. Lisätty: aiti.jpg")
    tab = browser.new_page(storage_state=context.storage_state())
    tab.goto(page.url, wait_until="networkidle")
    assert tab.evaluate("document.images[0].naturalWidth") == 40
    for size in (PHONE, DESKTOP):
        tab.set_viewport_size(size)
        assert unfit(tab) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
    tab.close()
    context.close()
