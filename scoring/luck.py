"""An exercise's own world with the model's luck re-rolled: what decisions come to without luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision
from engine.simulation.tape import World
from engine.simulation.worlds.batch import Policy, timelines
from engine.simulation.worlds.draws import Floats, Worlds, lay_out
from engine.simulation.worlds.surface import LEVELS, held
from engine.timeline import Timeline
from scoring.courses import PLAYBOOK_ACTS_AFTER_MS, playbook_decisions

ROLLS = 100
"""Rolls of the model's luck that a value rests on: they hold it within .05 (`python -m bench.scores`)."""

TEAM, NOTHING, PLAYBOOK = "team", "nothing", "playbook"

Policies = tuple[tuple[str, Policy], ...]
Phases = tuple[tuple[float, Policy], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One course of action in the mean of re-rolled worlds; figures are since StartEx, one entry a step."""

    harm: Floats
    worth: Floats
    """Answers customers got, a degraded one counted in part."""
    full: Floats
    """Answers customers got in full."""


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """Courses of action beside each other, by name."""

    tick_ms: int
    by_name: Mapping[str, Course]
    arrived: Floats
    """Customers' requests, the same for every course."""

    def harm_between(self, name: str, from_ms: int, until_ms: int) -> float:
        """Harm points between two moments."""
        return self._between(self.by_name[name].harm, from_ms, until_ms)

    def service_between(self, name: str, from_ms: int, until_ms: int) -> float:
        """Worth of what customers got between two moments, as share of what they asked for."""
        return self._served(self.by_name[name].worth, from_ms, until_ms)

    def full_between(self, name: str, from_ms: int, until_ms: int) -> float:
        """Share of customers' requests between two moments that were served in full."""
        return self._served(self.by_name[name].full, from_ms, until_ms)

    def arrived_between(self, from_ms: int, until_ms: int) -> float:
        """Customers' requests between two moments."""
        return self._between(self.arrived, from_ms, until_ms)

    def _served(self, figures: Floats, from_ms: int, until_ms: int) -> float:
        arrived = self.arrived_between(from_ms, until_ms)
        return 1.0 if arrived <= 0 else self._between(figures, from_ms, until_ms) / arrived

    def _between(self, figures: Floats, from_ms: int, until_ms: int) -> float:
        return self._at(figures, until_ms) - self._at(figures, from_ms)

    def _at(self, figures: Floats, at_ms: int) -> float:
        """A figure at a moment, on the line between two steps, so that a second is never a cliff."""
        return float(np.interp(at_ms / self.tick_ms, np.arange(len(figures)), figures))


def courses(
    scenario: Scenario,
    timeline: Timeline,
    *,
    span: tuple[int, int],
    story: Policy,
    team: Policy,
    luck: int = 0,
) -> Courses:
    """The team's orders beside nobody's, the playbook's, and each level from soon after the signal on.

    `span` is from the first signal to the end, `story` what injects do to the AI system whatever a team does;
    `luck` chooses other rolls.
    """
    signal_ms, until_ms = span
    acted_ms = signal_ms + PLAYBOOK_ACTS_AFTER_MS
    compared = (
        (NOTHING, story),
        (PLAYBOOK, story + playbook_decisions(scenario, from_ms=signal_ms)),
        *((f"level {level}", story + held(level, acted_ms)) for level in LEVELS),
    )
    rolled = (timeline.system, timeline.world, luck, _whole_minutes(until_ms))
    others = _compared(*rolled, compared)
    mine = _team(*rolled, story, _phases(team, timeline.system.tick_ms))
    return replace(others, by_name={**others.by_name, TEAM: mine})


def _phases(policy: Policy, tick_ms: int) -> Phases:
    """The policy as it acts wherever the simulation's steps begin, each with its share of all beginnings.

    An action acts from the first step that begins once it was ordered, so in the mean over where steps begin
    every second of an order counts, and none counts for a whole step.
    """
    parts = sorted({decision.at_ms % tick_ms for decision in policy} | {0, tick_ms})
    return tuple(
        ((until - since) / tick_ms, tuple(_stepped(decision, tick_ms, until) for decision in policy))
        for since, until in pairwise(parts)
    )


def _stepped(decision: Decision, tick_ms: int, least: int) -> Decision:
    """A decision at the start of its step, or of the next one where it came at least so far into its own."""
    into = decision.at_ms % tick_ms
    return replace(decision, at_ms=decision.at_ms - into + (tick_ms if into >= least else 0))


def _whole_minutes(until_ms: int) -> int:
    return -(-until_ms // MINUTE_MS) * MINUTE_MS


@lru_cache(maxsize=8)
def _rolled(system: AISystem, world: World, luck: int, until_ms: int) -> tuple[Worlds, ...]:
    rolls = range(luck * ROLLS, (luck + 1) * ROLLS)
    return lay_out(system, tuple(world._replace(chance_seed=roll) for roll in rolls), until_ms=until_ms)


@lru_cache(maxsize=64)
def _compared(system: AISystem, world: World, luck: int, until_ms: int, policies: Policies) -> Courses:
    """The courses a team is compared with; they are the same for every team."""
    return _run(_rolled(system, world, luck, until_ms), policies)


@lru_cache(maxsize=64)
def _team(
    system: AISystem, world: World, luck: int, until_ms: int, story: Policy, phases: Phases
) -> Course:  # kept, because the same log is scored again and again
    """The mean over phases, by their shares."""
    blocks = _rolled(system, world, luck, until_ms)
    found = _run(blocks, tuple((str(number), story + policy) for number, (_, policy) in enumerate(phases)))
    weights = np.array([weight for weight, _ in phases])
    return Course(
        *(
            np.tensordot(weights, np.stack([getattr(item, name) for item in found.by_name.values()]), 1)
            for name in Course.__slots__
        )
    )


def _run(blocks: Sequence[Worlds], policies: Policies) -> Courses:
    lines = timelines(blocks, [policy for _, policy in policies], every_tick=True)
    harm, worth, full = (
        figures.mean(axis=2) for figures in (lines.harm_points, lines.worth, lines.figures["full"])
    )
    return Courses(
        tick_ms=lines.system.tick_ms,
        by_name={
            name: Course(harm[:, row], worth[:, row], full[:, row]) for row, (name, _) in enumerate(policies)
        },
        arrived=lines.figures["arrived"][:, 0].mean(axis=1),
    )
