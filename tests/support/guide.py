"""The author's guide, and its way of writing YAML."""

import re

import pytest
import yaml

from brochure.model.files import GUIDE
from support.sites import ROOT

BLOCK = re.compile(r"^```(?P<kind>yaml|text)(?: (?P<use>[\w-]+)=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


def pages(language: str) -> dict[str, str]:
    """Return the files of the guide in a language, without the generated reference."""
    paths = sorted((ROOT / "content" / GUIDE / language).glob("[0-9]-*.md"))
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


def guide(language: str) -> str:
    """Return the guide in a language as one text."""
    return "\n".join(pages(language).values())


each_half = pytest.mark.parametrize("language", ["fi", "en"])


class Author(yaml.SafeDumper):
    """Writes text as the guide asks for it: lines below the sign |, all else in quotation marks."""


def write_text(author: Author, text: str) -> yaml.ScalarNode:
    """One text of a file."""
    return author.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else '"')


Author.add_representer(str, write_text)
