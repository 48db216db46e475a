"""A system's errors are told in the author's language."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.author.problems import inaccessible

ERRORS = yaml.safe_load(Path(__file__).with_name("errors.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case["errors"][0])
def test_an_error_of_the_system_is_a_sentence(case: dict[str, Any]) -> None:
    """It names the file, and says what to do about this kind of error."""
    for name in case["errors"]:
        number = getattr(errno, name)
        problem = inaccessible(OSError(number, os.strerror(number)), "site")
        assert {code: problem.report(code) for code in AUTHOR_LANGUAGES} == {
            code: f"site: {case[code]}" for code in AUTHOR_LANGUAGES
        }


def test_an_error_without_a_number_has_its_own_words() -> None:
    """Python's own functions for files raise some that no system has named."""
    assert "(a pipe)" in inaccessible(OSError("a pipe"), "site").report("en")
