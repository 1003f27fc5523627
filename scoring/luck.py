"""An exercise's own world with the model's luck re-rolled: what decisions come to without luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.procedure.pace import pace
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.run.decisions import Decision
from engine.simulation.worlds.batch import Policy
from engine.simulation.worlds.draws import Floats
from engine.simulation.worlds.rerolled import Course as Rolled
from engine.simulation.worlds.surface import LEVELS, held
from engine.timeline import Timeline
from scoring.courses import playbook_decisions

ROLLS = 100
"""Rolls of the model's luck that a value rests on: they hold it within .05 (`python -m bench.scores`)."""

TEAM, NOTHING, PLAYBOOK = "team", "nothing", "playbook"

Policies = tuple[tuple[str, Policy], ...]
Phases = tuple[tuple[float, Policy], ...]


class Course(NamedTuple):
    """One course of action in the mean over the luck; figures are since StartEx, one entry a step."""

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
    acted_ms = signal_ms + pace(scenario).contained_ms
    compared = (
        (NOTHING, story),
        (PLAYBOOK, story + playbook_decisions(scenario, from_ms=signal_ms)),
        *((f"level {level}", story + held(level, acted_ms)) for level in LEVELS),
    )
    rolled = (timeline.under(()), luck, -(-until_ms // MINUTE_MS) * MINUTE_MS)
    others = _compared(*rolled, compared)
    mine = _team(*rolled, _phases(story, team, timeline.system.tick_ms))
    return replace(others, by_name={**others.by_name, TEAM: mine})


def _phases(story: Policy, policy: Policy, tick_ms: int) -> Phases:
    """Story and policy as they act wherever the simulation's steps begin, each with its share of beginnings.

    An action acts from the first step that begins once it was ordered, so in the mean over where steps begin
    every second of an order counts, and none counts for a whole step.
    """
    parts = sorted({decision.at_ms % tick_ms for decision in policy} | {0, tick_ms})
    return tuple(
        ((until - since) / tick_ms, story + tuple(_stepped(decision, tick_ms, until) for decision in policy))
        for since, until in pairwise(parts)
    )


def _stepped(decision: Decision, tick_ms: int, least: int) -> Decision:
    """A decision at the start of its step, or of the next one where it came at least so far into its own."""
    into = decision.at_ms % tick_ms
    return replace(decision, at_ms=decision.at_ms - into + (tick_ms if into >= least else 0))


@lru_cache(maxsize=64)
def _compared(timeline: Timeline, luck: int, until_ms: int, policies: Policies) -> Courses:
    """The courses a team is compared with; they are the same for every team."""
    found = timeline.rerolled(dict(policies), until_ms, lucks=ROLLS, luck=luck)
    arrived = next(iter(found.values())).arrived
    return Courses(timeline.system.tick_ms, {name: _means(run) for name, run in found.items()}, arrived)


@lru_cache(maxsize=64)  # kept, because the same log is scored again and again
def _team(timeline: Timeline, luck: int, until_ms: int, phases: Phases) -> Course:
    """The mean over phases, by their shares."""
    policies = {str(number): policy for number, (_, policy) in enumerate(phases)}
    found = timeline.rerolled(policies, until_ms, lucks=ROLLS, luck=luck)
    shares = [share for share, _ in phases]
    runs = zip(*map(_means, found.values()), strict=True)
    return Course(*(np.average(figures, axis=0, weights=shares) for figures in runs))


def _means(run: Rolled) -> Course:
    return Course(run.harm_points, run.worth, run.full)
