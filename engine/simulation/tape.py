"""All chance of one timeline, drawn before any decision: the only module that makes random numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from engine.simulation.parameters import AISystem, ClockParameters, Service

ENGINE_VERSION = 1
"""Version of the model's figures, part of every seed; an exercise keeps the one it was created with."""

USER_IDS = 49_999
"""Number of user ids, u-1000 … u-50998; prime, so that a stride visits each once (about 50,000 customers)."""

CELLS = 16
"""Cells per unit of intensity in a unit-rate process: each holds an event with probability 1/16."""

CHANCES_PER_ATTEMPT = 5
"""Numbers of the chance stream one attempt uses: outcome, output, record size, record rounding, tool."""

UNIFORM_SCALE = 1.0 / 9007199254740992.0
"""2⁻⁵³: the top 53 bits of a raw draw become a float in [0, 1) exactly."""

SPREAD_OF_FOUR = 1.7320508075688772
"""√3: the sum of four uniforms minus 2 has standard deviation 1/√3."""

Draw = tuple[int, int, int, float, float, float, float, float]
"""One possible attempt: index, attacker, at_ms, then the five chances of `CHANCES_PER_ATTEMPT`."""


class World(NamedTuple):
    """What all chance of a timeline grows from."""

    seed: int  # who attacks, when, the traffic, and what instruments catch
    chance_seed: int  # the model's own luck
    version: int = ENGINE_VERSION

    @classmethod
    def of(cls, seed: int, version: int = ENGINE_VERSION) -> World:
        """The world of an exercise: one seed for all of it."""
        return cls(seed, seed, version)

    def uniforms(self, name: str, count: int) -> NDArray[np.float64]:
        """The first `count` numbers in [0, 1) of a named stream of the world."""
        return _uniform(self.raw(name, count))

    def raw(self, name: str, count: int) -> NDArray[np.uint64]:
        """The same stream as 64 random bits a number."""
        return _raw(self.version, self.seed, name, count)

    def chances(self, name: str, count: int) -> NDArray[np.float64]:
        """The first `count` numbers in [0, 1) of a named stream of the model's luck."""
        return _uniform(_raw(self.version, self.chance_seed, name, count))


class _Moments(NamedTuple):
    """Who might try when, in order of tick, attacker and slot."""

    tick: NDArray[np.int64]
    attacker: NDArray[np.int64]
    at_ms: NDArray[np.int64]


class _Attempts(NamedTuple):
    """Possible attempts in order of tick, attacker and slot, one entry each."""

    tick: NDArray[np.int64]
    attacker: NDArray[np.int64]
    at_ms: NDArray[np.int64]
    chances: NDArray[np.float64]  # [attempt, CHANCES_PER_ATTEMPT]


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """Chance of one timeline as arrays; a longer tape begins with the shorter one."""

    arrivals: NDArray[np.int64]  # customers' requests per tick
    user_ids: tuple[str, ...]  # per attacker
    thresholds: NDArray[np.float64]  # share of the pool aware above which the attacker is active
    listed_from: NDArray[np.float64]  # coverage of a block list above which the attacker is on it
    routed_from: NDArray[np.float64]  # restored share of customers above which the attacker meets the model
    emerges_ms: tuple[int, ...]  # per technique
    attempts: _Attempts
    ambient_events: NDArray[np.int64]  # unit-rate process: events in the first n cells
    leak_events: NDArray[np.int64]
    call_rounding: NDArray[np.float64]  # per tick; empty where no agent makes calls


@dataclass(frozen=True, slots=True)
class Reel:
    """The same tape as plain numbers, tick by tick, for reading one step after the other."""

    arrivals: tuple[int, ...]
    user_ids: tuple[str, ...]
    thresholds: tuple[float, ...]
    listed_from: tuple[float, ...]
    routed_from: tuple[float, ...]
    emerges_ms: tuple[int, ...]
    draws: tuple[tuple[Draw, ...], ...]  # possible attempts per tick
    ambient_events: tuple[int, ...]
    leak_events: tuple[int, ...]
    call_rounding: tuple[float, ...]
    ranked: tuple[float, ...]  # thresholds, lowest first
    attempts: int  # possible attempts in all


