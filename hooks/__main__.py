"""`python hooks site|serve|ready|new|translations|nginx|schema`: each command, alike in any shell of any system."""

import argparse
import os
import runpy
import sys
from collections.abc import Sequence
from pathlib import Path

from brochure.author.messages import be_lenient, sentence
from brochure.author.problems import ContentError, Problem, annotations
from brochure.commands.new import make_folder
from brochure.commands.ready import print_placeholders
from brochure.commands.schema import EDITOR, write_schemas
from brochure.commands.translations import print_translations
from brochure.project import Project, check_folder, content_of, theme_of, wanted_language
from brochure.publishing.hosts import nginx

ROOT = Path(__file__).absolute().parents[1]
"""The generator that this file belongs to."""
COMMANDS = {
    "site": "build the whole site, into site/",
    "serve": "show the site while it is edited",
    "ready": "exit 1 if anything in the content is still the sample's",
    "nginx": "print the site's rules for nginx",
    "translations": "print which entry is there in which language",
    "schema": "write the JSON Schemas for the author's editor",
    "new": "make a practice's own folder from the sample",
}


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the exit code."""
    options = _parser().parse_args(arguments)
    be_lenient()
    try:
        return _run(options)
    except BrokenPipeError:  # the reader has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        file, language = str(error.filename or options.command), wanted_language()
        print(Problem(file, "inaccessible", {"reason": error.strerror}, line=0).report(language), file=sys.stderr)
    except ContentError as error:
        folders = (content_of(ROOT, options.content), ROOT / "docs")
        lines = [*annotations(error.problems, error.language, folders), str(error)]
        if options.command in ("new", "schema"):  # they make no site, so none is in danger
            lines = [problem.report(error.language) for problem in error.problems]
        print("\n".join(lines), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python hooks")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about)
        command.add_argument("--content", default="", help="the practice's folder, else CONTENT or the sample's")
        if name in ("ready", "translations"):
            about = "exit 1 for a remark too, or for a translation that is missing or older than its original"
            command.add_argument("--strict", action="store_true", help=about)
    commands.choices["new"].add_argument("folder", help="where it is to be")
    commands.choices["new"].add_argument("--name", default="", help="the practice's name")
    commands.choices["new"].add_argument("--generator", default="", help="OWNER/NAME of the generator's repository")
    return parser


def _run(options: argparse.Namespace) -> int:
    content = content_of(ROOT, options.content)
    match options.command:
        case "site":
            _run_engine(content, "build", "--strict")
        case "serve":
            _run_engine(content, "serve")
        case "ready":
            return print_placeholders(Project.open(ROOT, content=content), strict=options.strict)
        case "nginx":
            project = Project.open(ROOT, content=content)
            print(nginx(project.routes, project.site.settings.address, project.theme.templates / "hosts"), end="")
        case "translations":
            return print_translations(Project.open(ROOT, content=content), strict=options.strict)
        case "new":
            return make_folder(ROOT, options.folder, options.name, options.generator, wanted_language())
        case _:
            _write_schemas(content)
    return 0


def _run_engine(content: Path, *arguments: str) -> None:
    """Run MkDocs by its name, in this process; it exits by itself."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ["CONTENT"] = str(content)
    sys.argv = ["mkdocs", *arguments, "--config-file", str(ROOT / "mkdocs.yml")]
    runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)


def _write_schemas(content: Path) -> None:
    """Write the schemas for an editor that is opened in the generator, or in a practice's folder."""
    check_folder(content)
    own = content.resolve() != (ROOT / "content").resolve()
    folder = content if own else ROOT
    write_schemas(theme_of(ROOT), folder, "" if own else "content/")
    print(sentence("schema", wanted_language(), folder=(folder / EDITOR).as_posix()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
