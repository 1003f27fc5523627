"""Decisions about the response: declaring, telling, approving, containing and communicating."""

from typing import Any

from engine import ai_system
from engine import commands as c
from engine import events as e
from engine.errors import Refused
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction, Effect, check_params, with_defaults
from engine.simulation.catalogue import actions
from engine.simulation.run import Decision
from engine.state import Approval, State


def declare(scenario: Scenario, state: State, command: c.DeclareIncident, at_ms: int) -> tuple[e.Event, ...]:
    """A declaration, or a correction of one; nothing if it says what was declared already."""
    if command.incident_type not in scenario.incident_types:
        known = ", ".join(scenario.incident_types)
        raise Refused(f"{command.incident_type!r} is not an incident type; choose from: {known}.")
    now = state.declared
    if now and (now.incident_type, now.severity) == (command.incident_type, command.severity):
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


def request_approval(
    scenario: Scenario, state: State, command: c.RequestApproval, at_ms: int
) -> tuple[e.Event, ...]:
    """A request that waits for a holder of an authorised role."""
    if command.about == "message" and not (command.audience and command.text):
        raise Refused("Approval of a message needs its audience and its text.")
    if command.about == "containment" and not 1 <= command.level <= 4:
        raise Refused("Approval of containment needs the level it is for, 1 to 4.")
    return (
        e.ApprovalRequested(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            approval_id=f"APP-{len(state.approvals) + 1}",
            about=command.about,
            level=command.level,
            action=command.action,
            audience=command.audience,
            text=command.text,
            reason=command.reason,
        ),
    )


def approvers(scenario: Scenario, request: e.ApprovalRequested) -> tuple[str, ...]:
    """Roles any of which may decide this request."""
    if request.about == "containment":
        return scenario.authority.approvers(request.level) or scenario.authority.roles
    asked = (item.approved_by for item in scenario.messages if item.audience == request.audience)
    return next((roles for roles in asked if roles), scenario.authority.roles)


def decide_approval(
    scenario: Scenario, state: State, command: c.DecideApproval, at_ms: int
) -> tuple[e.Event, ...]:
    """The decision of a holder of an authorised role; the first decision stands."""
    approval = state.approvals.get(command.approval_id)
    if approval is None:
        raise Refused(f"There is no request {command.approval_id!r}.")
    if approval.status != "pending":
        raise Refused(f"{command.approval_id} was {approval.status} already; ask again if things changed.")
    allowed = approvers(scenario, approval.request)
    held = [role for role in state.holds(command.by) if role in allowed]
    reachable = [role for role in held if role not in scenario.unreachable]
    if held and not reachable:
        raise Refused(f"{held[0]} cannot be reached in this scenario; ask another approver.")
    if not reachable:
        raise Refused(f"Only {' or '.join(allowed)} can decide {command.approval_id}.")
    return (
        e.ApprovalDecided(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            approval_id=command.approval_id,
            granted=command.granted,
            role=reachable[0],
            reason=command.reason,
        ),
    )


def apply(scenario: Scenario, state: State, command: c.ApplyContainment, at_ms: int) -> tuple[e.Event, ...]:
    """The action in force, with the controls after it; a recorded refusal where approval is missing."""
    action = actions().get(command.action)
    if action is None or action.kind != "containment":
        known = ", ".join(item.id for item in actions().values() if item.kind == "containment")
        raise Refused(f"{command.action!r} is not a containment action; choose from: {known}.")
    _check_authority(scenario, state, command.by, action)
    if missing := _missing_approval(scenario, state, command, action):
        return (_refusal(command, action, missing, at_ms),)
    params = _params(action, command)
    if _is_in_force(state, action, params):
        return ()
    effect = _measured(scenario, state, action, command.params)
    after = (*state.decisions, Decision(at_ms, action.id, tuple(sorted(params.items())), effect=effect))
    return (
        e.ContainmentApplied(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            action=action.id,
            level=action.level,
            params=params,
            effect={name: list(v) if isinstance(v, tuple) else v for name, v in effect},
            reason=command.reason,
            approval_id=command.approval_id if action.needs_approval else "",
            overwrites=action.overwrites,
            monitoring=action.monitoring(params),
            **effects(scenario, state, after, at_ms),
        ),
    )


def _measured(scenario: Scenario, state: State, action: ContainmentAction, given: e.Params) -> Effect:
    try:
        return ai_system.measured_effect(scenario, state.decisions, action, given)
    except ValueError as error:
        raise Refused(str(error)) from error


def effects(scenario: Scenario, state: State, after: ai_system.Decisions, at_ms: int) -> dict[str, Any]:
    """What an action's event records: the controls after it, and the telemetry on screen before it."""
    shown = ai_system.telemetry(scenario, seed=state.seed, decisions=state.decisions, at_ms=at_ms)
    return {
        "controls_after": ai_system.controls_after(scenario, after),
        "telemetry": shown.to_json(),
    }


def _check_authority(scenario: Scenario, state: State, by: str, action: ContainmentAction) -> None:
    allowed = scenario.authority.orderers(action.level)
    if allowed and not set(allowed) & set(state.holds(by)):
        raise Refused(f"Level {action.level} can be ordered by {' or '.join(allowed)}; ask one of them.")


def _missing_approval(
    scenario: Scenario, state: State, command: c.ApplyContainment, action: ContainmentAction
) -> str:
    """Why the approval this level needs is not there; empty if it is, or none is needed."""
    needed = scenario.authority.approvers(action.level)
    if not needed:
        return ""
    who = " or ".join(needed)
    approval = state.approvals.get(command.approval_id)
    if approval is None:
        return f"Level {action.level} needs a recorded approval of {who}; request one and give its reference."
    if not _covers(approval, action.level):
        return f"{command.approval_id} does not approve level {action.level}; it needs {who}."
    if approval.status != "granted":
        return f"{command.approval_id} is {approval.status}; level {action.level} needs a granted approval."
    return ""


def _covers(approval: Approval, level: int) -> bool:
    return approval.request.about == "containment" and approval.request.level >= level


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


def _params(action: ContainmentAction, command: c.ApplyContainment) -> e.Params:
    given = dict(command.params)
    if action.needs_approval:
        given["approval"] = command.approval_id
    if problems := check_params(action, given):
        raise Refused("; ".join(problems) + ".")
    return with_defaults(action, given)


def _is_in_force(state: State, action: ContainmentAction, params: e.Params) -> bool:
    if action.id not in state.in_force:
        return False
    last = next(event for event in reversed(state.actions) if event.action == action.id)
    return isinstance(last, e.ContainmentApplied) and last.params == params


def lift(scenario: Scenario, state: State, command: c.LiftContainment, at_ms: int) -> tuple[e.Event, ...]:
    """The action no longer in force; by somebody who could have ordered it."""
    action = actions().get(command.action)
    if action is None or action.kind != "containment" or action.id not in state.in_force:
        in_force = ", ".join(state.in_force) or "nothing"
        raise Refused(f"{command.action!r} is not in force; in force now: {in_force}.")
    _check_authority(scenario, state, command.by, action)
    after = (*state.decisions, Decision(at_ms, action.id, (), True))
    return (
        e.ContainmentLifted(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            action=action.id,
            level=action.level,
            reason=command.reason,
            monitoring=f"Lifted: {action.title}",
            **effects(scenario, state, after, at_ms),
        ),
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
