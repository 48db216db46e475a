"""`python -m brochure ready|nginx|translations|schema`: what the Makefile runs besides MkDocs."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from brochure.author.annotations import annotations
from brochure.author.console import be_lenient
from brochure.author.messages import STATES, ContentError, Problem, readiness
from brochure.commands.schema import write_schemas
from brochure.commands.translations import translations
from brochure.model.site import Site
from brochure.publishing.hosts import check_docs, language_folders, nginx, outputs
from brochure.reading.draft import Look
from brochure.reading.loader import author_language, load
from brochure.reading.yaml_reader import Source


def main(arguments: Sequence[str]) -> int:
    """Do what the command says in a project's folder; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m brochure")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[2], help="the project's folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("ready", help="exit 1 if anything in the content is still the sample's")
    commands.add_parser("nginx", help="print the site's rules for nginx")
    table = commands.add_parser("translations", help="print which entry is there in which language")
    table.add_argument("--strict", action="store_true", help="exit 1 if anything is missing or older than the original")
    commands.add_parser("schema", help="write the JSON Schemas for the author's editor")
    options = parser.parse_args(arguments)
    be_lenient()
    try:
        match options.command:
            case "ready":
                return _ready(_load(options.root))
            case "nginx":
                return _nginx(_load(options.root))
            case "translations":
                return _translations(options.root, strict=options.strict)
            case _:
                write_schemas(options.root / ".vscode")
                return 0
    except ContentError as error:
        return _tell(error.problems, error.language, str(error), sys.stderr)


def _load(root: Path) -> Site:
    """The site in a project's folder; the theme's icons are where its package is. Raises `ContentError`."""
    icons = [root / "overrides" / ".icons", Path(str(files("material") / "templates" / ".icons"))]
    look = Look(root / "docs" / "templates", icons)
    site = load(root / "content", look, os.environ.get("BROCHURE_LANGUAGE"), os.environ.get("SITE_URL", "").strip())
    if problems := list(check_docs(root / "docs", outputs(site))):
        raise ContentError(problems, site.author_language)
    return site


def _ready(site: Site) -> int:
    language, places = site.author_language, sorted(site.placeholders)
    told = [place.told(language) for place in places]
    return _tell(places, language, "\n".join([*told, readiness(len(places), language)]), sys.stdout)


def _tell(problems: Sequence[Problem], language: str, text: str, stream: TextIO) -> int:
    """Tell of problems, on their lines in a pull request too; give the exit code."""
    print("\n".join([*annotations(problems, language), text]), file=stream)
    return 1 if problems else 0


def _nginx(site: Site) -> int:
    print(nginx(urlsplit(site.facts.address).path, language_folders(site)), end="")
    return 0


def _translations(root: Path, *, strict: bool) -> int:
    states = translations(root / "content")
    settings = Source(root / "content", "site.yml")
    words = STATES[author_language(os.environ.get("BROCHURE_LANGUAGE"), settings)]
    width, longest = max(map(len, states), default=0), max(map(len, words.values()))
    for file, by_language in states.items():
        row = "  ".join(f"{code} {words[state]:{longest}}" for code, state in by_language.items())
        print(f"{file:{width}}  {row}".rstrip())
    late = any(not row or {"missing", "older"} & set(row.values()) for row in states.values())
    return 1 if strict and late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
