"""SVG drawings: refused if they could run a script or lead away when a visitor opens them by themselves."""

import re
from collections.abc import Iterator
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

_SVG = "{http://www.w3.org/2000/svg}"
_HTML = "{http://www.w3.org/1999/xhtml}"
_NEVER = {f"{_SVG}{name}" for name in ("script", "foreignObject", "handler", "iframe", "audio", "video")}
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif|webp)[;,]")
"""The beginning of a link to a part of the drawing, or of a photo inside it."""
_OTHER_ENCODING = re.compile(r"""<\?xml[^>]*\sencoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
BROKEN = (ParseError, UnicodeDecodeError)
"""The errors of `parse`."""
_PIXELS = re.compile(r"([0-9]{1,5}(?:\.[0-9]+)?)(?:px)?")
_VIEW_BOX = re.compile(r"\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)\s*")
_WIDEST = 1200
"""Pixels; a drawing without a size is as wide as its container, which is never wider."""


class _Builder(TreeBuilder):
    def doctype(self, *_: object) -> NoReturn:
        raise ParseError("a document type, which could define attributes that only a browser sees")

    def pi(self, target: str, text: str | None = None) -> "Element[Any]":
        if target == "xml-stylesheet":
            raise ParseError("a style sheet, which could write a script")
        return super().pi(target, text)


def parse(data: bytes) -> Element:
    """Return the tree of a drawing in UTF-8, which browsers cannot read as anything else. Raises one of `BROKEN`."""
    text = data.decode("utf-8-sig")
    if _OTHER_ENCODING.match(text):
        raise ParseError("another encoding")
    parser = XMLParser(target=_Builder())
    parser.feed(text)
    root: Element = parser.close()
    if root.tag != f"{_SVG}svg":
        raise ParseError("no drawing")
    return root


def size(root: Element) -> tuple[int, int]:
    """Return a drawing's width and height in pixels, or those of its shape; zeros if it states neither."""
    width, height, shape = root.get("width"), root.get("height"), _VIEW_BOX.fullmatch(root.get("viewBox", ""))
    if width is height is None and shape and float(shape[1]):
        across, down = _WIDEST, round(_WIDEST * float(shape[2]) / float(shape[1]))
    else:
        pixels = [_PIXELS.fullmatch(text or "") for text in (width, height)]
        across, down = (round(float(match[1])) if match else 0 for match in pixels)
    return (across, down) if across and down else (0, 0)


def forbidden(root: Element) -> Iterator[str]:
    """Yield the parts of a drawing that run or lead away: `<script>`, `onclick`, `href`."""
    for element in root.iter():
        if element.tag in _NEVER or element.tag.startswith(_HTML):
            yield f"<{element.tag.rpartition('}')[2]}>"
        for name, value in element.items():
            plain = name.rpartition("}")[2]
            target = value.rpartition(":")[2] if plain == "attributeName" else plain
            leads = target in ("href", "src") and not _INSIDE.match(value)
            if leads or target.lower().startswith("on"):
                yield plain
