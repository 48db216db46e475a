"""Typst, a program in a wheel of its own: what it makes, or why it does not.

It takes a twentieth of a second to start, so it is loaded only where something has to be made. The wheel is not there
for every system.
"""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How Rust writes a character that cannot be printed."""


class TypesettingError(Exception):
    """Typst does not make something; its text is the reason."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(" ".join(str(error).split()))
        written = _NO_GLYPH.findall(getattr(error, "diagnostic", ""))
        self.unknown = [_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) for text in written]
        """The characters that no font has, each with those that belong to it, if that is the reason."""


def typst_version() -> str:
    """The version of Typst; empty if it is not installed."""
    try:
        return version("typst")
    except PackageNotFoundError:
        return ""


def fonts() -> Any:  # noqa: ANN401 (a type of Typst's)
    """The fonts that Typst carries, and none of the system, so that a document is the same everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False)


def compiled(source: Path | bytes, data: str, **options: Any) -> bytes:  # noqa: ANN401 (whatever Typst takes)
    """What Typst makes of a template and its data, the same each time: no clock. Raises `TypesettingError`."""
    import typst

    try:
        made: bytes = typst.compile(source, sys_inputs={"data": data}, timestamp=0, **options)
    except BaseException as error:  # a crash in Rust is no Exception, and has no class that can be imported
        if isinstance(error, RuntimeError) or type(error).__name__ == "PanicException":
            raise TypesettingError(error) from None
        raise
    return made
