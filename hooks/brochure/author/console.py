"""Consoles that lack letters."""

import io
import sys


def be_lenient() -> None:
    """Let what a console cannot show come out as codes and not end in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
