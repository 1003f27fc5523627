"""What an author is told of a text while it is written: problems by line, and what the scenario is."""

from dataclasses import dataclass
from functools import lru_cache

from engine.errors import Problem, ScenarioInvalid, errors_in
from engine.files.loader import examine_exercise_text
from engine.scenario.resolve import Content, Scenario

NAME = "scenario.yml"
"""What problems call the text."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A text as it stands."""

    problems: tuple[Problem, ...]
    """Errors and warnings, by line."""
    scenario: Scenario | None
    """The scenario complete for play; None where errors keep it from being played."""

    @property
    def can_be_played(self) -> bool:
        """Whether nothing keeps it from being played."""
        return self.scenario is not None
