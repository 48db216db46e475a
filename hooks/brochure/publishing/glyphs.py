"""Which characters the fonts of PDFs have, as Typst says; what it has said is kept for the next builds."""

import json
import unicodedata
from contextlib import suppress
from pathlib import Path

from brochure.keeping import write_whole
from brochure.publishing.compiler import TypesettingError, compiled, fonts, typst_version

_LINES = """#set document(title: "?")
#set text(font: "Libertinus Serif")
#for one in sys.inputs.data.split("\\n") [#par(one)]"""


class Glyphs:
    """Asks for each character once."""

    def __init__(self, cache: Path) -> None:
        self._file = cache / f"glyphs-{typst_version()}.json"
        self._known: dict[str, bool] = {}
        with suppress(OSError, ValueError):
            kept = json.loads(self._file.read_bytes())
            self._known = kept if isinstance(kept, dict) else {}

    def unknown(self, text: str) -> set[str]:
        """The characters of a text that no font has. Raises `TypesettingError` if Typst cannot say."""
        characters = {character for character in text if not character.isascii()}
        if asked := characters - self._known.keys():
            self._known |= dict.fromkeys(asked, True) | dict.fromkeys(_without_glyph(asked), False)
            with suppress(OSError):
                write_whole(self._file, json.dumps(self._known, sort_keys=True).encode())
        return {character for character in characters if not self._known[character]}


def _without_glyph(characters: set[str]) -> set[str]:
    """Those that no font has; Typst names them all when it refuses them.

    Each is on a line of its own, and what would join the one before it gets a letter to join.
    """
    lines = (f"x{one}" if unicodedata.category(one)[0] == "M" else one for one in sorted(characters))
    try:
        compiled(_LINES.encode(), "\n".join(lines), font_paths=fonts(), pdf_standards=["ua-1"])
    except TypesettingError as error:
        if not error.unknown:
            raise
        return set("".join(error.unknown)) & characters
    return set()
