"""What an author has written keeps building: within a major version no key is taken away and no page moves.

`practice/` is a practice's own folder as it was at 1.0, `practice.txt` holds the addresses of its pages, and `keys.txt`
the keys that an author could write. What a minor version adds may be added to them at its release; what stands in them
is neither changed nor deleted before the next major version.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from brochure.commands.schema import schemas
from support.sites import ROOT, THEME, build, project

PRACTICE = ROOT / "tests" / "practice"
CODES = {path.stem for path in (PRACTICE / "languages").glob("*.yml")}
BLOCK = "<language>"
"""How `keys.txt` writes a language's code."""
PROMISE = "promised: within a major version a practice's folder keeps building as it is"


def promised(name: str) -> list[str]:
    """The lines of a list that stands beside this test."""
    return (ROOT / "tests" / name).read_text(encoding="utf-8").splitlines()


def known(schema: dict[str, Any], definitions: dict[str, Any], above: str = "") -> Iterator[str]:
    """Each key that a schema has, after the keys that it stands below."""
    if "$ref" in schema:
        schema = definitions.get(schema["$ref"].rpartition("/")[2], {})
    for block in schema.get("patternProperties", {}).values():
        yield from known(block, definitions, f"{above}{BLOCK}.")
    for key, part in schema.get("properties", {}).items():
        yield f"{above}{key}"
        yield from known(part, definitions, f"{above}{key}.")
    for part in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])):
        yield from known(part, definitions, above)


def used(value: object, above: str = "") -> Iterator[str]:
    """Each key that a file has, after the keys that it stands below."""
    for key, part in value.items() if isinstance(value, dict) else ():
        name = BLOCK if key in CODES else key
        yield f"{above}{name}"
        yield from used(part, f"{above}{name}.")
    for part in value if isinstance(value, list) else ():
        yield from used(part, above)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the practice's folder, built without a word about mistakes."""
    folder = project(tmp_path_factory.mktemp("promise") / "project", PRACTICE)
    result = build(folder)
    assert (result.returncode, result.stdout) == (0, ""), f"{PROMISE}\n{result.stdout}{result.stderr}"
    return folder / "site"


@pytest.mark.slow
def test_a_practices_pages_stay_where_they_are(site: Path) -> None:
    """The folder of 1.0 builds, and its pages have the addresses that they had then, no more and no fewer."""
    folders = [path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")]
    addresses = sorted("/" if folder == "." else f"/{folder}/" for folder in folders)
    assert addresses == promised("practice.txt"), "promised: within a major version each page keeps its address"


@pytest.mark.slow
def test_a_practices_own_words_and_pictures_are_on_its_pages(site: Path) -> None:
    """A practice's word stands in place of the generator's, and its picture is on its page, whole and as large."""
    page = (site / "valmennus" / "index.html").read_text(encoding="utf-8")
    assert "Mietitkö vielä jotakin?" in page, "promised: a word below words: takes the place of the generator's"
    assert "Heräsikö kysyttävää?" not in page, "promised: a word below words: takes the place of the generator's"
    pictures = re.findall(r'<img alt="Viisi tuolia ringissä ikkunan edessä" src="([^"]+)"', page)
    shown = [Image.open(site / "valmennus" / name).size for name in pictures]
    own = Image.open(PRACTICE / "pictures" / "chairs.png").size
    assert shown == [own], "promised: an own picture is on the page whose text shows it"


def test_no_key_is_taken_away() -> None:
    """Each key that an author could write at 1.0 may still be written in the same place of the same kind of file."""
    keys = {
        f"{pattern.removeprefix('content/')}: {key}"
        for pattern, schema in schemas(THEME).items()
        for key in known(schema, schema.get("$defs", {}))
    }
    gone = [line for line in promised("keys.txt") if line not in keys]
    assert gone == [], "promised: within a major version no key of an author's file is taken away"


def test_the_practice_uses_every_key() -> None:
    """Each promised key stands in the folder, so that its build is a witness for all of them."""
    keys = {
        f"{pattern.removeprefix('content/')}: {key}"
        for pattern in schemas(THEME)
        for path in PRACTICE.glob(pattern.removeprefix("content/"))
        for key in used(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    }
    missing = [line for line in promised("keys.txt") if line not in keys]
    assert missing == [], "promised: what keys.txt names is shown to build by tests/practice/"
