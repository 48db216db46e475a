"""SVG drawings: refused if they run a script, lead away or take a browser long; published as they were parsed."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

_SVG = "{http://www.w3.org/2000/svg}"
_HTML = "{http://www.w3.org/1999/xhtml}"
_XLINK = "http://www.w3.org/1999/xlink"
_QUALIFIED = {
    f"{{{_XLINK}}}href": "xlink:href",
    "{http://www.w3.org/XML/1998/namespace}space": "xml:space",
    "{http://www.w3.org/XML/1998/namespace}lang": "xml:lang",
}
"""The attributes with a prefix that a drawing needs."""
_NEVER = {f"{_SVG}{name}" for name in ("script", "foreignObject", "handler", "iframe", "audio", "video")}
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,")
DEFINITIONS = re.compile(rb"<!DOCTYPE[^>]*\[")
"""The beginning of a document type that defines entities, which may double a drawing without end."""
_PIXELS = re.compile(r"([0-9]{1,5}(?:\.[0-9]+)?)(?:px)?")
_VIEW_BOX = re.compile(r"\s*[-0-9.]+[\s,]+[-0-9.]+[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)[\s,]+([0-9]{1,5}(?:\.[0-9]+)?)\s*")
_WIDEST = 1200
"""Pixels; a drawing without a size is as wide as its container, which is never wider."""
_REFERENCE = re.compile(r"(?m:^|url\(\s*[\"']?)#([^\"')\s]+)")
_PAINT = {f"{_SVG}{name}" for name in ("linearGradient", "radialGradient", "filter")}
"""Elements that cost nothing more if several others refer to them."""
MAX_ELEMENTS = 5000
"""Elements of a drawing; one that is drawn twice counts twice."""
MAX_LEVELS, MAX_REFERENCES = 100, 5
"""The deepest nesting of elements, and of references."""
MAX_LETTERS = 20_000
MAX_EFFECT = 100
"""The largest number of an effect, such as the radius of a blur in pixels; a soft shadow needs 50."""
_EFFECT_ATTRIBUTES = ("stdDeviation", "numOctaves", "radius", "order")


def parse(data: bytes) -> Element:
    """Return the tree of a drawing, without comments and instructions. Raises `ParseError` or `ValueError`."""
    root = ElementTree.fromstring(data)
    if root.tag != f"{_SVG}svg":
        raise ParseError("no drawing")
    return root


def is_complex(root: Element) -> bool:
    """Return whether a browser or Typst would take long to show a drawing."""
    ids = {name: element for element in root.iter() if (name := element.get("id"))}
    letters = sum(len(text) for element in root.iter(f"{_SVG}text") for text in element.itertext())
    effects = (
        number for element in root.iter() for name in _EFFECT_ATTRIBUTES for number in element.get(name, "").split()
    )
    shape = root.get("viewBox", "").replace(",", " ").split()[2:] or [root.get("width", "0"), root.get("height", "0")]
    try:
        if any(_is_beyond(element, shape) for element in root.iter(f"{_SVG}filter")):
            return True
        drawn = len(list(islice(_drawn(root, ids), MAX_ELEMENTS + 1)))
        return drawn > MAX_ELEMENTS or letters > MAX_LETTERS or any(float(number) > MAX_EFFECT for number in effects)
    except (RecursionError, ValueError):
        return True


def _is_beyond(element: Element, shape: Sequence[str]) -> bool:
    """Return whether a filter's region, given in the drawing's units, is more than twice its width or height."""
    pairs = zip((element.get("width", "0"), element.get("height", "0")), shape, strict=False)
    lengths = ((part, float(part.rstrip("px%")), float(whole.rstrip("px%"))) for part, whole in pairs)
    return element.get("filterUnits") == "userSpaceOnUse" and any(
        length > 200 if part.endswith("%") else length > 2 * limit > 0 for part, length, limit in lengths
    )


def _drawn(element: Element, ids: Mapping[str, Element], deep: int = 0, nested: int = 0) -> Iterator[Element]:
    """Yield each element once for every time a browser draws it. Raises `RecursionError` if it is nested too deeply."""
    if deep > MAX_LEVELS or nested > MAX_REFERENCES:
        raise RecursionError
    yield element
    for child in element:
        yield from _drawn(child, ids, deep + 1, nested)
    for name in _REFERENCE.findall("\n".join(element.attrib.values())):
        if name in ids and ids[name].tag not in _PAINT:
            yield from _drawn(ids[name], ids, deep + 1, nested + 1)


def to_svg(root: Element, embedded: Callable[[bytes], tuple[str, bytes]]) -> bytes:
    """Return the file of a drawing: SVG alone, without metadata and with its photos as `embedded` returns them.

    Changes the tree: names without namespaces keep ElementTree from writing prefixes of its own.
    """
    for element in root.iter():
        element[:] = [child for child in element if child.tag.startswith(_SVG) and child.tag != f"{_SVG}metadata"]
        element.tag = element.tag.removeprefix(_SVG)
        names = {_QUALIFIED.get(name, name): value for name, value in element.items()}
        element.attrib = {name: value for name, value in names.items() if "{" not in name}
        for name, value in element.items():
            if name.endswith("href") and (start := _DATA.match(value)):
                kind, data = embedded(b64decode(value[start.end() :]))
                element.set(name, f"data:image/{kind};base64,{b64encode(data).decode()}")
    root.attrib |= {"xmlns": _SVG[1:-1], "xmlns:xlink": _XLINK}
    return ElementTree.tostring(root, "unicode").encode()


def size(root: Element) -> tuple[int, int]:
    """Return a drawing's width and height in pixels, or those of its shape; zeros if it states neither."""
    width, height, shape = root.get("width"), root.get("height"), _VIEW_BOX.fullmatch(root.get("viewBox", ""))
    if width is height is None and shape and float(shape[1]):
        across, down = _WIDEST, round(_WIDEST * float(shape[2]) / float(shape[1]))
    else:
        pixels = [_PIXELS.fullmatch(text or "") for text in (width, height)]
        across, down = (round(float(match[1])) if match else 0 for match in pixels)
    return (across, down) if across and down else (0, 0)


def is_forbidden(root: Element) -> bool:
    """Return whether a part of a drawing runs or leads away, such as `<script>`, `onclick` or `href`."""
    for element in root.iter():
        if element.tag in _NEVER or element.tag.startswith(_HTML):
            return True
        for name, value in element.items():
            plain = name.rpartition("}")[2]
            target = value.rpartition(":")[2] if plain == "attributeName" else plain
            leads = target in ("href", "src") and not (value.startswith("#") or _DATA.match(value))
            if leads or target.lower().startswith("on"):
                return True
    return False
