"""The content of one file with the line every value stands on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Gravity, Problem
from engine.scenario.place import Place, dotted


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The content of one YAML text, and what is wrong with it as YAML."""

    file: str
    value: Any = None
    lines: Mapping[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    hidden: frozenset[Place] = frozenset()
    """Places already complained about; what a model says of them is only an echo."""
    readable: bool = True
    """Whether there is a value to go on with, in spite of problems."""

    def line(self, place: Place) -> int:
        """Line of a place, or of the nearest place around it."""
        for length in range(len(place), -1, -1):
            if place[:length] in self.lines:
                return self.lines[place[:length]]
        return 1

    def problem(self, place: Place, message: str, remedy: str, *, severity: Gravity = "error") -> Problem:
        """A problem at a place of this text."""
        return Problem(self.file, self.line(place), dotted(place), message, remedy, severity)

    def is_hidden(self, place: Place) -> bool:
        """Whether the place, or one around it, was complained about already."""
        return any(place[:length] in self.hidden for length in range(1, len(place) + 1))


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without repetition, by file and line."""
    return tuple(
        sorted(dict.fromkeys(problems), key=lambda item: (item.file, item.line, item.path, item.message))
    )
