"""Typst makes PDFs and pictures of our templates and of data; what it has made is kept for the next builds.

Typst is a program in a wheel of its own. It takes a twentieth of a second to start, so it does only where something has
to be made. The wheel is not there for every system: then nothing is made, and the site does without.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from brochure.author.problems import ContentError, Problem
from brochure.photos import ground

if TYPE_CHECKING:
    from typst import Fonts

Data = Mapping[str, Any]
"""What JSON can hold."""

PICTURES = "pictures"
"""Where a template finds the pictures that it shows, beside itself."""
_GLYPHS = '#set document(title: "?")\n#set text(font: "Libertinus Serif")\n#for one in sys.inputs.text [#par(one)]'
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
"""How Rust writes a character that cannot be printed."""


@dataclass(frozen=True)
class Job:
    """A document or a picture to be made."""

    template: str
    """The name of a template in `docs/templates/paper/`, without its ending."""
    data: Data
    """What it shows."""
    file: str
    """The author's file that it is made of, as messages call it."""
    title: str
    """What the author calls the page."""
    format: Literal["pdf", "png"] = "pdf"
    pictures: Mapping[str, Path] = field(default_factory=dict)
    """The file of each picture that it shows, by the name in the data."""
    finish: Callable[[bytes], bytes] = bytes
    """What is done with what Typst has made."""

    @cached_property
    def text(self) -> str:
        """The data as JSON."""
        return json.dumps(self.data, ensure_ascii=False)


class TypesettingError(Exception):
    """Typst does not make something; its text is the reason."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(" ".join(str(error).split()))
        written = "".join(_NO_GLYPH.findall(getattr(error, "diagnostic", "")))
        self.unknown = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), written)
        """The characters that no font has, if that is the reason."""


class Typesetter:
    """Makes what is not kept yet."""

    def __init__(self, templates: Path, cache: Path, language: str) -> None:
        """`templates` has the templates of `Job`, `cache` is where to keep things, `language` is the author's."""
        self._templates = templates
        self._cache = cache
        self._language = language
        self._glyphs: dict[str, bool] = {}

    @cached_property
    def version(self) -> str:
        """The version of Typst; empty if it is not installed."""
        try:
            return version("typst")
        except PackageNotFoundError:
            return ""

    def make(self, jobs: Mapping[str, Job]) -> dict[str, bytes]:
        """Each job's PDF or PNG, but for PDFs with characters that no font has; nothing at all without Typst.

        Raises `ContentError` that names the page if Typst cannot make one.
        """
        if not self.version:
            return {}
        printable = {key: job for key, job in jobs.items() if job.format == "png" or not self.unknown(job.text)}
        kept = {key: self._read(self._name(job)) for key, job in printable.items()}
        new = {key: job for key, job in printable.items() if kept[key] is None}
        made = {**kept, **self._make(new)} if new else kept
        return {key: result for key, result in made.items() if result is not None}

    def unknown(self, text: str) -> set[str]:
        """The characters of a text that no font has; none if there is no Typst to ask."""
        characters = {character for character in text if not character.isascii()} if self.version else set()
        if asked := characters - self._known.keys():
            self._learn(dict.fromkeys(asked, True) | dict.fromkeys(_without_glyph(asked), False))
        return {character for character in characters if not self._known[character]}

    @property
    def _known(self) -> dict[str, bool]:
        """Whether a font has a character, for those that have been asked for."""
        if not self._glyphs:
            with suppress(ValueError):
                self._glyphs.update(json.loads(self._read(self._glyphs_name) or b"{}"))
        return self._glyphs

    @property
    def _glyphs_name(self) -> str:
        return f"glyphs-{self.version}.json"

    def _learn(self, glyphs: Mapping[str, bool]) -> None:
        self._glyphs.update(glyphs)
        self._write(self._glyphs_name, json.dumps(self._glyphs, sort_keys=True).encode())

    def _name(self, job: Job) -> str:
        """The name under which a job's result is kept: it changes with all that it is made of."""
        pictures = [path.read_bytes() for _, path in sorted(job.pictures.items())]
        return f"{_digest(self._recipe, job.template.encode(), job.text.encode(), *pictures).hex()[:32]}.{job.format}"

    @cached_property
    def _recipe(self) -> bytes:
        """How things are made: Typst, the modules here and that of Pillow, and the templates."""
        modules = [*sorted(Path(__file__).parent.glob("*.py")), Path(ground.__file__)]
        files = [*modules, *sorted(self._templates.glob("*.typ"))]
        return _digest(self.version.encode(), *(path.read_bytes() for path in files))

    def _make(self, jobs: Mapping[str, Job]) -> dict[str, bytes | None]:
        """The same for jobs that are not kept, side by side on all cores, since Typst leaves Python alone meanwhile."""
        problems: list[Problem] = []

        def one(job: Job) -> bytes | None:
            try:
                result = _typeset(job, root, fonts)
            except TypesettingError as error:
                self._learn(dict.fromkeys(error.unknown, False))
                if not error.unknown:
                    values = {"title": job.title, "reason": str(error)}
                    problems.append(Problem(job.file, 0, 0, "not_typeset", values))
                return None
            self._write(self._name(job), result)
            return result

        import typst

        fonts = typst.Fonts(include_system_fonts=False)
        with TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
            root = Path(name)
            shutil.copytree(self._templates, root, dirs_exist_ok=True)
            (root / PICTURES).mkdir()
            for job in jobs.values():
                for picture, path in job.pictures.items():
                    shutil.copyfile(path, root / PICTURES / picture)
            results = dict(zip(jobs, pool.map(one, jobs.values()), strict=True))
        if problems:
            raise ContentError(problems, self._language)
        return results

    def _read(self, name: str) -> bytes | None:
        try:
            return (self._cache / name).read_bytes()
        except OSError:
            return None

    def _write(self, name: str, content: bytes) -> None:
        """Keep something, in one step; where nothing can be kept, it is only made anew each time."""
        aside = self._cache / f".{secrets.token_hex(8)}"
        with suppress(OSError):
            self._cache.mkdir(parents=True, exist_ok=True)
            try:
                aside.write_bytes(content)
                aside.replace(self._cache / name)
            finally:
                aside.unlink(missing_ok=True)


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def _typeset(job: Job, root: Path, fonts: "Fonts") -> bytes:
    """What Typst makes of a job, the same each time: no clock, no fonts of the system. Raises `TypesettingError`."""
    import typst

    try:
        made = typst.compile(
            root / f"{job.template}.typ",
            root=root,
            font_paths=fonts,
            format=job.format,
            ppi=72,
            sys_inputs={"data": job.text},
            pdf_standards=["ua-1"] if job.format == "pdf" else [],
            timestamp=0,
        )
    except BaseException as error:  # a crash in Rust is no Exception, and has no class that can be imported
        if isinstance(error, RuntimeError) or type(error).__name__ == "PanicException":
            raise TypesettingError(error) from None
        raise
    return job.finish(made)


def _without_glyph(characters: set[str]) -> str:
    """Those that no font has; Typst names them all when it refuses them."""
    import typst

    try:
        typst.compile(
            _GLYPHS.encode(),
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"text": "".join(sorted(characters))},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        return TypesettingError(error).unknown
    return ""
