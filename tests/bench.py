"""What a site costs: `make bench`, or `make bench AGAINST=../another-checkout` to compare two in one run.

Sites of nine, a hundred and a thousand forms in two languages are built in turn, in rounds, and the best time of each
counts. The cost of a further page at a thousand against that at a hundred is about 1 in a build that is linear. The
preview is measured from the saving of a file to its words on a page. Only ratios of one run mean anything elsewhere.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import yaml

from brochure.model.site import SERVICES
from support.guide import Author
from support.servers import free_port, wait_for
from support.sites import ENVIRONMENT, MKDOCS, ROOT, change, own_site, project

SIZES = (9, 100, 1000)
ROUNDS = {9: 9, 100: 3, 1000: 2}
EDITS = 5
PAUSE = 1.0
"""Seconds between two edits, so that a preview has come to rest."""


@dataclass(frozen=True)
class Cost:
    """What one build took."""

    seconds: float
    mebibytes: float
    """The most memory that it had at a time."""


def fill(services: Path, count: int) -> None:
    """Repeat the project's forms until there are `count` of them, each with links to others."""
    forms = [entry for entry in own_site().entries if entry.kind is SERVICES]
    for number in range(len(forms), count):
        form = forms[number % len(forms)]
        data = yaml.load((services / f"{form.id}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for code, words in form.translations.items():
            links = f"[Another form]({form.id}), [in brief]({form.id}#in-brief).\n"
            data[code] |= {"slug": f"{words.address_part}-{number}", "body": f"{data[code]['body']}\n\n{links}"}
        text = yaml.dump(data, Dumper=Author, allow_unicode=True, width=10**6)
        (services / f"{form.id}-{number}.yml").write_text(text, encoding="utf-8")


def measure(folder: Path) -> Cost:
    """Build a project's site."""
    start = time.perf_counter()
    process = subprocess.Popen([*MKDOCS, "build", "--strict", "--quiet"], cwd=folder, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    unit = 1024 if sys.platform == "linux" else 1024**2
    return Cost(time.perf_counter() - start, usage.ru_maxrss / unit)


def best(folders: Sequence[Path], rounds: int) -> list[Cost]:
    """The least that each build took, all of them in turn."""
    costs = zip(*([measure(folder) for folder in folders] for _ in range(rounds)), strict=True)
    return [Cost(min(cost.seconds for cost in each), min(cost.mebibytes for cost in each)) for each in costs]


def edit_to_page(folder: Path) -> float:
    """Seconds from the saving of a file in a preview to its words on a page, the median of several."""
    port, seconds, words = free_port(), [], "fi:\n  title: "
    form = next((folder / "content" / "services").glob("team.yml"))
    command = [*MKDOCS, "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, text=True) as process:
        try:
            wait_for(port, process)
            for number in range(EDITS):
                time.sleep(PAUSE)
                change(form, words, f"fi:\n  title: Edit {number} ")
                start, words = time.perf_counter(), f"fi:\n  title: Edit {number} "
                while f"Edit {number} " not in page(port):
                    time.sleep(0.002)
                seconds.append(time.perf_counter() - start)
        finally:
            process.terminate()
    return statistics.median(seconds)


def page(port: int) -> str:
    """The front page of a preview."""
    with urlopen(f"http://127.0.0.1:{port}/") as answer:
        return str(answer.read(), "utf-8")


def report(name: str, values: Mapping[str, float], unit: str) -> None:
    """Print a line: a figure for each checkout, and how the first compares with the second."""
    figures = "  ".join(f"{value:8.2f} {unit}" for value in values.values())
    first, *others = values.values()
    ratio = f"  ratio {first / others[0]:.2f}" if others else ""
    print(f"{name:24}{figures}{ratio}", flush=True)


def main() -> None:
    """Print what each size costs, in this checkout and in another if one is named."""
    roots = {"here": ROOT}
    if sys.argv[1:]:
        roots["against"] = Path(sys.argv[1]).resolve()
    costs: dict[str, dict[int, Cost]] = {name: {} for name in roots}
    pages: dict[int, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            copies = [project(Path(folder, name, f"{size}"), ROOT / "content", root) for name, root in roots.items()]
            for copy in copies:
                fill(copy / "content" / "services", size)
            for name, cost in zip(roots, best(copies, ROUNDS[size]), strict=True):
                costs[name][size] = cost
            pages[size] = len(list((copies[0] / "site").rglob("index.html")))
            report(f"{size} forms", {name: costs[name][size].seconds for name in roots}, "s")
            report("    memory", {name: costs[name][size].mebibytes for name in roots}, "MiB")
        small, middle, large = SIZES
        slopes = [
            {
                name: (cost[to].seconds - cost[since].seconds) / (pages[to] - pages[since]) * 1000
                for name, cost in costs.items()
            }
            for since, to in ((small, middle), (middle, large))
        ]
        report("a page more, at 100", slopes[0], "ms")
        report("a page more, at 1,000", slopes[1], "ms")
        report("    the one to the other", {name: slopes[1][name] / slopes[0][name] for name in roots}, "")
        small_sites = [Path(folder, name, f"{small}") for name in roots]
        report("edit to page", dict(zip(roots, map(edit_to_page, small_sites), strict=True)), "s")


if __name__ == "__main__":
    main()
