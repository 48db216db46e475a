"""What is still the sample's, and where the site gets its address: told before anything goes out."""

import re
import shutil
from pathlib import Path

import pytest

from brochure.author.problems import ContentError
from brochure.commands.ready import print_placeholders
from brochure.project import Project
from support.sites import ROOT, brochure, build, change, project

READY = "None of the sample's details are left. Read the front page and the privacy page yourself before you publish."
REMARKS_LEFT = (
    "The sample's name, addresses and form are gone. Read the remarks above, the front page and the privacy page "
    "yourself before you publish."
)
OWN = """\
address: https://tyonohjaus.fi/
contact:
  form:
    fi: https://lomake.tyonohjaus.fi/?m={service}
  email: maija@tyonohjaus.fi
fi: {name: Työnohjaus Maija Virtanen}
en: {name: Maija Virtanen Supervision}
sv: {name: Arbetshandledning Maija Virtanen}
accepted: [no_form, no_privacy]
"""
VISIT = '{street: Katu 1, postcode: "00100", town: Kylä'
"""The beginning of a visiting address on one line."""


@pytest.fixture
def own(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the tiny site's content with an author's own settings; the environment says nothing of it."""
    for name in ("SITE_URL", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BROCHURE_LANGUAGE", "en")
    monkeypatch.chdir(tiny.parent)
    (tiny / "site.yml").write_text(OWN, encoding="utf-8")
    return tiny


@pytest.fixture
def own_project(own: Path, tmp_path: Path) -> Path:
    """Return a project with that content."""
    return project(tmp_path / "project", own)


def left(content: Path) -> list[str]:
    """Return what is still the sample's, each as a line without the advice."""
    places = Project.open(ROOT, content=content).placeholders()
    return [problem.report("en").partition(";")[0] for problem in places]


def ready(content: Path, capsys: pytest.CaptureFixture[str], *, strict: bool = False) -> tuple[int, list[str]]:
    """Return the exit code of the command and the lines that it prints."""
    code = print_placeholders(Project.open(ROOT, content=content), strict=strict)
    return code, capsys.readouterr().out.splitlines()


def sketch(content: Path, text: str) -> None:
    """Write a page."""
    (content / "pages" / "sketch.yml").write_text(text, encoding="utf-8")


@pytest.mark.sample
@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "fi",
            """\
content/site.yml:3:18: tässä on vielä esimerkki (www.example.org); kirjoita tilalle omasi
content/site.yml:7:17: tässä on vielä esimerkin lomake (lomake.example.org); kirjoita tilalle omasi tai poista form: \
ja sen alla olevat rivit
content/site.yml:8:17: tässä on vielä esimerkin lomake (lomake.example.org); kirjoita tilalle omasi tai poista form: \
ja sen alla olevat rivit
content/site.yml:9:17: tässä on vielä esimerkki (example.org); kirjoita tilalle omasi
content/site.yml:10:3: rivi "phone:" on vielä tyhjä; kirjoita tieto kaksoispisteen jälkeen tai poista rivi
content/site.yml:13:20: tässä on vielä esimerkki (Esimerkki); kirjoita tilalle omasi
content/site.yml:15:9: tässä on vielä esimerkki (Example); kirjoita tilalle omasi
Piilossa (draft: true): me.
Älä julkaise sivustoa vielä: 7 kohtaa on kesken (tyhjiä, tai niissä on yhä esimerkin tieto).
""",
        ),
        (
            "en",
            """\
content/site.yml:3:18: this is still the sample's (www.example.org); write your own in its place
content/site.yml:7:17: this is still the sample's form (lomake.example.org); write your own in its place, \
or delete form: and the lines below it
content/site.yml:8:17: this is still the sample's form (lomake.example.org); write your own in its place, \
or delete form: and the lines below it
content/site.yml:9:17: this is still the sample's (example.org); write your own in its place
content/site.yml:10:3: the line "phone:" is still empty; write the detail after the colon, or delete the line
content/site.yml:13:20: this is still the sample's (Esimerkki); write your own in its place
content/site.yml:15:9: this is still the sample's (Example); write your own in its place
Hidden (draft: true): me.
Do not publish yet: 7 places still hold the sample's details or are empty.
""",
        ),
    ],
)
def test_the_sample_is_not_ready(
    language: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each place that is still the sample's is told, with what to do, and the exit code is 1."""
    monkeypatch.setenv("BROCHURE_LANGUAGE", language)
    monkeypatch.chdir(ROOT)
    code, lines = ready(ROOT / "content", capsys)
    assert (code, lines) == (1, told.splitlines())


@pytest.mark.slow
@pytest.mark.sample
def test_the_sample_can_be_built_and_one_line_says_that_it_is_not_ready(tmp_path: Path) -> None:
    """Whoever tries the generator sees a site, and no list."""
    result = build(project(tmp_path, ROOT / "content"))
    assert result.returncode == 0
    assert [line for line in result.stderr.splitlines() if '"ready"' in line] == [
        "INFO    -  Do not publish yet: 7 places still hold the sample's details or are empty. "
        'The command "ready" shows where in the folder content.'
    ]


@pytest.mark.slow
def test_an_authors_own_site_is_ready(own_project: Path) -> None:
    """Nothing is asked for that an author may leave out, and no build says that something is missing."""
    result = brochure(own_project, "ready")
    assert (result.returncode, result.stdout) == (0, f"{READY}\n")
    assert '"ready"' not in build(own_project).stderr


@pytest.mark.slow
def test_a_remark_keeps_nothing_from_being_published(own_project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`ready` and the build say it, on its line in a workflow too; only a strict `ready` fails."""
    change(own_project / "content" / "site.yml", "no_form, no_privacy", "no_form")
    told = "4:5: there is a contact form or a booking page, but no privacy page (pages/privacy.yml)"
    code, (first, number, verdict) = ready(own_project / "content", capsys)
    assert code == 0
    assert told in first
    assert (number, verdict) == ("1 remark; it does not prevent publishing.", REMARKS_LEFT)
    assert ready(own_project / "content", capsys, strict=True)[0] == 1
    result = build(own_project, GITHUB_ACTIONS="true")
    assert result.returncode == 0
    assert f"content/site.yml:{told}" in result.stderr
    assert "::notice file=content/site.yml,line=4,col=5::there is a contact form" in result.stdout


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("https://tyonohjaus.fi/", "https://example.com/", "1:18: this is still the sample's (example.com)"),
        ("maija@tyonohjaus.fi", "maija@Example.ORG", "5:16: this is still the sample's (Example.ORG)"),
        ("lomake.tyonohjaus.fi", "forms.office.com/OMA-TUNNUS", "4:34: this is still the sample's form (OMA-TUNNUS)"),
        ("Työnohjaus Maija Virtanen", "Esimerkki Oy", "6:12: this is still the sample's (Esimerkki)"),
        ("Maija Virtanen Supervision", "example supervision", "7:12: this is still the sample's (example)"),
        ("  email: ", "  phone: 040 123 4567\n  email: ", "5:10: this is still the sample's (040 123 4567)"),
        ("  email: ", "  phone: +358-40-1234567\n  email: ", "5:10: this is still the sample's (+358-40-1234567)"),
        ("https://tyonohjaus.fi/", "https://host.example/", "1:18: this is still the sample's (host.example)"),
        ("  email: ", "  phone: (040) 123 4567\n  email: ", "5:10: this is still the sample's ((040) 123 4567)"),
        (
            "  email: maija@tyonohjaus.fi",
            "  phone: +358 50 765 4321\n  email:",
            '6:3: the line "email:" is still empty',
        ),
        ("  email: ", "  phone:\n  email: ", '5:3: the line "phone:" is still empty'),
        ("  email: ", "  business_id: 12345671\n  email: ", "5:16: this is still the sample's (12345671)"),
        (
            "  email: ",
            "  booking: {fi: https://b.example.org/, en: https://b.fi/, sv: https://b.fi/}\n  email: ",
            "5:25: this is still the sample's (b.example.org)",
        ),
        ("  email: ", f"  visit: {VISIT}, map: }}\n  email: ", '5:58: the line "map:" is still empty'),
        (
            "  email: ",
            f"  visit: {VISIT}}}\n  email: ".replace("Katu", "Esimerkkikatu"),
            "5:19: this is still the sample's (Esimerkkikatu)",
        ),
    ],
    ids=str,
)
def test_each_placeholder_is_told(own: Path, old: str, new: str, told: str) -> None:
    """One that is left is enough, in whatever case."""
    change(own / "site.yml", old, new)
    (place,) = left(own)
    assert place == f"content/site.yml:{told}"


def test_placeholders_are_counted(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a code host each stands on its line too."""
    change(own / "site.yml", "https://tyonohjaus.fi/", "https://example.com/")
    code, (place, summary) = ready(own, capsys)
    assert (code, summary) == (1, "Do not publish yet: 1 place still holds the sample's details or is empty.")
    told = "this is still the sample's (example.com); write your own in its place"
    assert place == f"content/site.yml:1:18: {told}"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert ready(own, capsys)[1][0] == f"::error file=content/site.yml,line=1,col=18::{told}"


def test_placeholders_in_a_text_are_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole content is searched, hidden pages too: each of several in a line, and a long text by its own lines."""
    body = "  body: |\n    Yksi.\n\n    [a](mailto:a@example.org) tai [b](https://www.example.com/).\n"
    sketch(own, f"draft: true\nfi:\n  title: Luonnos\n  summary: Vasta alussa.\n{body}")
    _, (*places, hidden, _) = ready(own, capsys)
    assert hidden == "Hidden (draft: true): sketch."
    assert [place.partition(";")[0] for place in places] == [
        "content/pages/sketch.yml:8:18: this is still the sample's (example.org)",
        "content/pages/sketch.yml:8:47: this is still the sample's (www.example.com)",
    ]


@pytest.mark.parametrize("host", ["by-example.com", "www.learn-by-example.org", "example.com.au", "example.fi"])
def test_what_only_resembles_the_sample_is_left_alone(own: Path, host: str) -> None:
    """Words of the language are not taken for the sample's, nor are names of hosts that somebody can own."""
    change(own / "site.yml", "Työnohjaus Maija Virtanen", "Esimerkillinen työnohjaus")
    change(own / "site.yml", "tyonohjaus.fi/\n", f"{host}/\n")
    sketch(own, "fi:\n  title: Esimerkki\n  summary: Esimerkki, Example.\n")
    assert left(own) == []


def test_a_console_without_the_letters_gets_codes(own_project: Path) -> None:
    """And no traceback; a sample's address from outside is told by the variable's name."""
    result = brochure(
        own_project, "ready", SITE_URL="https://www.example.org/", BROCHURE_LANGUAGE="fi", PYTHONIOENCODING="ascii"
    )
    assert (result.returncode, result.stderr) == (1, "")
    assert "SITE_URL: t\\xe4ss\\xe4 on viel\\xe4 esimerkki (www.example.org); " in result.stdout


@pytest.mark.parametrize("command", ["ready", "nginx", "translations"])
def test_mistakes_come_before_all_else(own_project: Path, command: str) -> None:
    """Told as a build tells them, and apart from what is printed, which may become a server's rules."""
    change(own_project / "content" / "site.yml", "address", "adress")
    result = brochure(own_project, command)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        'content/site.yml:1:1: unknown key "adress"; did you mean "address"?\n'
        "1 problem; nothing was published, and the earlier site is as it was.\n"
    )


def test_a_file_in_docs_that_a_build_refuses_is_no_good_either(own_project: Path) -> None:
    """Who is told that all is ready can build the site."""
    (own_project / "docs" / "_headers").write_text("Mine.")
    result = brochure(own_project, "ready")
    assert result.returncode == 1
    assert result.stderr.startswith("docs/_headers:1:1: the site makes a file of this name by itself")


@pytest.mark.slow
def test_an_address_from_outside_takes_the_place_of_the_written_one(own_project: Path) -> None:
    """A workflow knows where it publishes: every absolute address begins there, with a slash put right."""
    settings, site = own_project / "content" / "site.yml", own_project / "site"
    change(settings, "https://tyonohjaus.fi/", "https://www.example.org/")
    assert brochure(own_project, "ready").returncode == 1
    assert brochure(own_project, "ready", SITE_URL="https://maija.github.io/brochure").returncode == 0
    assert build(own_project, SITE_URL="https://maija.github.io/brochure").returncode == 0
    for path in site.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".xml", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert "example.org" not in text
            assert set(re.findall(r"https://maija[^/]*/\w*/?", text)) <= {"https://maija.github.io/brochure/"}
    assert "Sitemap: https://maija.github.io/brochure/sitemap.xml" in (site / "robots.txt").read_text()
    change(settings, "https://www.example.org/", "https://tyonohjaus.fi/")
    assert build(own_project, SITE_URL="").returncode == 0
    assert "https://tyonohjaus.fi/sitemap.xml" in (site / "robots.txt").read_text()


NOT_HTTPS = "write https://, the server's name and a slash, for example https://www.example.org/"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://tyonohjaus.fi", "a site's address must begin with https://; write https://tyonohjaus.fi/"),
        ("tyonohjaus.fi/a", "a site's address must begin with https://; write https://tyonohjaus.fi/a/"),
        ("ftp://tyonohjaus.fi/", f"this is not a site's address; {NOT_HTTPS}"),
        ("https://", f"this is not a site's address; {NOT_HTTPS}"),
        ("https://localhost/", f"this is not a site's address; {NOT_HTTPS}"),
        ("https://user@tyonohjaus.fi/", f"this is not a site's address; {NOT_HTTPS}"),
        ("https://tyonohjaus.fi/?a=b", 'a site\'s address cannot hold "?"; delete it and all that follows'),
        ("https://tyonohjaus.fi/#top", 'a site\'s address cannot hold "#"; delete it and all that follows'),
    ],
)
def test_an_address_from_outside_that_is_none_is_told(own: Path, address: str, told: str) -> None:
    """By the variable's name."""
    with pytest.raises(ContentError) as error:
        Project.open(ROOT, address, own)
    assert error.value.problems[0].report("en") == f"SITE_URL: {told}"


@pytest.mark.sample
def test_a_draft_of_the_samples_is_told_if_it_is_published_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each question about the supervisor that has no answer yet, in both languages."""
    content = shutil.copytree(ROOT / "content", tmp_path / "content")
    change(content / "pages" / "me.yml", "\ndraft: true\n", "\n")
    told = [line for line in ready(content, capsys)[1] if "/me.yml:" in line and line.endswith("[guide_text]")]
    assert len(told) == len(set(told)) == 2 * 8
