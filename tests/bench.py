"""The cost of a page in a small site and in a large one: `make bench`.

Sites of 10, 100 and 1,000 forms in two languages are built in turn, three rounds in one run, and the best time of
each counts. The start of the program costs the same for all, so the smallest one's time is taken off; what is left,
divided by the pages that were added, is the cost of a page. In a build that is linear the two costs are about equal.
"""

import shutil
import tempfile
import time
from pathlib import Path

import yaml

from brochure.model.site import SERVICES
from support.guide import Author
from support.sites import ROOT, built, own_site, project

SIZES = (10, 100, 1000)
ROUNDS = 3


def content(folder: Path, count: int) -> Path:
    """The project's own content with its forms repeated until there are `count` of them, each with links to others."""
    services = shutil.copytree(ROOT / "content", folder) / "services"
    forms = [entry for entry in own_site().entries if entry.folder is SERVICES]
    for number in range(len(forms), count):
        form = forms[number % len(forms)]
        data = yaml.load((services / f"{form.id}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for code, words in form.translations.items():
            links = f"[Another form]({form.id}), [in brief]({form.id}#in-brief).\n"
            data[code] |= {"slug": f"{words.address_part}-{number}", "body": f"{data[code]['body']}\n\n{links}"}
        text = yaml.dump(data, Dumper=Author, allow_unicode=True, width=10**6)
        (services / f"{form.id}-{number}.yml").write_text(text, encoding="utf-8")
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
