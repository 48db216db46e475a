"""Finds slips in Markdown: probable mistakes, and marks that would show as typed. Only messages depend on them."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from brochure.model.prose import WHOLE_LINE, Finding
from brochure.reading.commonmark import LANGUAGE, lines_of

_ENDS = {"em_close": "\ue000", **dict.fromkeys(("strong_close", "link_close", "code_inline", "image"), "\ue001")}
"""Placeholders for the end of marked words, to which braces may belong; no font has these characters."""
_MASK = "\ufffc"
"""A placeholder for other marks, and for characters behind a backslash or written as references."""
_BRACES = r"\{[^{}\n]*\}"
_AT_THE_END = r"\{:?\s*(?:[.#][\w-]|[\w:-]+\s*=)[^{}\n]*\}\s*$"
"""Braces that give attributes to a paragraph or a heading in other Markdowns; an author may use others."""
_SPACED = r"(?=(?:[^()\s]|\([^()\s]*+\))*+[^\S\n])(?:[^()\n]|\([^()\n]*+\))*+"
"""An address with a space in it; it may have brackets, as phone numbers do."""
_MARKS = {
    "asterisks": r"(?<![\d€$£*])\*\*",
    "attribute": rf"(?:\ue000(?!{LANGUAGE.pattern})|\ue001|(?:^|(?<!\ue000)\s)(?={_AT_THE_END}))({_BRACES})",
    "link": rf"(?<=\]\(){_SPACED}(?=\))",
    "broken_link": rf"(\])\((?!{_SPACED}\))",
    "apart_link": r"(?:\]\s+\(|\)\s*\[|\]\[)([^\s()\[\]]+)[)\]]|\(([^\s()\[\]]+)(?=\)\s*\[)",
    "fence": r"`{3,}",
    "html": r"<!--|<[!?][a-zA-Z]|</?[a-zA-Z][^\s<>]*(?:>|(?=\s[^<>]*>))",
    "icon": r":(?:brochure|material|fontawesome|octicons|simple)-[a-z0-9-]+:",
    "language_apart": r"\ue000\s+(\{:? *lang=[^{}\n]*\})",
}
"""Patterns of marks that would show as typed, by the key of the message."""
_LINES = {
    "heading_space": r"(?m)^(#{2,6})(?=[^\s#])",
    "list_marks": r"(?m)^ *([•·▪]\s|[-+][^\W\d](?=.*\n[-+][^\W\d])|[–—]\s(?=.*(?:\n.*)*\n\s*[–—]\s))",
    "table_rule": r"(?m)^ *(\|.*+(?=\n *\|)|[^|\s][^|\n]*+\|.*+(?=\n *\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$))",
    "tabs": r"(?m)^ *([^|\n\t]++\t[^|\n]++)\n[^|\n\t]++\t",
}
"""Lines of a paragraph that were meant for something else; most are known by the next line, which begins alike."""
_SENTENCE_END = re.compile(r"[.?!…][\"'”’»\ue000\ue001]*$")


def slips(tokens: Sequence[Token]) -> Iterator[Finding]:
    """Yield the slips in a text."""
    quotations = 0
    for number, token in enumerate(tokens):
        before, lines = tokens[number - 1], lines_of(token)
        quotations += token.nesting if token.tag == "blockquote" else 0
        if token.type == "inline":
            yield from _slips_in_block(token, in_paragraph=before.type == "paragraph_open", in_quotation=quotations > 0)
            if tokens[number - 2].type == "blockquote_open" and token.content[:1].isdigit():
                yield Finding("quoted_number", "", WHOLE_LINE, lines[:1])
        elif token.type == "code_block":
            yield Finding("indented", "", WHOLE_LINE, lines[:1])
        elif token.type == "fence":
            if token.content.count("\n") > len(lines) - 2:
                yield Finding("fence", token.markup, WHOLE_LINE, lines[:1])
            for braces in re.findall(_BRACES, token.info):
                yield Finding("attribute", braces, re.escape(braces), lines[:1])
        elif token.type == "bullet_list_open" and token.markup == "+":
            after_text = before.type == "paragraph_close" and not before.hidden
            if after_text and lines_of(tokens[number - 2]).stop == lines.start:
                yield Finding("plus_list", "", WHOLE_LINE, lines[:1])


def _slips_in_block(inline: Token, *, in_paragraph: bool, in_quotation: bool) -> Iterator[Finding]:
    """Yield the slips in the words of a block; a sentence behind a dash, or any line in a quotation, is speech."""
    text, lines = "", lines_of(inline)
    for part in inline.children or []:
        words = "\n" if part.tag == "br" else part.content if part.type == "text" else ""
        text += words or _ENDS.get(part.type, _MASK)
    for kind, pattern in _MARKS.items():
        for mark in re.finditer(pattern, text):
            start, target = mark.start(mark.lastindex or 0), mark[mark.lastindex or 0]
            before = re.split(r"[\n\ue000\ue001\ufffc]", text[max(0, start - 9) : start])[-1]
            yield Finding(kind, target, f"{re.escape(before)}({re.escape(target)})", lines)
    is_speech = in_quotation or all(map(_SENTENCE_END.search, re.findall("(?m)^[–—].*", text)))
    text = re.sub("(?m)^[–—]", _MASK, text) if is_speech else text
    for kind, pattern in _LINES.items() if in_paragraph else ():
        if line := re.search(pattern, text):
            above = text.count("\n", 0, line.start(1))
            yield Finding(kind, line[1], WHOLE_LINE, lines[above : above + 1])
