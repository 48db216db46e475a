"""`python -m brochure ready|nginx|translations|schema`: what the Makefile runs besides MkDocs."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from brochure.author.annotations import annotations
from brochure.author.console import be_lenient
from brochure.author.problems import ContentError
from brochure.commands.nginx import print_nginx
from brochure.commands.ready import print_placeholders
from brochure.commands.schema import write_schemas
from brochure.commands.translations import print_translations
from brochure.project import Project


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
                return print_placeholders(Project.open(options.root))
            case "nginx":
                return print_nginx(Project.open(options.root))
            case "translations":
                return print_translations(options.root / "content", strict=options.strict)
            case _:
                write_schemas(options.root / ".vscode")
                return 0
    except ContentError as error:
        print("\n".join([*annotations(error.problems, error.language), str(error)]), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
