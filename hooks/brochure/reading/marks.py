"""What a text shows as it was typed, though it was meant as something else."""

import re

from brochure.model.theme import Theme

_UNFINISHED = r"\?{3,}|_{3,}|\[(?!sic\])[^\W\d_]{2,}\](?!\()|^\W+$"
"""Marks that one leaves where something is still to come, and nothing but marks."""
_LOST = r"\ufffd|\u00c3[\u0080-\u00bf\u0160\u2013-\u201e]"
"""What is left of a letter that was read in another encoding."""
_MARKS = rf"{_LOST}|<{{7}}|\{{(?:title|service|language)\}}|\{{\{{|\{{%|&[a-z]{{2,6}};|&#[0-9]+;|\\n|%20"
"""In any text: what means something to a program, a browser or another editor."""
PLAIN = re.compile(rf"{_MARKS}|\*\*|\*(?=\w[^*]*\*)|__|\]\(|^#+ |^[-*•] |</?[a-z]+ ?/?>")
"""Where there is no Markdown."""
_MARKDOWN = rf"{_MARKS}|:[a-z_]{{2,}}:|==(?=\w)|~~|\[\^\w+\]|\[[ x]\]|!!!"
"""In Markdown, of which other editors know more."""
BARE = re.compile(r"(?:https?://|\bwww\.)[^\s,;)]*\w|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
"""An address that a visitor may take for a link."""


def markdown_marks(keys: list[str]) -> re.Pattern[str]:
    """Marks in a text of Markdown, the line of one of the `keys` of a file among them."""
    return re.compile(rf"{_MARKDOWN}|^(?:{'|'.join(map(re.escape, keys))}):(?= |$)")


def unfinished_marks(theme: Theme) -> re.Pattern[str]:
    """What a text has in it that is not finished."""
    return re.compile(rf"\b(?:{'|'.join(theme.known('unfinished'))})\b|{_UNFINISHED}", re.IGNORECASE)
