"""The author's guide, and its way of writing YAML."""

import re

import pytest
import yaml

from support.sites import ROOT

BLOCK = re.compile(r"^```(?P<kind>yaml|text)(?: (?P<use>[\w-]+)=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


def guide(language: str) -> str:
    """One half of the guide."""
    halves = (ROOT / "content" / "README.md").read_text(encoding="utf-8").split("# The author's guide\n")
    return dict(zip(("fi", "en"), halves, strict=True))[language]


each_half = pytest.mark.parametrize("language", ["fi", "en"])


class Author(yaml.SafeDumper):
    """Writes text as the guide asks for it: lines below the sign |, all else in quotation marks."""


def write_text(author: Author, text: str) -> yaml.ScalarNode:
    """One text of a file."""
    return author.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else '"')


Author.add_representer(str, write_text)
