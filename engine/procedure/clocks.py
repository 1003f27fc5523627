"""Notification clocks in play: those the team says run, and those that really do. Never legal advice."""

from dataclasses import dataclass

from engine.log.events import ObservationRecorded
from engine.log.state import State
from engine.scenario.content import NotificationClock
from engine.scenario.resolve import Scenario
from engine.scenario.times import HOUR_MS
from engine.schedule import all_injects

CLOCK = "clock"
"""What the id under which a clock's standing is recorded begins with."""


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that the team started."""

    clock: NotificationClock
    told: ObservationRecorded
    since_ms: int
    """Exercise time it counts from, as the team says."""
    due_ms: int | None
    """Exercise time of the deadline; None where the rule does not count in hours."""


@dataclass(frozen=True, slots=True)
class TrueClock:
    """A clock that an inject really started; for those who run and rate, and for everybody after EndEx."""

    clock: NotificationClock
    inject_id: str
    title: str
    since_ms: int


def running(scenario: Scenario, state: State) -> tuple[RunningClock, ...]:
    """The clocks that the team says run, the next deadline first and those without hours last."""
    found = (_running(item, state.records.get(f"{CLOCK}:{item.id}")) for item in scenario.clocks)
    started = (item for item in found if item is not None)
    return tuple(sorted(started, key=lambda item: (item.due_ms is None, item.due_ms or 0, item.clock.id)))


def _running(clock: NotificationClock, told: ObservationRecorded | None) -> RunningClock | None:
    if told is None or told.is_undone:
        return None
    since_ms = told.at_ms if told.since_ms is None else told.since_ms
    due_ms = None if clock.hours is None else since_ms + round(clock.hours * HOUR_MS)
    return RunningClock(clock, told, since_ms, due_ms)


def true_clocks(scenario: Scenario, state: State) -> tuple[TrueClock, ...]:
    """The clocks that delivered injects started, each from the first that did, in order."""
    known = {item.id: item for item in scenario.clocks}
    starts = {item.id or "": item.starts_clocks for item in all_injects(scenario, state)}
    found: dict[str, TrueClock] = {}
    for event in sorted(state.delivered.values(), key=lambda item: (item.at_ms, item.seq)):
        for clock_id in starts.get(event.inject_id, ()):
            if clock_id in known:
                started = TrueClock(known[clock_id], event.inject_id, event.title, event.at_ms)
                found.setdefault(clock_id, started)
    return tuple(found.values())


def keeps(scenario: Scenario, state: State, participant_id: str, for_role: str = "") -> bool:
    """Whether notification clocks are this person's work: a keeper's, or anybody's where none is seated."""
    keepers = {item.kept_by for item in scenario.clocks}
    if not keepers:
        return False
    seated = {role for seat in state.participants.values() for role in seat.roles}
    return bool(keepers & set(state.acts_as(participant_id, for_role))) or not keepers & seated
