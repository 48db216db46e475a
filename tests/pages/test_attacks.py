"""An attack that passes as text shows as that text on a whole published page."""

import re
from pathlib import Path

import pytest

from support.dom import parse, text
from support.sites import TINY, built_once, project

pytestmark = pytest.mark.slow

ATTACKS = {
    "code": '`</div><div><meta http-equiv="refresh" content="0;url=http://evil.example/"></div>`',
    "script": "`</div><script>document.title = 'evil'</script>`",
    "closing": "`</div>`",
    "backtick": "` [a](team)",
    "unclosed": "<p onclick=alert(1) x",
}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site with all attacks that pass as text, one a page."""

    def make(folder: Path) -> None:
        pages = project(folder, TINY) / "content" / "pages"
        for name, body in ATTACKS.items():
            lines = f"fi:\n  title: {name}\n  summary: x\n  body: |\n    {body}\n\n    Loppu.\n"
            (pages / f"{name}.yml").write_text(lines, encoding="utf-8")

    return built_once(tmp_path_factory, "attacked", make)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_shows_as_the_text_that_it_is(attacked: Path, name: str) -> None:
    """A whole published page: the text and what follows it, and no element that came of it."""
    page = parse(attacked / name / "index.html")
    (prose,) = [element for element in page.iter("div") if element.get("class") == "prose"]
    shown = re.sub(r"`([^`]*)`", r"\1", ATTACKS[name]).replace("[a](team)", "a")
    assert text(prose) == f"{shown} Loppu."
    assert {element.tag for element in prose.iter()} <= {"div", "p", "code", "a"}
    assert [element.get("http-equiv") for element in page.iter("meta") if element.get("http-equiv")] == [
        "Content-Security-Policy"
    ]
    assert [element.get("type") for element in page.iter("script")] == ["application/ld+json"]
