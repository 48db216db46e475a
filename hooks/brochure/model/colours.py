"""The colours of a site, light and dark, all made of one: the accent that a practice has chosen.

Every other colour keeps its lightness, and turns and fades with the accent, so that what is written stays as easy to
read as in the colours that the look was designed in. Lightness, chroma and hue are those of Oklch (CSS Color 4); what
can be read is by the formulas of WCAG 2.2. The library that knows both is loaded for an accent of a practice's own.
"""

import functools
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

READABLE = 4.5
"""The least contrast of a text with what is behind it (WCAG 2.2, 1.4.3, level AA)."""
_STEP = 0.002
"""Of lightness, which goes from 0 to 1; less than anyone sees."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme as `#rrggbb`, named as in brochure.css."""

    ground: str
    """Behind all."""
    surface: str
    """Behind cards."""
    tint: str
    """Behind pictograms."""
    ink: str
    """Text."""
    soft: str
    """Text of less weight."""
    line: str
    accent: str
    """Links and buttons."""
    on_accent: str
    """Text on buttons."""


LIGHT = Palette("#faf7f2", "#ffffff", "#e8f0ec", "#22302d", "#52605c", "#dcd7cc", "#1d6b5f", "#ffffff")
DARK = Palette("#131918", "#1b2322", "#1b2b28", "#e8ebe6", "#aab6b1", "#35413e", "#83cdbb", "#0e201c")
"""The colours of a practice that has chosen none; brochure.css has the same."""


@functools.cache
def palettes(accent: str) -> tuple[Palette, Palette]:
    """The light and the dark theme of an accent, `#rrggbb`, which is the light theme's; see `is_readable`."""
    if accent == LIGHT.accent:
        return LIGHT, DARK
    bend = _bend(accent)
    light = replace(LIGHT, accent=accent, **{name: bend(getattr(LIGHT, name)) for name in ("tint", "ink", "soft")})
    dark = Palette(*map(bend, astuple(DARK)))
    while not _reads(dark):
        dark = replace(dark, accent=_moved(dark.accent, _STEP))
    return light, dark


def is_readable(accent: str) -> bool:
    """Whether an accent can be read on all that it is written on in the light theme, and white on it."""
    return _reads(palettes(accent)[0])


def nearest_readable(accent: str) -> str:
    """The accent itself, or else the nearest darker one of its hue that can be read."""
    while not is_readable(accent):
        accent = _moved(accent, -_STEP)
    return accent


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of "contrast ratio")."""
    from coloraide import Color

    return Color(one).contrast(other, method="wcag21")


def _reads(palette: Palette) -> bool:
    behind = (palette.ground, palette.surface, palette.tint, palette.on_accent)
    return all(contrast(palette.accent, colour) >= READABLE for colour in behind)


def _bend(accent: str) -> Callable[[str], str]:
    """What turns and fades a colour of the default themes as far as the accent is from their own."""
    (_, chroma, hue), (_, own_chroma, own_hue) = _oklch(accent), _oklch(LIGHT.accent)
    fade, turn = min(1, chroma / own_chroma), hue - own_hue

    def bend(colour: str) -> str:
        lightness, chroma, hue = _oklch(colour)
        return _hex(lightness, chroma * fade, hue + turn)

    return bend


def _moved(colour: str, step: float) -> str:
    """A colour that is lighter by a step, or darker; at least one of its parts differs."""
    lightness, chroma, hue = _oklch(colour)
    moved = colour
    while moved == colour:
        lightness += step
        moved = _hex(lightness, chroma, hue)
    return moved


def _oklch(colour: str) -> list[float]:
    """Lightness, chroma and hue; grey has a hue of 0."""
    from coloraide import Color

    return Color(colour).convert("oklch").coords(nans=False)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour `#rrggbb`; with as much chroma as a screen can show."""
    from coloraide import Color

    colour = Color("oklch", [min(max(lightness, 0), 1), chroma, hue]).convert("srgb")
    return colour.fit(method="oklch-chroma").to_string(hex=True)
