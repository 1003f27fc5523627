"""Many timelines at once, [policy, world]: the same figures as `simulate`, to the last bit.

A policy is a list of decisions. Until the step at which its switches first differ from those of the first
policy it repeats that one, so it is not computed before: it forks from it. Rows are sorted by that step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.simulation.controls import Controls
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Decision, activations
from engine.simulation.run.switches import changes
from engine.simulation.worlds.draws import Floats, Ints, Worlds
from engine.simulation.worlds.step import Figures, Rows, begin, step
from engine.simulation.worlds.strikes import Strikes, strikes

Policy = tuple[Decision, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Timelines:
    """Figures since T+0, each [moment, policy, world]; the only moment is the end unless all were kept."""

    system: AISystem
    at_ms: tuple[int, ...]
    figures: Figures

    @property
    def harm_points(self) -> Floats:
        """Weighted sum of the harm channels, [moment, policy, world]."""
        w, of = self.system.harm_weights, self.figures
        answers = w.outputs * of["outputs"] + w.ambient * of["ambient"]
        points: Floats = (
            answers
            + w.records * of["records"]
            + w.tools * of["tool_actions"]
            + w.kilotokens * of["attack_tokens"] / 1000.0
        )
        return points

    @property
    def worth(self) -> Floats:
        """Answers customers got, a degraded one counted in part, [moment, policy, world]."""
        worth: Floats = self.figures["full"] + self.system.service.degraded_value * self.figures["degraded"]
        return worth

    @property
    def service(self) -> Floats:
        """The same as share of customers' requests; 1 before the first."""
        arrived = self.figures["arrived"]
        return np.where(arrived > 0.0, self.worth / np.maximum(1.0, arrived), 1.0)


def timelines(
    blocks: Sequence[Worlds],
    policies: Sequence[Policy],
    *,
    every_tick: bool = False,
    endings: bool = False,
) -> Timelines:
    """Every policy in every world: figures at the end, or at T+0 and after every tick.

    `endings` also counts how the attempts that did no harm ended.
    """
    parts = [_in_block(worlds, policies, every_tick=every_tick, endings=endings) for worlds in blocks]
    figures = {
        name: np.concatenate([part.figures[name] for part in parts], axis=2) for name in parts[0].figures
    }
    return Timelines(parts[0].system, parts[0].at_ms, figures)


def _in_block(worlds: Worlds, policies: Sequence[Policy], *, every_tick: bool, endings: bool) -> Timelines:
    plan = _plan(worlds, policies)
    rows = begin(len(policies), worlds, endings=endings)
    cache: dict[int, Strikes] = {}
    kept = [_figures(worlds, rows, 0)] if every_tick else []
    begun = 1
    for tick in range(worlds.ticks):
        if plan.live[tick] > begun:
            rows.fork(begun, plan.live[tick])
            begun = plan.live[tick]
        for part, hold in plan.parts(tick, begun):
            if hold not in cache:
                cache[hold] = strikes(worlds, plan.holds[hold], endings=endings)
            step(worlds, rows, tick, part=part, strikes=cache[hold])
        if every_tick:
            rows.fork(begun, len(policies))
            kept.append(_figures(worlds, rows, tick + 1))
    rows.fork(begun, len(policies))
    kept = kept or [_figures(worlds, rows, worlds.ticks)]
    return Timelines(worlds.system, _moments(worlds, every_tick), _as_ordered(kept, plan.order))


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Which switches hold in which step of which row, and when each row leaves the first."""

    holds: list[Controls]
    held: Ints  # [row, tick]: number of the switches
    order: Ints  # policy of each row
    live: list[int]  # rows begun, by tick

    def parts(self, tick: int, begun: int) -> list[tuple[slice, int]]:
        """Neighbouring rows under the same switches, with the number of the switches."""
        held = self.held[:begun, tick]
        edges = [0, *(np.flatnonzero(held[1:] != held[:-1]) + 1).tolist(), begun]
        return [(slice(a, b), int(held[a])) for a, b in pairwise(edges)]


def _plan(worlds: Worlds, policies: Sequence[Policy]) -> _Plan:
    numbers: dict[Controls, int] = {}
    held = np.zeros((len(policies), worlds.ticks), dtype=np.int64)
    for row, policy in zip(held, policies, strict=True):
        for change in changes(worlds.system, activations(worlds.system, policy)):
            row[change.number :] = numbers.setdefault(change.controls, len(numbers))
    differs = held != held[0]
    forks = np.where(differs.any(axis=1), differs.argmax(axis=1), worlds.ticks)
    forks[0] = -1
    order = np.argsort(forks, kind="stable")
    live = np.searchsorted(forks[order], np.arange(worlds.ticks), side="right").tolist()
    return _Plan(list(numbers), held[order], order, live)


def _figures(worlds: Worlds, rows: Rows, ticks: int) -> dict[str, Floats | Ints]:
    """Totals of every row, [row, world]."""
    out_of_band = worlds.leak_events.until(rows.leak_intensity)
    return {
        **{name: total.copy() for name, total in rows.totals.items()},
        "arrived": np.broadcast_to(worlds.arrivals[:ticks].sum(axis=0), rows.unaware.shape),
        "waiting": rows.waiting_llm + rows.waiting_human,
        "records": rows.totals["records"] + out_of_band,
        "out_of_band": out_of_band,
        "ambient": worlds.ambient_events.until(rows.ambient_intensity),
    }


def _moments(worlds: Worlds, every_tick: bool) -> tuple[int, ...]:
    last = worlds.ticks * worlds.system.tick_ms
    return tuple(range(0, last + 1, worlds.system.tick_ms)) if every_tick else (last,)


def _as_ordered(kept: list[dict[str, Floats | Ints]], order: Ints) -> Figures:
    """The figures of every moment, the policies as they were given."""
    back = np.argsort(order, kind="stable")
    return {name: np.stack([each[name] for each in kept])[:, back] for name in kept[0]}
