"""Any files of an author's give a site or messages, and every message points into its file.

Valid files are spoilt at random. `make test` tries a fixed number of constant cases; `make fuzz` many more, always new.
"""

import json
import resource
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brochure.author.messages import AUTHOR_LANGUAGES
from brochure.author.problems import ContentError, Problem
from brochure.model.routes import Routes
from brochure.pages.render import Renderer
from brochure.reading.loader import load, read
from brochure.reading.remarks import remarks
from support.sites import NAMES, THEME, TINY

pytestmark = pytest.mark.slow

FILES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*.yml"))
MEMORY = 64 * 1024 * 1024
"""Bytes that reading the tiny site may take; it takes about 2 MB."""

_, *LINES = Path(__file__).with_name("spice.txt").read_text(encoding="utf-8").splitlines()
SPICE = [json.loads(line) for line in LINES]
TEXTS = st.sampled_from(SPICE) | st.text(max_size=12) | st.sampled_from(SPICE).map(lambda spice: spice * 30)
SPICES = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a file of the tiny site, and its bytes after up to six changes."""
    name = draw(st.sampled_from(FILES))
    content = (TINY / name).read_bytes()
    for _ in range(draw(st.integers(1, 6))):
        content = draw(st.sampled_from((spoil_bytes, spoil_line)))(draw, content)
    return name, content


def spoil_bytes(draw: st.DrawFn, content: bytes) -> bytes:
    """Return the bytes with some of them deleted, and a text, other bytes or open brackets in their place."""
    start, length = draw(st.integers(0, len(content))), draw(st.sampled_from([0, 0, 1, 5, 40]))
    opened = st.sampled_from([b"[", b"{", b"- ", b"? ", b"a: {"]).map(lambda part: part * 3000)
    return content[:start] + draw(SPICES | st.binary(max_size=4) | opened) + content[start + length :]


def spoil_line(draw: st.DrawFn, content: bytes) -> bytes:
    """Return the bytes with one line moved, repeated, indented or with another value."""
    lines = content.split(b"\n")
    line = lines.pop(draw(st.integers(0, len(lines) - 1)))
    key, colon, _ = line.partition(b":")
    indented = b" " * draw(st.integers(0, 8)) + line.lstrip()
    line = draw(st.sampled_from([line, indented, key + colon + b" " + draw(SPICES)]))
    place = draw(st.integers(0, len(lines)))
    return b"\n".join([*lines[:place], *[line] * draw(st.sampled_from([1, 1, 2, 40])), *lines[place:]])


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the tiny site, in which a test spoils one file at a time."""
    return shutil.copytree(TINY, tmp_path_factory.mktemp("fuzz") / "content")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(case=spoilt())
def test_a_site_or_messages_that_point_into_the_file(fuzzed: Path, case: tuple[str, bytes]) -> None:
    """There is no other error, within bounds of time (the profile's deadline) and memory; a loaded site is rendered."""
    name, content = case
    (fuzzed / name).write_bytes(content)
    try:
        with little_memory():
            problems = outcome(fuzzed)
    finally:
        shutil.copy(TINY / name, fuzzed / name)
    for problem in problems:
        check_place(problem, content if problem.file == f"content/{name}" else None, fuzzed.parent)


@contextmanager
def little_memory() -> Iterator[None]:
    """Give this process no more than `MEMORY` in addition, so that a `MemoryError` fails the test."""
    usage, (limit, most) = Path("/proc/self/statm"), resource.getrlimit(resource.RLIMIT_AS)
    if usage.exists():  # on Linux
        taken = int(usage.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def outcome(content: Path) -> Sequence[Problem]:
    """Load a site and render its pages; return the remarks about it, or its problems, at least one."""
    draft = read(content, THEME)
    try:
        site = load(draft)
    except ContentError as error:
        return error.problems or pytest.fail("an error without a problem")
    Renderer(Routes(site), THEME, site.settings.address, NAMES).pages()
    return remarks(draft)


def check_place(problem: Problem, content: bytes | None, root: Path) -> None:
    """Check that a problem's place is in its file, if that can be read, and that its message has one line."""
    assert all(len(problem.report(language).splitlines()) == 1 for language in AUTHOR_LANGUAGES)
    path = root / problem.file
    if content is None:
        content = path.read_bytes() if path.is_file() else b""
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 1 <= problem.line <= len(lines)
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    if problem.excerpt:
        assert problem.excerpt == lines[problem.line - 1]
