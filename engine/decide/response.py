"""Decisions about the response: declaring, telling, approving, containing and communicating."""

from typing import Any

from engine import commands as c
from engine.decide.authority import NOT_NEEDED, approval_of, check_authority
from engine.errors import Refused
from engine.log import events as e
from engine.log.acts import decision_of, in_order
from engine.log.fact import Params
from engine.log.state import State
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction, Effect, check_params, with_defaults
from engine.simulation.run.catalogue import actions, offered
from engine.simulation.run.decisions import Decision
from engine.timeline import Decisions

MOST_WRITTEN = 50
"""Patterns in force at once (assumption): a room writes a few, and each one makes every order dearer."""


def declare(scenario: Scenario, state: State, command: c.DeclareIncident, at_ms: int) -> tuple[e.Event, ...]:
    """A declaration, or a correction of one; nothing if it says what was declared already.

    One that was made before anything told of the incident may be made again once something does.
    """
    if command.incident_type not in scenario.incident_types:
        known = ", ".join(scenario.incident_types)
        raise Refused(f"{command.incident_type!r} is not an incident type; choose from: {known}.")
    now = state.declared
    said = (now.incident_type, now.severity) if now else None
    if now and said == (command.incident_type, command.severity) and _rests_on_a_sign(scenario, state, at_ms):
        return ()
    return (
        e.IncidentDeclared(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            incident_type=command.incident_type,
            severity=command.severity,
            summary=command.summary,
            source=command.source,
        ),
    )


def _rests_on_a_sign(scenario: Scenario, state: State, at_ms: int) -> bool:
    """Whether the incident was declared after the first sign of it, or there is none yet."""
    declared = state.declared
    signs = [event.at_ms for event in state.delivered.values() if event.signals]
    alert_ms = state.timeline(scenario).first_alert(at_ms)
    first_ms = min([*signs, *([] if alert_ms is None else [alert_ms])], default=None)
    return declared is None or first_ms is None or declared.at_ms >= first_ms


def notify(_scenario: Scenario, state: State, command: c.NotifyRole, at_ms: int) -> tuple[e.Event, ...]:
    """A role told, with the severity declared at that moment."""
    severity = state.declared.severity if state.declared else ""
    return (
        e.RoleNotified(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            role=command.role,
            text=command.text,
            severity=severity,
        ),
    )


def apply(scenario: Scenario, state: State, command: c.ApplyContainment, at_ms: int) -> tuple[e.Event, ...]:
    """The action in force, with the controls after it; a recorded refusal where approval is missing."""
    offers = offered(scenario.ai_system)
    action = offers.get(command.action)
    if action is None or action.kind != "containment":
        known = ", ".join(item.id for item in offers.values() if item.kind == "containment")
        raise Refused(f"{command.action!r} is not a containment action; choose from: {known}.")
    held = state.acts_as(command.by, command.for_role)
    check_authority(scenario, held, action)
    reference, missing = approval_of(scenario, state, action, held=held, reference=command.approval_id)
    if missing:
        return (_refusal(command, action, missing, at_ms),)
    params = _params(action, command, reference)
    if _is_in_force(state, action, params):
        return ()
    _check_room(state, action)
    ended = taken_back(scenario, state, action, by=command.by, at_ms=at_ms)
    before = (*state.decisions, *(decision_of(item) for item in ended))
    effect = _measured(scenario, action, command.params)
    after = (*before, Decision(at_ms, action.id, tuple(sorted(params.items())), effect=effect))
    return (
        *ended,
        e.ContainmentApplied(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            action=action.id,
            level=action.level,
            params=params,
            effect={name: list(v) if isinstance(v, tuple) else v for name, v in effect},
            reason=command.reason,
            approval_id="" if reference == NOT_NEEDED else reference,
            overwrites=action.overwrites,
            monitoring=action.entry(params),
            **effects(scenario, state, after, at_ms),
        ),
    )


def _measured(scenario: Scenario, action: ContainmentAction, given: Params) -> Effect:
    """What a use does by itself where that depends on what was written; empty elsewhere."""
    try:
        return action.measure(scenario.ai_system, [given]) if action.measure else ()
    except ValueError as error:
        raise Refused(str(error)) from error


def effects(scenario: Scenario, state: State, after: Decisions, at_ms: int) -> dict[str, Any]:
    """What an action's event records: the controls after it, and the telemetry on screen before it."""
    timeline = state.timeline(scenario)
    return {
        "controls_after": timeline.under(after).last_controls.to_json(),
        "telemetry": timeline.telemetry(at_ms).to_json(),
    }


