"""What Lighthouse says of every page, and what its first view weighs: `make audit`.

The site is built for the address that it is served at, since another canonical address counts as a mistake. The page
for unknown addresses is asked for by its own name, since Lighthouse looks at nothing that is answered with 404.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from brochure.publishing.hosts import nginx
from support.browsers import PHONE, chromium, launched, opened, weight
from support.pages import PATHS
from support.programs import npm
from support.servers import serving
from support.sites import ROOT, THEME, built, own_project, project

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update"
)


def lighthouse(url: str) -> dict[str, Any]:
    """Lighthouse's report of a page, seen as on a middling phone."""
    command = [str(npm(".bin/lighthouse")), url, "--quiet", "--output=json", f"--chrome-flags={CHROME}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = os.environ | {"CHROME_PATH": chromium()}
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def mistakes(report: dict[str, Any]) -> list[str]:
    """The names of the audits that count and are not wholly passed."""
    parts = [part for category in report["categories"].values() for part in category["auditRefs"] if part["weight"]]
    return [part["id"] for part in parts if report["audits"][part["id"]]["score"] not in (None, 1)]


def main() -> None:
    """Print a line for each page, with the audits that it does not wholly pass."""
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name) / "project", ROOT / "content")
        rules = nginx(own_project().routes, "http://localhost/", THEME.templates / "hosts")
        with serving(Path(name), folder / "site", rules) as address, launched() as browser:
            config = folder / "mkdocs.yml"
            config.write_text(f"site_url: {address}\n{config.read_text(encoding='utf-8')}", encoding="utf-8")
            built(folder)
            print(f"{'page':40}", *(f"{category:>14}" for category in CATEGORIES), " bytes requests")
            for path in [*PATHS, "404.html"]:
                report = lighthouse(address + path)
                scores = [round(report["categories"][category]["score"] * 100) for category in CATEGORIES]
                with browser.new_context(viewport=PHONE) as context:
                    requests = opened(context.new_page(), address + path)
                    figures = f"{weight(requests):6} {len(requests):8}"
                line = f"{'/' + path:40} {' '.join(f'{score:14}' for score in scores)} {figures}"
                print(line, *mistakes(report), flush=True)


if __name__ == "__main__":
    try:
        main()
    except (pytest.skip.Exception, pytest.fail.Exception) as missing:
        sys.exit(missing.msg)
