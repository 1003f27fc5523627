"""What takes back the last change of the schedule, where something does."""

from collections.abc import Sequence
from typing import Literal

from engine import commands as c
from engine.log.events import Event, ScheduleAdjusted
from engine.log.state import State, fold
from engine.scenario.resolve import Scenario
from engine.schedule import find_inject


def undo(scenario: Scenario, events: Sequence[Event], at_ms: int) -> c.AdjustSchedule | None:
    """The command that takes back the last change of the schedule; None where none can.

    A change of an inject that has been delivered since, or a time that has passed, stays.
    """
    last = next((place for place in range(len(events) - 1, -1, -1) if _is_change(events[place])), None)
    if last is None:
        return None
    event, before, now = events[last], fold(events[:last]), fold(events)
    if not isinstance(event, ScheduleAdjusted) or event.inject_id in now.delivered:
        return None
    return _back(scenario, before, event, at_ms)


def _is_change(event: Event) -> bool:
    return isinstance(event, ScheduleAdjusted)


OPPOSITES: dict[str, Literal["release", "hold", "restore", "drop"]] = {
    "hold": "release",
    "release": "hold",
    "drop": "restore",
    "restore": "drop",
    "add": "drop",
}
"""Changes that another change takes back whatever was before."""


def _back(scenario: Scenario, before: State, event: ScheduleAdjusted, at_ms: int) -> c.AdjustSchedule | None:
    inject_id = event.inject_id
    if event.change in OPPOSITES:
        return c.AdjustSchedule(change=OPPOSITES[event.change], inject_id=inject_id)
    if event.change == "end":
        return _if_ahead(c.AdjustSchedule(change="end", end_ms=before.end_ms), before.end_ms, at_ms)
    if event.change == "move":
        return _moved_back(scenario, before, inject_id, at_ms)
    return _edited_back(scenario, before, inject_id)


def _if_ahead(command: c.AdjustSchedule, moment_ms: int, at_ms: int) -> c.AdjustSchedule | None:
    return command if moment_ms > at_ms else None


def _moved_back(scenario: Scenario, before: State, inject_id: str, at_ms: int) -> c.AdjustSchedule | None:
    inject = find_inject(scenario, before, inject_id)
    due_ms = before.moved.get(inject_id, inject.time if inject else 0)
    return _if_ahead(c.AdjustSchedule(change="move", inject_id=inject_id, due_ms=due_ms), due_ms, at_ms)


def _edited_back(scenario: Scenario, before: State, inject_id: str) -> c.AdjustSchedule | None:
    inject = find_inject(scenario, before, inject_id)
    if inject is None:
        return None
    return c.AdjustSchedule(
        change="edit", inject_id=inject_id, title=inject.title, text=inject.event, to=inject.to
    )
