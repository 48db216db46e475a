"""What is wrong with an author's files, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from brochure.author.messages import count, message, sentence, shown


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that an author has to fix, and where."""

    file: str
    """What `paths.py` calls the file."""
    line: int
    """The line, counted from 1; 0 if the problem is in no line of a file."""
    column: int
    """The column in characters, counted from 1; 0 likewise."""
    key: str
    """Which message of the catalogue it is."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the message's placeholders are filled in with."""
    excerpt: str = field(default="", compare=False)
    """The line as it is in the file, if it can be shown."""
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """The keys of the value; empty for a whole file."""

    def message(self, language: str) -> str:
        """What is wrong and what to do, in one of the author's languages, as one line."""
        return message(self.key, language, **self.values)

    @property
    def place(self) -> str:
        """The file, the line and the column, as editors understand it."""
        file = shown(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file

    def report(self, language: str) -> str:
        """The message with its place, as one line."""
        return f"{self.place}: {self.message(language)}"


class ContentError(Exception):
    """The content holds mistakes. Its text reports all of them, sorted by place, and how many they are."""

    def __init__(self, problems: Sequence[Problem], language: str) -> None:
        """`language` is the one that the author reads."""
        once = {problem.report(language): problem for problem in problems}
        self.language = language
        self.problems = [once[report] for report in sorted(once, key=lambda report: (once[report], report))]
        super().__init__("\n".join([*(problem.report(language) for problem in self.problems), self.summary]))

    @property
    def summary(self) -> str:
        """How many problems there are, and what that means for the site."""
        return f"{count('problems', len(self.problems), self.language)}; {sentence('unchanged', self.language)}"
