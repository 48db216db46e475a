"""Changed values are written into an author's file, and every other line stays byte for byte.

A file in tests/editing/rewritten/ has a YAML file, changes, and the lines that differ after each: `PATH set VALUE`,
`PATH remove`, `PATH add INDEX VALUE` (in a block the keys of VALUE) and `PATH move INDEX`, with values in JSON.
`pytest --renew` rewrites these lines.
"""

import copy
import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brochure.editing.rewriting import UnwritableError, rewrite
from brochure.model.values import INVISIBLE, is_seen
from brochure.reading.yaml_reader import KeyPath, Source, Value, scalars
from support.mistakes import CheckFile
from support.sites import ROOT, TINY

CASES = sorted((ROOT / "tests" / "editing" / "rewritten").glob("*.txt"))
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
BOM = b"\xef\xbb\xbf"
NASTY = [*"-#:|>%@&*!`?~[]{},'\"\\ \n", " #", ": ", "- ", ", ", "  ", "\n\n", "\n  ", "---", "...", "null", "word", "0"]
UNICODE = "äa“”😀\u00a0\ufe0f"
TEXTS = st.lists(st.sampled_from([*NASTY, *UNICODE]), min_size=1, max_size=6).map("".join) | st.text(max_size=12)
TYPED = TEXTS.filter(lambda text: is_seen(text) and not INVISIBLE.search(text) and not re.search("[\t\r]", text))
ROWS: st.SearchStrategy[dict[str, str]] = st.builds(dict, question=TYPED, answer=TYPED)
LISTS = st.lists(TYPED, min_size=1, max_size=3) | st.lists(ROWS, min_size=1, max_size=2)
VALUES: st.SearchStrategy[Any] = TYPED | LISTS | st.fixed_dictionaries({"title": TYPED, "list": LISTS})


def source(content: bytes) -> Source:
    """Return a file with this content."""
    return Source(Path("content"), "services/pair.yml", content)


def edited(data: Any, path: KeyPath, verb: str, *given: Any) -> Any:  # noqa: ANN401
    """Return the values of a file after one change, as in the cases."""
    data = copy.deepcopy(data)
    block = data
    for key in path if verb == "add" else path[:-1]:
        block = block[key]
    if verb == "set":
        block[path[-1]] = given[0]
    elif verb == "remove":
        del block[path[-1]]
    elif verb == "move":
        block.insert(given[0], block.pop(path[-1]))
    elif isinstance(block, list):
        block.insert(*given)
    else:
        place, new = given
        items = list(block.items())
        block.clear()
        block.update([*items[:place], *new.items(), *items[place:]])
    return data


def parts(case: Path) -> tuple[str, list[tuple[str, str]]]:
    """Return the file of a case, and each change with the lines that differ."""
    file, *found = re.split(r"(?m)^== (.+)\n", case.read_text(encoding="utf-8"))
    return file, list(zip(found[::2], found[1::2], strict=True))


def after(file: str, change: str) -> tuple[Source, Any]:
    """Return a case's file, and its values after a change."""
    path, verb, given = re.fullmatch(r"(\S+) (\w+) ?(.*)", change).groups()  # type: ignore[union-attr]
    keys = tuple(int(key) if key.isdigit() else key for key in path.split("/") if key)
    before, items = source(file.encode()), re.sub("^([0-9]+) ", r"\1, ", given)
    return before, edited(before.data, keys, verb, *json.loads(f"[{items}]"))


@each_case
def test_a_change_differs_in_its_own_lines(case: Path, check_file: CheckFile) -> None:
    """The lines that differ are as expected, to the letter."""
    file, changes = parts(case)
    renewed = file
    for change, _ in changes:
        result = rewrite(*after(file, change)).decode()
        lines = difflib.unified_diff(file.splitlines(True), result.splitlines(True), n=0)
        found = "".join(line for line in lines if not line.startswith(("---", "+++")))
        renewed += f"== {change}\n{found}"
    check_file(case, renewed)


@each_case
def test_line_ends_and_a_byte_order_mark_stay(case: Path) -> None:
    """A file of another system changes in no more than that."""
    file, changes = parts(case)
    for change, _ in changes:
        before, wanted = after(file, change)
        result = rewrite(before, wanted)
        for mark, end in ((BOM, b"\r\n"), (b"", b"\r")):
            other = source(mark + before.content.replace(b"\n", end))
            assert rewrite(other, wanted) == mark + result.replace(b"\n", end), change


def test_a_new_file_is_as_if_written_by_hand() -> None:
    """The keys are in the given order, and each file of the sample is written as it is, but for comments and gaps."""
    for path in sorted((ROOT / "content" / "services").glob("*.yml")):
        assert rewrite(source(b""), source(path.read_bytes()).data) == path.read_bytes()


@each_case
def test_a_last_line_without_an_end_gets_one(case: Path) -> None:
    """Such a file differs in no more than that."""
    file, changes = parts(case)
    for change, _ in changes:
        before, wanted = after(file, change)
        assert rewrite(source(before.content.rstrip(b"\n")), wanted) == rewrite(before, wanted)


