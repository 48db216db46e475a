"""A practice's folder apart from the generator: built, told of and updated from wherever it lies."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from support.git import git
from support.servers import previewing
from support.sites import MKDOCS, ROOT, TINY, brochure, build, change, project

pytestmark = pytest.mark.slow
PAIR = "services/pair.yml"


@pytest.fixture
def generator(tmp_path: Path) -> Path:
    """The generator with its sample, in a folder with a space."""
    return project(tmp_path / "the generator", ROOT / "content")


@pytest.fixture
def maija(tmp_path: Path) -> Path:
    """A practice's folder beside it, under a name with a space and umlauts."""
    return shutil.copytree(TINY, tmp_path / "Mäijän sivut")


def test_content_may_lie_anywhere(generator: Path, maija: Path) -> None:
    """The site is hers, beside the generator, whichever folder the command is run in and however hers is named."""
    assert build(generator, CONTENT="../Mäijän sivut").returncode == 0
    assert (generator / "site" / "muodot" / "index.html").is_file()
    shutil.rmtree(generator / "site")
    result = brochure(generator, "site", "--content", "Mäijän sivut", cwd=generator.parent)
    assert result.returncode == 0, result.stderr
    assert (generator / "site" / "muodot" / "index.html").is_file()
    for command in ("ready", "translations", "nginx"):
        result = brochure(generator, command, "--content", ".", cwd=maija)
        assert "Traceback" not in result.stderr
        assert result.returncode == (1 if command == "ready" else 0), result.stderr


def test_messages_name_her_files(generator: Path, maija: Path) -> None:
    """From the folder that the command is run in where that holds them, else from her folder's name."""
    change(maija / PAIR, "order: 10", "odrer: 10")
    told = 'unknown key "odrer"; did you mean "order"?'
    assert f"Mäijän sivut/{PAIR}:1:1: {told}" in build(generator, CONTENT=str(maija)).stdout.splitlines()
    assert f"{PAIR}:1:1: {told}" in brochure(generator, "ready", "--content", ".", cwd=maija).stderr.splitlines()


@pytest.mark.parametrize(
    ("content", "english", "finnish"),
    [
        (
            "../missing",
            "there is no such folder; give the path of the folder that holds site.yml, "
            "or make one with the command new",
            "tätä kansiota ei ole; anna se kansio, jossa on site.yml, tai tee uusi komennolla new",
        ),
        *(
            (
                content,
                "there is no site here (neither site.yml nor languages/); "
                "give the path of the folder that holds site.yml, and move nothing",
                "täällä ei ole sivustoa (ei tiedostoa site.yml eikä kansiota languages/); "
                "anna se kansio, jossa on site.yml, äläkä siirrä mitään",
            )
            for content in ("../empty", "..", "mkdocs.yml")
        ),
    ],
    ids=["missing", "empty", "none", "file"],
)
def test_a_folder_that_can_be_none_is_told(
    content: str, english: str, finnish: str, generator: Path, shipped: Path, tmp_path: Path
) -> None:
    """In a sentence, by every command, in either language, and the earlier site stays."""
    shutil.copytree(shipped, generator / "site")
    (tmp_path / "empty").mkdir()
    for language, told in (("en", english), ("fi", finnish)):
        built = build(generator, CONTENT=content, BROCHURE_LANGUAGE=language)
        ready = brochure(generator, "ready", "--content", content, BROCHURE_LANGUAGE=language)
        assert (built.returncode, built.stdout.lstrip().splitlines()[0]) == (1, f"{content}: {told}")
        assert (ready.returncode, ready.stderr.splitlines()[0]) == (1, f"{content}: {told}")
        for command in ("translations", "schema"):
            result = brochure(generator, command, "--content", content, BROCHURE_LANGUAGE=language)
            assert (result.returncode, result.stderr.splitlines()[0]) == (1, f"{content}: {told}")
        assert "Traceback" not in built.stderr + ready.stderr
    assert not (tmp_path / "empty" / ".vscode").exists()
    assert (generator / "site" / "index.html").is_file()


