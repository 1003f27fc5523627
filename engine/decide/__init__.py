"""Turns a request into events, or refuses it and says what would fit."""

from collections.abc import Callable
from typing import Any, get_args

from engine import commands as c
from engine.decide import approval, clock, evidence, injects, levels, procedure, rating, recovery, response
from engine.decide.approval import needs_stand_in
from engine.decide.authority import check_speaks_for
from engine.errors import Refused
from engine.log.events import Event
from engine.log.fact import SYSTEM, AppRole, Decided
from engine.log.state import State
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.scenario.resolve import Scenario

FACILITATORS: frozenset[AppRole] = frozenset({"facilitator"})
RESPONDERS: frozenset[AppRole] = frozenset({"participant"})
RATERS: frozenset[AppRole] = frozenset({"facilitator", "evaluator"})
SEATED: frozenset[AppRole] = frozenset(get_args(AppRole))
OBSERVERS: frozenset[AppRole] = frozenset({"facilitator", "evaluator", "participant"})

Decider = Callable[[Scenario, State, Any, int], tuple[Event, ...]]

_TABLE: dict[type, tuple[frozenset[AppRole], Decider]] = {
    c.LeaveExercise: (SEATED, clock.leave),
    c.StartClock: (FACILITATORS, clock.start),
    c.PauseClock: (FACILITATORS, clock.pause),
    c.ResumeClock: (FACILITATORS, clock.resume),
    c.SetRate: (FACILITATORS, clock.set_rate),
    c.SkipTo: (FACILITATORS, clock.skip),
    c.EndExercise: (FACILITATORS, clock.end),
    c.ReopenExercise: (FACILITATORS, clock.reopen),
    c.CorrectClock: (FACILITATORS, clock.correct),
    c.AdjustSchedule: (FACILITATORS, injects.adjust),
    c.DeliverInject: (FACILITATORS, injects.deliver),
    c.SubmitAnswer: (RESPONDERS, injects.answer),
    c.DeclareIncident: (RESPONDERS, response.declare),
    c.NotifyRole: (RESPONDERS, response.notify),
    c.RequestApproval: (RESPONDERS, approval.request_approval),
    c.DecideApproval: (RESPONDERS, approval.decide_approval),
    c.ApplyContainment: (RESPONDERS, response.apply),
    c.OrderLevel: (RESPONDERS, levels.order),
    c.LiftContainment: (RESPONDERS, response.lift),
    c.CollectEvidence: (RESPONDERS, evidence.collect),
    c.SendMessage: (RESPONDERS, response.send),
    c.TakeRecoveryStep: (RESPONDERS, recovery.take_step),
    c.RunVerification: (RESPONDERS, recovery.verify),
    c.ResolveIncident: (RESPONDERS, recovery.resolve),
    RecordStep: (RESPONDERS, procedure.record_step),
    StartNotificationClock: (RESPONDERS, procedure.start_clock),
    c.RecordObservation: (OBSERVERS, rating.observe),
    c.RateCriterion: (RATERS, rating.rate),
    c.ReconcileRating: (RATERS, rating.reconcile),
}
_WHILE_RUNNING = (
    c.DeclareIncident,
    c.NotifyRole,
    c.RequestApproval,
    c.DecideApproval,
    c.ApplyContainment,
    c.OrderLevel,
    c.LiftContainment,
    c.CollectEvidence,
    c.SendMessage,
    c.TakeRecoveryStep,
    c.RunVerification,
    c.ResolveIncident,
)
_AFTER_END = (c.RecordObservation, c.RateCriterion, c.ReconcileRating, c.ReopenExercise)
_BY_SYSTEM = (c.DeliverInject, c.EndExercise, c.PauseClock, c.CorrectClock)


def decide(scenario: Scenario, state: State, command: c.Command, at_ms: int) -> tuple[Event, ...]:
    """The events that answer a command at this exercise time; none if it was answered before.

    Raises:
        Refused: the command does not fit the present state; the message says what would.

    """
    if command.key is not None and command.key in state.keys:
        return ()
    if isinstance(command, c.CreateExercise):
        return clock.create(state, command)
    if isinstance(command, c.JoinExercise):
        return clock.join(scenario, state, command, at_ms)
    allowed, decider = _TABLE[type(command)]
    _check_permission(scenario, state, command, allowed)
    _check_phase(state, command)
    decided = (_in_name(command, event) for event in decider(scenario, state, command, at_ms))
    return tuple(_with_screen(scenario, state, event) for event in decided)


def _in_name(command: c.Command, event: Event) -> Event:
    """An event of the person who asked, with the role in whose name they did."""
    return event.model_copy(update={"for_role": command.for_role}) if command.for_role else event


def _with_screen(scenario: Scenario, state: State, event: Event) -> Event:
    """A decision with the telemetry that was on screen when it was made."""
    if not isinstance(event, Decided):
        return event
    shown = state.timeline(scenario).telemetry(event.at_ms)
    return event.model_copy(update={"telemetry": shown.to_json()})


def _check_permission(
    scenario: Scenario, state: State, command: c.Command, allowed: frozenset[AppRole]
) -> None:
    if command.by == SYSTEM and isinstance(command, _BY_SYSTEM):
        return
    role = state.app_role(command.by)
    if role is None:
        raise Refused("You have no seat in this exercise; join with its code first.")
    if command.for_role:
        check_speaks_for(scenario, state, command)
    elif role not in allowed and not _stands_in(scenario, state, command):
        who = " or ".join(sorted(allowed))
        raise Refused(f"A {role} can't do this; a {who} can.")


def _stands_in(scenario: Scenario, state: State, command: c.Command) -> bool:
    """Whether a facilitator decides a request that nobody can decide in their own role."""
    return (
        isinstance(command, c.DecideApproval)
        and state.app_role(command.by) == "facilitator"
        and needs_stand_in(scenario, state, command.approval_id)
    )


def _check_phase(state: State, command: c.Command) -> None:
    if state.phase == "ended" and not isinstance(command, _AFTER_END):
        raise Refused("The exercise has ended; only notes and ratings can be added now.")
    if isinstance(command, _WHILE_RUNNING):
        if state.phase == "lobby":
            raise Refused("The exercise has not started; wait for the facilitator to start the clock.")
        if state.phase == "paused":
            raise Refused("The clock is paused; wait for the facilitator to resume it.")
