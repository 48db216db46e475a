"""A publication in a thread: it goes on while pages are edited, and ends with success, a question or a problem."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Literal

from brochure.author.problems import Problem, inaccessible
from brochure.commands.publication import (
    NEW_KEY,
    Published,
    Target,
    build,
    built_site,
    keep_password,
    publish,
    remember,
    remembered,
)
from brochure.model.files import DOWNLOADS, PICTURES
from brochure.project import Project
from brochure.publishing.upload.remote import Question, Unagreed, UploadError

_OTHER_KEY = "publish_other_key"
_CONTENT = ("*.yml", "*/*.yml", f"{PICTURES}/*", f"{DOWNLOADS}/*")


class Publication(Thread):
    """A publication that is running or has ended."""

    def __init__(
        self,
        project: Project,
        target: Target,
        password: str,
        agreed: Sequence[Question] = (),
        content: Mapping[str, str] | None = None,
        *,
        keeps: bool,
    ) -> None:
        """Begin with the build, unless it has been done: then `content` has the digests of what it read.

        `keeps` puts the password into the system's keyring once it has been right. Elsewhere it is never written.
        """
        super().__init__(daemon=True)
        self.project, self.target, self.password, self.agreed = project, target, password, agreed
        self.content, self.keeps = content, keeps
        self.address = project.site.settings.address
        self.step: Literal["build", "connect", "send", "check"] = "build"
        self.done = self.total = 0
        """Numbers of files."""
        self.lines: list[str] = []
        """The output of the build."""
        self.questions: Sequence[Question] = ()
        self.problem: Problem | None = None
        self.published: Published | None = None
        self.start()

    def run(self) -> None:
        """Build and publish the site, and remember of which content."""
        folder = self.project.draft.folder
        try:
            if self.content is None:
                content = digests(folder)
                if not build(self.project, self.lines.append):
                    return
                self.content = content
            self.step = "connect"
            site = built_site(self.project, self.target)
            published = publish(self.target, self.password, site, self.agreed, self._progress)
            if self.keeps:
                keep_password(self.target.server, self.password)
            target = remembered(self.address) or self.target
            remember(self.address, target.model_copy(update={"content": self.content}))
            self.password, self.published = "", published
        except Unagreed as unagreed:
            self.questions = unagreed.questions
        except UploadError as error:
            if error.problem.key == _OTHER_KEY:
                self.questions = [Question(_OTHER_KEY, str(error.problem.values["value"]))]
            else:
                self.problem = error.problem
        except OSError as error:
            self.problem = inaccessible(error, error.filename or folder)

    @property
    def photo(self) -> str:
        """The sentence about the photo that the build is working on, or an empty text."""
        last = "".join(self.lines[-1:])
        return last.partition("-  ")[2] if last.endswith("...") else ""

    @property
    def complaints(self) -> list[str]:
        """The messages of a failed build."""
        failed = self.step == "build" and not self.is_alive()
        return [line for line in self.lines if line and not line.startswith("INFO")] if failed else []

    def agree(self) -> "Publication":
        """Begin again where the questions were asked."""
        keys = [question.value for question in self.questions if question.key in (NEW_KEY, _OTHER_KEY)]
        target = self.target.model_copy(update={"host_key": keys[0]}) if keys else self.target
        agreed = [*self.agreed, *self.questions]
        return Publication(self.project, target, self.password, agreed, self.content, keeps=self.keeps)

    def _progress(self, done: int, total: int, _: str) -> None:
        self.step, self.done, self.total = "check" if done == total else "send", done, total


def digests(folder: Path) -> dict[str, str]:
    """Return a digest of each file that a site is made from, by its path below the content's folder."""
    paths = {path for pattern in _CONTENT for path in folder.glob(pattern) if path.is_file()}
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}
