"""One world under many lucks: who succeeds in which step, for several policies at once.

Who would attack when is the same under all of them; only the number that decides an attempt is drawn anew. So
the attempts are sorted once, and a step is the same few comparisons for every policy and every luck.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.simulation.controls import Controls
from engine.simulation.model import odds_at
from engine.simulation.parameters import AISystem
from engine.simulation.run.switches import Changes, parted, stretches
from engine.simulation.tape import Scene, World, draw_scene
from engine.simulation.worlds.draws import Floats, Ints

SPAN_MIN = 60
"""Minutes by which lucks are drawn further; a longer draw begins with the shorter one."""

SETS = 4
"""Sets of lucks kept (assumption): 4 to 9 MB each for a hundred lucks and two hours."""

BITS = 31
"""Bits that decide an attempt: half of a raw draw without its last, so that it fits a signed number."""


@dataclass(frozen=True, slots=True, eq=False)
class Lucks:
    """Possible attempts in order of step and threshold, and what decides each of them under each luck."""

    scene: Scene
    first: Ints  # [step + 1]: place of the first attempt of each step
    attacker: Ints  # [attempt]
    thresholds: Floats
    decides: NDArray[np.int32]  # [attempt, luck], of `BITS`


@dataclass(frozen=True, slots=True, eq=False)
class Attacked:
    """Successful attempts, and what the model has learned from them, [step, policy, luck]."""

    successes: Ints
    drift: Floats | None  # None where the model learns nothing


def draw_lucks(system: AISystem, world: World, *, luck: int, count: int, steps: int) -> Lucks:
    """So many lucks for at least so many steps, from a stream of the world that `luck` names."""
    span = SPAN_MIN * 60_000 // system.tick_ms
    whole = -(-max(1, steps) // span) * span
    return _drawn(system, world._replace(chance_seed=0), luck, count, whole)


@lru_cache(maxsize=SETS)
def _drawn(system: AISystem, world: World, luck: int, count: int, steps: int) -> Lucks:
    scene = draw_scene(system, world, ticks=steps)
    step, attacker = scene.moments.tick, scene.moments.attacker
    order = np.lexsort((scene.thresholds[attacker], step))
    wanted = len(step) * count
    halves = world.raw(f"rerolled.{luck}", -(-wanted // 2)).astype("<u8").view("<u4")[:wanted]
    return Lucks(
        scene=scene,
        first=step.searchsorted(np.arange(steps + 1)),
        attacker=attacker[order],
        thresholds=scene.thresholds[attacker][order],
        decides=(halves >> np.uint32(32 - BITS)).astype(np.int32).reshape(-1, count),
    )


def attacked(system: AISystem, lucks: Lucks, plans: Sequence[Changes], steps: int) -> Attacked:
    """What the attack does under the switches of each policy.

    Until the step in which a policy's switches first differ from those of the first policy it repeats that
    one, so it is not computed before.
    """
    forks = np.array([_fork(plans[0], plan, steps) for plan in plans])
    order = np.argsort(forks, kind="stable")
    rows = _Rows(system, lucks, [plans[row] for row in order], steps)
    live = forks[order].searchsorted(np.arange(steps), side="right").tolist()
    for step in range(steps):
        rows.step(step, live[step])
    rows.repeat(forks[order])
    return rows.result(np.argsort(order, kind="stable"))


def _fork(first: Changes, plan: Changes, steps: int) -> int:
    """The step in which a policy parts from the first; the first is there from the beginning."""
    fork = 0 if plan is first else parted(first, plan)
    return steps if fork is None else min(fork, steps)


class _Rows:
    """The moving state of every policy under every luck; row 0 is the one that the others fork from."""

    def __init__(self, system: AISystem, lucks: Lucks, plans: Sequence[Changes], steps: int) -> None:
        self._attack, self._ambient, self._lucks = system.attack, system.ambient, lucks
        self._told_alone = system.attack.discovery_per_min * system.clock.tick_s / 60.0
        self._limits = np.stack([_limits(system, lucks, plan, steps) for plan in plans])
        self._resets = np.stack([_resets(plan, steps) for plan in plans])
        shape = (len(plans), lucks.decides.shape[1])
        self._unaware, self._drift = np.ones(shape), np.zeros(shape)
        self._live = 0
        self._successes = np.zeros((steps, *shape), np.int64)
        self._drifts = np.zeros((steps, *shape)) if system.ambient.drift_max > 0.0 else None

    def step(self, step: int, live: int) -> None:
        """The first `live` rows one step on."""
        self._unaware[self._live : live] = self._unaware[0]
        self._drift[self._live : live] = self._drift[0]
        self._live = live
        lucks = self._lucks
        attempts = slice(lucks.first[step], lucks.first[step + 1])
        unaware, count = self._unaware[:live], attempts.stop - attempts.start
        active = lucks.thresholds[attempts].searchsorted(1.0 - unaware).astype(np.int32)
        hits = lucks.decides[attempts] < self._limits[:live, attempts, None]
        hits &= np.arange(count, dtype=np.int32)[:, None] < active[:, None]
        made = hits.view(np.uint8).sum(axis=1, dtype=np.uint8 if count < 256 else np.int64)
        self._successes[step, :live] = made
        unaware *= 1.0 - np.minimum(1.0, self._told_alone + self._attack.share_per_success * made)
        if self._drifts is not None:
            self._learn(step, made)

    def _learn(self, step: int, made: Ints) -> None:
        live = len(made)
        kept = np.where(self._resets[:live, step, None], 0.0, self._drift[:live])
        learned = self._ambient.drift_per_success * made
        self._drift[:live] = np.minimum(self._ambient.drift_max, kept + learned)
        if self._drifts is not None:
            self._drifts[step, :live] = self._drift[:live]

    def repeat(self, forks: Ints) -> None:
        """What a row had in common with the first one before it forked."""
        for row, fork in enumerate(forks.tolist()):
            for figures in (self._successes, self._drifts):
                if figures is not None and row:
                    figures[:fork, row] = figures[:fork, 0]

    def result(self, order: Ints) -> Attacked:
        """The policies in the order in which they were asked for."""
        return Attacked(self._successes[:, order], None if self._drifts is None else self._drifts[:, order])


def _limits(system: AISystem, lucks: Lucks, plan: Changes, steps: int) -> NDArray[np.int32]:
    """The number below which each attempt succeeds, [attempt]; 0 for one that can't."""
    scene, limits = lucks.scene, np.zeros(len(lucks.attacker), np.int32)
    known = [-(-at_ms // system.tick_ms) for at_ms in scene.emerges_ms]
    for first, last, controls in stretches(plan, steps):
        let_in = _let_in(scene, controls)
        turns = sorted({first, *(step for step in known if first < step < last), last})
        for begin, end in pairwise(turns):
            attempts = slice(lucks.first[begin], lucks.first[end])
            chance = odds_at(system, scene.emerges_ms, begin * system.tick_ms, controls).harmful
            limits[attempts] = _limit(chance) * let_in[lucks.attacker[attempts]]
    return limits


def _limit(chance: float) -> int:
    """The first number of `BITS` that is too high for a chance; a sure success fails once in 2³¹."""
    return min((1 << BITS) - 1, math.ceil(chance * (1 << BITS)))


def _let_in(scene: Scene, controls: Controls) -> NDArray[np.bool_]:
    """Which attackers reach the model and are not on the block list."""
    let_in = scene.listed_from >= controls.user_coverage
    if controls.path != "llm":
        let_in &= scene.routed_from < controls.restored
    if controls.blocked_users:
        let_in &= ~np.isin(np.array(scene.user_ids), controls.blocked_users)
    return let_in


def _resets(plan: Changes, steps: int) -> NDArray[np.bool_]:
    """The steps in which what was learned is set back, [step]."""
    held = np.zeros(steps + 1, np.bool_)
    for first, last, controls in stretches(plan, steps):
        held[first + 1 : last + 1] = controls.drift_reset
    return held[1:] & ~held[:-1]
