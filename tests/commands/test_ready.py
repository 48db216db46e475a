"""What is still the sample's, and where the site gets its address: told before anything goes out."""

import re
import shutil
from pathlib import Path

import pytest

from support.sites import ROOT, TINY, brochure, build, change, project

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
def own(tmp_path: Path) -> Path:
    """A project with the tiny site and an author's own settings."""
    own = project(tmp_path, TINY)
    (own / "content" / "site.yml").write_text(OWN, encoding="utf-8")
    return own


def set_own(own: Path, old: str, new: str) -> None:
    """Change a text in the settings."""
    change(own / "content" / "site.yml", old, new)


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
def test_the_sample_is_not_ready(language: str, told: str) -> None:
    """Each place that is still the sample's is told, with what to do, and the exit code is 1."""
    result = brochure(ROOT, "ready", BROCHURE_LANGUAGE=language)
    assert (result.returncode, result.stdout) == (1, told)


@pytest.mark.slow
@pytest.mark.sample
def test_the_sample_can_be_built_and_one_line_says_that_it_is_not_ready(tmp_path: Path) -> None:
    """Whoever tries the generator sees a site, and no list."""
    result = build(project(tmp_path, ROOT / "content"))
    assert result.returncode == 0
    lines = [line for line in result.stderr.splitlines() if '"ready"' in line]
    assert lines == [
        "INFO    -  Do not publish yet: 7 places still hold the sample's details or are empty. "
        'The command "ready" shows where in the folder content.'
    ]


@pytest.mark.slow
def test_an_authors_own_site_is_ready(own: Path) -> None:
    """Nothing is asked for that an author may leave out, and no build says that something is missing."""
    result = brochure(own, "ready")
    assert (result.returncode, result.stdout) == (0, f"{READY}\n")
    assert '"ready"' not in build(own).stderr


def test_a_remark_keeps_nothing_from_being_published(own: Path) -> None:
    """`ready` and the build say it, on its line in a workflow too; only a strict `ready` fails."""
    change(own / "content" / "site.yml", "no_form, no_privacy", "no_form")
    told = "content/site.yml:4:5: there is a contact form or a booking page, but no privacy page (pages/privacy.yml)"
    result = brochure(own, "ready")
    assert result.returncode == 0
    first, number, verdict = result.stdout.splitlines()
    assert first.startswith(told)
    assert (number, verdict) == ("1 remark; it does not prevent publishing.", REMARKS_LEFT)
    assert brochure(own, "ready", "--strict").returncode == 1
    result = build(own, GITHUB_ACTIONS="true")
    assert result.returncode == 0
    assert told in result.stderr
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
    """One that is left is enough, in whatever case; it stands in the summary as one place."""
    set_own(own, old, new)
    result = brochure(own, "ready")
    assert result.returncode == 1
    place, summary = result.stdout.splitlines()
    assert place.startswith(f"content/site.yml:{told}; ")
    assert summary == "Do not publish yet: 1 place still holds the sample's details or is empty."


def test_a_placeholder_in_a_text_is_told(own: Path) -> None:
    """The whole content is searched, hidden pages too, and a text of several lines is told by its own line."""
    text = "draft: true\nfi:\n  title: Luonnos\n  summary: Vasta alussa.\n  body: |\n    Yksi.\n\n    Katso [tästä](https://example.net/x).\n"
    (own / "content" / "pages" / "sketch.yml").write_text(text, encoding="utf-8")
    place, hidden, _ = brochure(own, "ready").stdout.splitlines()
    assert hidden == "Hidden (draft: true): sketch."
    assert place == (
        "content/pages/sketch.yml:8:27: this is still the sample's (example.net); write your own in its place"
    )


def test_each_of_several_placeholders_in_a_text_is_told(own: Path) -> None:
    """None comes to light only when another is mended."""
    set_own(own, "maija@tyonohjaus.fi", "maija@tyonohjaus.fi\n  phone: +358 40 765 4321")
    body = "Kirjoita [a](mailto:a@example.org) tai [b](https://www.example.com/)."
    text = f"menu: footer\nfi:\n  title: Luonnos\n  summary: Vasta alussa.\n  body: {body}\n"
    (own / "content" / "pages" / "sketch.yml").write_text(text, encoding="utf-8")
    *places, _ = brochure(own, "ready").stdout.splitlines()
    assert [place.partition(";")[0] for place in places] == [
        "content/pages/sketch.yml:5:31: this is still the sample's (example.org)",
        "content/pages/sketch.yml:5:60: this is still the sample's (www.example.com)",
    ]


def test_a_name_that_only_resembles_the_sample_is_left_alone(own: Path) -> None:
    """Words of the language are not taken for the sample's: an example in a text is one."""
    set_own(own, "Työnohjaus Maija Virtanen", "Esimerkillinen työnohjaus")
    text = "fi:\n  title: Esimerkki\n  summary: Esimerkki, Example.\n"
    (own / "content" / "pages" / "sketch.yml").write_text(text, encoding="utf-8")
    assert brochure(own, "ready").returncode == 0


@pytest.mark.parametrize("host", ["by-example.com", "www.learn-by-example.org", "example.com.au", "example.fi"])
def test_a_host_that_only_resembles_a_sample_is_left_alone(own: Path, host: str) -> None:
    """Only names that nobody can own are taken for the sample's."""
    set_own(own, "tyonohjaus.fi/\n", f"{host}/\n")
    assert brochure(own, "ready").returncode == 0


