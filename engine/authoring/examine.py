"""What an author is told of a text while it is written: problems by line, and the scenario if it is one."""

from dataclasses import dataclass
from functools import lru_cache

from engine.errors import Problem, errors_in
from engine.files.loader import LoadedScenario, content_folder, examine_exercise
from engine.scenario.resolve import Content

NAME = "scenario.yml"
"""What problems call the text."""
REMEMBERED = 128
"""Texts whose examination is kept at hand, so that a screen that is drawn again does not repeat it."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A text as it stands."""

    problems: tuple[Problem, ...]
    """Errors and warnings, by line."""
    loaded: LoadedScenario | None
    """The scenario, complete for play; None where errors keep it from being played."""

    @property
    def errors(self) -> int:
        """How many problems keep it from being played."""
        return len(errors_in(self.problems))


def examined(text: str, content: Content) -> Examined:
    """A text with every problem; it may show the pictures that lie beside the shipped scenarios."""
    return _examined(text, _Held(content))


class _Held:
    """Content as a part of a key: the same object is the same content."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.content is self.content

    def __hash__(self) -> int:
        return id(self.content)


@lru_cache(maxsize=REMEMBERED)
def _examined(text: str, held: _Held) -> Examined:
    found, problems = examine_exercise(text, content_folder() / "exercises" / NAME, held.content)
    told = tuple(
        Problem(NAME, item.line, item.path, item.message, item.remedy, item.severity) for item in problems
    )
    return Examined(told, found)
