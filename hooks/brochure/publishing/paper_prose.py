"""A body as plain data, for a template that is no HTML: the tree that `Prose` is, in lists, texts and names."""

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from brochure.model.prose import Prose

Node = str | dict[str, Any]
"""A text, or an element with its attributes and `nodes`, or with the `text` that it shows just as it is."""

_VERBATIM = ("code", "pre")
_KEPT = ("alt", "src", "start")
_BLOCKS = frozenset({"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr", "pre", "table"})
_BLOCKS |= {"thead", "tbody", "tr", "th", "td", *(f"h{level}" for level in range(2, 7))}
"""Elements that begin a line; of the space between these nothing is seen."""


def nodes(prose: Prose, to: Callable[[str], str]) -> list[Node]:
    """A body as plain data; `to` says where a link leads."""
    return _nodes(prose.root, to)


def _nodes(element: Element, to: Callable[[str], str]) -> list[Node]:
    found: list[Node] = [element.text or ""]
    for child in element:
        found += [_node(child, to), child.tail or ""]
    apart = any(child.tag in _BLOCKS for child in element)
    found = [part if isinstance(part, dict) else re.sub(r"\s+", " ", part) for part in found]
    return [part for part in found if part and not (apart and part == " ")]


def _node(element: Element, to: Callable[[str], str]) -> Node:
    node: dict[str, Any] = {"tag": element.tag}
    node |= {name: value for name, value in element.items() if name in _KEPT}
    if "lang" in element.keys():  # noqa: SIM118 (an element is no dictionary)
        node |= spoken(element.get("lang", ""))
    if element.tag in _VERBATIM:
        return {**node, "text": "".join(element.itertext()).rstrip("\n")}
    if re.fullmatch("h[2-6]", element.tag):
        node["level"] = int(element.tag[1])
    if element.tag == "a":
        node["to"] = to(element.get("href", ""))
    return {**node, "nodes": _nodes(element, to)}


def spoken(code: str) -> dict[str, str | None]:
    """A language by its BCP 47 code, as Typst takes it: `sv-FI` is the language `sv` in the region `FI`."""
    language, *rest = code.split("-")
    return {"lang": language, "region": next((part for part in rest if len(part) == 2 and part.isalpha()), None)}
