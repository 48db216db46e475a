"""One colour gives all the others, and all that is written in them can be read."""

import colorsys
import re

import pytest

from brochure.model.colours import DARK, LIGHT, READABLE, contrast, is_readable, nearest_readable, palettes
from support.sites import ROOT

HUES = [colorsys.hsv_to_rgb(hue / 12, strength, light) for hue in range(12) for strength, light in ((1, 1), (0.4, 0.6))]
COLOURS = [
    "#000000",
    "#ffffff",
    "#808080",
    *("#" + "".join(f"{round(part * 255):02x}" for part in rgb) for rgb in HUES),
]


def test_the_default_accent_gives_the_stylesheets_colours() -> None:
    """What is in brochure.css is what a practice has that chooses nothing."""
    css = (ROOT / "docs" / "assets" / "brochure.css").read_text(encoding="utf-8")
    blocks = [dict(re.findall(r"--([\w-]+): ([^;]+);", block)) for block in re.findall(r":root \{([^}]*)\}", css)]
    for palette, block in zip((LIGHT, DARK), blocks, strict=False):
        written = {name: re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", colour) for name, colour in block.items()}
        assert {name: written[name.replace("_", "-")] for name in vars(palette)} == vars(palette)
    assert palettes(LIGHT.accent) == (LIGHT, DARK)


def test_contrast_is_that_of_wcag() -> None:
    """Black on white has 21, a colour on itself 1, and #767676 is the lightest grey for text on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#1d6b5f", "#1d6b5f") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") >= READABLE > contrast("#777777", "#ffffff")


@pytest.mark.parametrize("colour", COLOURS)
def test_all_texts_can_be_read(colour: str) -> None:
    """Of any hue: text, softer text and links on each ground, and buttons, in both themes."""
    for theme in palettes(nearest_readable(colour)):
        for text in (theme.ink, theme.soft, theme.accent):
            assert min(contrast(text, behind) for behind in (theme.ground, theme.surface, theme.tint)) >= READABLE
        assert contrast(theme.on_accent, theme.accent) >= READABLE


@pytest.mark.parametrize("colour", COLOURS)
def test_the_nearest_colour_is_near(colour: str) -> None:
    """One that can be read is its own nearest; another's is darker, and only as dark as it has to be."""
    near = nearest_readable(colour)
    light, _ = palettes(near)
    if is_readable(colour):
        assert near == colour
    else:
        assert contrast(colour, "#ffffff") < contrast(near, "#ffffff")
        assert min(contrast(near, behind) for behind in (light.ground, light.tint)) < READABLE + 0.15


def test_a_tint_follows_its_accent() -> None:
    """A red practice has no green tint."""
    light, dark = palettes("#8c2f45")
    for tint in (light.tint, dark.tint):
        red, green, blue = (int(tint[start : start + 2], 16) for start in (1, 3, 5))
        assert red > max(green, blue)
