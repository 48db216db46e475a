"""What is seen of a page where its address is shared: a picture of its title, in the look of the site.

And what is seen of the site on a phone's first screen, which takes no drawing but a picture.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO

from brochure.model.files import ASSETS
from brochure.model.routes import Routes
from brochure.model.site import Entry, Site
from brochure.model.theme import Theme
from brochure.publishing.paper import head, icon
from brochure.publishing.typesetting import Job

SIZE = (1200, 630)
"""Of a picture: width and height in pixels."""
TOUCH_ICON = f"{ASSETS}/touch-icon.png"
STEPS = 16
"""Colours of a picture, from its ground to its type: enough for smooth edges, and a quarter of the bytes."""


def share_pictures(
    site: Site,
    routes: Routes,
    theme: Theme,
    file: Callable[[Entry], str],
    colours: Mapping[str, str],
    unknown: Callable[[str], set[str]],
) -> Iterator[tuple[str, Job]]:
    """The picture of each page by its `share_uri`, without the characters that are `unknown` to all fonts.

    A page that has no pictogram borrows the front page's.
    """
    finish = partial(_on_ground, ground=colours["accent"], paint=colours["on-accent"])
    for route in routes:
        drawing = icon(theme, route) or icon(theme, routes.front(route.language))
        data = {**head(site, route, colours), "icon": drawing}
        missing = dict.fromkeys(map(ord, unknown(route.title + data["practice"])))
        shown = {name: data[name].translate(missing).strip() for name in ("title", "practice")}
        yield route.share_uri, Job("share", {**data, **shown}, file(route.entry), route.title, "png", finish=finish)


def _on_ground(png: bytes, ground: str, paint: str) -> bytes:
    """A picture of `SIZE` with what is in the other in its middle, in one colour on another, each `#rrggbb`.

    Typst would draw the ground too, pixel by pixel, and take three times as long.
    """
    from PIL import Image, ImageColor

    ends = list(zip(ImageColor.getrgb(ground), ImageColor.getrgb(paint), strict=True))
    with Image.open(BytesIO(png)) as drawn:
        levels = drawn.getchannel("A").point([round(value * (STEPS - 1) / 255) for value in range(256)])
    picture, found = Image.new("L", SIZE), BytesIO()
    picture.paste(levels, ((SIZE[0] - levels.width) // 2, (SIZE[1] - levels.height) // 2))
    picture.putpalette([round(low + (high - low) * step / (STEPS - 1)) for step in range(STEPS) for low, high in ends])
    picture.save(found, "PNG", bits=4, compress_type=zlib.Z_RLE)  # as small, in half the time
    return found.getvalue()


def touch_icon(svg: str, file: str, colours: Mapping[str, str]) -> Job:
    """The site's icon, a drawing in `file`, on a ground of the accent, since a phone makes black of none."""
    return Job("touch-icon", {"icon": svg, "colours": dict(colours)}, file, file, "png")
