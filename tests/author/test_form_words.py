"""The editor's form has words of its own for what speaks elsewhere of lines, keys and files."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_origin

import pytest
import yaml
from pydantic import BaseModel

from brochure.author.messages import AUTHOR_LANGUAGES, catalogue, choice, message
from brochure.author.problems import Problem
from brochure.model.keys import described, inner_models, keys
from brochure.model.site import KINDS
from brochure.model.values import OneOf
from brochure.reading.draft import Draft
from brochure.reading.loader import read
from brochure.reading.remarks import remarks
from support.mistakes import CASES, REMARKS, lay
from support.sites import THEME

WORDS = yaml.safe_load(Path(__file__).with_name("form_words.yml").read_text(encoding="utf-8"))
ELSEWHERE = [key for keys in WORDS["elsewhere"].values() for key in keys.split()]
SECTIONS = ("messages", "remarks")
FIELDLESS = {"copy", "item_space"}
"""Messages about a whole page, and about a key that is none."""


def texts(language: str) -> dict[str, str]:
    """Return the messages and remarks as a form has them."""
    parts = catalogue(language)
    return {key: parts["form"][name].get(key, text) for name in SECTIONS for key, text in parts[name].items()}


def labels(language: str) -> Iterator[str]:
    """Yield each label and hint in a form."""
    for model in {model for kind in KINDS for model in _models(kind.settings, kind.words)}:
        for key in model.model_fields:
            about = described(model, key, language, form=True)
            yield from (about["label"], about["hint"])


def _models(*models: type[BaseModel] | None) -> Iterator[type[BaseModel]]:
    for model in filter(None, models):
        yield model
        for field in model.model_fields.values():
            yield from _models(*inner_models(field.annotation))


def foreign(text: str, language: str) -> list[str]:
    """Return what a text says that a form has not."""
    ours = "|".join(rf"\b{word}" if language == "fi" else rf"\b{word}\b" for word in WORDS["words"][language])
    return [match[0] for match in re.finditer(f"(?i:{ours})|{'|'.join(WORDS['anywhere'])}", text)]


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_a_form_speaks_of_no_lines_keys_or_files(language: str) -> None:
    """Each message, label and hint is free of such words, but for the messages that no form shows."""
    found = {key: text for key, text in texts(language).items() if foreign(text, language)}
    assert {key: text for key, text in found.items() if key not in ELSEWHERE} == {}
    assert [text for text in labels(language) if foreign(text, language)] == []


def test_the_messages_that_no_form_shows_need_no_words_for_it() -> None:
    """Each is listed once, speaks of lines, keys or files, and has no second wording."""
    foreigners = {key for code in AUTHOR_LANGUAGES for key, text in texts(code).items() if foreign(text, code)}
    assert sorted(ELSEWHERE) == sorted(foreigners)


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_a_second_wording_belongs_to_a_first(language: str) -> None:
    """It says what to do, fills in nothing but what the first one has, and differs."""
    parts = catalogue(language)
    for name in SECTIONS:
        for key, text in parts["form"][name].items():
            first = parts[name][key]
            assert set(re.findall(r"\{\w+\}", text)) <= {*re.findall(r"\{\w+\}", first), "{title}"}, key
            assert "; " in text, key
            assert text != first, key
    for model, about in parts["form"]["keys"].items():
        for key, rewords in about.items():
            assert rewords.keys() <= {"label", "hint"}, key
            assert all(text != parts["keys"][model][key][name] for name, text in rewords.items()), key


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_a_second_wording_names_fields_by_their_labels(language: str) -> None:
    """A name in quotation marks is what the form calls a field."""
    rewords = [text for name in SECTIONS for text in catalogue(language)["form"][name].values()]
    named = {name for text in rewords for name in re.findall(r'"([^\W\d_][^"]+)"', text)}
    assert named
    assert named <= {*labels(language), catalogue(language)["editor"]["help"]}


@pytest.mark.parametrize("language", AUTHOR_LANGUAGES)
def test_every_choice_has_a_label(language: str) -> None:
    """A form offers words instead of values, also for the choice of none and for templates."""
    choices = {key: each.choices for key, field, _ in keys() for each in field.metadata if isinstance(each, OneOf)}
    choices |= {"template": tuple(THEME.template_names()), "icon": (*THEME.icon_names(1),), "image": (), "logo": ()}
    assert {key: {"", *values} for key, values in choices.items()} == {
        key: set(about) for key, about in catalogue(language)["form"]["choices"].items()
    }
    assert choice("menu", "header", language) != "header"


def test_only_elsewhere_a_remark_names_the_line_that_accepts_it() -> None:
    """A form has a button for it."""
    assert "accepted: [short_phone]" in message("short_phone", "en", count=3)
    assert message("short_phone", "en", form=True, count=3).endswith("nothing is missing from it")


@pytest.mark.slow
@pytest.mark.parametrize("case", [*CASES, *REMARKS], ids=lambda case: case.stem)
def test_a_problem_leads_to_its_field(case: Path, tiny: Path) -> None:
    """The keys of a problem that a form shows are those of a field, and its message there names no path."""
    lay(case.read_text(encoding="utf-8"), tiny)
    draft = read(tiny, THEME)
    read_files = {source.file for source in draft.sources.values() if not source.problems}
    for problem in draft.problems or remarks(draft):
        if problem.key not in ELSEWHERE and problem.file in read_files:
            shown = " ".join(problem.message(language, form=True) for language in AUTHOR_LANGUAGES)
            assert not re.search(r"content/|\.yml:", shown)
            assert problem.key in FIELDLESS or is_field(draft, problem), (problem.key, problem.path)


def is_field(draft: Draft, problem: Problem) -> bool:
    """Return whether a form of the problem's file has a field for it."""
    folder = Path(problem.file).relative_to("content").parent.as_posix()
    (kind,) = (kind for kind in KINDS if kind.folder == folder.removeprefix("."))
    of_language = kind.words and problem.path[:1] and problem.path[0] in draft.codes
    model: type[BaseModel] | None = kind.words if of_language else kind.settings
    annotation = None
    for key in problem.path[1:] if of_language else problem.path:
        if model and key in model.model_fields:
            annotation = model.model_fields[str(key)].annotation
            model = next(inner_models(annotation), None)
        elif not (isinstance(key, int) or get_origin(annotation) is Mapping):
            return False
    return annotation is not None
