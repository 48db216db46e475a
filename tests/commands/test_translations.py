"""The command shows the languages of each entry, and translations that are older than their original."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from brochure.commands.originals import Originals, State
from brochure.commands.translations import translations
from brochure.project import Project
from support.git import commit_all, git
from support.sites import ROOT, change, command_line

Printed = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def printed(tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Return a function that runs a command in a language, and returns its exit code and the lines of its output."""
    monkeypatch.chdir(tiny.parent)

    def run(command: str, language: str = "en") -> tuple[int, list[str]]:
        monkeypatch.setenv("BROCHURE_LANGUAGE", language)
        code = command_line().main([*command.split(), "--content", "content"])
        return code, capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def history(tiny: Path) -> Path:
    """Return the tiny site in git: a Finnish text changed after the first commit, then both languages of another."""
    root = tiny.parent
    commit_all(root)
    change(tiny / "services" / "pair.yml", "Parin tiivistelmä.", "Parin uusi tiivistelmä.")
    git(root, "commit", "--quiet", "--all", "--message", "second", when="2026-02-01T12:00:00Z")
    change(tiny / "services" / "team.yml", "Tiimin tiivistelmä.", "Tiimin uusi tiivistelmä.")
    change(tiny / "services" / "team.yml", "Summary of the team.", "New summary of the team.")
    git(root, "commit", "--quiet", "--all", "--message", "third", when="2026-03-01T12:00:00Z")
    return tiny


def states(content: Path, name: str) -> Mapping[str, State]:
    """Return the states of an entry, by language."""
    found = translations(Originals(Project.open(ROOT, "", content).draft))
    return next(states for file, states in found.items() if file.endswith(f"/{name}.yml"))


def test_an_old_translation_is_a_remark(history: Path, printed: Printed) -> None:
    """`ready` reports what the table shows, until the author accepts it."""
    told = {
        "en": "content/services/pair.yml:10:3: the text in English is older than the one in Finnish; "
        "check the translation. If this is intended, add at the top of the file accepted: [older]",
        "fi": "content/services/pair.yml:10:3: teksti on englanniksi vanhempi kuin suomeksi; "
        "tarkista käännös. Jos näin on hyvä, lisää tiedoston alkuun accepted: [older]",
    }
    for language, remark in told.items():
        _, lines = printed("ready", language)
        assert remark in lines
        assert not any("team" in line for line in lines)
    change(history / "services" / "pair.yml", "order: 10", "accepted: [older]\norder: 10")
    assert not any("[older]" in line for line in printed("ready")[1])


def test_a_text_is_new_before_it_is_committed(history: Path) -> None:
    """A translation that is being corrected is not old any more; without git no age is known."""
    change(history / "services" / "pair.yml", "Summary of the pair.", "New summary of the pair.")
    assert states(history, "pair") == {"fi": "complete", "en": "complete", "sv": "older"}
    shutil.rmtree(history.parent / ".git")
    assert states(history, "team") == {"fi": "complete", "en": "unknown", "sv": "missing"}


def test_the_table_is_printed_and_strict_fails(history: Path, printed: Printed) -> None:
    """Blocks are compared by the last change of a line, and two that changed together are of one age.

    With --strict a missing or old text gives the exit code 1, an unknown age 0.
    """
    assert printed("translations") == (
        0,
        [
            "content/pages/contact.yml   fi complete  en complete  sv complete",
            "content/pages/home.yml      fi complete  en complete  sv complete",
            "content/pages/overview.yml  fi complete  en complete  sv complete",
            "content/services/pair.yml   fi complete  en older     sv older",
            "content/services/solo.yml   fi complete  en missing   sv missing",
            "content/services/team.yml   fi complete  en complete  sv missing",
        ],
    )
    code, lines = printed("translations --strict", "fi")
    row = f"content/services/solo.yml   fi {'valmis':20}  en {'puuttuu':20}  sv puuttuu"
    assert (code, lines[4]) == (1, row)
    shutil.rmtree(history.parent / ".git")
    for name in ("pair", "solo", "team"):
        (history / "services" / f"{name}.yml").unlink()
    overview = history / "pages" / "overview.yml"
    overview.write_text(re.sub(r"\]\(pair[^)]*\)", "](home)", overview.read_text(encoding="utf-8")), encoding="utf-8")
    assert printed("translations --strict") == (
        0,
        [
            "content/pages/contact.yml   fi complete  en ?         sv ?",
            "content/pages/home.yml      fi complete  en ?         sv ?",
            "content/pages/overview.yml  fi complete  en ?         sv ?",
            "It is not known whether the originals of 6 translations have changed since; compare them yourself.",
        ],
    )
