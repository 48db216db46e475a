"""`python -m brochure schema|translations`: what the Makefile runs besides MkDocs."""

import argparse
import os
import sys
from pathlib import Path

from brochure.content import author_language
from brochure.messages import STATES
from brochure.schema import write_schemas
from brochure.source import Source
from brochure.translations import translations


def main(arguments: list[str]) -> int:
    """Do what the command says in the project that this package is in; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m brochure")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("schema", help="write the JSON Schemas for the author's editor")
    table = commands.add_parser("translations", help="print which entry is there in which language")
    table.add_argument("--strict", action="store_true", help="exit 1 if anything is missing or older than the original")
    table.add_argument("--root", type=Path, default=Path(__file__).parents[2], help="the project's folder")
    options = parser.parse_args(arguments)
    if options.command == "schema":
        write_schemas(Path(__file__).parents[2] / ".vscode")
        return 0
    return _translations(options.root, strict=options.strict)


def _translations(root: Path, *, strict: bool) -> int:
    states = translations(root / "content")
    settings = Source(root / "content" / "site.yml", "content/site.yml")
    words = STATES[author_language(os.environ.get("BROCHURE_LANGUAGE"), settings)]
    width, longest = max(map(len, states), default=0), max(map(len, words.values()))
    for file, by_language in states.items():
        row = "  ".join(f"{code} {words[state]:{longest}}" for code, state in by_language.items())
        print(f"{file:{width}}  {row}".rstrip())
    late = any(not row or {"missing", "older"} & set(row.values()) for row in states.values())
    return 1 if strict and late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
