"""A picture is what its name says, and a drawing is no more than a drawing."""

from pathlib import Path

import pytest

from support.mistakes import complaint
from support.sites import JPEG

DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{}</svg>"
KIND = (
    "content/pictures/x.svg:1:1: this file is not the kind of picture that its ending .svg says; "
    "save the picture again in a picture editor"
)
PART = (
    "content/pictures/x.svg:1:1: this drawing has a part that cannot be published ({}); "
    "take it out, or save the picture as png"
)


@pytest.mark.parametrize(
    ("drawing", "told"),
    [
        (DRAWING.format("<script>alert(1)</script>"), PART.format("<script>")),
        (DRAWING.format("<foreignObject/>"), PART.format("<foreignObject>")),
        (DRAWING.format("<meta xmlns='http://www.w3.org/1999/xhtml' http-equiv='refresh'/>"), PART.format("<meta>")),
        (DRAWING.format("<rect onclick='x'/>"), PART.format("onclick")),
        (DRAWING.format("<a href='https://evil.example/'/>"), PART.format("href")),
        (DRAWING.format("<a xlink:href='https://evil.example/'/>"), PART.format("href")),
        (DRAWING.format("<a><set attributeName='href' to='x'/></a>"), PART.format("attributeName")),
        (DRAWING.format("<image href='data:image/png;base64,x'/>"), PART.format("href")),
        (DRAWING.format("<style>a{fill:url(//evil.example)}</style>"), PART.format("<style>")),
        (DRAWING.format("<style>@import 'x';</style>"), PART.format("<style>")),
        (DRAWING.format("<rect style='fill:u\\72l(x)'/>"), PART.format("style")),
        (DRAWING.format("<rect fill='url(//evil.example/#a)'/>"), PART.format("fill")),
        (DRAWING.format("<style>@im<g>x</g>port 'x.css';</style>"), PART.format("<style>")),
        (DRAWING.format("<rect style='background:image-set(\"//evil.example/x\" 1x)'/>"), PART.format("style")),
        (DRAWING.format("<a xml:base='https://evil.example/' href='#x'/>"), PART.format("base")),
        (DRAWING.format("<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'/>"), PART.format("<math>")),
        (DRAWING.format("<audio/>"), PART.format("<audio>")),
        (DRAWING.format("<a><set attributeName='x' to='javascript:x'/></a>"), PART.format("to")),
        (
            DRAWING.format("<text><![CDATA[ ]<?xml ?>]></text><!-- ]]></text><script/><d a='-->'/>"),
            PART.format("<script>"),
        ),
        ('<?xml version="1.0" encoding = "gbk"?>' + DRAWING.format(""), KIND),
        ("<?xml-stylesheet href='x'?>" + DRAWING, KIND),
        ("<!DOCTYPE svg [<!ENTITY x 'y'>]>" + DRAWING, KIND),
        ("<?xml version='1.0' encoding='utf-7'?>" + DRAWING, KIND),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", KIND),
        ("<svg", KIND),
    ],
)
def test_a_drawing_is_no_more_than_a_drawing(tiny: Path, drawing: str, told: str) -> None:
    """What runs in it, leads away or fetches something is told; so is a file that is no drawing."""
    (tiny / "pictures").mkdir()
    (tiny / "pictures" / "x.svg").write_text(drawing, encoding="utf-8")
    assert complaint(tiny).splitlines()[0] == told


def test_an_ordinary_drawing_is_fine(tiny: Path) -> None:
    """Gradients, parts that are used again, a style, a title, what an editor has noted; with a declaration."""
    (tiny / "pictures").mkdir()
    inside = (
        "<title>x</title><defs><linearGradient id='a'/><path id='b'/></defs><style>.c{fill:url(#a)}</style>"
        "<use xlink:href='#b'/><rect fill='url(\"#a\")'/>"
        "<n:view xmlns:n='http://www.inkscape.org/namespaces/inkscape' n:file='C:\\x.png'/>"
    )
    drawing = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- made by hand -->\n" + DRAWING.format(inside)
    (tiny / "pictures" / "x.svg").write_text(drawing, encoding="utf-8-sig")
    assert complaint(tiny) == ""


BEGINNINGS = {
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": b"\x89PNG\r\n\x1a\n\0",
    "gif": b"GIF89a",
    "webp": b"RIFF\0\0\0\0WEBPVP8 ",
    "avif": b"\0\0\0\x1cftypmif1\0\0\0\0avifmif1",
}


@pytest.mark.parametrize("ending", BEGINNINGS)
def test_a_picture_is_of_the_kind_that_it_is_called(tiny: Path, ending: str) -> None:
    """By its first bytes: its own are fine, those of another kind and a text are not."""
    (tiny / "pictures").mkdir()
    picture = tiny / "pictures" / f"x.{ending}"
    picture.write_bytes(BEGINNINGS[ending])
    assert complaint(tiny) == ""
    for other in (b"password: x", b"", *(start for name, start in BEGINNINGS.items() if start != BEGINNINGS[ending])):
        picture.write_bytes(other)
        assert complaint(tiny).startswith(
            f"content/pictures/x.{ending}:1:1: this file is not the kind of picture that its ending .{ending} says; "
            "save the picture again in a picture editor\n"
        )
