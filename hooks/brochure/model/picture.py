"""A picture as a page shows it."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from xml.etree.ElementTree import Element, SubElement


@dataclass(frozen=True)
class Drawing:
    """An svg without metadata; its width and height in pixels are 0 if it does not name them."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """The published files of a picture. Their addresses are relative to the site's root, or to a page.

    `sources` and `share_crop` are empty for a drawing, and for every picture in a preview.
    """

    src: str
    """The file that every browser can show."""
    width: int = 0
    height: int = 0
    """Pixels of that file; 0 if they are not known."""
    sources: tuple[tuple[str, int], ...] = ()
    """AVIF files with their widths in pixels, the narrowest first."""
    share_crop: "Picture | None" = None
    """The crop that is shown where the page is shared."""

    def relative_to_page(self, page: str) -> "Picture":
        """Return the picture with addresses relative to a page, whose path is below the site's root."""
        relative = partial(posixpath.relpath, start=page or ".")
        return replace(self, src=relative(self.src), sources=tuple((relative(uri), w) for uri, w in self.sources))

    def element(self, sizes: str, about: Mapping[str, str], **attributes: str) -> Element:
        """Return `<picture>`, or `<img>` if there is only one file.

        `sizes` is the attribute of HTML, and `about` the attributes that describe the picture (`alt`, `title`). Width
        and height reserve its space until it has loaded.
        """
        size = {"width": str(self.width), "height": str(self.height)} if self.width else {}
        image = {"alt": "", "src": self.src, **about, **size, **attributes, "decoding": "async"}
        if not self.sources:
            return Element("img", image)
        picture = Element("picture")
        srcset = ", ".join(f"{uri} {width}w" for uri, width in self.sources)
        SubElement(picture, "source", {"type": "image/avif", "srcset": srcset, "sizes": sizes})
        SubElement(picture, "img", image)
        return picture
