"""A body as plain data for templates that are no HTML: the tree of `Prose` as lists, texts and names."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from brochure.model.prose import ALLOWED

Node = str | dict[str, Any]
"""A text, or an element with its attributes and either its `nodes` or its verbatim `text`."""
_BLOCKS = ALLOWED.keys() - {"a", "br", "code", "em", "img", "strong"}
"""Elements that begin a line: the space between two of them is not seen."""


def nodes(element: Element, link: Callable[[str], Mapping[str, str]]) -> list[Node]:
    """Return what an element contains as plain data; `link` turns the address of a link into the data of its node."""
    parts: list[Node] = [element.text or ""]
    for child in element:
        tail = child.tail or ""
        parts += [_node(child, link), tail.lstrip("\n") if child.tag == "br" else tail]
    between_blocks = any(child.tag in _BLOCKS for child in element)
    parts = [part if isinstance(part, dict) else re.sub(r"\s+", " ", part) for part in parts]
    return [part for part in parts if part and not (between_blocks and part == " ")]


def _node(element: Element, link: Callable[[str], Mapping[str, str]]) -> Node:
    node: dict[str, Any] = {"tag": element.tag}
    node |= {name: value for name, value in element.items() if name in ("alt", "src")}
    if code := element.get("lang"):
        node |= typst_language(code)
    if element.tag in ("code", "pre"):
        return {**node, "text": "".join(element.itertext()).rstrip("\n")}
    if re.fullmatch("h[2-6]", element.tag):
        node["level"] = int(element.tag[1])
    if element.tag == "a":
        node |= link(element.get("href", ""))
        if node["printed"] in "".join(element.itertext()):
            node["printed"] = ""
    return {**node, "nodes": nodes(element, link)}


def typst_language(code: str) -> dict[str, str | None]:
    """Return a BCP 47 code as Typst takes it: `sv-FI` is the language `sv` in the region `FI`."""
    language, *rest = code.split("-")
    return {"lang": language, "region": next((part for part in rest if len(part) == 2 and part.isalpha()), None)}
