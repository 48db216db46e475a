"""The cost of a page in a small site and in a large one: `make bench`.

Sites of 10, 100 and 1,000 forms in two languages are built in turn, three rounds in one run, and the best time of
each counts. The start of the program costs the same for all, so the smallest one's time is taken off; what is left,
divided by the pages that were added, is the cost of a page. In a build that is linear the two costs are about equal.
"""

import shutil
import tempfile
import time
from pathlib import Path

from conftest import ROOT, built, project

SIZES = (10, 100, 1000)
ROUNDS = 3


def content(folder: Path, count: int) -> Path:
    """The shipped content with its forms repeated until there are `count` of them, each with links to others."""
    shutil.copytree(ROOT / "content", folder)
    forms = sorted((folder / "services").glob("*.yml"))
    for number in range(len(forms), count):
        form = forms[number % len(forms)]
        text = form.read_text(encoding="utf-8")
        for slug in [line for line in text.splitlines() if line.startswith("  slug: ")]:
            text = text.replace(slug, f"{slug}-{number}")
        text += "\n    [Other forms](overview#compare), [another](individual).\n"
        (folder / "services" / f"{form.stem}-{number}.yml").write_text(text, encoding="utf-8")
    return folder


def measure(folder: Path) -> float:
    """Build a project's site; give the seconds it took."""
    start = time.perf_counter()
    built(folder)
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each size, then the ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        projects = [project(folder / f"{size}", content(folder / f"content-{size}", size)) for size in SIZES]
        rounds = [[measure(copy) for copy in projects] for _ in range(ROUNDS)]
        seconds = [min(times) for times in zip(*rounds, strict=True)]
        pages = [len(list((copy / "site").rglob("index.html"))) for copy in projects]
    costs = [(seconds[i] - seconds[0]) / (pages[i] - pages[0]) * 1000 for i in (1, 2)]
    for size, page_count, time_taken, cost in zip(SIZES, pages, seconds, [None, *costs], strict=True):
        each = f"{cost:6.2f} ms for each page more" if cost is not None else ""
        print(f"{size:6} forms {page_count:6} pages {time_taken:7.2f} s {each}".rstrip())
    print(f"ratio  {costs[1] / costs[0]:.2f}")


if __name__ == "__main__":
    main()
