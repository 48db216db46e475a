"""Typst makes PDFs and pictures from our templates and data. Where it has no wheel, the site does without them."""

import atexit
import json
import os
import re
import shutil
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NoReturn

from brochure import photos
from brochure.author.problems import ContentError, Problem
from brochure.cache import Cache, recipe_of
from brochure.photos.photo import SHARED, Version

Data = Mapping[str, Any]
"""A value of JSON."""
PICTURES = "pictures"
"""The folder of pictures among the templates."""
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""A character that cannot be printed, in an error of Rust's."""
_TIME_LIMIT = 30
"""Seconds that Typst may take for a document, besides one for each page of an author's; most take a tenth of one."""
_CELL = re.compile(rb"/S/TD(/P \d+ 0 R/A\[<</O/Table)(/Headers\[\(U\d+x(\d+)y\d+\)\])")
"""A cell of a table in a PDF, with its column."""
_CHARACTER = b'#set document(title: "?")\n#set text(font: "Libertinus Serif")\nx#sys.inputs.data'


@dataclass(frozen=True)
class Job:
    """A document or a picture to make."""

    template: str
    """The name of a template in `docs/templates/paper/`, without its ending."""
    data: Data
    file: str
    """The author's file that it is about, as messages name it."""
    title: str
    """The author's title of the page."""
    format: Literal["pdf", "png"] = "pdf"
    pages: int = 1
    """The number of the author's pages in it."""
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The file of each picture, by its name in the data."""
    colours: tuple[str, str] | None = None
    """The ground and the paint of a share picture."""


class TypesettingError(Exception):
    """Typst refuses a job; the text is its reason."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(" ".join(str(error).split()))
        texts = _REFUSED.findall(getattr(error, "diagnostic", ""))
        characters = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(texts))
        self.unknown = {character for character in characters if not character.isascii()}
        """The characters that no font has. Typst names the digit of a keycap too, which every font has."""


def is_installed() -> bool:
    """Return True if there is a Typst for this system."""
    return find_spec("typst") is not None


def typeset(
    jobs: Mapping[str, Job], templates: Path, results: Cache, language: str
) -> tuple[Mapping[str, Path], Collection[str]]:
    """Return the file of each job, and the characters that no font has: PDFs that contain one are left out.

    Raises `ContentError`, in the author's `language`, if Typst refuses a job for another reason. Ends the process if a
    job takes too long.
    """
    code = [Path(__file__), *sorted(Path(photos.__file__).parent.glob("*.py")), *sorted(templates.glob("*.typ"))]
    recipe = recipe_of(code, "typst", "pillow")

    def outcome(job: Job) -> Path | TypesettingError:
        text = json.dumps(job.data, ensure_ascii=False)
        pictures = [path.read_bytes() for _, path in sorted(job.pictures.items())]
        try:
            return results.get(
                recipe, [job.template.encode(), text.encode(), *pictures], partial(_result, job, text, root)
            )
        except TypesettingError as error:
            return error

    with TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:  # Typst releases the GIL
        root = shutil.copytree(templates, Path(name, "paper"))
        (root / PICTURES).mkdir()
        for picture, path in {item for job in jobs.values() for item in job.pictures.items()}:
            shutil.copyfile(path, root / PICTURES / picture)
        futures, outcomes = {name: pool.submit(outcome, job) for name, job in jobs.items()}, {}
        for name, future in futures.items():
            try:
                outcomes[name] = future.result(_TIME_LIMIT + jobs[name].pages)
            except TimeoutError:
                _give_up(jobs[name], language)
    errors = [(jobs[name], error) for name, error in outcomes.items() if isinstance(error, TypesettingError)]
    if refusals := [(job, {"title": job.title, "reason": str(error)}) for job, error in errors if not error.unknown]:
        raise ContentError([Problem(job.file, "not_typeset", values, line=0) for job, values in refusals], language)
    files = {name: path for name, path in outcomes.items() if isinstance(path, Path)}
    return files, {character for _, error in errors for character in error.unknown}


def _give_up(job: Job, language: str) -> NoReturn:
    """Name the page, clear the stage, and end the process, because nothing can stop a thread of Typst's."""
    values = {"title": job.title, "limit": _TIME_LIMIT + job.pages}
    print(ContentError([Problem(job.file, "slow_page", values, line=0)], language), flush=True)
    atexit._run_exitfuncs()  # os._exit leaves them out
    os._exit(1)


def _result(job: Job, text: str, root: Path) -> bytes:
    """Return the document or picture of a job, whose data is the JSON `text`. Raises `TypesettingError`."""
    if job.format == "png":  # which shows a box for a character that no font has, where a PDF is refused
        text = "".join(character for character in text if character.isascii() or _is_known(character))
    result = _compiled(root / f"{job.template}.typ", text, job.format, root=root)
    if job.colours:
        from brochure.photos.image import encoded, on_ground, opened  # Pillow takes long to import

        if job.pictures:  # a photo takes a tenth of the bytes as JPEG
            return encoded(opened(result), Version("share", "jpg", *SHARED))
        return on_ground(result, *job.colours)
    return result


@cache
def _is_known(character: str) -> bool:
    """Return True if any font has a character."""
    try:
        _compiled(_CHARACTER, character, "pdf")
    except TypesettingError:
        return False
    return True


@cache
def _fonts() -> Any:  # noqa: ANN401 (a type of Typst's)
    """Return the fonts that Typst contains, and none of the system's, so that every system makes equal documents."""
    import typst

    return typst.Fonts(include_system_fonts=False)


def _compiled(source: Path | bytes, data: str, kind: Literal["pdf", "png"], **options: Any) -> bytes:  # noqa: ANN401 (what Typst takes)
    """Return what Typst makes of a template and its data. Raises `TypesettingError`."""
    import typst  # it takes long to import

    options |= {"font_paths": _fonts(), "pdf_standards": ["ua-1"] if kind == "pdf" else [], "ppi": 72, "timestamp": 0}
    try:
        result: bytes = typst.compile(source, format=kind, sys_inputs={"data": data}, **options)
    except BaseException as error:  # a crash in Rust is no Exception, and its class cannot be imported
        if isinstance(error, RuntimeError) or type(error).__name__ == "PanicException":
            raise TypesettingError(error) from None
        raise
    return _CELL.sub(_with_row_header, result)


def _with_row_header(cell: re.Match[bytes]) -> bytes:
    """Return a table cell of a PDF, tagged as its row's header if it is the first, so that screen readers announce it.

    Typst can do so only with a feature that its wheel has no switch for. The length is kept: a PDF counts its bytes.
    """
    kind, headers = (b"TH", b"/Scope/Row") if cell[3] == b"0" else (b"TD", b"")
    return b"/S/" + kind + cell[1] + headers.ljust(len(cell[2]))
