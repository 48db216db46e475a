"""The texts for authors are complete: each language has each message, and each message is shown by a case."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT, catalogue, message
from brochure.model.site import Contact
from brochure.reading.pictures import MAX_LOGO
from support.mistakes import CASES, REMARKS
from support.sites import THEME, TINY, brochure, project


def messages(language: str) -> dict[str, str]:
    """Return the messages about mistakes, and the remarks."""
    texts = catalogue(language)
    return {**texts["messages"], **texts["remarks"]}


def test_the_catalogue_is_complete_in_every_language() -> None:
    """Each message is there in each language, with the same placeholders, and says what is wrong and what to do."""
    shapes = [shape(catalogue(language)) for language in AUTHOR_LANGUAGES]
    for language, found in zip(AUTHOR_LANGUAGES, shapes, strict=True):
        assert found == shapes[0], language
    for key, text in (item for language in AUTHOR_LANGUAGES for item in messages(language).items()):
        assert "; " in text, key
        assert text.strip() == text, key
        assert not text.endswith("."), key


def test_a_message_is_short() -> None:
    """It says what is wrong in twelve words at most, and all in thirty; the English ones seldom say "write"."""
    for language in AUTHOR_LANGUAGES:
        form = catalogue(language)["form"]
        texts = [*messages(language).values(), *form["messages"].values(), *form["remarks"].values()]
        assert [text for text in texts if len(text.split("; ")[0].split()) > 12 or len(text.split()) > 30] == []
        others = [*catalogue(language)["sentences"].values(), *catalogue(language)["counts"].values()]
        assert [text for text in map(str, others) if len(text.split()) > 35] == []
        assert len(re.findall(r"(?i)\bwrit(?:e|ten|ing)\b", " ".join(map(str, (*texts, *others))))) <= 10


def test_messages_name_languages_in_words() -> None:
    """Each language whose words are known has a name for messages; another one has its code."""
    for language in AUTHOR_LANGUAGES:
        assert catalogue(language)["in_language"].keys() == {*THEME.known("languages"), "other"}
    assert message("no_way", "fi", languages="fi, de").startswith(
        'mikään valikko tai linkki ei vie tälle sivulle (suomeksi, kielellä "de");'
    )


def test_every_channel_with_an_address_in_each_language_has_its_remark() -> None:
    """A language without the address of such a channel gets a remark, whose text the authors' files have."""
    for (key,) in Contact().by_language:
        assert f"no_{key}" in catalogue(DEFAULT)["remarks"], key


def test_hints_agree_with_each_other_and_with_the_checks() -> None:
    """The hints of a key name the same numbers and keys in each language, and the limits that its check has."""
    hints = {
        (model, key): [catalogue(language)["keys"][model][key]["hint"] for language in AUTHOR_LANGUAGES]
        for model, keys in catalogue(DEFAULT)["keys"].items()
        for key in keys
    }
    for place, texts in hints.items():
        named = [set(re.findall(r"\d+|\w+_\w+|\w+/|\btrue\b", text)) for text in texts]
        assert all(names == named[0] for names in named), place
    assert f"{MAX_LOGO // 1024} kB" in " ".join(hints["SiteSettings", "logo"])


def shape(texts: object) -> object:
    """The keys of a catalogue, and of each text what is to be filled in."""
    if isinstance(texts, dict):
        return {key: shape(part) for key, part in texts.items()}
    return frozenset(re.findall(r"\{\w+\}", str(texts)))


@pytest.mark.slow
def test_a_language_for_authors_is_one_file(tmp_path: Path) -> None:
    """With it an author reads every message in that language, and the editor's schemas speak it too."""
    folder = project(tmp_path / "project", TINY)
    author = folder / "hooks" / "brochure" / "author"
    swedish = (author / "en.yml").read_text(encoding="utf-8").replace("did you mean", "menade du")
    (author / "sv.yml").write_text(swedish.replace("label: Title", "label: Rubrik"), encoding="utf-8")
    site = folder / "content" / "site.yml"
    site.write_text(site.read_text(encoding="utf-8") + "author_language: sv\n", encoding="utf-8")
    (folder / "content" / "services" / "pair.yml").write_text("icno: x\n")
    result = brochure(folder, "ready", BROCHURE_LANGUAGE="")
    assert 'content/services/pair.yml:1:1: unknown key "icno"; menade du "icon"?' in result.stderr
    brochure(folder, "schema")
    assert '"Otsikko / Title / Rubrik"' in (folder / ".vscode" / "pages.schema.json").read_text(encoding="utf-8")


def test_every_message_is_shown_by_a_case() -> None:
    """Each message is in a case, but for those in `elsewhere.txt`, which no text can cause and other tests raise."""
    shown = "".join(case.read_text(encoding="utf-8") for case in (*CASES, *REMARKS))
    blanks: defaultdict[str, str] = defaultdict(lambda: "\0")
    texts = {key: text.format_map(blanks).strip("\0") for key, text in messages("en").items()}
    missing = {key for key, text in texts.items() if not re.search(re.escape(text).replace("\0", ".*"), shown)}
    assert sorted(missing) == Path(__file__).with_name("elsewhere.txt").read_text(encoding="utf-8").split()
