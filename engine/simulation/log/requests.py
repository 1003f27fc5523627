"""Customers' requests before anything is decided: when, who, which text, and the luck of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from engine.simulation.corpus import corpus_of
from engine.simulation.log.choosing import choose
from engine.simulation.parameters import AISystem
from engine.simulation.tape import SPREAD_OF_FOUR, USER_IDS, World, requests_per_min

Numbers = NDArray[np.int64]
Chances = NDArray[np.float64]

FIELDS = 9
"""Numbers of a minute's stream one row uses, in the order they are named in `_minute_rows`."""

TURNS = 3
"""Requests of one conversation on average (assumption, as in the customers' requests a day)."""

TALK_MIN = 4
"""Minutes over which the requests of one conversation are spread (assumption)."""

SLOTS = 4096
"""Conversation numbers kept free for each minute."""

FIRST_CUSTOMER = 1000
"""Number of the first user id."""

SIZE_SHARES = (0.0, 0.5, 0.9, 0.99, 1.0)
"""Shares of requests at which the block states sizes."""


@dataclass(frozen=True, slots=True)
class Requests:
    """One entry a request; `step` is its step from 0, or −1 before StartEx."""

    at_ms: Numbers
    step: Numbers
    user: Numbers
    conversation: Numbers
    text: Numbers
    fate: Chances
    route: Chances
    tool: Chances
    input_tokens: Numbers
    output_tokens: Numbers

    def until(self, step_count: int) -> Requests:
        """Those of the look-back and of the first steps."""
        end = int(np.searchsorted(self.step, step_count))
        return Requests(*(getattr(self, field.name)[:end] for field in fields(self)))


def customers_requests(system: AISystem, world: World, arrivals: Sequence[int]) -> Requests:
    """Every request of the look-back, then as many a step as arrived."""
    spans = [*_earlier(system, world), *_since_start(system, arrivals)]
    first = -system.log.history.lookback_min - TALK_MIN
    talks = _talks(system, world, first, minutes=len(spans) + TALK_MIN)
    drawn = [
        _minute_rows(world, minute, sum(count for _, _, count in steps))
        for minute, steps in enumerate(spans, -system.log.history.lookback_min)
    ]
    chance = np.concatenate(drawn) if drawn else np.zeros((0, FIELDS))
    flat = [step for steps in spans for step in steps]
    counts = np.array([count for _, _, count in flat], np.int64)
    step = np.repeat(np.array([number for number, _, _ in flat], np.int64), counts)
    start = np.repeat(np.array([begin for _, begin, _ in flat], np.int64), counts)
    length = np.where(step < 0, 60_000, system.tick_ms)
    at_ms = start + (chance[:, 0] * length).astype(np.int64)
    conversation, user = _talk_of(talks, first, start // 60_000, chance[:, 1], chance[:, 2])
    return Requests(
        at_ms=at_ms,
        step=step,
        user=user,
        conversation=conversation,
        text=choose(corpus_of(system.log).customers, None, chance[:, 3]),
        fate=chance[:, 4],
        route=chance[:, 5],
        tool=chance[:, 6],
        input_tokens=sizes(system.log.input_tokens, chance[:, 7]),
        output_tokens=sizes(system.log.output_tokens, chance[:, 8]),
    )


def sizes(stated: Sequence[int], chance: Chances) -> Numbers:
    """Sizes with the stated shares, straight lines in between."""
    shares, at = np.array(SIZE_SHARES), np.array(stated, np.float64)
    part = np.searchsorted(shares[1:-1], chance, side="right")
    within = (chance - shares[part]) / (shares[part + 1] - shares[part])
    exact: Numbers = (at[part] + within * (at[part + 1] - at[part])).astype(np.int64)
    return exact


_Step = tuple[int, int, int]  # number, or −1 before StartEx; begin in ms; requests


def _earlier(system: AISystem, world: World) -> list[list[_Step]]:
    """Requests of each minute before StartEx, oldest first; a longer look-back only adds."""
    minutes = system.log.history.lookback_min
    drawn = world.uniforms("log.earlier", 5 * minutes).reshape(minutes, 5)
    spread = ((drawn[:, 0] + drawn[:, 1]) + (drawn[:, 2] + drawn[:, 3]) - 2.0) * SPREAD_OF_FOUR
    noise = np.maximum(0.0, 1.0 + system.service.noise_cv * spread).tolist()
    start = system.clock.start_hour * 60.0
    counts = [
        int(requests_per_min(system.service, start - back - 1) * noise[back] + float(drawn[back, 4]))
        for back in range(minutes)
    ]
    return [[(-1, -60_000 * (back + 1), counts[back])] for back in reversed(range(minutes))]


def _since_start(system: AISystem, arrivals: Sequence[int]) -> list[list[_Step]]:
    """Requests of each step since StartEx, grouped by minute."""
    each = 60_000 // system.tick_ms
    steps = [(number, number * system.tick_ms, count) for number, count in enumerate(arrivals)]
    return [steps[at : at + each] for at in range(0, len(steps), each)]


def _minute_rows(world: World, minute: int, count: int) -> Chances:
    """Chances of a minute's rows: moment, minutes back, slot, text, fate, route, tool, input, output."""
    return world.uniforms(f"log.row.{minute}", count * FIELDS).reshape(count, FIELDS)


def _talks(system: AISystem, world: World, first: int, *, minutes: int) -> list[Numbers]:
    """Who begins a conversation in each minute."""
    start = system.clock.start_hour * 60.0
    begun = []
    for minute in range(first, first + minutes):
        count = min(SLOTS, 1 + int(requests_per_min(system.service, start + minute) / TURNS))
        drawn = world.uniforms(f"log.talk.{minute}", count)
        begun.append(FIRST_CUSTOMER + (drawn * USER_IDS).astype(np.int64))
    return begun


def _talk_of(
    talks: list[Numbers], first: int, minute: Numbers, back: Chances, slot: Chances
) -> tuple[Numbers, Numbers]:
    """Number of the conversation each request belongs to, and its user."""
    begun = minute - first - (back * TALK_MIN).astype(np.int64)
    lengths = np.array([len(users) for users in talks], np.int64)
    place = (slot * lengths[begun]).astype(np.int64)
    offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return begun * SLOTS + place, np.concatenate(talks)[offsets[begun] + place]
