"""Pages of each template in each language of the tiny site, as `tests/pages/shown/` has them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.dom import Page, outline

CASES = sorted(Path(__file__).with_name("shown").glob("*.yml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_page_shows_and_says_this(case: Path, tiny_pages: dict[str, Page], pytestconfig: pytest.Config) -> None:
    """Its text, links, languages and ids are those of the case, and Open Graph and structured data if it has them."""
    expected = yaml.safe_load(case.read_text(encoding="utf-8"))
    page = tiny_pages[expected["path"]]
    found: dict[str, Any] = {
        "path": page.path,
        "shown": [line.strip() for line in outline(page.root)],
        "properties": [f"{name}: {re.sub(r'[.][0-9a-f]{8}[.]', '.', value)}" for name, value in page.properties()],
        "data": page.linked_data(),
    }
    found = {key: found[key] for key in expected}
    if pytestconfig.getoption("renew"):
        case.write_text(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
    else:
        assert found == expected, "if the new page is right, run: .venv/bin/pytest --renew"
