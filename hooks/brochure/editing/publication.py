"""A publication in a thread: it goes on while pages are edited, and ends with success, a question or a problem."""

from collections.abc import Sequence
from threading import Thread
from typing import Literal

from brochure.author.problems import Problem, inaccessible
from brochure.commands.publication import Published, Target, build, connected, keep_password, publish, settled
from brochure.project import Project
from brochure.publishing.upload.remote import Question, Unagreed, UploadError
from brochure.publishing.upload.upload import BuiltSite


class Publication(Thread):
    """A publication that is running or has ended."""

    def __init__(
        self,
        project: Project,
        target: Target,
        password: str,
        agreed: Sequence[Question] = (),
        site: BuiltSite | None = None,
        *,
        remembers: bool,
    ) -> None:
        """Begin with a login and the build, unless that has been done for the `site`.

        If it `remembers`, a password that was right goes into the system's keyring. Elsewhere it is never written.
        """
        super().__init__(daemon=True)
        self.project, self.target, self.password, self.agreed = project, target, password, agreed
        self.site, self.remembers = site, remembers
        self.step: Literal["build", "connect", "send", "check"] = "connect"
        self.done = self.total = 0
        """Numbers of files."""
        self.photo = ""
        """The sentence about the photo that the build is working on."""
        self.complaints: list[str] = []
        """The messages of a failed build."""
        self.questions: Sequence[Question] = ()
        self.problem: Problem | None = None
        self.published: Published | None = None
        self.start()

    def run(self) -> None:
        """Build and publish the site, after a login that soon tells of a wrong server or password."""
        try:
            if not self.site:
                with connected(settled(self.target, self.agreed), self.password):
                    self.step = "build"
                self.site = build(self.project, self._show)
            if not self.site:
                return
            self.step, self.complaints = "connect", []
            self.published = publish(self.target, self.password, self.site, self.agreed, self._progress)
            if self.remembers:
                keep_password(self.target.server, self.password)
            self.password = ""
        except Unagreed as unagreed:
            self.questions = unagreed.questions
        except UploadError as error:
            self.problem = error.problem
        except OSError as error:
            self.problem = inaccessible(error, error.filename or self.project.draft.folder)

    def agree(self) -> "Publication":
        """Return a new publication that continues after the questions, with the consent to them."""
        agreed = [*self.agreed, *self.questions]
        return Publication(self.project, self.target, self.password, agreed, self.site, remembers=self.remembers)

    def _show(self, line: str) -> None:
        """Take a line of the build's output: a message, or MkDocs' progress."""
        if line.startswith("INFO"):
            self.photo = line.partition("-  ")[2] if line.endswith("...") else ""
        elif line:
            self.complaints.append(line)

    def _progress(self, done: int, total: int) -> None:
        self.step, self.done, self.total = "check" if done == total else "send", done, total
