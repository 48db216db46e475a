"""Print Lighthouse's scores of every page, and the weight of its first view: `make audit`.

The site is built for the address that it is served at, since another canonical address counts as a mistake. The page
for unknown addresses is asked for by its own name, since Lighthouse looks at nothing that is answered with 404. That
page and the search page are kept from search engines, which counts as a mistake too (`is-crawlable`).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from brochure.publishing.hosts import nginx
from support.browsers import PHONE, chromium, launched, opened, weight
from support.pages import PATHS
from support.programs import npm
from support.servers import serving
from support.sites import ROOT, THEME, built, own_project, project

OPTIONS = [
    *("--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices,seo"),
    "--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update",
]


def audit(url: str) -> list[str]:
    """Return a page's scores on a middling phone, and the audits that count and that it does not wholly pass."""
    command = [str(npm(".bin/lighthouse")), url, *OPTIONS]
    environment = os.environ | {"CHROME_PATH": chromium()}
    report = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    categories = report["categories"].values()
    scores = [f"{category['title']} {round(category['score'] * 100)}" for category in categories]
    parts = [part["id"] for category in categories for part in category["auditRefs"] if part["weight"]]
    return scores + [name for name in parts if report["audits"][name]["score"] not in (None, 1)]


def main() -> None:
    """Print a line for each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name) / "project", ROOT / "content")
        rules = nginx(own_project().routes, "http://localhost/", THEME.templates / "hosts")
        with serving(Path(name), folder / "site", rules) as address, launched() as browser:
            config = folder / "mkdocs.yml"
            config.write_text(f"site_url: {address}\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
            built(folder)
            for path in [*PATHS, "404.html"]:
                with browser.new_context(viewport=PHONE) as context:
                    requests = opened(context.new_page(), address + path)
                    first_view = f"{weight(requests)} bytes in {len(requests)} requests"
                print(f"/{path}:", ", ".join([first_view, *audit(address + path)]), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (pytest.skip.Exception, pytest.fail.Exception) as missing:
        sys.exit(missing.msg)
