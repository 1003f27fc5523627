"""Decisions about the procedure: steps of the playbook that are done, notification clocks that run."""

from engine.errors import Refused
from engine.log import events as e
from engine.log.state import State
from engine.procedure.clocks import CLOCK
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.procedure.steps import text_of
from engine.scenario.resolve import Scenario


def record_step(scenario: Scenario, state: State, command: RecordStep, at_ms: int) -> tuple[e.Event, ...]:
    """A step done or a fork decided, in the playbook's words; nothing where it stands so already."""
    _check_started(state)
    words = text_of(scenario, command.step)
    if words is None:
        raise Refused(f"{command.step!r} is no step of this exercise's playbook.")
    if _stands(state, command.step, is_undone=command.is_undone):
        return ()
    text = f"{words} ({command.note})" if command.note else words
    return (
        e.ObservationRecorded(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            text=text,
            about=command.step,
            is_undone=command.is_undone,
        ),
    )


def start_clock(
    scenario: Scenario, state: State, command: StartNotificationClock, at_ms: int
) -> tuple[e.Event, ...]:
    """A notification clock that counts from a moment that has been, or does not run after all."""
    _check_started(state)
    clock = next((item for item in scenario.clocks if item.id == command.clock), None)
    if clock is None:
        known = ", ".join(item.id for item in scenario.clocks) or "none"
        raise Refused(f"{command.clock!r} is no notification clock of this exercise; there are: {known}.")
    if command.since_ms is not None and command.since_ms > at_ms:
        raise Refused("A clock can't count from the future; say when it started, or leave that out for now.")
    about = f"{CLOCK}:{clock.id}"
    if command.is_undone and _stands(state, about, is_undone=True):
        raise Refused(f"{clock.regime} does not run; start it first.")
    return (
        e.ObservationRecorded(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            text=f"{clock.regime} ({command.note})" if command.note else clock.regime,
            about=about,
            since_ms=None if command.is_undone else at_ms if command.since_ms is None else command.since_ms,
            is_undone=command.is_undone,
        ),
    )


def _check_started(state: State) -> None:
    if state.phase == "lobby":
        raise Refused("The exercise has not started; wait for the facilitator to start the clock.")


def _stands(state: State, about: str, *, is_undone: bool) -> bool:
    told = state.records.get(about)
    return is_undone if told is None else told.is_undone == is_undone