def reel(tape: Tape) -> Reel:
    """The tape as plain numbers."""
    return Reel(
        arrivals=tuple(tape.arrivals.tolist()),
        user_ids=tape.user_ids,
        thresholds=tuple(tape.thresholds.tolist()),
        listed_from=tuple(tape.listed_from.tolist()),
        routed_from=tuple(tape.routed_from.tolist()),
        emerges_ms=tape.emerges_ms,
        draws=_by_tick(tape.attempts, len(tape.arrivals)),
        ambient_events=tuple(tape.ambient_events.tolist()),
        leak_events=tuple(tape.leak_events.tolist()),
        call_rounding=tuple(tape.call_rounding.tolist()),
        ranked=tuple(sorted(tape.thresholds.tolist())),
        attempts=len(tape.attempts.tick),
    )


def _by_tick(made: _Attempts, ticks: int) -> tuple[tuple[Draw, ...], ...]:
    columns = [made.attacker.tolist(), made.at_ms.tolist(), *(column.tolist() for column in made.chances.T)]
    draws = list(zip(range(len(made.tick)), *columns, strict=True))
    ends = np.searchsorted(made.tick, np.arange(ticks), side="right").tolist()
    return tuple(tuple(draws[start:end]) for start, end in zip([0, *ends], ends, strict=False))


def _uniform(raw: NDArray[np.uint64]) -> NDArray[np.float64]:
    return (raw >> np.uint64(11)).astype(np.float64) * UNIFORM_SCALE


def _raw(version: int, seed: int, name: str, count: int) -> NDArray[np.uint64]:
    sequence = np.random.SeedSequence([version, seed], spawn_key=(crc32(name.encode()),))
    raw: NDArray[np.uint64] = np.random.PCG64(sequence).random_raw(count)
    return raw


