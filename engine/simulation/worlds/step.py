"""One step of many timelines under the same switches; `model.step` for arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.simulation.controls import Controls
from engine.simulation.worlds.draws import Floats, Ints, Worlds
from engine.simulation.worlds.service import QueuesByWorld, ServedMany, serve
from engine.simulation.worlds.strikes import Channel, Strikes, queries

Figures = Mapping[str, NDArray[Any]]
"""Numbers by name: counts are whole, customers' requests fluid."""

ATTACK = ("harmful", "outputs", "tool_actions", "records", "attack_tokens")
SERVICE = ("full", "degraded", "refused", "unserved", "false_positives")
ENDINGS = ("blocked", "model_refused", "not_reached")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The moving state of every row, [policy, world], and its totals since T+0; changed in place."""

    unaware: Floats
    drift: Floats
    waiting_llm: Floats
    waiting_human: Floats
    waiting_attack: Floats
    ambient_intensity: Floats
    leak_intensity: Floats
    was_reset: NDArray[np.bool_]
    queued: Ints  # an agent's planned calls
    were_purged: NDArray[np.bool_]
    running: Ints  # [policy, world, step]: calls started in each of the latest steps, oldest first
    totals: Figures

    def fork(self, first: int, last: int) -> None:
        """Begin rows as copies of row 0."""
        moving = (getattr(self, name) for name in Rows.__slots__ if name != "totals")
        for array in (*moving, *self.totals.values()):
            array[first:last] = array[0]


def begin(policies: int, worlds: Worlds, *, endings: bool) -> Rows:
    """Every row at T+0."""
    shape = (policies, worlds.count)
    queue = worlds.system.calls
    runs = 0 if queue is None else queue.steps(worlds.system.clock.tick_s)
    counted = (*ATTACK, *(ENDINGS if endings else ()))
    totals: dict[str, NDArray[Any]] = {name: np.zeros(shape, dtype=np.int64) for name in counted}
    totals |= {name: np.zeros(shape) for name in SERVICE}
    return Rows(
        unaware=np.ones(shape),
        drift=np.zeros(shape),
        waiting_llm=np.zeros(shape),
        waiting_human=np.zeros(shape),
        waiting_attack=np.zeros(shape),
        ambient_intensity=np.zeros(shape),
        leak_intensity=np.zeros(shape),
        was_reset=np.zeros(shape, dtype=np.bool_),
        queued=np.full(shape, queue.planned_at_start if queue else 0, dtype=np.int64),
        were_purged=np.zeros(shape, dtype=np.bool_),
        running=np.zeros((*shape, runs), dtype=np.int64),
        totals=MappingProxyType(totals),
    )


def step(worlds: Worlds, rows: Rows, tick: int, *, part: slice, strikes: Strikes) -> None:
    """The rows of a part one step on."""
    before = rows.totals["tool_actions"][part].copy()
    successes = _attack(rows, tick, part, strikes)
    _calls(worlds, rows, tick, part=part, before=before, controls=strikes.controls)
    tokens = None if successes is None else (successes * strikes.tokens).astype(np.float64)
    queued = rows.waiting_attack[part] if worlds.system.service.attack_waits else None
    served = serve(
        worlds.system,
        worlds.arrivals[tick],
        tokens,
        controls=strikes.controls,
        queues=QueuesByWorld(rows.waiting_llm[part], rows.waiting_human[part], queued),
    )
    _count(rows, part, served)
    _spread(worlds, rows, part, successes=successes, controls=strikes.controls)
    _ambient(worlds, rows, part, answers=served.model_answers, controls=strikes.controls)


def _attack(rows: Rows, tick: int, part: slice, strikes: Strikes) -> Ints | None:
    """Successes of the active attackers, counted with what they did; None if there can be none."""
    sought: Ints | None = None
    for name, tally in strikes.endings.items():
        sought = queries(rows.unaware[part]) if sought is None else sought
        rows.totals[name][part] += tally.active(tick, sought) - tally.first[tick]
    if strikes.harmful.is_empty(tick):
        return None
    sought = queries(rows.unaware[part]) if sought is None else sought
    first = strikes.harmful.first[tick]
    last = strikes.harmful.active(tick, sought)
    successes: Ints = last - first
    rows.totals["harmful"][part] += successes
    rows.totals["attack_tokens"][part] += successes * strikes.tokens
    for name, channel in strikes.channels.items():
        _add(rows.totals[name][part], channel, successes, first, last)
    return successes


def _calls(worlds: Worlds, rows: Rows, tick: int, *, part: slice, before: Ints, controls: Controls) -> None:
    """Where an agent's calls wait, an action counts once its calls have taken effect; `model._calls`."""
    queue = worlds.system.calls
    if queue is None:
        return
    total, queued, running = rows.totals["tool_actions"][part], rows.queued[part], rows.running[part]
    if controls.calls_purged:
        queued *= rows.were_purged[part]
        running *= rows.were_purged[part][..., None]
    rows.were_purged[part] = controls.calls_purged
    room = queue.room(worlds.system.clock.tick_s, controls.dispatch) + worlds.call_rounding[tick]
    queued += (total - before) * queue.calls_per_action
    started = np.minimum(queued, room.astype(np.int64))
    queued -= started
    going = (running * controls.in_flight).astype(np.int64)
    total[:] = before + going[..., 0]
    running[..., :-1], running[..., -1] = going[..., 1:], started


