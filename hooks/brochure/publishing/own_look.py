"""What a practice's colour and logo make of the look's files, so that no author edits a stylesheet."""

import re
from collections.abc import Mapping
from pathlib import Path

from brochure.model.colours import DARK, LIGHT, Palette, palettes
from brochure.model.files import ASSETS
from brochure.model.site import Site
from brochure.publishing.typesetting import Job

STYLE, ICON, TOUCH_ICON = (f"{ASSETS}/{name}" for name in ("brochure.css", "icon.svg", "touch-icon.png"))
EDGE = 20
"""Points of white around a logo on a phone's screen, which has 180; our own icon needs none."""


def own_look(site: Site, docs: Path) -> Mapping[str, bytes]:
    """The assets that are the practice's own, by name; those of the same name in `docs` are not published."""
    made = {f"{ASSETS}/{site.logo.asset}": site.logo.content} if site.logo else {}
    if accent := site.settings.accent:
        light, dark = palettes(accent)
        made[STYLE] = _styled((docs / STYLE).read_text(encoding="utf-8"), light, dark).encode()
        made[ICON] = _drawn((docs / ICON).read_text(encoding="utf-8"), light, dark).encode()
    return made


def touch_icon(site: Site, look: Mapping[str, bytes], docs: Path) -> Mapping[str, Job]:
    """What makes the icon for a phone's first screen, which takes no drawing, by its name; a png logo is one already.

    It is made of the logo, on white, or of our own icon, which `look` has in the practice's own colours.
    """
    if site.logo and site.logo.ending == "png":
        return {}
    light, _ = palettes(site.settings.accent or LIGHT.accent)
    icon = site.logo.content if site.logo else look.get(ICON) or (docs / ICON).read_bytes()
    ground, edge = ("#ffffff", EDGE) if site.logo else (light.accent, 0)
    data = {"drawing": icon.decode(), "ground": ground, "edge": edge}
    return {TOUCH_ICON: Job("touch-icon", data, site.settings.logo or ICON, site.settings.logo or ICON, "png")}


def _styled(css: str, light: Palette, dark: Palette) -> str:
    """The stylesheet with other colours: its first block has those of the light theme, its second of the dark one."""
    for name, colour in vars(light).items():
        colours = iter((colour, getattr(dark, name)))
        css = re.sub(rf"(--{name.replace('_', '-')}: )[^;]+", lambda match: match[1] + next(colours), css, count=2)  # noqa: B023
    return css


def _drawn(icon: str, light: Palette, dark: Palette) -> str:
    """The icon, which is drawn in the accents of both themes, with others."""
    return icon.replace(LIGHT.accent, light.accent).replace(DARK.accent, dark.accent)
