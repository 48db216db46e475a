"""What a search engine shows of a page: a title and a description that say who, what and where, and are not cut off."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from brochure.model.routes import Routes
from brochure.pages import snippet
from brochure.reading.loader import load, read
from support.sites import THEME

CASES = yaml.safe_load(Path(__file__).with_name("snippets.yml").read_text(encoding="utf-8"))
FILES = {"home": "pages/home.yml", "solo": "services/solo.yml"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["shows"])
def test_a_snippet_is(tiny: Path, case: dict[str, Any]) -> None:
    """It says what the case says."""
    visit = {"visit": {"town": case["town"]}} if "town" in case else {}
    practices = {code: {"name": case.get("name", "Testi")} for code in ("fi", "en", "sv")}
    write(tiny / "site.yml", {"address": "https://x.fi/", "contact": {"email": "a@x.fi", **visit}, **practices})
    ((entry, words),) = ((name, case[name]) for name in FILES if name in case)
    settings = yaml.load((tiny / FILES[entry]).read_text(encoding="utf-8"), yaml.BaseLoader)
    write(tiny / FILES[entry], settings | {"fi": settings["fi"] | words})
    routes = Routes(load(read(tiny, THEME)))
    route = routes.get(entry, routes.languages[0])
    assert route is not None
    found = {"title": snippet.browser_title(routes, route), "description": snippet.description(route)}
    assert {key: found[key] for key in found if key in case} == {key: case[key] for key in found if key in case}


def write(path: Path, values: object) -> None:
    """Write a file of YAML."""
    path.write_text(yaml.safe_dump(values, allow_unicode=True, width=1000), encoding="utf-8")