def _add(total: NDArray[Any], channel: Channel, successes: Ints, first: Ints, last: Ints) -> None:
    if not isinstance(channel, int):
        total += channel[last] - channel[first]
    elif channel:
        total += successes


def _count(rows: Rows, part: slice, served: ServedMany) -> None:
    for name in SERVICE:
        amount: Floats | None = getattr(served, name)
        if amount is not None:
            rows.totals[name][part] += amount
    rows.waiting_llm[part] = 0.0 if served.waiting.llm is None else served.waiting.llm
    rows.waiting_human[part] = 0.0 if served.waiting.human is None else served.waiting.human
    rows.waiting_attack[part] = 0.0 if served.waiting.attack is None else served.waiting.attack


def _spread(worlds: Worlds, rows: Rows, part: slice, *, successes: Ints | None, controls: Controls) -> None:
    """Who has heard of the attack, and what the model has learned from it."""
    attack, ambient = worlds.system.attack, worlds.system.ambient
    alone = attack.discovery_per_min * worlds.system.clock.tick_s / 60.0
    if successes is None or attack.share_per_success == 0.0:
        rows.unaware[part] *= 1.0 - min(1.0, alone)
    else:
        told = alone + attack.share_per_success * successes
        rows.unaware[part] *= 1.0 - np.minimum(1.0, told)
    if ambient.drift_max == 0.0:
        return
    if controls.drift_reset:
        rows.drift[part] = np.where(rows.was_reset[part], rows.drift[part], 0.0)
    rows.was_reset[part] = controls.drift_reset
    learned = 0.0 if successes is None else ambient.drift_per_success * successes
    rows.drift[part] = np.minimum(ambient.drift_max, rows.drift[part] + learned)


def _ambient(worlds: Worlds, rows: Rows, part: slice, *, answers: Floats | None, controls: Controls) -> None:
    """The intensity of harm that needs no attacker's prompt."""
    ambient = worlds.system.ambient
    poison = 0.0 if controls.poison_cured else ambient.poison_per_answer
    if answers is not None and (ambient.poison_per_answer > 0.0 or ambient.drift_max > 0.0):
        rows.ambient_intensity[part] += (poison + rows.drift[part]) * controls.ambient * answers
    leak = ambient.out_of_band_records_per_min * worlds.system.clock.tick_s / 60.0
    if leak > 0.0:
        rows.leak_intensity[part] += leak * controls.out_of_band
