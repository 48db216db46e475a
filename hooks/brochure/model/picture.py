"""A picture as a page shows it."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement


@dataclass(frozen=True)
class Drawing:
    """An svg, which is published as it is."""

    content: bytes
    width: int
    """Pixels that it takes if it has room, and so the height; 0 if it does not say."""
    height: int


@dataclass(frozen=True)
class Picture:
    """The published files of a picture, by their addresses below the site's root or from a page."""

    src: str
    """The file that every browser can show."""
    width: int = 0
    """Pixels of that file, and so the height; 0 if they are not known."""
    height: int = 0
    sources: tuple[tuple[str, int], ...] = ()
    """The same as AVIF in several widths in pixels, the narrowest first; none for a drawing and in a preview."""
    shared: "Picture | None" = None
    """What is shown where the page is shared; none for a drawing and in a preview."""

    def seen_from(self, page: str) -> "Picture":
        """The same with addresses from a page; `page` is its path below the site's root."""

        def relative(uri: str) -> str:
            return posixpath.relpath(uri, page or ".")

        return replace(self, src=relative(self.src), sources=tuple((relative(uri), w) for uri, w in self.sources))

    def element(self, sizes: str, about: Mapping[str, str], **attributes: str) -> Element:
        """`<picture>`, or `<img>` where there is a choice of one.

        `sizes` says how wide the picture shows, as HTML has it, and `about` what it is of (`alt`, `title`). Its width
        and height keep its place until it has come.
        """
        image = {"alt": about.get("alt", ""), "src": self.src, **about}
        if self.width:
            image |= {"width": str(self.width), "height": str(self.height)}
        image |= {**attributes, "decoding": "async"}
        if not self.sources:
            return Element("img", image)
        picture = Element("picture")
        srcset = ", ".join(f"{uri} {width}w" for uri, width in self.sources)
        SubElement(picture, "source", {"type": "image/avif", "srcset": srcset, "sizes": sizes})
        SubElement(picture, "img", image)
        return picture
