"""Each example in the author's guide works as the guide says, in both of its languages."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown.extensions.toc import slugify

from brochure.author.messages import DEFAULT, catalogue
from brochure.model.files import GUIDE
from brochure.model.routes import Routes
from brochure.pages.render import Renderer
from brochure.reading.loader import load, read
from brochure.reading.pictures import MAX_LOGO
from brochure.reading.yaml_reader import Source
from support.guide import BLOCK, Author, each_half, guide, pages
from support.mistakes import complaint
from support.photos import JPEG
from support.sites import NAMES, ROOT, THEME

HEADING = re.compile(r"(?m)^#+ (.*)$")
pytestmark = pytest.mark.sample


OTHERS = yaml.safe_load(Path(__file__).with_name("names.yml").read_text(encoding="utf-8"))
"""Names of other programs' buttons and menus, and of the package's files, by language."""
CODES = [language["name"] for language in THEME.known("languages").values()]


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 (whatever YAML holds)
    """Yield the texts in nested lists and mappings."""
    if isinstance(value, Mapping):
        value = value.values()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for part in value:
            yield from strings(part)


def merge(old: Any, new: Any) -> Any:  # noqa: ANN401 (whatever YAML holds)
    """Lay an example's keys over a file's."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: merge(old.get(key), value) for key, value in new.items()}}
    return new


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Return the shipped content with the pictures and the PDFs that the guide mentions."""
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "tuolit.jpg").write_bytes(JPEG)
    (folder / "pictures" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'/>")
    (folder / "files").mkdir()
    for name in ("oma-cv.pdf", "my-cv.pdf"):
        (folder / "files" / name).write_bytes(b"%PDF-1.7")
    return folder


@pytest.mark.slow
@each_half
def test_the_examples_can_be_copied(language: str, content: Path) -> None:
    """The site has no mistake with all examples, and none before a task changes an earlier example."""
    changed: list[str] = []
    for task in guide(language).split("\n## "):
        examples = [block for block in BLOCK.finditer(task) if block["use"] in ("file", "part-of")]
        if {*changed} & {block["file"] for block in examples}:
            load(read(content, THEME), "en")
        for block in examples:
            (content.parent / "example.yml").write_text(block["text"], encoding="utf-8")
            assert Source(content.parent, "example.yml").problems == [], "the example as it stands cannot be read"
            path, text = content.parent / block["file"], block["text"]
            if block["use"] == "part-of":
                old, new = (yaml.load(part, Loader=yaml.BaseLoader) for part in (path.read_text("utf-8"), text))
                text = yaml.dump(merge(old, new), Dumper=Author, allow_unicode=True, width=10**6)
            path.write_text(text, encoding="utf-8")
            changed.append(block["file"])
    assert len(changed) >= 15
    site = load(read(content, THEME), "en")
    names = {**NAMES, "assets/logo.svg": "assets/logo.0a1b2c3d.svg"}
    Renderer(Routes(site), THEME, site.settings.address, names).pages()


@each_half
def test_the_messages_are_real(language: str, content: Path) -> None:
    """Each mistake in the guide gives the message below it, and no other."""
    blocks = list(BLOCK.finditer(guide(language)))
    pairs = [(mistake, told) for mistake, told in pairwise(blocks) if mistake["use"] == "mistake"]
    assert len(pairs) == 3
    for number, (mistake, told) in enumerate(pairs):
        spoilt = shutil.copytree(content, content.parent / str(number) / "content")
        (spoilt.parent / mistake["file"]).write_text(mistake["text"], encoding="utf-8")
        assert complaint(spoilt, language).splitlines()[:-1] == told["text"].splitlines()


def test_both_languages_tell_the_same() -> None:
    """Each file of the guide has the same number of tasks, and the same kinds of example, in both languages."""
    finnish, english = (
        [
            ([(block["kind"], block["use"]) for block in BLOCK.finditer(text)], text.count("\n## "))
            for text in pages(language).values()
        ]
        for language in ("fi", "en")
    )
    assert finnish == english


@each_half
def test_each_file_is_short_and_begins_with_its_tasks(language: str) -> None:
    """It has at most 250 lines, and a list of links to its headings."""
    for name, text in pages(language).items():
        assert text.count("\n") <= 250, name
        tasks = re.findall(r"(?m)^## (.*)$", BLOCK.sub("", text))
        listed = [f"- [{task}](#{slugify(task, '-', unicode=True)})" for task in tasks]
        assert text.split("\n\n")[1].split("\n") == listed, name


@each_half
def test_it_calls_things_by_their_names(language: str) -> None:
    """A name in italics is one of the editor's, of a page or of the site's words, or listed as another program's.

    The largest size of a file is the one that is checked.
    """
    text = re.sub("`[^`]*`", "", BLOCK.sub("", guide(language)))
    titles = [entry.translations[language] for entry in read(ROOT / "content", THEME).entries]
    texts = [catalogue(code)[part] for code in (language, DEFAULT) for part in ("editor", "form", "keys")]
    texts += [THEME.words(language), CODES, OTHERS[language], *(vars(each) for each in titles)]
    known = {short for each in strings(texts) for short in (each, each.split(":")[0], each.rstrip("."))}
    named = {re.sub(r"\s+", " ", name) for name in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)}
    assert sorted(name for name in named if name.split(":")[0] not in known) == []
    assert set(re.findall(r"(\d+) [kM][tB]", text)) == {str(MAX_LOGO // 1024)}


def test_every_link_leads_somewhere() -> None:
    """The links between the files of the guide, and to it, lead to a file and a heading that exist."""
    content = ROOT / "content"
    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", content / "README.md", *content.glob(f"{GUIDE}/*/*.md")]
    texts = {file: BLOCK.sub("", file.read_text(encoding="utf-8")) for file in files}
    anchors = {
        file: {slugify(each, "-", unicode=True) for each in HEADING.findall(text)} for file, text in texts.items()
    }
    for file, text in texts.items():
        for address, anchor in re.findall(r"\]\(((?!https?:)[^)#\s]*)(?:#([^)\s]*))?\)", re.sub("`[^`]*`", "", text)):
            target = (file.parent / address).resolve() if address else file
            assert target.exists(), (file, address)
            assert not anchor or anchor in anchors[target], (file, address, anchor)