def test_a_file_of_comments_keeps_them() -> None:
    """An emptied file is written below its comments."""
    assert rewrite(source(b"# Mine"), {"order": "1"}) == b"# Mine\norder: 1\n"


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"a: [", "x"),
        (b"a: &x\n- b\n", ["b", "c"]),
        (b"a: x", "a\tb\n\u00a0c"),
        (b"a: x", "\u202e"),
        (b"a: x", " "),
    ],
)
def test_nothing_wrong_is_written(content: bytes, value: Value) -> None:
    """A file that cannot be read, or a text that cannot be read back, is an error."""
    with pytest.raises(UnwritableError):
        rewrite(source(content), {"a": value})


def test_a_file_with_a_mistake_can_be_edited() -> None:
    """Its mistake stays unless the text with it changes, and then its lost end becomes a comment."""
    spoilt = source(b"a: one\nb: two #lost\n")
    assert rewrite(spoilt, {"a": "x", "b": "two"}) == b"a: x\nb: two #lost\n"
    assert rewrite(spoilt, {"a": "one", "b": "x"}) == b"a: one\n#lost\nb: x\n"


FILES = [
    *(path.read_bytes() for folder in (ROOT / "content", TINY) for path in sorted(folder.rglob("*.yml"))),
    *(parts(case)[0].encode() for case in CASES),
]


def values(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:  # noqa: ANN401
    """Yield each list, block and text below a value, and that value, with its keys."""
    yield path, value
    parts: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from values(part, (*path, key))


@st.composite
def changes(draw: st.DrawFn, data: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Return a change of one value of a file, as `edited` takes it."""
    everything = dict(values(data))
    path = draw(st.sampled_from(list(everything)))
    value = everything[path]
    if not isinstance(value, str) and (not path or draw(st.booleans())):
        keys = st.sampled_from(["sv", "menu_title", "zz", "no"]).filter(lambda key: key not in value)
        new = VALUES if isinstance(value, list) else st.dictionaries(keys, VALUES, min_size=1, max_size=2)
        return path, "add", draw(st.integers(0, len(value))), draw(new)
    siblings = everything[path[:-1]]
    verbs = ["set", "set", *["remove"] * (len(siblings) > 1), *["move"] * isinstance(siblings, list)]
    verb = draw(st.sampled_from(verbs))
    given = {"set": VALUES, "move": st.integers(0, len(siblings) - 1), "remove": st.nothing()}[verb]
    return (path, verb) if verb == "remove" else (path, verb, draw(given))


def lines_of(file: Source, path: KeyPath) -> range:
    """Return the lines of a key or an item, with deeper comments and blank lines below it."""
    start, stop = file.key_at(path).line, file.span(path).end_line
    column = file.key_at(path).column if isinstance(path[-1], str) else file.at(path[:-1]).column
    while file.line(start - 1).strip() == "-":
        start -= 1
    while stop < file.text.count("\n") and re.match(rf" {{{column},}}#|\s*$", file.line(stop + 1)):
        stop += 1
    return range(start, stop + 1)


def own_lines(file: Source, path: KeyPath, verb: str, given: Any = None) -> set[int]:  # noqa: ANN401
    """Return the lines that a change may touch."""
    block = path if verb == "add" else path[:-1]
    for end in range(1, len(path) + 1):
        if file.span(path[:end]).style == "[" and (verb == "add" or end < len(path)):
            return {*lines_of(file, path[:end])}
    everything = dict(values(file.data))
    items, siblings = [*path[-1:]], everything.get(path[:-1])
    if verb in ("remove", "move") and isinstance(siblings, list):  # nobody can tell which of two equal items is meant
        items = [number for number, each in enumerate(siblings) if each == siblings[int(path[-1])]]
    if verb == "move":
        items = [*range(min(*items, given), max(*items, given) + 1)]
    own = {line for item in items for line in lines_of(file, (*path[:-1], item))} if verb != "add" else set()
    if verb != "set" and block and isinstance(block[-1], int):  # its first line has the dash
        children = [child for child in everything if child[:-1] == block and child != block][:2]
        own |= {*range(file.at(block).line, max(file.key_at(child).line for child in children) + 1)}
    return own


def check_lines(file: Source, before: str, after: str, path: KeyPath, verb: str, *given: Any) -> None:  # noqa: ANN401
    """Check that the lines besides the change's own are in the new text, in their order."""
    own = own_lines(file, path, verb, *given[:1])
    texts = (text for value in (dict(values(file.data))[path], *given[-1:]) for _, text in scalars(value))
    gaps = any(text.endswith("\n\n") for text in texts)
    others = [line for number, line in enumerate(before.splitlines(), 1) if number not in own and (line or not gaps)]
    rest = iter(after.splitlines())
    assert [line for line in others if line not in rest] == []
    assert len({*re.findall("\r?\n", after)}) < 2


@pytest.mark.slow
@settings(max_examples=max(400, settings().max_examples))
@given(data=st.data())
def test_other_lines_stay(data: st.DataObject) -> None:
    """Up to four changes of any value to any text read back, and leave the lines of all others as they were."""
    content = data.draw(st.sampled_from(FILES))
    content = data.draw(st.sampled_from([content, content, content.rstrip(b"\n"), content.replace(b"\n", b"\r\n")]))
    content = data.draw(st.sampled_from([b"", b"", BOM])) + content
    for _ in range(data.draw(st.integers(1, 4))):
        file = source(content)
        change = data.draw(changes(file.data))
        wanted = edited(file.data, *change)
        before, content = content, rewrite(file, wanted)
        assert source(content).data == wanted
        check_lines(file, before.decode("utf-8-sig"), content.decode("utf-8-sig"), *change)
        assert content.startswith(BOM) == before.startswith(BOM)
