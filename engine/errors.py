"""The errors that reach people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Gravity = Literal["error", "warning"]


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
    severity: Gravity = "error"
    """Whether it keeps the file from being used, or only deserves a second look."""

    def __str__(self) -> str:
        """The problem in one line, as a compiler prints it."""
        mark = "warning: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {self.path}: {mark}{self.message}; {self.remedy}"


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that keep a file from being used; warnings are left out."""
    return [problem for problem in problems if problem.severity == "error"]


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
    """The database can't be reached or written; the message is for everybody and names no place.

    `reason` is the database's own word for it, and `detail`, for whoever runs the server, names the database
    and the remedy as well.
    """

    def __init__(self, message: str, *, reason: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.reason = reason or message
        self.detail = detail or message
