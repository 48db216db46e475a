"""The colours of a site, light and dark, derived from one accent.

Every other colour keeps its lightness and follows the accent in hue and chroma, so that text stays as readable as in
the default colours. Lightness, chroma and hue are those of Oklch (CSS Color 4); contrast follows WCAG 2.2. The library
coloraide is imported on demand, only for a custom accent.
"""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace

READABLE = 4.5
"""The least contrast of a text with its background (WCAG 2.2, 1.4.3, level AA)."""
_STEP = 0.002
"""A step of lightness, which goes from 0 to 1, too small to see."""


@dataclass(frozen=True)
class Palette:
    """The colours of a theme as `#rrggbb`, named as in brochure.css.

    The backgrounds are `ground`, `surface` (of cards) and `tint` (of pictograms); `ink` and `soft` are text.
    """

    ground: str
    surface: str
    tint: str
    ink: str
    soft: str
    line: str
    accent: str
    on_accent: str


LIGHT = Palette("#faf7f2", "#ffffff", "#e8f0ec", "#22302d", "#52605c", "#dcd7cc", "#1d6b5f", "#ffffff")
DARK = Palette("#131918", "#1f2928", "#203833", "#e8ebe6", "#aab6b1", "#42514d", "#83cdbb", "#0e201c")
"""The default colours, as in brochure.css."""


@functools.cache
def palettes(accent: str) -> tuple[Palette, Palette]:
    """Return the light and the dark palette of an accent. Only the light one contains it unchanged."""
    if accent == LIGHT.accent:
        return LIGHT, DARK
    follow = functools.partial(_follow, accent)
    light = replace(LIGHT, accent=accent, **{name: follow(getattr(LIGHT, name)) for name in ("tint", "ink", "soft")})
    dark = Palette(*map(follow, astuple(DARK)))
    return light, next(filter(_reads, (replace(dark, accent=shade) for shade in _shades(dark.accent, _STEP))))


def nearest_readable(accent: str) -> str:
    """Return the accent, or the nearest darker one of its hue that the light theme makes readable."""
    return next(shade for shade in _shades(accent, -_STEP) if _reads(palettes(shade)[0]))


def contrast(text: str, background: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of "contrast ratio")."""
    from coloraide import Color

    return Color(text).contrast(background, method="wcag21")


def _reads(palette: Palette) -> bool:
    """Return whether the accent is readable on every background, and text on the accent too."""
    behind = (palette.ground, palette.surface, palette.tint, palette.on_accent)
    return all(contrast(palette.accent, colour) >= READABLE for colour in behind)


def _follow(accent: str, colour: str) -> str:
    """Return a default colour with its hue and chroma moved as far as the accent is from the default accent."""
    lightness, chroma, hue = _oklch(colour)
    (_, accent_chroma, accent_hue), (_, base_chroma, base_hue) = _oklch(accent), _oklch(LIGHT.accent)
    return _hex(lightness, chroma * min(1, accent_chroma / base_chroma), hue + accent_hue - base_hue)


def _shades(colour: str, step: float) -> Iterator[str]:
    """Yield the colour, then lighter and lighter ones of its hue; a negative step darkens it."""
    lightness, chroma, hue = _oklch(colour)
    yield colour
    yield from (_hex(lightness + number * step, chroma, hue) for number in itertools.count(1))


def _oklch(colour: str) -> list[float]:
    """Return lightness, chroma and hue; the hue of grey is 0."""
    from coloraide import Color

    return Color(colour).convert("oklch").coords(nans=False)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour as `#rrggbb`, with as much of its chroma as sRGB has."""
    from coloraide import Color

    colour = Color("oklch", [min(max(lightness, 0), 1), chroma, hue]).convert("srgb")
    return colour.fit(method="oklch-chroma").to_string(hex=True)
