"""Make PDFs and share pictures with Typst from our templates and data. If Typst has no wheel, the site has neither."""

import atexit
import json
import os
import re
import shutil
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from brochure import photos
from brochure.author.problems import ContentError, Problem
from brochure.cache import Cache, recipe_of
from brochure.photos.photo import SHARE_SIZE, Version

Data = Mapping[str, Any]
"""A value of JSON."""
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""A character that cannot be printed, in an error of Rust's."""
_TIME_LIMIT = 30
"""Seconds that Typst may take for a document, besides one for each page of an author's; most take a tenth of one."""
_CELL = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x(\d+)y\d+\)\])")
"""A cell of a table in a PDF, with its column."""
_PLAIN = b'#set document(title: "?")\n#set text(font: "Libertinus Serif")\n#sys.inputs.data'
"""A document that prints its data."""


@dataclass(frozen=True)
class Job:
    """A document or a picture to make."""

    template: str
    """The name of a template in `docs/templates/paper/`, without its ending."""
    data: Data
    file: str
    """The author's file that it is about, as messages name it."""
    title: str
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The file of each picture, by its name in the data."""
    pages: int = 1
    """The number of the author's pages in it."""


def typeset(
    jobs: Mapping[str, Job], templates: Path, results: Cache, language: str
) -> tuple[Mapping[str, Path], Collection[str]]:
    """Return the file of each job, by its published name, and the characters that no font has.

    A PDF that contains such a character is left out. Raises `ContentError`, in the author's `language`, if Typst
    refuses a job for another reason. Ends the process if a job takes too long.
    """
    code = [Path(__file__), *sorted(Path(photos.__file__).parent.glob("*.py")), *sorted(templates.glob("*.typ"))]
    recipe = recipe_of(code, "typst", "pillow")

    def file(name: str, job: Job) -> Path:
        text, pictures = json.dumps(job.data, ensure_ascii=False), sorted(job.pictures.items())
        inputs = [job.template.encode(), text.encode(), *(path.read_bytes() for _, path in pictures)]
        return results.get(recipe, inputs, partial(_result, name, job, text, root))

    files, unknown, refusals = dict[str, Path](), set[str](), list[Problem]()
    with TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:  # Typst releases the GIL
        root = shutil.copytree(templates, Path(folder, "paper"))
        (root / "pictures").mkdir()
        for picture, path in {item for job in jobs.values() for item in job.pictures.items()}:
            shutil.copyfile(path, root / "pictures" / picture)
        futures = {name: pool.submit(file, name, job) for name, job in jobs.items()}
        for name, job in jobs.items():
            try:
                files[name] = futures[name].result(_TIME_LIMIT + job.pages)
            except TimeoutError:  # nothing can stop a thread of Typst's
                values = {"title": job.title, "limit": _TIME_LIMIT + job.pages}
                print(ContentError([Problem(job.file, "slow_page", values, line=0)], language), flush=True)
                atexit._run_exitfuncs()  # os._exit does not run them
                os._exit(1)
            except BaseException as error:  # Rust's panic is no Exception, and its class cannot be imported
                if not isinstance(error, RuntimeError) and type(error).__name__ != "PanicException":
                    raise
                unknown |= (characters := _unknown(error))
                if not characters:
                    values = {"title": job.title, "reason": " ".join(str(error).split())}
                    refusals.append(Problem(job.file, "not_typeset", values, line=0))
    if refusals:
        raise ContentError(refusals, language)
    return files, unknown


def _unknown(error: BaseException) -> set[str]:
    """Return the characters that no font has, by an error of Typst's; it names the digit of a keycap too."""
    texts = "".join(_REFUSED.findall(getattr(error, "diagnostic", "")))
    return {each for each in _ESCAPED.sub(lambda match: chr(int(match[1], 16)), texts) if not each.isascii()}


def _result(name: str, job: Job, text: str, root: Path) -> bytes:
    """Return the document or picture of a job, whose data is the JSON `text`."""
    from brochure.photos.image import encoded, on_ground, opened  # Pillow takes a fiftieth of a build to import

    source = root / f"{job.template}.typ"
    if name.endswith(".pdf"):
        return _CELL.sub(_with_row_header, _compiled(source, text, "pdf"))
    unknown = _unknown_in("".join(sorted({character for character in text if not character.isascii()})))
    text = text.translate(dict.fromkeys(map(ord, unknown)))  # a picture would show a box for each
    picture = _compiled(source, text, "png")
    if job.pictures:  # a photo takes a tenth of the bytes as JPEG
        return encoded(opened(picture), Version("jpg", *SHARE_SIZE))
    if job.template == "share":
        return on_ground(picture, job.data["colours"]["accent"], job.data["colours"]["on-accent"])
    return picture


@cache
def _unknown_in(characters: str) -> Collection[str]:
    """Return the characters that no font has."""
    try:
        _compiled(_PLAIN, " ".join(characters), "pdf")
    except RuntimeError as error:
        return _unknown(error)
    return ()


@cache
def _fonts() -> Any:  # noqa: ANN401 (a type of Typst's)
    """Return Typst's own fonts, and none of the system's. Loading them takes a tenth of a build without a cache."""
    import typst  # not every system has a wheel

    return typst.Fonts(include_system_fonts=False)


def _compiled(source: Path | bytes, data: str, kind: Literal["pdf", "png"]) -> bytes:
    """Return what Typst makes of a template and its data, with its own fonts. Raises `RuntimeError` if it refuses."""
    import typst

    options: dict[str, Any] = {"font_paths": _fonts(), "pdf_standards": ["ua-1"], "ppi": 72, "timestamp": 0}
    result: bytes = typst.compile(source, format=kind, sys_inputs={"data": data}, **options)
    return result


def _with_row_header(cell: re.Match[bytes]) -> bytes:
    """Return a table cell of a PDF, tagged as its row's header if it is the first, so that screen readers announce it.

    Typst can do so only with a feature that its wheel has no switch for. The length is kept: a PDF counts its bytes.
    """
    kind, headers = (b"TH", b"/Scope/Row") if cell[3] == b"0" else (b"TD", b"")
    return b"/S/" + kind + cell[1] + headers.ljust(len(cell[2]))