def test_git_is_asked_in_her_folder(generator: Path, maija: Path) -> None:
    """The dates of the sitemap are those of her own repository."""
    git(maija, "init", "--quiet")
    git(maija, "add", ".")
    git(maija, "commit", "--quiet", "--message", "first", when="2026-02-01T12:00:00Z")
    assert build(generator, CONTENT=str(maija)).returncode == 0
    assert "<lastmod>2026-02-01" in (generator / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert "fi complete" in brochure(generator, "translations", "--content", str(maija)).stdout


def test_the_preview_follows_her_folder(generator: Path, maija: Path, browser: Browser) -> None:
    """An edit there shows on the page."""
    with previewing(MKDOCS, generator, CONTENT=str(maija)) as address:
        page = browser.new_page(base_url=address)
        page.goto("en/team/")
        change(maija / "services" / "team.yml", "Summary of the team.", "Summary of the crew.")
        expect(page.locator(".lead")).to_have_text("Summary of the crew.", timeout=20_000)
        page.close()


def test_a_preview_of_no_folder_ends_with_a_sentence(generator: Path) -> None:
    """There would be nothing to look at, and nothing to wait for."""
    result = brochure(generator, "serve", "--content", "../missing")
    assert result.returncode == 1
    assert result.stdout.lstrip().startswith("../missing: there is no such folder;")
    assert "Traceback" not in result.stderr


def pages(site: Path) -> dict[str, str]:
    """Each page of a site."""
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def test_an_update_changes_the_templates_and_nothing_of_hers(generator: Path, tmp_path: Path) -> None:
    """A newer generator has a new word, a changed template and one form more in its sample; her site has the second."""
    assert brochure(generator, "new", "../maija", "--name", "Maija").returncode == 0
    maija = tmp_path / "maija"
    (maija / "services" / "clinical.yml").unlink()
    for path in maija.rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("](clinical)", "](individual)"), encoding="utf-8")
    change(maija / "site.yml", "https://www.example.org/", "https://tyonohjaus.fi/")
    change(maija / "services" / "team.yml", "order: 30", "order: 5")
    result = build(generator, CONTENT=str(maija))
    assert result.returncode == 0, result.stdout
    before, hers = pages(generator / "site"), {path: path.read_bytes() for path in maija.rglob("*") if path.is_file()}

    newer = shutil.copytree(generator, tmp_path / "newer", ignore=shutil.ignore_patterns(".cache"))
    change(newer / "hooks" / "brochure" / "model" / "site.py", '("opens",', '("opens", "news",')
    for code in ("fi", "en", "sv"):
        words = newer / "docs" / "templates" / "words" / f"{code}.yml"
        words.write_text(words.read_text(encoding="utf-8") + "news: Uutta\n", encoding="utf-8")
    for code in ("fi", "en"):
        author = newer / "hooks" / "brochure" / "author" / f"{code}.yml"
        about = "    news:\n      label: x\n      hint: x\n    opens:\n"
        author.write_text(author.read_text(encoding="utf-8").replace("    opens:\n", about), encoding="utf-8")
    hero = newer / "docs" / "templates" / "parts" / "hero.md"
    change(hero, "{ .lead }", "{ .lead }\n\n{{ page.language.words.news }}")
    shutil.copy(newer / "content" / "services" / "team.yml", newer / "content" / "services" / "newest.yml")
    result = build(newer, CONTENT=str(maija))
    assert result.returncode == 0, result.stdout
    after = pages(newer / "site")
    assert after.keys() == before.keys()
    assert after["index.html"] != before["index.html"]
    plain = {name: "".join(text.replace("<p>Uutta</p>", "").split()) for name, text in after.items()}
    assert plain == {name: "".join(text.split()) for name, text in before.items()}
    assert {path: path.read_bytes() for path in maija.rglob("*") if path.is_file()} == hers

    change(maija / "services" / "team.yml", "slug: team-supervision", "slug: supervision-for-teams")
    told = build(newer, CONTENT=str(maija)).stderr
    lost = "nothing is left at an address of the previous version of the site: en/team-supervision/;"
    assert lost in told, "the last site came along with the update"
