"""A PDF as a reader of PDFs takes it, and who hears it."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader


def squeezed(text: str) -> str:
    """The letters and digits of a text alone, since a line may end anywhere and a word be divided there."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def words(path: Path) -> str:
    """The text of a PDF in the order in which it is read, squeezed."""
    return squeezed("".join(page.extract_text() for page in PdfReader(path).pages))


def elements(element: Any) -> Iterator[Any]:  # noqa: ANN401 (pikepdf gives no better type)
    """The elements of a structure tree, an outer one before those inside it."""
    if isinstance(element, pikepdf.Array):
        for part in element:
            yield from elements(part)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        yield from elements(element.get("/K"))


def languages(page: pikepdf.Page) -> list[str]:
    """The language of each piece of a page that says in which it is."""
    marks = (part.operands[-1] for part in pikepdf.parse_content_stream(page) if str(part.operator) == "BDC")
    return [str(mark["/Lang"]) for mark in marks if isinstance(mark, pikepdf.Dictionary) and "/Lang" in mark]
