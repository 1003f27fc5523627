"""The errors that reach people."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, where it stands, and what to do about it."""

    file: str
    line: int
    """Line in the file, counted from 1."""
    path: str
    """Place inside the file, such as ``exercise.scenario.injects[2].time``."""
    message: str
    remedy: str

    def __str__(self) -> str:
        """The problem in one line, as a compiler prints it."""
        return f"{self.file}:{self.line}: {self.path}: {self.message}; {self.remedy}"


class ScenarioInvalid(Exception):
    """A file can't be used; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Refused(Exception):
    """A command that does not fit the present state of the exercise; says what would."""


class ConcurrentAppend(Exception):
    """Somebody else appended first; read again and decide anew."""


class StoreUnavailable(Exception):
    """The database can't be reached or written; the message names it and the remedy."""
