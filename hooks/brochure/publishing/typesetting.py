"""Typst makes PDFs and pictures of our templates and of data; what it has made is kept for the next builds.

Where there is no Typst nothing is made, and the site does without.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from brochure.author.problems import ContentError, Problem
from brochure.keeping import clear, digest, keep, kept
from brochure.photos import ground
from brochure.publishing.compiler import TypesettingError, compiled, fonts, typst_version
from brochure.publishing.glyphs import Glyphs

Data = Mapping[str, Any]
"""What JSON can hold."""

PICTURES = "pictures"
"""Where a template finds the pictures that it shows, beside itself."""


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


class Typesetter:
    """Makes what is not kept yet."""

    def __init__(self, templates: Path, cache: Path, language: str) -> None:
        """`templates` has the templates of `Job`, `cache` is where to keep things, `language` is the author's."""
        self._templates = templates
        self._cache = cache
        self._language = language
        self._used: set[str] = set()
        self.is_there = bool(typst_version())

    @cached_property
    def _glyphs(self) -> Glyphs:
        return Glyphs(self._cache)

    def unknown(self, text: str) -> set[str]:
        """The characters of a text that no font has; none if there is no Typst to ask, or it cannot say."""
        with suppress(TypesettingError):
            return self._glyphs.unknown(text) if self.is_there else set()
        return set()

    def make(self, jobs: Mapping[str, Job]) -> dict[str, bytes]:
        """Each job's PDF or PNG, but for PDFs with characters that no font has; nothing at all without Typst.

        Raises `ContentError` that names the page if Typst cannot make one.
        """
        if not self.is_there:
            return {}
        found = {key: self._kept(self._name(job)) for key, job in jobs.items()}
        new = {key: job for key, job in jobs.items() if found[key] is None}
        made = {**found, **self._make(new)} if new else found
        return {key: result for key, result in made.items() if result is not None}

    def clear(self) -> None:
        """Delete what is kept and has long been of no use."""
        clear(self._cache, self._used)

    def _kept(self, name: str) -> bytes | None:
        with suppress(OSError):
            path = kept(self._cache, name)
            return path.read_bytes() if path else None
        return None

    def _name(self, job: Job) -> str:
        """The name under which a job's result is kept: it changes with all that it is made of."""
        pictures = [path.read_bytes() for _, path in sorted(job.pictures.items())]
        stem = digest(self._recipe, job.template.encode(), job.text.encode(), *pictures)
        self._used.add(stem)
        return f"{stem}.{job.format}"

    @cached_property
    def _recipe(self) -> bytes:
        """How things are made: Typst, Pillow, the modules that use them and the templates."""
        modules = [*sorted(Path(__file__).parent.glob("*.py")), Path(ground.__file__)]
        files = [*modules, *sorted(self._templates.glob("*.typ"))]
        versions = typst_version() + version("pillow")
        return digest(versions.encode(), *(path.read_bytes() for path in files)).encode()

    def _make(self, jobs: Mapping[str, Job]) -> dict[str, bytes | None]:
        """The same for jobs that are not kept, side by side on all cores, since Typst leaves Python alone meanwhile."""
        problems: list[Problem] = []

        def one(job: Job) -> bytes | None:
            try:
                result = self._typeset(job, root, known_fonts)
            except TypesettingError as error:
                if not error.unknown:
                    values = {"title": job.title, "reason": str(error)}
                    problems.append(Problem(job.file, "not_typeset", values, line=0))
                return None
            with suppress(OSError):  # where nothing can be kept it is only made anew each time
                keep(self._cache, self._name(job), result)
            return result

        known_fonts = fonts()
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

    def _typeset(self, job: Job, root: Path, known_fonts: object) -> bytes:
        """What is made of a job. Raises `TypesettingError`."""
        standards = ["ua-1"] if job.format == "pdf" else []
        template = root / f"{job.template}.typ"
        options = {"root": root, "font_paths": known_fonts, "format": job.format, "pdf_standards": standards}
        return job.finish(compiled(template, job.text, ppi=72, **options))
