"""Which switches hold when: the uses of actions folded into one position for every step."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from engine.simulation.controls import NEUTRAL, Controls, combine
from engine.simulation.parameters import AISystem
from engine.simulation.run.decisions import Activation


class Change(NamedTuple):
    """Switches and containment level, and the step from which they hold."""

    number: int
    controls: Controls
    level: int


Changes = tuple[Change, ...]
"""The switches of a whole timeline: the first hold from step 0, and each differ from those before."""


def changes(system: AISystem, uses: Sequence[Activation]) -> Changes:
    """Which switches hold from which step on; an action acts from the first step that begins once it is due.

    A position is computed once: a use that comes on top of others is added to what they do together.
    """
    edges: dict[int, list[tuple[int, bool]]] = {0: []}
    for place, use in enumerate(uses):
        edges.setdefault(_step_from(system, use.from_ms), []).append((place, True))
        if use.until_ms is not None:
            edges.setdefault(_step_from(system, use.until_ms), []).append((place, False))
    held = _Held(system, uses)
    found: list[Change] = []
    for number in sorted(edges):
        held.turn(edges[number])
        change = Change(number, *held.position())
        if not found or found[-1][1:] != change[1:]:
            found.append(change)
    return tuple(found)


def controls_in_force(system: AISystem, uses: Sequence[Activation], at_ms: int) -> tuple[Controls, int]:
    """The switches and the containment level at a time."""
    held = _Held(system, uses)
    held.turn([(place, True) for place, use in enumerate(uses) if use.covers(at_ms)])
    return held.position()


def parted(one: Changes, other: Changes) -> int | None:
    """The first step in which two timelines' switches differ; None if they never do."""
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return min(mine.number, theirs.number)
    longer = max(one, other, key=len)
    shared = min(len(one), len(other))
    return longer[shared].number if shared < len(longer) else None


@lru_cache(maxsize=1024)
def _one(controls: Controls) -> Controls:
    """Equal switches as one object, so that comparing plans costs nothing."""
    return controls


def _step_from(system: AISystem, at_ms: int) -> int:
    return -(-at_ms // system.tick_ms)


class _Held:
    """The uses that hold, by action, and what each action's do together; moves from step to step."""

    def __init__(self, system: AISystem, uses: Sequence[Activation]) -> None:
        self._system = system
        self._uses = uses
        self._places: dict[str, list[int]] = {}
        self._folded: dict[str, tuple[list[int], Controls]] = {}
        self._parts: dict[str, Controls] = {}

    def turn(self, turned: Sequence[tuple[int, bool]]) -> None:
        """Let uses begin or end, by their places; one that would begin and end in one step never holds."""
        gone = {place for place, begins in turned if not begins}
        for place, begins in turned:
            places = self._places.setdefault(self._uses[place].action.id, [])
            if begins and place not in gone:
                insort(places, place)
            elif not begins and place in places:
                places.remove(place)
        for name in {self._uses[place].action.id for place, _ in turned}:
            self._part(name)

    def position(self) -> tuple[Controls, int]:
        """The switches and the containment level now."""
        levels = (self._uses[places[0]].action.level for places in self._places.values() if places)
        return _one(combine(self._parts)), max(levels, default=0)

    def _part(self, name: str) -> None:
        """Fold an action's uses anew, from those that were folded before where the new ones follow them."""
        places = self._places[name]
        if not places:
            self._parts.pop(name, None)
            return
        before, alone = self._folded.get(name, ([], NEUTRAL))
        if places[: len(before)] != before:
            before, alone = [], NEUTRAL
        for place in places[len(before) :]:
            use = self._uses[place]
            alone = use.action.switch(alone, use.effect, use.params)
        self._folded[name] = (list(places), alone)
        self._parts[name] = self._together(alone, [self._uses[place] for place in places])

    def _together(self, alone: Controls, held: Sequence[Activation]) -> Controls:
        """With what several measured uses of one action do together; it is never less than each alone."""
        alike = [use for use in held if use.is_measured]
        measure = held[0].action.measure
        if len(alike) < 2 or measure is None:
            return alone
        joint = measure(self._system, [use.params for use in alike])
        effect = alike[0].effect.model_copy(update=dict(joint))
        return alike[0].action.switch(alone, effect, alike[0].params)
