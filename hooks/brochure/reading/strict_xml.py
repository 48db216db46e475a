"""XML as strict as it can be read: no document type, so no entities, and no instructions to whoever shows it."""

from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser


class _Builder(TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> NoReturn:  # noqa: ARG002 (expat names them)
        raise ParseError("a document type")

    def pi(self, target: str, text: str | None = None) -> NoReturn:  # noqa: ARG002 (expat names them)
        raise ParseError("a processing instruction")


def parse(text: str) -> Element:
    """The tree of a text. Raises `ParseError` if it is not well formed, or if it is more than a tree."""
    parser = XMLParser(target=_Builder())
    parser.feed(text)
    return parser.close()
