"""Pages of each template in each language of the tiny site, as `tests/pages/shown/` has them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.dom import Page, outline

CASES = sorted(Path(__file__).with_name("shown").glob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_shows_and_says_this(case: Path, tiny_site: Path, pytestconfig: pytest.Config) -> None:
    """Its head, header and footer, text, links, ids, Open Graph and structured data are those that the case has."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    page = Page(tiny_site, tiny_site / expected["path"])
    lines = list(outline(page.root))
    body, main, footer = (
        next((number for number, line in enumerate(lines) if line.startswith(f"<{tag}>")), None)
        for tag in ("body", "main", "footer")
    )
    data = page.linked_data() if "data" in expected else {}
    found: dict[str, Any] = {
        "path": expected["path"],
        "head": lines[:body],
        "shell": lines[body:main] + (lines[footer:] if footer else []),
        "main": lines[main:footer],
        "properties": [f"{name}: {re.sub(r'[.][0-9a-f]{8}[.]', '.', value)}" for name, value in page.properties()],
        "data": {kind: node for kind, node in data.items() if kind in expected.get("data", ())},
    }
    found = {key: found[key] for key in expected}
    if pytestconfig.getoption("renew"):
        case.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    else:
        assert found == expected, "if the new page is right, run: .venv/bin/pytest --renew"
