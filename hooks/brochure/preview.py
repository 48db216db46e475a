"""The preview's memory: `mkdocs serve` goes on showing the last good site while its content is broken.

MkDocs keeps a hook's module from one rebuild to the next and gives a hook no other place for what lasts that long;
so one object of this class lives in `mkdocs_hooks.py`. A build leaves it switched off.
"""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from brochure.author.messages import DEFAULT
from brochure.author.problems import ContentError
from brochure.project import Project


class Preview:
    """Which project to show, and what to report above it."""

    def __init__(self) -> None:
        self.serving = False
        self.folders: Sequence[Path] = ()
        """The folders whose files problems are about."""
        self.problems: ContentError | None = None
        """What is wrong with the content as it is now."""
        self._last: Project | None = None

    @property
    def language(self) -> str:
        """The language that the author is spoken to in."""
        return self._last.site.author_language if self._last else DEFAULT

    def blames(self, file: str) -> bool:
        """Whether something is wrong with a file, by its name in messages, or with a folder that it is in."""
        wrong = {problem.file for problem in self.problems.problems} if self.problems else set()
        return any(str(path) in wrong for path in (PurePosixPath(file), *PurePosixPath(file).parents))

    def good(self, project: Project) -> None:
        """Remember a project without mistakes."""
        self.problems = None
        self._last = project

    def broken(self, error: ContentError) -> Project | None:
        """Remember what is wrong; give the project as it last was without mistakes, if it ever was."""
        self.problems = error
        return self._last
