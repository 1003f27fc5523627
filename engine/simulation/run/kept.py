"""Timelines that have been computed are kept: another one forks where its switches first differ.

The past is a fact: two timelines of one world repeat each other until the first step in which other switches
hold, so that step's state is where the second one goes on from. Nothing here changes a figure; what is kept
is only a shorter way to it, and may be forgotten at any time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from engine.simulation.parameters import AISystem
from engine.simulation.run.switches import Changes, parted
from engine.simulation.run.telemetry import Signals, listen
from engine.simulation.run.trajectory import Trajectory, begun, continued
from engine.simulation.tape import Reel, World, draw_tape, reel

WORLDS = 24
"""Worlds whose tape and timelines are kept (assumption): those of more live exercises than one room leads.

A tape of two hours takes 1 to 4 MB, and the timelines of its world, which share their past, about as much.
"""

COURSES = 12
"""Timelines kept of one world (assumption): the present one, those beside it, and the latest forks."""

SPAN_MIN = 60
"""Minutes by which a tape is made longer; a longer tape begins with the shorter one."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A timeline as far as it is known, and what the detector reported of it as far as somebody asked."""

    plan: Changes
    trajectory: Trajectory
    signals: Signals


@dataclass(frozen=True, slots=True, eq=False)
class _World:
    tape: Reel
    courses: tuple[Course, ...] = ()  # latest last


_kept: OrderedDict[tuple[AISystem, World], _World] = OrderedDict()
_lock = threading.Lock()


def trajectory(system: AISystem, world: World, plan: Changes, *, until_ms: int) -> Trajectory:
    """What the AI system does while these switches hold, to a moment or later."""
    return _course(system, world, plan, max(0, until_ms // system.tick_ms)).trajectory


def observed(system: AISystem, world: World, plan: Changes, *, until_ms: int) -> Course:
    """The same with the detector's reports."""
    course = _course(system, world, plan, max(0, until_ms // system.tick_ms))
    if len(course.signals.bypasses) < len(course.trajectory.ticks):
        course = replace(course, signals=listen(course.trajectory, course.signals))
        _keep(system, world, course)
    return course


def forget() -> None:
    """Forget every tape and timeline."""
    with _lock:
        _kept.clear()


def _course(system: AISystem, world: World, plan: Changes, steps: int) -> Course:
    known = _reaching(system, world, steps)
    past = _nearest(known.courses, plan, steps)
    if past is None:
        past = Course(plan, begun(system, world, known.tape), Signals())
    if len(past.trajectory.ticks) > steps:
        return past
    course = replace(past, trajectory=continued(past.trajectory, known.tape, plan, steps))
    _keep(system, world, course)
    return course


def _nearest(courses: tuple[Course, ...], plan: Changes, steps: int) -> Course | None:
    """The kept timeline that shares most with a plan, cut where they part."""
    best, shared = None, -1
    for course in reversed(courses):
        fork = None if course.plan is plan else parted(course.plan, plan)
        known = len(course.trajectory.ticks) - 1
        common = known if fork is None else min(fork, known)
        if common > shared:
            best, shared = course, common
        if shared >= steps:
            break
    return best and _cut(best, plan, shared)


def _cut(course: Course, plan: Changes, steps: int) -> Course:
    """What another plan's timeline has in common with this one: its first steps."""
    if steps == len(course.trajectory.ticks) - 1:
        return replace(course, plan=plan)
    heard = min(steps, len(course.signals.bypasses) - 1)
    return Course(plan, course.trajectory.until(steps), course.signals.until(heard))


def _reaching(system: AISystem, world: World, steps: int) -> _World:
    """The world with a tape that is long enough."""
    with _lock:
        known = _kept.get((system, world))
        if known is not None:
            _kept.move_to_end((system, world))
    if known is not None and len(known.tape.arrivals) >= steps:
        return known
    span = SPAN_MIN * 60_000 // system.tick_ms
    tape = reel(draw_tape(system, world, ticks=-(-max(1, steps) // span) * span))
    with _lock:
        courses = _kept[system, world].courses if (system, world) in _kept else ()
        known = _kept[system, world] = _World(tape, courses)
        _kept.move_to_end((system, world))
        while len(_kept) > WORLDS:
            _kept.popitem(last=False)
    return known


def _keep(system: AISystem, world: World, course: Course) -> None:
    """Keep a timeline in place of a shorter one under the same switches."""
    with _lock:
        known = _kept.get((system, world))
        if known is not None:
            others = tuple(each for each in known.courses if each.plan is not course.plan)
            _kept[system, world] = replace(known, courses=(*others, course)[-COURSES:])
