"""`python hooks site|serve|ready|new|translations|nginx|schema`: what the Makefile runs, for those without make too."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from brochure.author.annotations import annotations
from brochure.author.console import be_lenient
from brochure.author.messages import sentence
from brochure.author.problems import ContentError, Problem
from brochure.commands.engine import run_engine
from brochure.commands.new import make_folder
from brochure.commands.nginx import print_nginx
from brochure.commands.ready import print_placeholders
from brochure.commands.schema import EDITOR, write_schemas
from brochure.commands.translations import print_translations
from brochure.project import Project, check_folder, content_of, wanted_language

ROOT = Path(__file__).parents[2]
"""The generator that these modules are of."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command says; give the exit code."""
    options = _parser().parse_args(arguments)
    be_lenient()
    try:
        return _run(options)
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        file, language = str(error.filename or options.command), wanted_language()
        print(Problem(file, 0, 0, "inaccessible", {"reason": error.strerror}).report(language), file=sys.stderr)
        return 1
    except ContentError as error:
        folders = (content_of(ROOT, options.content), ROOT / "docs")
        told = [*annotations(error.problems, error.language, folders), str(error)]
        if options.command in ("new", "schema"):  # no site comes of them, and none is in danger
            told = [problem.report(error.language) for problem in error.problems]
        print("\n".join(told), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python hooks")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in {
        "site": "build the whole site, into site/",
        "serve": "show the site while it is edited",
        "ready": "exit 1 if anything in the content is still the sample's",
        "nginx": "print the site's rules for nginx",
        "translations": "print which entry is there in which language",
        "schema": "write the JSON Schemas for the author's editor",
        "new": "make a practice's own folder from the sample",
    }.items():
        command = commands.add_parser(name, help=about)
        command.add_argument("--content", default="", help="the practice's folder, else CONTENT or the sample's")
    commands.choices["translations"].add_argument(
        "--strict", action="store_true", help="exit 1 if anything is missing or older than the original"
    )
    commands.choices["ready"].add_argument("--strict", action="store_true", help="exit 1 for a remark too")
    commands.choices["new"].add_argument("folder", help="where it is to be")
    commands.choices["new"].add_argument("--name", default="", help="the practice's name")
    commands.choices["new"].add_argument("--generator", default="", help="OWNER/NAME of the generator's repository")
    return parser


def _run(options: argparse.Namespace) -> int:
    content = content_of(ROOT, options.content)
    match options.command:
        case "site":
            return run_engine(ROOT, content, "build", "--strict")
        case "serve":
            return run_engine(ROOT, content, "serve")
        case "ready":
            return print_placeholders(Project.open(ROOT, content=content), strict=options.strict)
        case "nginx":
            return print_nginx(Project.open(ROOT, content=content))
        case "translations":
            return print_translations(Project.open(ROOT, content=content), strict=options.strict)
        case "new":
            return make_folder(ROOT, options.folder, options.name, options.generator, wanted_language())
        case _:
            _write_schemas(content)
            return 0


def _write_schemas(content: Path) -> None:
    """For an editor that is opened in the generator, or in a practice's folder."""
    check_folder(content, ROOT / "site")
    own = content.resolve() != (ROOT / "content").resolve()
    folder = content if own else ROOT
    write_schemas(folder, "" if own else "content/")
    print(sentence("schema", wanted_language(), folder=(folder / EDITOR).as_posix()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
