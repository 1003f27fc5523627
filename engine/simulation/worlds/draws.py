"""Many tapes laid side by side, sorted so that the attackers who are active are always a first part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.simulation.parameters import AISystem
from engine.simulation.tape import CELLS, UNIFORM_SCALE, Tape, World, draw_scene, tape_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MOST_WORLDS = 256
"""Worlds in one block: a world's number and a 53-bit threshold must fit one 64-bit key."""

KEY_BITS = 54
"""Bits of a threshold in a key: 53 of the uniform, and one value below all for who is active at the start."""


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Possible attempts of every world, sorted by tick, world and the attacker's threshold."""

    keys: Ints  # world and threshold in one number, rising within a tick
    cell: Ints  # tick × worlds + world
    person: Ints  # world × pool + attacker
    chances: Floats  # [chance, attempt]


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """Tapes of up to `MOST_WORLDS` worlds as arrays; the second axis of the others is the world."""

    system: AISystem
    ticks: int
    tapes: tuple[Tape, ...]
    arrivals: Floats  # [tick, world]
    emerges_ms: Ints  # [technique, world]
    draws: Draws
    ambient_events: UnitRates
    leak_events: UnitRates
    call_rounding: Floats  # [tick, world]; no ticks where no agent makes calls

    @property
    def count(self) -> int:
        """Number of worlds."""
        return len(self.tapes)


@dataclass(frozen=True, slots=True, eq=False)
class UnitRates:
    """Unit-rate processes of several worlds, end to end."""

    events: Ints
    first: Ints  # place at which each world's process begins
    last: Ints  # number of its last cell

    def until(self, intensity: Floats) -> Ints:
        """Events up to a cumulated intensity, [policy, world]."""
        cells = np.minimum((intensity * CELLS).astype(np.int64), self.last)
        return self.events[self.first + cells]


def lay_out(system: AISystem, worlds: Sequence[World], *, until_ms: int) -> tuple[Worlds, ...]:
    """The tapes of these worlds, drawn and sorted, in blocks of up to `MOST_WORLDS`."""
    ticks = max(0, until_ms // system.tick_ms)
    return tuple(
        _block(system, worlds[i : i + MOST_WORLDS], ticks) for i in range(0, len(worlds), MOST_WORLDS)
    )


def _block(system: AISystem, worlds: Sequence[World], ticks: int) -> Worlds:
    unlucky = [world._replace(chance_seed=0) for world in worlds]
    scenes = {world: draw_scene(system, world, ticks=ticks) for world in dict.fromkeys(unlucky)}
    tapes = tuple(tape_of(system, scenes[key], world) for key, world in zip(unlucky, worlds, strict=True))
    return Worlds(
        system=system,
        ticks=ticks,
        tapes=tapes,
        arrivals=np.stack([tape.arrivals for tape in tapes], axis=1).astype(np.float64),
        emerges_ms=np.array([tape.emerges_ms for tape in tapes], dtype=np.int64).T,
        draws=_sorted_draws(tapes),
        ambient_events=_side_by_side(tapes, lambda tape: tape.ambient_events),
        leak_events=_side_by_side(tapes, lambda tape: tape.leak_events),
        call_rounding=np.stack([tape.call_rounding for tape in tapes], axis=1),
    )


def world_keys(count: int) -> Ints:
    """What a world's number adds to a key."""
    return np.arange(count, dtype=np.int64) << KEY_BITS


def aware_keys(aware: Floats) -> Ints:
    """The part of a key above which a threshold is not yet reached; exact, as `aware` has 53 bits."""
    keys: Ints = (aware * (1.0 / UNIFORM_SCALE)).astype(np.int64) + 1
    return keys


def threshold_keys(thresholds: Floats) -> Ints:
    """Thresholds as whole numbers that compare as the thresholds do; 0 for who is active at the start."""
    return aware_keys(np.maximum(thresholds, -UNIFORM_SCALE))


def _sorted_draws(tapes: Sequence[Tape]) -> Draws:
    sizes = [len(tape.attempts.tick) for tape in tapes]
    world = np.repeat(np.arange(len(tapes)), sizes)
    attacker = np.concatenate([tape.attempts.attacker for tape in tapes])
    cell = np.concatenate([tape.attempts.tick for tape in tapes]) * len(tapes) + world
    ranks = np.concatenate([_ranks(tape.thresholds)[tape.attempts.attacker] for tape in tapes])
    order = np.argsort(cell * (len(tapes[0].thresholds) + 1) + ranks, kind="stable")
    thresholds = np.concatenate([threshold_keys(t.thresholds)[t.attempts.attacker] for t in tapes])
    return Draws(
        keys=(thresholds + world_keys(len(tapes))[world])[order],
        cell=cell[order],
        person=(world * len(tapes[0].thresholds) + attacker)[order],
        chances=np.ascontiguousarray(np.concatenate([tape.attempts.chances for tape in tapes])[order].T),
    )


def _ranks(thresholds: Floats) -> Ints:
    """Place of each attacker in the order of thresholds."""
    ranks = np.empty(len(thresholds), dtype=np.int64)
    ranks[np.argsort(thresholds, kind="stable")] = np.arange(len(thresholds))
    return ranks


def _side_by_side(tapes: Sequence[Tape], events_of: Callable[[Tape], Ints]) -> UnitRates:
    events = [events_of(tape) for tape in tapes]
    sizes = np.array([len(each) for each in events], dtype=np.int64)
    return UnitRates(np.concatenate(events), np.cumsum(sizes) - sizes, sizes - 1)
