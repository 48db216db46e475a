"""Turn links to a page into plain text, without changing any other character."""

import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import tostring

from brochure.model.prose import Prose


def remove_links(text: str, page: str, read: Callable[[str], Prose]) -> str:
    """Return a text of Markdown in which the links to a page are plain text: `[team](team)` becomes `team`.

    The reader decides about each change: the new text must read as before, but for that link. A link for which there is
    no such change stays, with all behind it.
    """
    link = re.compile(rf'<a href="{page}(?:#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
    while link.search(tree := tostring(read(text).root, "unicode")):
        wanted = link.sub(r"\1", tree, count=1)
        fitting = (each for each in _attempts(text, page) if tostring(read(each).root, "unicode") == wanted)
        if (attempt := next(fitting, None)) is None:
            break
        text = attempt
    return text


def _attempts(text: str, page: str) -> Iterator[str]:
    """Yield the text without the marks of each possible link to a page."""
    for end in re.finditer(rf"\]\(\s*<?{page}(?:#[^\s()<>]*)?>?(?:\s[^()]*)?\)", text):
        for start in reversed([start.start() for start in re.finditer(r"\[", text[: end.start()])]):
            yield text[:start] + text[start + 1 : end.start()] + text[end.end() :]
