"""Each containment level ordered soon after the first signal and held to the end, in the mean of worlds."""

from dataclasses import dataclass

from engine.procedure.pace import pace
from engine.scenario.times import MINUTE_MS
from scoring.whatif.compare import WhatIf


@dataclass(frozen=True, slots=True)
class Held:
    """What holding a level comes to."""

    level: int
    minute: int
    """Exercise minute at which it is ordered."""
    harm_points: float
    service: float
    """Share of the service that is kept until the end."""


def held_levels(answer: WhatIf) -> tuple[Held, ...]:
    """Levels 1 to 4, each ordered when a team that follows the playbook would have contained."""
    asked = answer.question
    minute = (asked.revealed_ms + pace(asked.scenario).contained_ms) // MINUTE_MS
    minute = min(minute, len(answer.surface.minutes) - 1)
    return tuple(
        Held(
            level,
            minute,
            float(answer.surface.harm_points[row, minute].mean()),
            float(answer.surface.service[row, minute].mean()),
        )
        for row, level in enumerate(answer.surface.levels)
    )