def requests_per_min(service: Service, minute_of_day: float) -> float:
    """Expected customers' requests a minute at a minute of the day, without noise."""
    weights = service.hourly_weights
    hour = int(minute_of_day // 60.0) % 24
    part = (minute_of_day - 60.0 * (minute_of_day // 60.0)) / 60.0
    weight = weights[hour] * (1.0 - part) + weights[(hour + 1) % 24] * part
    total = 0.0
    for each in weights:
        total = total + each
    return service.customers_per_day * service.requests_per_customer / 60.0 * weight / total


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a world's seed decides: customers, and who would attack when; its tapes share these arrays."""

    arrivals: NDArray[np.int64]
    user_ids: tuple[str, ...]
    thresholds: NDArray[np.float64]
    listed_from: NDArray[np.float64]
    routed_from: NDArray[np.float64]
    emerges_ms: tuple[int, ...]
    moments: _Moments


def draw_tape(system: AISystem, world: World, *, ticks: int) -> Tape:
    """The tape of a number of ticks."""
    return tape_of(system, draw_scene(system, world, ticks=ticks), world)


def tape_of(system: AISystem, scene: Scene, world: World) -> Tape:
    """The tape of a scene under the model's luck."""
    ambient, ticks, attempts = system.ambient, len(scene.arrivals), len(scene.moments.tick)
    most_answers = int(np.sum(scene.arrivals))
    most_ambient = most_answers * (ambient.poison_per_answer + ambient.drift_max)
    most_leaked = ticks * system.clock.tick_s * ambient.out_of_band_records_per_min / 60.0
    chances = world.chances("chance.attempt", attempts * CHANCES_PER_ATTEMPT)
    return Tape(
        arrivals=scene.arrivals,
        user_ids=scene.user_ids,
        thresholds=scene.thresholds,
        listed_from=scene.listed_from,
        routed_from=scene.routed_from,
        emerges_ms=scene.emerges_ms,
        attempts=_Attempts(*scene.moments, chances.reshape(-1, CHANCES_PER_ATTEMPT)),
        ambient_events=_unit_rate(world, "chance.ambient", most_ambient),
        leak_events=_unit_rate(world, "chance.leak", most_leaked),
        call_rounding=world.chances("chance.calls", ticks if system.calls else 0),
    )


def draw_scene(system: AISystem, world: World, *, ticks: int) -> Scene:
    """The scene of a world, whatever the model's luck; its arrays can't be written."""
    pool = system.attack.pool
    thresholds = world.uniforms("world.threshold", pool)
    thresholds[: system.attack.active_at_start] = -1.0
    scene = Scene(
        arrivals=_arrivals(system, world, ticks),
        user_ids=user_ids(world, pool),
        thresholds=thresholds,
        listed_from=world.uniforms("world.listed", pool),
        routed_from=world.uniforms("world.route", pool),
        emerges_ms=emergence(system, world),
        moments=_moments(system, world, ticks),
    )
    for array in (scene.arrivals, thresholds, scene.listed_from, scene.routed_from, *scene.moments):
        array.setflags(write=False)
    return scene


def events_until(events: tuple[int, ...], intensity: float) -> int:
    """Events of a unit-rate process up to a cumulated intensity."""
    return events[min(int(intensity * CELLS), len(events) - 1)]


def user_ids(world: World, count: int) -> tuple[str, ...]:
    """Different user ids; a longer list begins with the shorter one, and attackers come first."""
    offset, stride = (int(u * (USER_IDS - 1)) for u in world.uniforms("world.user", 2).tolist())
    return tuple(f"u-{1000 + (offset + (stride + 1) * i) % USER_IDS}" for i in range(count))


@lru_cache(maxsize=64)
def emergence(system: AISystem, world: World) -> tuple[int, ...]:
    """When each technique becomes known, in exercise time."""
    techniques = system.attack.techniques
    moments = world.uniforms("world.variant", len(techniques)).tolist()
    bounds = [technique.emerges_min for technique in techniques]
    return tuple(int((lo + u * (hi - lo)) * 60_000.0) for (lo, hi), u in zip(bounds, moments, strict=True))


def _arrivals(system: AISystem, world: World, ticks: int) -> NDArray[np.int64]:
    """Customers' requests per tick: daily profile, noise by the minute, rounded by chance."""
    per_minute = 60 // system.clock.tick_s
    minutes = ticks // per_minute + 1
    quarters = world.uniforms("world.noise", 4 * minutes).reshape(minutes, 4)
    z = ((quarters[:, 0] + quarters[:, 1]) + (quarters[:, 2] + quarters[:, 3]) - 2.0) * SPREAD_OF_FOUR
    noise = np.maximum(0.0, 1.0 + system.service.noise_cv * z)
    expected = _profile(system.service, system.clock, ticks) * np.repeat(noise, per_minute)[:ticks]
    rounding = world.uniforms("world.rounding", ticks)
    counts: NDArray[np.int64] = (expected / per_minute + rounding).astype(np.int64)
    return counts


@lru_cache(maxsize=64)
def _profile(service: Service, clock: ClockParameters, ticks: int) -> NDArray[np.float64]:
    """Expected requests a minute at each tick, without noise."""
    start, per_minute = clock.start_hour * 60.0, 60 // clock.tick_s
    return np.array([requests_per_min(service, start + tick / per_minute) for tick in range(ticks)])


def _moments(system: AISystem, world: World, ticks: int) -> _Moments:
    """Every attempt anyone in the pool might make, in order of tick, attacker and slot."""
    attack, tick_ms = system.attack, system.tick_ms
    expected = attack.attempts_per_min * system.clock.tick_s / 60.0
    slots = max(1, int(expected * 4.0) + 1)
    places = _hits(world, "world.attempt", ticks * attack.pool * slots, expected / slots)
    row, attacker = places // (attack.pool * slots), places // slots % attack.pool
    moment = world.uniforms("world.moment", len(places))
    return _Moments(row, attacker, row * tick_ms + np.floor(moment * tick_ms).astype(np.int64))


def _hits(world: World, name: str, count: int, probability: float) -> NDArray[np.int64]:
    """Places of the stream whose uniform is below a probability, without making the uniforms."""
    below = math.ceil(probability / UNIFORM_SCALE)
    if below >= 1 << 53:
        return np.arange(count)
    return np.flatnonzero(world.raw(name, count) < np.uint64(below << 11))


def _unit_rate(world: World, name: str, longest: float) -> NDArray[np.int64]:
    """Events of a unit-rate process in the first n cells, long enough for the longest possible intensity."""
    cells = int(longest * CELLS) + 2 if longest > 0.0 else 0
    events = np.zeros(cells + 1, dtype=np.int64)
    np.cumsum(world.chances(name, cells) < 1.0 / CELLS, out=events[1:])
    return events
