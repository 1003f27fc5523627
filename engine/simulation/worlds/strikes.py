"""What the attack does under one position of the switches, for any number of active attackers at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.simulation.controls import Controls
from engine.simulation.worlds.draws import Floats, Ints, Worlds, aware_keys, world_keys

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class EndingIndex:
    """Attempts that end in one way, so that those of active attackers can be counted by one search."""

    keys: Ints
    first: Ints  # [tick, world]: place of the first such attempt of each
    start: Ints  # [tick + 1]: place of the first such attempt of each tick

    def active(self, tick: int, queries: Ints) -> Ints:
        """Place after the last attempt of an active attacker, [policy, world]; see `aware_keys`."""
        begin, end = int(self.start[tick]), int(self.start[tick + 1])
        return self.keys[begin:end].searchsorted(queries) + begin

    def is_empty(self, tick: int) -> bool:
        """Whether nobody could make such an attempt in this tick."""
        return bool(self.start[tick] == self.start[tick + 1])


Channel = Ints | Literal[0, 1]
"""What successes did, summed from the first attempt on; 0: none of them anything, 1: each of them one."""


@dataclass(frozen=True, slots=True, eq=False)
class Strikes:
    """The successful attempts under one position of the switches, and what they did."""

    controls: Controls
    harmful: EndingIndex
    channels: Mapping[str, Channel]
    tokens: int  # burnt by one success
    endings: Mapping[str, EndingIndex]  # attempts that did no harm, by how they ended; empty unless asked for


@dataclass(frozen=True, slots=True, eq=False)
class OddsByTick:
    """Chances of an attempt by tick and world."""

    harmful: Floats  # [tick × world]
    admitted: Floats


def queries(unaware: Floats) -> Ints:
    """What to search a tally for, [policy, world], from the share of the pool that has not heard."""
    return aware_keys(1.0 - unaware) + world_keys(unaware.shape[-1])


def strikes(worlds: Worlds, controls: Controls, *, endings: bool = False) -> Strikes:
    """The successful attempts of every tick and world under the switches."""
    chance = odds(worlds, controls)
    harmful = _harmful(worlds, controls, chance)
    attack = worlds.system.attack
    return Strikes(
        controls=controls,
        harmful=tally(worlds, harmful),
        channels={
            "outputs": _hits(worlds, harmful, 1, attack.output_probability * controls.outputs),
            "tool_actions": _hits(worlds, harmful, 4, attack.tool_probability * controls.tools),
            "records": _records(worlds, harmful, controls),
        },
        tokens=int(attack.tokens_per_request * attack.requests_per_attempt * controls.attack_tokens),
        endings=_endings(worlds, controls, chance) if endings else {},
    )


def tally(worlds: Worlds, chosen: Ints) -> EndingIndex:
    """A count of the attempts at these places."""
    cells = worlds.draws.cell[chosen]
    first = cells.searchsorted(np.arange(worlds.ticks * worlds.count + 1))
    return EndingIndex(
        keys=worlds.draws.keys[chosen],
        first=first[:-1].reshape(worlds.ticks, worlds.count),
        start=first[:: worlds.count],
    )


def odds(worlds: Worlds, controls: Controls) -> OddsByTick:
    """Chances over the techniques that have emerged, as `model.odds_at` takes them."""
    at_ms = np.arange(worlds.ticks, dtype=np.int64)[:, None] * worlds.system.tick_ms
    harmful = np.zeros((worlds.ticks, worlds.count))
    admitted = np.zeros_like(harmful)
    for v, technique in enumerate(worlds.system.attack.techniques):
        known = worlds.emerges_ms[v] <= at_ms
        miss = controls.miss_of(v)
        harmful = np.where(known, np.maximum(harmful, technique.success * miss), harmful)
        admitted = np.where(known, np.maximum(admitted, miss), admitted)
    return OddsByTick((harmful * controls.success).ravel(), admitted.ravel())


def reached(worlds: Worlds, controls: Controls) -> Mask:
    """Which people of every world, end to end, reach the model at all."""
    if controls.path == "llm":
        return np.ones(worlds.count * worlds.system.attack.pool, dtype=np.bool_)
    return np.concatenate([tape.routed_from < controls.restored for tape in worlds.tapes])


def listed(worlds: Worlds, controls: Controls) -> Mask:
    """Which people of every world, end to end, are blocked users."""
    blocked = frozenset(controls.blocked_users)
    masks = [tape.listed_from < controls.user_coverage for tape in worlds.tapes]
    if blocked:
        masks = [
            mask | np.array([user in blocked for user in tape.user_ids])
            for mask, tape in zip(masks, worlds.tapes, strict=True)
        ]
    return np.concatenate(masks)


def _harmful(worlds: Worlds, controls: Controls, chance: OddsByTick) -> Ints:
    """Places of the successful attempts."""
    draws = worlds.draws
    likely = np.flatnonzero(draws.chances[0] < chance.harmful.take(draws.cell))
    if controls.path != "llm":
        likely = likely[reached(worlds, controls).take(draws.person.take(likely))]
    if controls.user_coverage > 0.0 or controls.blocked_users:
        likely = likely[~listed(worlds, controls).take(draws.person.take(likely))]
    return likely


def _endings(worlds: Worlds, controls: Controls, chance: OddsByTick) -> dict[str, EndingIndex]:
    """The attempts that do no harm, by how they end."""
    draws = worlds.draws
    u = draws.chances[0]
    reach, on_list = (of(worlds, controls).take(draws.person) for of in (reached, listed))
    likely, admitted = u < chance.harmful[draws.cell], u < chance.admitted[draws.cell]
    let_in = reach & ~on_list
    masks = {
        "blocked": reach & (on_list | ~(likely | admitted)),
        "model_refused": let_in & ~likely & admitted,
        "not_reached": ~reach,
    }
    return {name: tally(worlds, np.flatnonzero(mask)) for name, mask in masks.items()}


def _hits(worlds: Worlds, harmful: Ints, chance: int, probability: float) -> Channel:
    if probability <= 0.0:
        return 0
    return 1 if probability >= 1.0 else _summed(worlds.draws.chances[chance].take(harmful) < probability)


def _records(worlds: Worlds, harmful: Ints, controls: Controls) -> Channel:
    spread = 2.0 * worlds.system.attack.records_per_success - 1.0
    if spread <= 0.0:
        return 0
    size, rounding = (worlds.draws.chances[chance].take(harmful) for chance in (2, 3))
    sizes = 1 + (size * spread).astype(np.int64)
    return _summed((sizes * controls.records + rounding).astype(np.int64))


def _summed(each: Ints | Mask) -> Ints:
    total = np.zeros(len(each) + 1, dtype=np.int64)
    np.cumsum(each, out=total[1:])
    return total
