"""`python hooks site|serve|ready|new|translations|nginx|schema`: each command, alike in any shell of any system."""

import argparse
import os
import runpy
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C while the modules below are imported is no traceback

from brochure.author.messages import be_lenient, sentence
from brochure.author.problems import ContentError, annotations, inaccessible
from brochure.commands.new import make_folder
from brochure.commands.ready import print_placeholders
from brochure.commands.schema import write_schemas
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
    content, language = content_of(ROOT, options.content), wanted_language()
    be_lenient()
    try:
        return _run(options, content, language)
    except BrokenPipeError:  # the reader has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        lines = [inaccessible(error, error.filename or options.command).report(language)]
    except ContentError as error:
        lines = [*annotations(error.problems, error.language, (content, ROOT / "docs")), str(error)]
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
    for name in ("ready", "translations"):
        about = "exit 1 for a remark too, or for a translation that is missing or older than its original"
        commands.choices[name].add_argument("--strict", action="store_true", help=about)
    new = commands.choices["new"]
    new.add_argument("folder", help="where it is to be")
    new.add_argument("--name", default="", help="the practice's name")
    new.add_argument("--generator", default="", help="OWNER/NAME of the generator's repository")
    return parser


def _run(options: argparse.Namespace, content: Path, language: str) -> int:
    match options.command:
        case "new":
            return make_folder(ROOT, options.folder, options.name, options.generator, language)
        case "schema":
            check_folder(content)
            is_sample = content.resolve() == (ROOT / "content").resolve()
            folder = write_schemas(theme_of(ROOT), *((ROOT, "content/") if is_sample else (content, "")))
            print(sentence("schema", language, folder=folder.as_posix()))
            return 0
        case "site" | "serve" as command:  # MkDocs, by its name, in this process; it exits by itself
            os.environ |= {"NO_MKDOCS_2_WARNING": "1", "CONTENT": str(content)}
            arguments = ["build", "--strict"] if command == "site" else ["serve"]
            sys.argv = ["mkdocs", *arguments, "--config-file", str(ROOT / "mkdocs.yml")]
            runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
    project = Project.open(ROOT, content=content)
    match options.command:
        case "ready":
            return print_placeholders(project, strict=options.strict)
        case "translations":
            return print_translations(project, strict=options.strict)
    print(nginx(project.routes, project.site.settings.address, project.draft.theme.templates / "hosts"), end="")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
