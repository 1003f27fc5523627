"""An exercise's own world with the model's luck re-rolled: what decisions come to without luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.parameters import AISystem
from engine.simulation.tape import World
from engine.simulation.worlds.batch import Policy, timelines
from engine.simulation.worlds.draws import Floats, Worlds, lay_out
from engine.simulation.worlds.surface import LEVELS, held
from engine.timeline import Timeline
from scoring.whatif.courses import PLAYBOOK_ACTS_AFTER_MS, playbook_decisions

ROLLS = 100
"""Rolls of the model's luck that a value rests on: they hold it within .05 (`python -m bench.scores`)."""

TEAM, NOTHING, PLAYBOOK = "team", "nothing", "playbook"


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """Courses of action in the mean of re-rolled worlds; every figure is since StartEx, one entry a step."""

    tick_ms: int
    harm: Mapping[str, Floats]
    worth: Mapping[str, Floats]
    """Answers customers got, a degraded one counted in part."""
    arrived: Floats
    """Customers' requests, the same for every course."""

    def harm_between(self, name: str, from_ms: int, until_ms: int) -> float:
        """Harm points between two moments."""
        return self._between(self.harm[name], from_ms, until_ms)

    def service_between(self, name: str, from_ms: int, until_ms: int) -> float:
        """Worth of what customers got between two moments, as share of what they asked for."""
        arrived = self.arrived_between(from_ms, until_ms)
        return 1.0 if arrived <= 0 else self._between(self.worth[name], from_ms, until_ms) / arrived

    def arrived_between(self, from_ms: int, until_ms: int) -> float:
        """Customers' requests between two moments."""
        return self._between(self.arrived, from_ms, until_ms)

    def _between(self, figures: Floats, from_ms: int, until_ms: int) -> float:
        return self._at(figures, until_ms) - self._at(figures, from_ms)

    def _at(self, figures: Floats, at_ms: int) -> float:
        """A figure at a moment, on the line between two steps, so that a second is never a cliff."""
        return float(np.interp(at_ms / self.tick_ms, np.arange(len(figures)), figures))


def courses(
    scenario: Scenario,
    timeline: Timeline,
    *,
    story: Policy,
    team: Policy,
    signal_ms: int,
    until_ms: int,
    luck: int = 0,
) -> Courses:
    """The team's orders beside nobody's, the playbook's, and each level from soon after the signal on.

    `story` is what injects do to the AI system whatever a team does; `luck` chooses other rolls.
    """
    acted_ms = signal_ms + PLAYBOOK_ACTS_AFTER_MS
    policies: dict[str, Policy] = {
        NOTHING: story,
        TEAM: story + team,
        PLAYBOOK: story + playbook_decisions(scenario, from_ms=signal_ms),
        **{f"level {level}": story + held(level, acted_ms) for level in LEVELS},
    }
    blocks = _rolled(timeline.system, timeline.world, luck, _whole_minutes(until_ms))
    lines = timelines(blocks, list(policies.values()), every_tick=True)
    harm, worth = lines.harm_points.mean(axis=2), lines.worth.mean(axis=2)
    return Courses(
        tick_ms=timeline.system.tick_ms,
        harm={name: harm[:, row] for row, name in enumerate(policies)},
        worth={name: worth[:, row] for row, name in enumerate(policies)},
        arrived=lines.figures["arrived"][:, 0].mean(axis=1),
    )


def _whole_minutes(until_ms: int) -> int:
    return -(-until_ms // MINUTE_MS) * MINUTE_MS


@lru_cache(maxsize=8)
def _rolled(system: AISystem, world: World, luck: int, until_ms: int) -> tuple[Worlds, ...]:
    rolls = range(luck * ROLLS, (luck + 1) * ROLLS)
    return lay_out(system, tuple(world._replace(chance_seed=roll) for roll in rolls), until_ms=until_ms)
