"""One colour gives all the others, and all that is written in them can be read."""

import colorsys
import re

from brochure.model.colours import DARK, LIGHT, READABLE, contrast, nearest_readable, palettes
from support.sites import ROOT

HUES = [colorsys.hsv_to_rgb(hue / 6, strength, light) for hue in (0, 1, 4) for strength, light in ((1, 1), (0.4, 0.6))]
COLOURS = [
    "#" + "".join(f"{round(part * 255):02x}" for part in rgb) for rgb in [(0, 0, 0), (1, 1, 1), (0.5, 0.5, 0.5), *HUES]
]


def test_the_default_accent_gives_the_stylesheets_colours() -> None:
    """A practice that chooses no colour has those of brochure.css."""
    css = (ROOT / "docs" / "assets" / "brochure.css").read_text(encoding="utf-8")
    blocks = [dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in re.findall(r":root \{([^}]*)\}", css)]
    for palette, block in zip((LIGHT, DARK), blocks, strict=False):
        written = {name: re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", colour) for name, colour in block.items()}
        assert {name: written[name.replace("_", "-")] for name in vars(palette)} == vars(palette)
    assert palettes(LIGHT.accent) == (LIGHT, DARK)


def test_any_colour_gives_texts_that_can_be_read() -> None:
    """Text, softer text and links on each ground, and buttons, in both themes.

    A colour that can be read stays; another gets darker, and only as dark as it has to be.
    """
    for colour in COLOURS:
        near = nearest_readable(colour)
        light, dark = palettes(near)
        for theme in (light, dark):
            for text in (theme.ink, theme.soft, theme.accent):
                assert min(contrast(text, ground) for ground in (theme.ground, theme.surface, theme.tint)) >= READABLE
            assert contrast(theme.on_accent, theme.accent) >= READABLE, colour
        grounds = (palettes(colour)[0].tint, light.ground, light.surface)
        if min(contrast(colour, ground) for ground in grounds) >= READABLE:
            assert near == colour
        else:
            assert contrast(colour, "#ffffff") < contrast(near, "#ffffff"), colour
            assert min(contrast(near, ground) for ground in (light.ground, light.tint)) < READABLE + 0.15, colour


def test_a_tint_follows_its_accent() -> None:
    """A red practice has no green tint."""
    for theme in palettes("#8c2f45"):
        red, green, blue = (int(theme.tint[start : start + 2], 16) for start in (1, 3, 5))
        assert red > max(green, blue)
