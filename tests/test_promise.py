"""An author's folder keeps building: within a major version no key is taken away and no page moves.

`practice/` is a practice's own folder as it was at 1.0, `practice.txt` holds the addresses of its pages, and `keys.txt`
the keys that an author could write. A minor version may add lines to them at its release; a line is neither changed
nor deleted before the next major version.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from brochure.commands.schema import schemas
from support.sites import ROOT, THEME, build, project

PRACTICE = ROOT / "tests" / "practice"
BLOCK = "<language>"
"""A language's code in `keys.txt`."""
PROMISE = "promised: within a major version a practice's folder keeps building as it is"


def promised(name: str) -> list[str]:
    """Return the lines of a list in tests/."""
    return (ROOT / "tests" / name).read_text(encoding="utf-8").splitlines()


def known(schema: dict[str, Any], definitions: dict[str, Any], above: str = "") -> Iterator[str]:
    """Yield each key of a schema, after the keys above it."""
    if "$ref" in schema:
        schema = definitions.get(schema["$ref"].rpartition("/")[2], {})
    for block in schema.get("patternProperties", {}).values():
        yield from known(block, definitions, f"{above}{BLOCK}.")
    for key, part in schema.get("properties", {}).items():
        yield f"{above}{key}"
        yield from known(part, definitions, f"{above}{key}.")
    for part in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])):
        yield from known(part, definitions, above)


@pytest.mark.slow
def test_a_practices_folder_keeps_building(tmp_path: Path) -> None:
    """The folder of 1.0 builds without a remark; its pages have their addresses, its own words and its own picture."""
    folder = project(tmp_path / "project", PRACTICE)
    result, site = build(folder), folder / "site"
    assert (result.returncode, result.stdout) == (0, ""), f"{PROMISE}\n{result.stdout}{result.stderr}"
    folders = [path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")]
    addresses = sorted("/" if folder == "." else f"/{folder}/" for folder in folders)
    assert addresses == promised("practice.txt"), "promised: within a major version each page keeps its address"
    page = (site / "valmennus" / "index.html").read_text(encoding="utf-8")
    assert "Mietitkö vielä jotakin?" in page, "promised: a word below words: replaces the generator's"
    assert "Heräsikö kysyttävää?" not in page, "promised: a word below words: replaces the generator's"
    pictures = re.findall(r'<img alt="Viisi tuolia ringissä ikkunan edessä" src="([^"]+)"', page)
    shown = [Image.open(site / "valmennus" / name).size for name in pictures]
    own = Image.open(PRACTICE / "pictures" / "chairs.png").size
    assert shown == [own], "promised: a page shows the picture that its text names, whole and as large"


def test_no_key_is_taken_away() -> None:
    """An author may still write each key of 1.0 at its place in its kind of file."""
    keys = {
        f"{pattern.removeprefix('content/')}: {key}"
        for pattern, schema in schemas(THEME).items()
        for key in known(schema, schema.get("$defs", {}))
    }
    gone = [line for line in promised("keys.txt") if line not in keys]
    assert gone == [], "promised: within a major version no key of an author's file is taken away"
