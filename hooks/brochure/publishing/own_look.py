"""The stylesheet and icons in the practice's colour, and its logo."""

import re
from collections.abc import Mapping
from pathlib import Path

from brochure.model.colours import DARK, LIGHT, Palette
from brochure.model.files import ASSETS
from brochure.model.site import Site
from brochure.publishing.typesetting import Job

STYLE, ICON, TOUCH_ICON = (f"{ASSETS}/{name}" for name in ("brochure.css", "icon.svg", "touch-icon.png"))
EDGE = 20
"""Points of white around a logo in the icon, which has 180 points; our own drawing needs none."""


def own_look(site: Site, docs: Path) -> Mapping[str, bytes]:
    """Return the assets that replace or join those in `docs`, by name; the stylesheet has no comments or indents."""
    look = {f"{ASSETS}/{site.logo.asset_name}": site.logo.content} if site.logo else {}
    css = re.sub(r"(?m)^ +| */\*(?s:.*?)\*/", "", (docs / STYLE).read_text(encoding="utf-8"))
    look[STYLE] = css.encode()
    if site.settings.accent:
        light, dark = site.palettes
        look[STYLE] = _styled(css, light, dark).encode()
        icon = (docs / ICON).read_text(encoding="utf-8")
        look[ICON] = icon.replace(LIGHT.accent, light.accent).replace(DARK.accent, dark.accent).encode()
    return look


def touch_icon(site: Site, look: Mapping[str, bytes], docs: Path) -> Mapping[str, Job]:
    """Return the job of the icon for a phone's home screen, which takes no svg; a png logo needs none."""
    if site.logo and site.logo.ending == "png":
        return {}
    light, _ = site.palettes
    icon = site.logo.content if site.logo else look.get(ICON) or (docs / ICON).read_bytes()
    ground, edge = ("#ffffff", EDGE) if site.logo else (light.accent, 0)
    data = {"drawing": icon.decode(), "ground": ground, "edge": edge}
    return {TOUCH_ICON: Job("touch-icon", data, site.settings.logo or ICON, site.settings.logo or ICON)}


def _styled(css: str, light: Palette, dark: Palette) -> str:
    """Return the stylesheet in other colours; the light theme is its first block, the dark one its second."""
    for name, colour in vars(light).items():
        colours = iter((colour, getattr(dark, name)))
        css = re.sub(rf"(--{name.replace('_', '-')}: )[^;]+", lambda match: match[1] + next(colours), css, count=2)  # noqa: B023
    return css
