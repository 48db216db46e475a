"""`python hooks site|edit|serve|ready|publish|new|translations|...`: run a command, in any shell."""

import argparse
import os
import re
import runpy
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C during the imports below prints no traceback

ROOT = Path(__file__).absolute().parents[1]
"""The generator that this file belongs to."""
try:
    from brochure.author.messages import be_lenient, sentence
    from brochure.author.problems import ContentError, Problem, annotations, inaccessible
    from brochure.commands.new import make_folder
    from brochure.commands.ready import print_placeholders
    from brochure.commands.schema import write_references, write_schemas
    from brochure.commands.translations import print_translations
    from brochure.model.files import GUIDE
    from brochure.model.values import nearest
    from brochure.preview import check_port, is_taken
    from brochure.project import Project, check_folder, content_of, theme_of, wanted_language
    from brochure.publishing.hosts import nginx

    if sys.argv[1:2] == ["edit"]:  # its libraries take a twentieth of a build's time
        from brochure.editing.start import start
    if sys.argv[1:2] == ["publish"]:
        from brochure.commands.publish import publish_site
except ImportError as error:  # PyYAML, which reads the texts for authors, may be missing too
    if str(error.name).startswith("brochure"):
        raise
    key = "no_packages" if (ROOT / ".venv").exists() and Path(sys.prefix) != ROOT / ".venv" else "not_installed"
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "hooks/brochure/author").glob("*.yml"))]
    sys.exit("\n".join(re.findall(f"(?m)^  {key}: (.*)", "\n".join(texts))))

PORT = 8000
"""The first port that a preview tries if none is named."""
_DASHES = re.compile(r"^[-–—‑−]+(?=\w\w)")
"""The dashes before an option; word processors and chats turn two hyphens into other characters."""
COMMANDS = {
    "site": "build the whole site, into site/",
    "serve": "show the site while it is edited",
    "edit": "edit the site in the browser",
    "ready": "exit 1 if anything in the content is still the sample's",
    "publish": "build the site and send what has changed to a server",
    "nginx": "print the site's rules for nginx",
    "translations": "print which entry is there in which language",
    "schema": "write the JSON Schemas for the author's editor",
    "new": "make a practice's own folder from the sample",
    "package": "write a ZIP for each system that starts the editor by double click",
}


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the exit code."""
    be_lenient()
    options, language = _parsed(arguments), wanted_language()
    content = content_of(ROOT, options.content)
    try:
        return _run(options, content, language)
    except BrokenPipeError:  # the pipe's reader has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        lines = [inaccessible(error, error.filename or options.command).report(language)]
    except ContentError as error:
        lines = [*annotations(error.problems, error.language, (content, ROOT / "docs")), str(error)]
        if options.command in ("edit", "new", "schema", "package"):  # they make no site, so none is in danger
            lines = [problem.report(error.language) for problem in error.problems]
    print("\n".join(lines), file=sys.stderr)
    return 1


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options of a command. Exits with a message to the author if they cannot be read."""
    name, near = arguments[0] if arguments else "", list[str]()
    if name not in (*COMMANDS, "-h", "--help"):
        key, near = "no_command", nearest(name, COMMANDS)
    else:
        try:
            options, unknown = _parser().parse_known_args([_DASHES.sub("--", argument) for argument in arguments])
        except argparse.ArgumentError as error:
            key, name = "no_value", str(error.argument_name)
        else:
            if not unknown:
                return options
            key, name = "no_option", unknown[0]
    values = {"name": name, "near": "".join(near), "known": ", ".join(COMMANDS)}
    sys.exit(Problem("python hooks", f"{key}_near" if near else key, values, line=0).report(wanted_language()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python hooks", exit_on_error=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, exit_on_error=False)
        command.add_argument("--content", default="", help="the practice's folder, else CONTENT or the sample's")
    for name in ("ready", "translations"):
        about = "exit 1 for a remark too, or for a translation that is missing or older than its original"
        commands.choices[name].add_argument("--strict", action="store_true", help=about)
    for name in ("serve", "edit"):
        about, ports = f"else the first free one from {PORT}", range(1, 2**16)
        commands.choices[name].add_argument("--port", type=int, choices=ports, metavar="N", help=about)
    about = "print the address with its secret, and open no browser"
    commands.choices["edit"].add_argument("--no-browser", action="store_true", help=about)
    publish = commands.choices["publish"]
    publish.add_argument("--to", default="", help="sftp://user@host:port/folder or ftps://..., else the last one")
    publish.add_argument("--host-key", default="", help="the fingerprint of the server's key, SHA256:...")
    new = commands.choices["new"]
    new.add_argument("folder", nargs="?", default="", help="where it is to be")
    new.add_argument("--name", default="", help="the practice's name")
    new.add_argument("--generator", default="", help="OWNER/NAME of the generator's repository")
    return parser


def _run(options: argparse.Namespace, content: Path, language: str) -> int:
    if options.command == "new":
        make_folder(ROOT, options.folder, options.name, options.generator, language)
        print(sentence("new", language, folder=Path(options.folder).as_posix()))
        return 0
    if options.command == "package":
        from brochure.commands.package import write_packages  # no other command needs its libraries

        for path in write_packages(ROOT, language):
            print(path.as_posix())
        return 0
    if options.command == "schema":
        check_folder(content)
        is_sample = content.resolve() == (ROOT / "content").resolve()
        folder = write_schemas(theme_of(ROOT), *((ROOT, "content/") if is_sample else (content, "")))
        if is_sample:
            write_references(theme_of(ROOT), content / GUIDE)
        print(sentence("schema", language, folder=folder.as_posix()))
        return 0
    engine = ["build", "--strict"]
    if options.command in ("serve", "edit"):
        if options.command == "serve" and options.port:
            check_port(options.port, language)
        port = options.port or next(each for each in range(PORT, 2**16) if not is_taken("127.0.0.1", each))
        engine = ["serve", "--dev-addr", f"127.0.0.1:{port}"]
    if options.command == "edit":
        named = options.content or os.environ.get("CONTENT", "").strip()
        if (chosen := start(ROOT, named, port, language, browser=not options.no_browser)) is None:
            return 0
        content, engine = chosen, [*engine, "--quiet"]
    if options.command in ("site", "serve", "edit"):  # run MkDocs in this process, which it ends
        os.environ |= {"NO_MKDOCS_2_WARNING": "1", "CONTENT": str(content)}
        sys.argv = ["mkdocs", *engine, "--config-file", str(ROOT / "mkdocs.yml")]
        runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
    project = Project.open(ROOT, content=content)
    if options.command == "ready":
        return print_placeholders(project, strict=options.strict)
    if options.command == "publish":
        return publish_site(project, options.to, options.host_key)
    if options.command == "translations":
        return print_translations(project, strict=options.strict)
    print(nginx(project.routes, project.site.settings.address, project.draft.theme.templates / "hosts"), end="")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(sys.argv[1:]))
