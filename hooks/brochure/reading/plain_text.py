"""An extension of Python-Markdown for speed: a text without a mark is not searched for each of its sixteen patterns.

A third of the time of a large build went into that. Nothing else is different: what comes out is the same.
"""

import re
from collections.abc import Collection, Iterable
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX, AtomicString

_MARK = re.compile(rf"[\\`*_\[<&{STX}]|  \n")
"""Each of the inline patterns has one of these in it; `STX` begins what Python-Markdown keeps elsewhere."""
_BEFORE_INLINE = 25
"""A priority; the inline patterns have 20."""


class _PlainText(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not _MARK.search(element.text):
                element.text = AtomicString(element.text)


class PlainText(Extension):
    """Says of each text without a mark that it is plain."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Add what says so."""
        md.treeprocessors.register(_PlainText(md), "plain_text", _BEFORE_INLINE)


def quickened(extensions: Iterable[str], unused: Collection[str]) -> list[str | Extension]:
    """The extensions that templates go through, less those that none of them needs, and with this one."""
    return [*(name for name in extensions if name not in unused), PlainText()]