def test_a_sample_address_from_outside_is_told(own: Path) -> None:
    """By the variable's name."""
    result = brochure(own, "ready", SITE_URL="https://www.example.org/")
    assert result.returncode == 1
    assert result.stdout.startswith("SITE_URL: this is still the sample's (www.example.org); ")


def test_a_console_without_the_letters_gets_codes(own: Path) -> None:
    """And no traceback."""
    set_own(own, "https://tyonohjaus.fi/", "https://www.example.org/")
    result = brochure(own, "ready", BROCHURE_LANGUAGE="fi", PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (1, "")
    assert "t\\xe4ss\\xe4 on viel\\xe4 esimerkki" in result.stdout


def test_mistakes_come_before_placeholders(own: Path) -> None:
    """Content with a mistake is not ready either, and the mistake is told as a build tells it."""
    set_own(own, "address", "adress")
    result = brochure(own, "ready")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        'content/site.yml:1:1: unknown key "adress"; did you mean "address"?\n'
        "1 problem; nothing was published, and the earlier site is as it was.\n"
    )


def test_on_a_code_host_placeholders_stand_on_their_lines(own: Path) -> None:
    """Under GitHub Actions each is an annotation too."""
    set_own(own, "https://tyonohjaus.fi/", "https://example.com/")
    annotation, *_ = brochure(own, "ready", GITHUB_ACTIONS="true").stdout.splitlines()
    assert annotation == (
        "::error file=content/site.yml,line=1,col=18::"
        "this is still the sample's (example.com); write your own in its place"
    )


def test_a_file_in_docs_that_a_build_refuses_is_no_good_either(own: Path) -> None:
    """Who is told that all is ready can build the site."""
    (own / "docs" / "_headers").write_text("Mine.")
    result = brochure(own, "ready")
    assert result.returncode == 1
    assert result.stderr.startswith("docs/_headers:1:1: the site makes a file of this name by itself")


def test_rules_hold_no_messages(own: Path) -> None:
    """What is told of a mistake does not land in the server's configuration."""
    set_own(own, "address", "adress")
    result = brochure(own, "nginx")
    assert (result.returncode, result.stdout) == (1, "")
    assert "unknown key" in result.stderr


@pytest.mark.slow
def test_an_address_from_outside_takes_the_place_of_the_written_one(own: Path) -> None:
    """A workflow knows where it publishes: every absolute address begins there, with a slash put right."""
    set_own(own, "https://tyonohjaus.fi/", "https://www.example.org/")
    assert brochure(own, "ready").returncode == 1
    assert brochure(own, "ready", SITE_URL="https://maija.github.io/brochure").returncode == 0
    assert build(own, SITE_URL="https://maija.github.io/brochure").returncode == 0
    for path in (own / "site").rglob("*"):
        if path.is_file() and path.suffix in (".html", ".xml", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert "example.org" not in text
            assert set(re.findall(r"https://maija[^/]*/\w*/?", text)) <= {"https://maija.github.io/brochure/"}
    assert "ErrorDocument 404 /brochure/404.html" in (own / "site" / ".htaccess").read_text()
    assert "Sitemap: https://maija.github.io/brochure/sitemap.xml" in (own / "site" / "robots.txt").read_text()


@pytest.mark.slow
def test_an_empty_address_from_outside_counts_for_nothing(own: Path) -> None:
    """A workflow without an address sets the variable all the same."""
    assert build(own, SITE_URL="").returncode == 0
    assert "https://tyonohjaus.fi/sitemap.xml" in (own / "site" / "robots.txt").read_text()


NOT_HTTPS = "write https://, the server's name and a slash, for example https://www.example.org/"


@pytest.mark.slow
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
def test_an_address_from_outside_that_is_none_ends_the_build(
    own: Path, tiny_site: Path, address: str, told: str
) -> None:
    """It is told by the variable's name, by a build and by the ready check alike, and on a code host too."""
    site = shutil.copytree(tiny_site, own / "site")
    before = (site / "index.html").read_bytes()
    result = build(own, SITE_URL=address, GITHUB_ACTIONS="true")
    assert result.returncode == 1
    annotation, empty, line, *_ = result.stdout.splitlines()
    assert (annotation, empty, line) == (f"::error::SITE_URL: {told}", "", f"SITE_URL: {told}")
    assert "Traceback" not in result.stderr
    assert (site / "index.html").read_bytes() == before
    ready = brochure(own, "ready", SITE_URL=address)
    assert (ready.returncode, ready.stderr.splitlines()[0]) == (1, f"SITE_URL: {told}")


@pytest.mark.slow
@pytest.mark.sample
def test_a_draft_of_the_samples_is_told_if_it_is_published_as_it_is(tmp_path: Path) -> None:
    """Each question about the supervisor that has no answer yet, in both languages."""
    folder = project(tmp_path, ROOT / "content")
    change(folder / "content" / "pages" / "me.yml", "\ndraft: true\n", "\n")
    told = brochure(folder, "ready").stdout.splitlines()
    left = [line for line in told if line.startswith("content/pages/me.yml:") and line.endswith("[guide_text]")]
    assert len(left) == len(set(left)) == 2 * 8