def _refusal(
    command: c.ApplyContainment, action: ContainmentAction, reason: str, at_ms: int
) -> e.ContainmentRefused:
    return e.ContainmentRefused(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        action=action.id,
        level=action.level,
        params=command.params,
        reason=reason,
        monitoring=f"Refused: {action.title} at level {action.level} without approval",
    )


def _params(action: ContainmentAction, command: c.ApplyContainment, reference: str) -> Params:
    given = dict(command.params)
    if action.needs_approval:
        given["approval"] = reference
    if problems := check_params(action, given):
        raise Refused("; ".join(problems) + ".")
    return with_defaults(action, given)


def _check_room(state: State, action: ContainmentAction) -> None:
    """Refuse one more pattern where nobody could oversee those in force any more."""
    written = [use for use in state.uses if use.action == action.id] if action.measure else []
    if len(written) >= MOST_WRITTEN:
        raise Refused(f"{MOST_WRITTEN} of “{action.title}” are in force, as many as can be; lift one first.")


def _is_in_force(state: State, action: ContainmentAction, params: Params) -> bool:
    return (action.id, in_order(params)) in {(use.action, use.params) for use in state.uses}


def taken_back(
    scenario: Scenario, state: State, action: ContainmentAction, *, by: str, at_ms: int
) -> tuple[e.ContainmentLifted, ...]:
    """What ordering an action ends: service that had come back in steps leaves the model again."""
    ended = [item for item in action.ends if item in state.in_force]
    lifts = (_lifted(scenario, state, c.LiftContainment(by=by, action=item), at_ms) for item in ended)
    return tuple(lift.model_copy(update={"ended_by": action.id}) for lift in lifts)


def lift(scenario: Scenario, state: State, command: c.LiftContainment, at_ms: int) -> tuple[e.Event, ...]:
    """The action no longer in force; by somebody who could have ordered it."""
    action = actions().get(command.action)
    uses = [use for use in state.uses if use.action == command.action]
    if action is None or not uses:
        known = ", ".join(state.in_force) or "nothing"
        raise Refused(f"{command.action!r} is not in force; in force now: {known}.")
    if not action.is_reversible:
        raise Refused(f"“{action.title}” can't be undone: it has replaced what was there before.")
    if not any(set(in_order(command.params)) <= set(use.params) for use in uses):
        known = "; ".join(_shown(use) for use in uses)
        wanted = ", ".join(f"{name} {value}" for name, value in command.params.items())
        raise Refused(f"{command.action!r} is not in force with {wanted}; in force now: {known}.")
    check_authority(scenario, state.acts_as(command.by, command.for_role), action)
    return (_lifted(scenario, state, command, at_ms),)


def _shown(use: Decision) -> str:
    return ", ".join(f"{name} {value}" for name, value in use.params) or "without parameters"


def _lifted(scenario: Scenario, state: State, command: c.LiftContainment, at_ms: int) -> e.ContainmentLifted:
    action = actions()[command.action]
    after = (*state.decisions, Decision(at_ms, action.id, in_order(command.params), True))
    only = ", ".join(str(value) for value in command.params.values())
    return e.ContainmentLifted(
        at_ms=at_ms,
        by=command.by,
        key=command.key,
        action=action.id,
        level=action.level,
        params=command.params,
        reason=command.reason,
        monitoring=f"Lifted: {action.title}{f' ({only})' if only else ''}",
        **effects(scenario, state, after, at_ms),
    )


def send(_scenario: Scenario, state: State, command: c.SendMessage, at_ms: int) -> tuple[e.Event, ...]:
    """The message as sent; an approval it names must have been granted for this audience."""
    if command.approval_id:
        approval = state.approvals.get(command.approval_id)
        if approval is None or approval.request.about != "message":
            raise Refused(f"There is no approval of a message called {command.approval_id!r}.")
        if approval.request.audience != command.audience:
            raise Refused(
                f"{command.approval_id} is for {approval.request.audience}, not {command.audience}."
            )
        if approval.status != "granted":
            raise Refused(f"{command.approval_id} is {approval.status}; wait for it to be granted.")
    return (
        e.MessageSent(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            audience=command.audience,
            text=command.text,
            template=command.template,
            approval_id=command.approval_id,
        ),
    )
