"""Links in an author's text: `[team supervision](team)` names an entry by its id."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

_ID = re.compile(r"(?P<id>[a-z0-9-]+)(?P<anchor>#.*)?")
_OUTSIDE = re.compile(rf"https://[^/\s]|mailto:.|tel:.|#.|{AMP_SUBSTITUTE}")
"""Markdown hides an address written as <name@example.org> behind AMP_SUBSTITUTE."""


class Link(NamedTuple):
    """A link or a picture as it stands in a text."""

    kind: Literal["entry", "outside", "picture", "bad"]
    """What it leads to; `bad` is an address that no page may hold."""
    target: str
    """An entry's id, or the address as written."""


class EntryLinks(Extension):
    """Python-Markdown extension: an entry's id in a link becomes its source file, which MkDocs resolves and checks.

    Source files are called by their entry's id in a folder for each language, so `team` becomes `team.md` and
    with it the address in the language of the page.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Register before MkDocs' own treeprocessor for links, which has priority 0."""
        md.treeprocessors.register(_EntryLinks(md), "entry_links", priority=2)


class _EntryLinks(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter("a"):
            if match := _ID.fullmatch(element.get("href", "")):
                element.set("href", f"{match['id']}.md{match['anchor'] or ''}")


class _Collector(Treeprocessor):
    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.links: list[Link] = []

    def run(self, root: Element) -> None:
        self.links += [Link("picture", element.get("src", "")) for element in root.iter("img")]
        for element in root.iter("a"):
            href = element.get("href", "")
            if match := _ID.fullmatch(href):
                self.links.append(Link("entry", match["id"]))
            else:
                self.links.append(Link("outside" if _OUTSIDE.match(href) else "bad", href))


def find_links(body: str) -> Iterator[Link]:
    """Yield each link and picture of a Markdown text once, in no special order."""
    md = Markdown(extensions=["attr_list", "md_in_html", "tables"])
    collector = _Collector(md)
    md.treeprocessors.register(collector, "collect_links", priority=2)
    md.convert(body)
    yield from dict.fromkeys(collector.links)
