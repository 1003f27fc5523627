"""A timeline: switches over time laid over a tape, step after step, from StartEx or on from what is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from operator import add
from typing import Any

from engine.simulation.controls import NEUTRAL, Controls
from engine.simulation.model import (
    Attempt,
    Counts,
    SystemState,
    Tick,
    Tried,
    odds_at,
    step,
    success_by_technique,
)
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision, activations
from engine.simulation.run.switches import Changes, changes
from engine.simulation.service import Served
from engine.simulation.tape import Reel, World, draw_tape, reel

_FIGURES = (
    *Counts._fields, "harm_points", "waiting", "waiting_human", "utilisation", "active_attackers",
)  # fmt: skip
"""Figures of a tick since T+0, in the order of the digest."""

_TOTALS = slice(Tick._fields.index("arrived"), Tick._fields.index("ambient") + 1)
"""Where a tick holds its counters since T+0."""


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """One timeline; `ticks[0]` is T+0, `ticks[k]` the end of step k. Equal if they are one object."""

    system: AISystem
    world: World
    ticks: tuple[Tick, ...]
    tried: tuple[Tried, ...] = field(repr=False)  # the attempts of each step
    states: tuple[SystemState, ...] = field(repr=False)  # what the step after each tick starts from
    tape: Reel = field(repr=False)

    def index_at(self, at_ms: int) -> int:
        """Number of the last tick completed at a time."""
        return max(0, min(at_ms // self.system.tick_ms, len(self.ticks) - 1))

    def at(self, at_ms: int) -> Tick:
        """The last tick completed at a time."""
        return self.ticks[self.index_at(at_ms)]

    def harm_points(self, at_ms: int) -> float:
        """Harm points since T+0."""
        return self.at(at_ms).harm_points

    def technique_success(self, at_ms: int) -> dict[str, float]:
        """Probability that an attempt does harm under the controls in force, by technique; 0: unknown yet."""
        names = (technique.name for technique in self.system.attack.techniques)
        found = success_by_technique(self.system, self.tape.emerges_ms, self.at(at_ms).controls, at_ms)
        return dict(zip(names, found, strict=True))

    @property
    def first_harm_ms(self) -> int | None:
        """End of the first step that did harm."""
        return next((tick.at_ms for tick in self.ticks if tick.harm_points > 0.0), None)

    def attackers(self, at_ms: int) -> tuple[str, ...]:
        """Ids of the users who made an attempt until a time, in order of appearance (the true answer)."""
        users, tried = self.tape.user_ids, self.tried[: self.index_at(at_ms)]
        return tuple(dict.fromkeys(users[draw[1]] for active, _ in tried for draw in active))

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt as it truly ended, in the order of the tape."""
        return tuple(self.attempts_between(0, self.ticks[-1].at_ms))

    def attempts_between(self, from_ms: int, until_ms: int) -> Iterator[Attempt]:
        """The attempts from one moment until before another."""
        users, tick_ms = self.tape.user_ids, self.system.tick_ms
        for active, ends in self.tried[max(0, from_ms) // tick_ms : max(0, -(-until_ms // tick_ms))]:
            for draw, (outcome, technique) in zip(active, ends, strict=True):
                if from_ms <= draw[2] < until_ms:
                    yield Attempt(draw[0], draw[2], users[draw[1]], technique, outcome)

    def summary(self, at_ms: int | None = None) -> dict[str, float]:
        """Rounded figures at a time, or at the end; outputs include wrong answers to customers."""
        tick = self.ticks[-1] if at_ms is None else self.at(at_ms)
        return {
            "harm_points": round(tick.harm_points, 1),
            "outputs": tick.outputs + tick.ambient,
            "records": tick.records,
            "tool_actions": tick.tool_actions,
            "attack_ktokens": round(tick.attack_tokens / 1000.0, 1),
            "attempts": tick.attempts,
            "served_full": round(tick.full),
            "degraded": round(tick.degraded),
            "refused": round(tick.refused),
            "unserved": round(tick.unserved),
            "requests": round(tick.arrived),
            "distinct_attackers": len(self.attackers(tick.at_ms)),
        }

    def digest(self) -> str:
        """SHA-256 of every figure to the last bit; the names of the figures are no part of it."""
        rows = [
            (tick.at_ms, tuple(tick.during), tick.level, *(getattr(tick, name) for name in _FIGURES))
            for tick in self.ticks
        ]
        return sha256(repr((rows, [tuple(attempt) for attempt in self.attempts])).encode()).hexdigest()

    def until(self, step_count: int) -> Trajectory:
        """The first steps of it."""
        end = step_count + 1
        return replace(self, ticks=self.ticks[:end], tried=self.tried[:step_count], states=self.states[:end])


def simulate(
    system: AISystem,
    *,
    seed: int,
    decisions: Sequence[Decision],
    until_ms: int,
    chance_seed: int | None = None,
) -> Trajectory:
    """The timeline of these decisions up to a time, computed from nothing.

    Raises:
        UnknownAction: a decision names an action that the catalogue lacks.

    """
    world = World(seed, seed if chance_seed is None else chance_seed)
    count = max(0, until_ms // system.tick_ms)
    tape = reel(draw_tape(system, world, ticks=count))
    start = begun(system, world, tape)
    return continued(start, tape, changes(system, activations(system, decisions)), count)


def begun(system: AISystem, world: World, tape: Reel) -> Trajectory:
    """A timeline at T+0."""
    waiting = system.calls.planned_at_start if system.calls else 0
    active = bisect_left(tape.ranked, 0.0)
    start = Tick(at_ms=0, during=Counts(), active_attackers=active, calls_pending=waiting)
    return Trajectory(system, world, (start,), (), (SystemState(),), tape)


def continued(past: Trajectory, tape: Reel, plan: Changes, step_count: int) -> Trajectory:
    """The timeline up to a number of steps; what is known of it is not computed again.

    `tape` reaches as far as that, and the plan's switches are those of the known steps.
    """
    system, state = past.system, past.states[-1]
    ticks, tried, states = list(past.ticks), list(past.tried), list(past.states)
    due = {change.number: (change.controls, change.level) for change in plan}
    first = len(tried)
    force = next(((c.controls, c.level) for c in reversed(plan) if c.number <= first), (NEUTRAL, 0))
    turns = {first, *due, *(-(-at_ms // system.tick_ms) for at_ms in tape.emerges_ms)}
    for number in range(first, step_count):
        force = due.get(number, force)
        controls = force[0]
        if number in turns:
            odds = odds_at(system, tape.emerges_ms, number * system.tick_ms, controls)
        state, counts, served, attempts = step(
            system, tape, number, state=state, controls=controls, odds=odds
        )
        active = bisect_left(tape.ranked, 1.0 - state.unaware)
        tick = _tick(system, ticks[-1], counts, served=served, active=active, force=force)
        ticks.append(tick._replace(calls_pending=state.pending.calls) if system.calls else tick)
        tried.append(attempts)
        states.append(state)
    return Trajectory(system, past.world, tuple(ticks), tuple(tried), tuple(states), tape)


def _tick(
    system: AISystem, before: Tick, now: Counts, *, served: Served, active: int, force: tuple[Controls, int]
) -> Tick:
    known: Any = before[_TOTALS]
    totals = Counts(*map(add, known, now))
    return Tick(
        before.at_ms + system.tick_ms,
        now,
        *totals,
        totals.harm_points(system),
        served.waiting_llm + served.waiting_human,
        served.waiting_human,
        served.utilisation,
        active,
        force[1],
        force[0],
    )
