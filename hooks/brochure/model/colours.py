"""The colours of a site, light and dark, all made of one: the accent that a practice has chosen.

Every other colour keeps its lightness, and turns and fades with the accent, so that what is written stays as easy to
read as in the colours that the look was designed in. Lightness, chroma and hue are those of Oklab, by its published
matrices (bottosson.github.io/posts/oklab, as in CSS Color 4); what can be read is by the formulas of WCAG 2.2.
"""

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace

Matrix = Sequence[Sequence[float]]
_LMS: Matrix = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_LAB: Matrix = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB: Matrix = (
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
)
_FROM_LMS: Matrix = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
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


def palettes(accent: str) -> tuple[Palette, Palette]:
    """The light and the dark theme of an accent, `#rrggbb`, which is the light theme's; see `is_readable`."""
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
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _reads(palette: Palette) -> bool:
    behind = (palette.ground, palette.surface, palette.tint, palette.on_accent)
    return all(contrast(palette.accent, colour) >= READABLE for colour in behind)


def _bend(accent: str) -> Callable[[str], str]:
    """What turns and fades a colour of the default themes as far as the accent is from their own."""
    _, chroma, hue = _lch(accent)
    _, own_chroma, own_hue = _lch(LIGHT.accent)
    fade, turn = min(1, chroma / own_chroma), hue - own_hue

    def bend(colour: str) -> str:
        lightness, chroma, hue = _lch(colour)
        return _hex(lightness, chroma * fade, hue + turn)

    return bend


def _moved(colour: str, step: float) -> str:
    """A colour that is lighter by a step, or darker; at least one of its parts differs."""
    lightness, chroma, hue = _lch(colour)
    moved = colour
    while moved == colour:
        lightness += step
        moved = _hex(lightness, chroma, hue)
    return moved


def _linear(colour: str) -> list[float]:
    """The light of a colour's red, green and blue, from 0 to 1 (WCAG 2.2, definition of "relative luminance")."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    (luminance,) = _times([(0.2126, 0.7152, 0.0722)], _linear(colour))
    return luminance


def _times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(map(operator.mul, row, vector)) for row in matrix]


def _lch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue."""
    lightness, a, b = _times(_LAB, [math.cbrt(part) for part in _times(_LMS, _linear(colour))])
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """The colour `#rrggbb`; with as much chroma as a screen can show."""
    lightness = min(max(lightness, 0), 1)
    while True:
        lab = (lightness, chroma * math.cos(hue), chroma * math.sin(hue))
        light = _times(_FROM_LMS, [part**3 for part in _times(_FROM_LAB, lab)])
        if chroma < _STEP or all(-0.001 <= part <= 1.001 for part in light):
            break
        chroma -= _STEP
    parts = [min(max(part, 0), 1) for part in light]
    bent = (part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in parts)
    return "#" + "".join(f"{round(part * 255):02x}" for part in bent)
