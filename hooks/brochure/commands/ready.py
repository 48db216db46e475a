"""List placeholders left from the sample, and remarks, for an author who is about to publish."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from brochure.author.messages import count, printable, sentence
from brochure.author.problems import Problem, annotations
from brochure.commands.originals import Originals
from brochure.commands.translations import older, unknown
from brochure.model.files import DOWNLOADS
from brochure.project import Project
from brochure.publishing.last_site import lost_addresses
from brochure.reading.placeholders import SAMPLE_HOST
from brochure.reading.remarks import remarks
from brochure.reading.yaml_reader import scalars

_MAKER = re.compile(rb"/(?:Author|Producer)\s*(?:\(((?:\\.|[^\\)]){,300})|<((?:[0-9a-fA-F]{2}){,300}))", re.DOTALL)
"""A text of a PDF's information dictionary (ISO 32000-1, 14.3.3), unless it is encrypted or in an object stream."""
MAX_NAMED = 6
"""Addresses. If more are lost at once, most likely one line has moved them all."""


def print_placeholders(project: Project, *, strict: bool) -> int:
    """Print each placeholder and each remark, also as annotations in a pull request.

    Return 1 if a placeholder is left, or if it is `strict` and there is a remark. Return 0 otherwise.
    """
    language, places, hidden = project.site.author_language, project.placeholders(), project.draft.hidden()
    originals = Originals(project.draft)
    open_remarks = all_remarks(project, project.site_folder, old=older(originals))
    lines = [*annotations(places, language, project.folders)]
    lines += annotations(open_remarks, language, project.folders, "notice")
    lines += [problem.report(language) for problem in (*open_remarks, *places)]
    lines += [count("remarks", len(open_remarks), language)] if open_remarks else []
    lines += [sentence("hidden", language, names=", ".join(hidden))] if hidden else []
    folder, names = project.draft.folder / DOWNLOADS, sorted(project.site.downloads)
    authors = [f"{name} ({', '.join(by)})" for name in names if (by := makers((folder / name).read_bytes()))]
    lines += [sentence("makers", language, files=printable("; ".join(authors)))] if authors else []
    lines += unknown(originals, language)
    verdict = sentence("ready_remarks" if open_remarks else "ready", language)
    print("\n".join([*lines, count("placeholders", len(places), language) if places else verdict]))
    return 1 if places or (strict and open_remarks) else 0


def makers(pdf: bytes) -> Sequence[str]:
    """Return the authors and programs that an unencrypted PDF names, without duplicates; see `_MAKER`."""
    names = dict[str, None]()
    for text, digits in _MAKER.findall(pdf) if b"/Encrypt" not in pdf else ():
        plain = re.sub(rb"\\([^0-7nrtbf\\])", rb"\1", text).decode("unicode_escape", "replace")
        raw = plain.encode("latin-1", "replace") or bytes.fromhex(digits.decode())
        names[raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace").strip()] = None
    return [*filter(None, names)]


def all_remarks(
    project: Project, last_site: Path, old: Iterable[Problem] | None = None, unknown: Collection[str] | None = None
) -> Sequence[Problem]:
    """Return all remarks, but none about `old` translations or `unknown` characters if these are None.

    `last_site` is the folder of the last site. Typst does not name the line of a character that no font has.
    """
    unasked = [name for name, value in (("older", old), ("no_glyph", unknown)) if value is None]
    problems = [*_lost(project, last_site), *(old or ())]
    for source in project.draft.sources.values():
        for character in sorted({*(unknown or ())} & {*"".join(text for _, text in scalars(source.data))}):
            values = {"character": character, "code": f"U+{ord(character):04X}"}
            problems.append(Problem(source.file, "no_glyph", values, line=0))
    return remarks(project.draft, problems, unasked)


def _lost(project: Project, last_site: Path) -> Iterator[Problem]:
    """Yield at most one remark, that addresses of the last site lead nowhere; a second `gone:` would be a mistake.

    Hidden pages may come back, so theirs are not lost. Nobody has visited a site at one of the sample's addresses.
    """
    settings, source, routes = project.site.settings, project.draft.sources["", "site"], list(project.draft.routes())
    answered = {route.path for route in routes} | {moved.path for route in routes for moved in route.moved()}
    lost = lost_addresses(last_site, settings.address, answered, settings.gone)
    if not lost or SAMPLE_HOST.search(settings.address):
        return
    if len(lost) > MAX_NAMED:
        yield Problem(source.file, "lost_many", {"count": len(lost), "some": ", ".join([*lost[:3], "..."])}, line=0)
    else:
        yield Problem(source.file, "lost_address", {"paths": ", ".join(lost)}, line=0, path=("gone",))
