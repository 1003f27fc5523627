"""Each containment level applied at each minute and held: harm and service over many worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.simulation.run.decisions import Decision, preset_decisions
from engine.simulation.worlds.batch import Policy, timelines
from engine.simulation.worlds.draws import Floats, Worlds

LEVELS = (1, 2, 3, 4)
"""Containment levels of the seed document: restrict, degrade, fallback, shut down."""

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Harm points and service share at the end, [level, minute, world]."""

    levels: tuple[int, ...]
    minutes: tuple[int, ...]
    harm_points: Floats
    service: Floats


def surface(
    blocks: Sequence[Worlds], *, minutes: Sequence[int], hold_min: int | None = None, given: Policy = ()
) -> Surface:
    """Each level applied at each minute and held for `hold_min` minutes, or to the end.

    `given` are decisions that are taken whatever the team does. All actions of a level and those below it
    are applied together (`preset_decisions`).
    """
    runs = [timelines(blocks, _policies(level, minutes, hold_min, given)) for level in LEVELS]
    return Surface(
        levels=LEVELS,
        minutes=tuple(minutes),
        harm_points=np.stack([run.harm_points[-1, 1:] for run in runs]),
        service=np.stack([run.service[-1, 1:] for run in runs]),
    )


def held(level: int, at_ms: int, hold_min: int | None = None) -> Policy:
    """A level applied at a time and lifted after `hold_min` minutes, if at all."""
    applied = preset_decisions(level, at_ms)
    if hold_min is None:
        return applied
    end_ms = at_ms + hold_min * MINUTE_MS
    return applied + tuple(Decision(end_ms, use.action, lifted=True) for use in applied)


def _policies(level: int, minutes: Sequence[int], hold_min: int | None, given: Policy) -> list[Policy]:
    """Do nothing first: the others fork from it."""
    return [given, *(given + held(level, minute * MINUTE_MS, hold_min) for minute in minutes)]
