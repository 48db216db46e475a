"""CommonMark with five rules of our own, for texts that it would publish otherwise than an author means them.

- An ordered list has two items at least and counts from 1; any other number at the beginning of a line is text.
- Asterisks between digits are text; behind a letter or a digit, or before a comma and the like, none begins emphasis.
- A definition begins with `:`, because `~ 60 min` means "about 60 min".
- A link has its target in round brackets behind it; `[1]: https://example.org/` is text.
- U+00A0 behind a mark is a space if the mark then begins something; in text and code it stays U+00A0.

Two more are in `markdown.py`: a line break is a line break, and a quotation has a source.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from brochure.model.prose import LANGUAGE_TAG

LANGUAGE = re.compile(rf"\{{:? *lang=(?P<quote>[\"']?)(?P<code>{LANGUAGE_TAG})(?P=quote) *\}}")
"""The mark behind emphasised words of another language: `*arbete*{ lang=sv }`."""
_TEXT = re.compile(r"(?<=\d)\*+(?P<digit>\d)?|(?<=[^\W\d_])\*(?!\*)|\*+(?=[,;:)])|(?<=[\w%€$£)])\*+(?=[.!?])")
"""Asterisks of multiplications, footnotes and words such as `Lehrer*innen`."""
_NEAR = 50
"""Asterisks in which the beginning of an emphasis is looked for; without a limit the time grows with their square."""
_ODD_SPACE = re.compile(r"[^\S \t\n]")
_MARKS = re.compile(r"(?m)^(?:[^\S\n]*(?:>|(?:[-+*:~]|[0-9]{1,9}[.)]|#{1,6})(?=\s)))+[^\S\n]*|^(?:[^\S\n]|[>|:-])+$")
"""The marks at the beginning of a line, or the whole second line of a table."""


class CommonMark(MarkdownIt):
    """A parser that accepts every address unchanged; `Prose` decides which of them a page may have."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": 50})
        self.enable("table").disable(["html_block", "html_inline", "reference", "text_join"]).use(deflist_plugin)
        self.core.ruler.after("block", "as_typed", _as_typed)
        self.block.ruler.at("list", _list, {"alt": ["paragraph", "blockquote"]})
        self.inline.ruler.at("emphasis", _emphasis)
        vars(self).update(validateLink=bool, normalizeLink=str, normalizeLinkText=str)

    def read(self, text: str) -> list[Token]:
        """Return the tokens of a text."""
        # To the plugin, `~` begins a definition too.
        plain = _MARKS.sub(lambda marks: _ODD_SPACE.sub(" ", marks[0]).replace("~", "\ufffc"), f"{text}\n")
        return self.parse(plain, {"typed": text.split("\n")})


def lines_of(token: Token) -> range:
    """Return the lines of a token, counted from 0."""
    first, end = token.map or (0, 0)
    return range(first, max(end, first + 1))


def _as_typed(state: StateCore) -> None:
    """Restore the characters of text and code that `CommonMark.read` has replaced."""
    typed, plain = state.env["typed"], state.src.split("\n")[:-1]
    for token in state.tokens if typed != plain else ():
        first = lines_of(token)[0] + (token.type == "fence")
        lines = token.content.split("\n")
        for number, line in zip(range(first, len(typed)), lines, strict=False):
            if typed[number] != plain[number] and (start := plain[number].rfind(line)) >= 0:
                lines[number - first] = typed[number][start : start + len(line)]
        token.content = "\n".join(lines)


def _list(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Match a list unless its numbers do not count from 1; `silent` asks only whether it would end a paragraph."""
    counts, start = state.env.setdefault("counts", {}), (first, state.tShift[first])
    line, size = state.line, len(state.tokens)
    if not counts.get(start, True) or not list_block(state, first, end, silent):
        return False
    bullet = not state.src[state.bMarks[first] + state.tShift[first]].isdigit()
    if silent and (bullet or start in counts or state.sCount[first] < state.blkIndent):
        return True
    if silent:
        list_block(state, first, end, False)
    items = [token for token in state.tokens[size:] if (token.type, token.level) == ("list_item_open", state.level + 1)]
    numbers = [str(number) for number in range(1, len(items) + 1)]
    good = bullet or (len(items) > 1 and [item.info for item in items] == numbers)
    counts.update({(lines_of(item)[0], state.tShift[lines_of(item)[0]]): good for item in items})
    if silent or not good:
        del state.tokens[size:]
        state.line = line
    return good


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Match marks of emphasis. Some asterisks cannot begin it, and those between digits cannot end it.

    A single one of those that cannot begin it ends only what a single one has begun: `**Lehrer*innen**` is bold.
    """
    text, count = _TEXT.match(state.src, state.pos), len(state.delimiters)
    if not emphasis.tokenize(state, silent):
        return False
    if text:
        singles = [each for each in state.delimiters[max(count - _NEAR, 0) : count] if each.length % 2]
        is_open = sum(each.open for each in singles) > sum(each.close and not each.open for each in singles)
        for delimiter in state.delimiters[count:]:
            delimiter.open = False
            delimiter.close = delimiter.close and not text["digit"] and (delimiter.length > 1 or is_open)
    return True
