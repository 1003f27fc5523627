"""Policies in one world whose luck is rolled again: mean harm and mean service after every step.

What a success does, and how many answers to ordinary customers go wrong, changes nothing that follows: there
the expected value takes the place of a draw, so that a hundred lucks tell as much as many more would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.simulation.controls import Controls
from engine.simulation.model import success_by_technique
from engine.simulation.parameters import AISystem
from engine.simulation.run.switches import Changes, held_in, stretches
from engine.simulation.tape import CELLS, World
from engine.simulation.worlds.called import acted
from engine.simulation.worlds.draws import Floats, Ints
from engine.simulation.worlds.luck import attacked, draw_lucks
from engine.simulation.worlds.served import Answered, answered

LUCKS = 100
"""Rolls of the model's luck a mean rests on unless told otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One policy's means over the lucks, [tick]: since StartEx, the first at T+0."""

    system: AISystem
    plan: Changes
    emerges_ms: tuple[int, ...]
    harm_points: Floats
    worth: Floats  # answers customers got, a degraded one counted in part
    full: Floats  # answers customers got in full
    arrived: Floats  # their requests, the same for every policy

    @property
    def service(self) -> Floats:
        """Worth of the answers so far, as share of the requests; 1 before the first, [tick]."""
        return np.where(self.arrived > 0.0, self.worth / np.maximum(1.0, self.arrived), 1.0)

    def index_at(self, at_ms: int) -> int:
        """Number of the last tick completed at a time."""
        return max(0, min(at_ms // self.system.tick_ms, len(self.harm_points) - 1))

    def harm_per_min(self, from_ms: int, until_ms: int) -> float:
        """Mean harm points a minute between two moments; 0 where no step lies between them."""
        first, last = self.index_at(from_ms), self.index_at(until_ms)
        minutes = (last - first) * self.system.clock.tick_s / 60.0
        points = float(self.harm_points[last] - self.harm_points[first])
        return points / minutes if minutes > 0.0 else 0.0

    def residual_success(self, at_ms: int) -> tuple[float, float]:
        """Success per attempt of the known technique, and of the best variant that exists.

        Which variants exist belongs to the world, and what stops them to the policy: no luck changes it.
        """
        controls = held_in(self.plan, self.index_at(at_ms) - 1)
        known, *variants = success_by_technique(self.system, self.emerges_ms, controls, at_ms)
        return known, max(variants, default=0.0)


def rerolled(
    system: AISystem,
    world: World,
    plans: Mapping[str, Changes],
    *,
    until_ms: int,
    lucks: int = LUCKS,
    luck: int = 0,
) -> dict[str, Course]:
    """Every policy in the world of an exercise, given the switches it sets; all under the same lucks.

    `luck` names the set of lucks: another one tells how much the means owe to it.
    """
    steps = max(0, until_ms // system.tick_ms)
    drawn = draw_lucks(system, world, luck=luck, count=lucks, steps=steps)
    arrivals = drawn.scene.arrivals[:steps].astype(np.float64)
    made = attacked(system, drawn, tuple(plans.values()), steps)
    courses = {}
    for row, (name, plan) in enumerate(plans.items()):
        successes = made.successes[:, row]
        drift = None if made.drift is None else made.drift[:, row]
        burst = _by_step(plan, steps, lambda controls: _burst(system, controls))
        served = answered(system, arrivals, successes * burst[:, None], plan)
        harm = _harm(system, plan, successes, burst=burst) + _ambient_harm(system, plan, served, drift)
        full, degraded = (_total(answers) for answers in (served.full, served.degraded))
        figures = (harm, full + system.service.degraded_value * degraded, full, np.cumsum(arrivals))
        courses[name] = Course(system, plan, drawn.scene.emerges_ms, *map(_since_start, figures))
    return courses


def _since_start(totals: Floats) -> Floats:
    return np.concatenate(([0.0], totals))


def _by_step(plan: Changes, steps: int, of: Callable[[Controls], float]) -> Floats:
    """A figure of the switches in force, [step]."""
    found = np.zeros(steps)
    for first, last, controls in stretches(plan, steps):
        found[first:last] = of(controls)
    return found


def _burst(system: AISystem, controls: Controls) -> int:
    """Tokens that one success burns."""
    attack = system.attack
    return int(attack.tokens_per_request * attack.requests_per_attempt * controls.attack_tokens)


def _harm(system: AISystem, plan: Changes, successes: Ints, *, burst: Floats) -> Floats:
    """Harm points of the successes until each step, and of records that leave beside the model."""
    weights, attack, steps = system.harm_weights, system.attack, len(successes)
    size = _mean_records(attack.records_per_success)
    harm = _by_step(
        plan,
        steps,
        lambda controls: (
            weights.outputs * min(1.0, attack.output_probability * controls.outputs)
            + weights.records * size * controls.records
            + (0.0 if system.calls else weights.tools * _planned(system, controls))
        ),
    )
    leak = system.ambient.out_of_band_records_per_min * system.clock.tick_s / 60.0
    leaking = np.cumsum(_by_step(plan, steps, lambda controls: leak * controls.out_of_band))
    each = harm + weights.kilotokens * burst / 1000.0
    points = successes.mean(axis=1) * each
    if system.calls:
        planned = successes * _by_step(plan, steps, lambda controls: _planned(system, controls))[:, None]
        points = points + weights.tools * acted(system.calls, planned, plan, system.clock.tick_s)
    return np.cumsum(points) + weights.records * _events(leaking)


def _planned(system: AISystem, controls: Controls) -> float:
    """Chance that a success plans an unauthorised tool action."""
    return min(1.0, system.attack.tool_probability * controls.tools)


def _mean_records(stated: float) -> float:
    """Expected records of a success before any control: 1 + ⌊u · spread⌋ with u even in [0, 1)."""
    spread = 2.0 * stated - 1.0
    if spread <= 0.0:
        return 0.0
    whole = int(spread)
    return 1.0 + whole * ((whole - 1) / 2.0 + spread - whole) / spread


def _ambient_harm(system: AISystem, plan: Changes, served: Answered, drift: Floats | None) -> Floats:
    """Harm points of wrong answers to ordinary customers until each step."""
    steps, poison = len(served.by_model), system.ambient.poison_per_answer
    share = _by_step(plan, steps, lambda controls: 0.0 if controls.poison_cured else poison)[:, None]
    if drift is not None:
        share = share + drift
    through = _by_step(plan, steps, lambda controls: controls.ambient)[:, None]
    intensity = np.cumsum(share * through * served.by_model, axis=0)
    wrong: Floats = _events(intensity).mean(axis=1)
    return system.harm_weights.ambient * wrong


def _events(intensity: Floats) -> Floats:
    """Expected events of a unit-rate process up to a cumulated intensity, counted by its cells."""
    return np.floor(intensity * CELLS) / CELLS


def _total(answers: Floats) -> Floats:
    """Mean answers until each step."""
    total: Floats = np.cumsum(answers.mean(axis=1))
    return total
