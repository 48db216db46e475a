"""SVG drawings: parsed strictly, and refused if they could run a script, lead away or fetch a file."""

import re
from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

_SVG = "{http://www.w3.org/2000/svg}"
_NEVER = {f"{_SVG}{name}" for name in ("script", "foreignObject", "handler", "iframe", "audio", "video")}
_ACTIVE = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
"""Vocabularies whose elements browsers act on anywhere."""
_READ = ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
"""Vocabularies whose attributes browsers act on."""
_FETCHES = re.compile(
    r"""url\((?!\s*["']?#)|(?:image-set|image|cross-fade|src)\(|@import|\\|javascript:""", re.IGNORECASE
)
"""Parts of a value that name a file; a backslash could spell any of them."""
_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["']1\.[01]["'](\s+encoding\s*=\s*["']utf-8["'])?(\s+standalone\s*=\s*["']\w+["'])?\s*\?>""",
    re.IGNORECASE,
)
_PIXELS = re.compile(r"([0-9]{1,5}(?:\.[0-9]+)?)(?:px)?")
_VIEW_BOX = re.compile(r"\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)\s*")
_WIDEST = 1200
"""Pixels; a drawing without a size is as wide as its container, which is never wider."""


class _Builder(TreeBuilder):
    def doctype(self, *_: object) -> NoReturn:
        raise ParseError("a document type")

    def pi(self, *_: object) -> NoReturn:
        raise ParseError("a processing instruction")


def parse(data: bytes) -> Element:
    """Return the tree of a drawing in UTF-8, without document type, entities and processing instructions.

    Raises `ParseError` or `UnicodeDecodeError`.
    """
    text = data.decode("utf-8-sig")
    declaration = _DECLARATION.match(text)
    if text.startswith("<?xml") and not declaration:
        raise ParseError("another encoding")
    parser = XMLParser(target=_Builder())
    parser.feed(text[declaration.end() :] if declaration else text)
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
    """Yield the parts of a drawing that run, lead away or fetch: `<script>`, `onclick`, `href`."""
    for element in root.iter():
        vocabulary, _, tag = element.tag.rpartition("}")
        if element.tag in _NEVER or vocabulary.lstrip("{") in _ACTIVE:
            yield f"<{tag}>"
        if tag == "style" and (len(element) or _FETCHES.search(element.text or "")):
            yield "<style>"
        for name, value in element.items():
            vocabulary, _, plain = name.rpartition("}")
            target = value.rpartition(":")[2] if plain == "attributeName" else plain
            leads = target in ("href", "src", "base") and not value.startswith("#")
            runs = target.lower().startswith("on")
            if vocabulary.lstrip("{") in _READ and (runs or leads or _FETCHES.search(value)):
                yield plain
