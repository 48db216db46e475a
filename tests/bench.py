"""What a site costs: `make bench`, or `make bench AGAINST=../another-checkout` to compare two in one run.

Sites of nine, a hundred and a thousand forms in two languages are built in turn, in rounds, and the best processor
time of each counts. The preview is measured from the saving of a file to its words on a page. Only ratios of one run
mean anything elsewhere.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import yaml

from brochure.model.files import GUIDE
from brochure.model.site import SERVICES
from support.forms import Screen
from support.guide import Author
from support.servers import ask, previewing
from support.sites import ENVIRONMENT, MKDOCS, ROOT, own_site, project

ROUNDS = {9: 9, 100: 3, 1000: 2}
"""How often each number of forms is built."""


def fill(services: Path, count: int) -> None:
    """Repeat the project's forms until there are `count` of them, each with links to others."""
    forms = [entry for entry in own_site().entries if entry.kind is SERVICES]
    for number in range(len(forms), count):
        form = forms[number % len(forms)]
        data = yaml.load((services / f"{form.id}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for code, words in form.translations.items():
            links = f"[Another form]({form.id}), [in brief]({form.id}#in-brief).\n"
            title, slug = f"{words.title} {number}", f"{words.address_part}-{number}"
            data[code] |= {"title": title, "slug": slug, "body": f"{data[code]['body']}\n\n{links}"}
        text = yaml.dump(data, Dumper=Author, allow_unicode=True, width=10**6)
        (services / f"{form.id}-{number}.yml").write_text(text, encoding="utf-8")


def measure(folder: Path) -> tuple[float, float]:
    """Build a project's site; return the seconds of processors and the most memory at a time, in mebibytes."""
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([*MKDOCS, "build", "--strict", "--quiet"], cwd=folder, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    unit = 1024 if sys.platform == "linux" else 1024**2
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def edit_to_page(folder: Path) -> float:
    """Return the seconds from the saving of a file in a preview to its words on a page, the median of five edits."""
    seconds, form = [], folder / "content" / "services" / "team.yml"
    with previewing(MKDOCS, folder) as address:
        for number in range(5):
            time.sleep(1)  # until the preview has come to rest
            form.write_text(re.sub("(?m)^fi:\n  title: .*", f"fi:\n  title: Edit {number}.", form.read_text("utf-8")))
            start = time.perf_counter()
            while f"Edit {number}." not in str(ask(address, "")[2], "utf-8"):
                time.sleep(0.002)
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def form_of(folder: Path) -> float:
    """Return the seconds that the editor's form of a page takes, the median of five."""
    screen, seconds = Screen(folder / "content"), []
    for _ in range(5):
        start = time.perf_counter()
        screen.open("services/team")
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def report(name: str, values: Sequence[float], unit: str) -> None:
    """Print a line: a figure for each checkout, and how the first compares with the second."""
    figures = "  ".join(f"{value:8.2f} {unit}" for value in values)
    ratio = f"  ratio {values[0] / values[1]:.2f}" if len(values) > 1 else ""
    print(f"{name:24}{figures}{ratio}", flush=True)


def main() -> None:
    """Print what each size costs, in this checkout and in another if one is named."""
    roots = [ROOT, *(Path(name).resolve() for name in sys.argv[1:2])]
    with tempfile.TemporaryDirectory() as name:
        for size, rounds in ROUNDS.items():
            copies = [
                project(Path(name, f"{size}-{place}"), ROOT / "content", root) for place, root in enumerate(roots)
            ]
            for copy in copies:
                shutil.rmtree(copy / "content" / GUIDE)  # an older checkout does not know it
                fill(copy / "content" / "services", size)
            costs = [[measure(copy) for copy in copies] for _ in range(rounds)]
            best = [[min(values) for values in zip(*each, strict=True)] for each in zip(*costs, strict=True)]
            report(f"{size} forms", [cost[0] for cost in best], "s")
            report("    memory", [cost[1] for cost in best], "MiB")
            if size < max(ROUNDS):
                report("    form", [form_of(copies[0])], "s")
            if size == min(ROUNDS):
                report("    edit to page", [edit_to_page(copy) for copy in copies], "s")


if __name__ == "__main__":
    main()
