"""Who may order a level, whose approval it needs, and what stands in for that approval."""

from engine.commands import (
    ApplyContainment,
    CollectEvidence,
    DecideApproval,
    DeclareIncident,
    LiftContainment,
    NotifyRole,
    OrderLevel,
    RequestApproval,
    ResolveIncident,
    RunVerification,
    SendMessage,
    SubmitAnswer,
    TakeRecoveryStep,
)
from engine.errors import Refused
from engine.log.fact import SCRIBE
from engine.log.parts import Approval
from engine.log.state import State
from engine.procedure.requests import RecordStep, StartNotificationClock
from engine.request import Request
from engine.scenario.resolve import Scenario
from engine.simulation.action import ContainmentAction

PRE_APPROVED = "pre-approved:"
"""Start of the reference recorded where a level was approved in advance; the role follows."""

SPOKEN = (
    SubmitAnswer,
    DeclareIncident,
    NotifyRole,
    RequestApproval,
    DecideApproval,
    ApplyContainment,
    OrderLevel,
    LiftContainment,
    CollectEvidence,
    SendMessage,
    TakeRecoveryStep,
    RunVerification,
    RecordStep,
    StartNotificationClock,
    ResolveIncident,
)
"""What a scribe may do in the name of a role: what participants do."""

NOT_NEEDED = "not needed"
"""Reference given to an action that asks for one where the organisation demands no approval."""


def check_speaks_for(scenario: Scenario, state: State, command: Request) -> None:
    """Refuse who may not act in the name of a role, and say who may."""
    known = scenario.role_names()
    if command.for_role not in known:
        raise Refused(
            f"{command.for_role!r} is not a role of this exercise; choose from: {', '.join(known)}."
        )
    held = state.holds(command.by)
    if command.for_role in held:
        return
    if not isinstance(command, SPOKEN):
        raise Refused("This can't be done in the name of a role; do it in your own.")
    is_scribe = SCRIBE in held or state.app_role(command.by) == "facilitator"
    if not (state.is_discussed and is_scribe):
        raise Refused(
            f"You don't hold the role {command.for_role!r}. In an exercise that is created to be discussed,"
            " a scribe acts in the name of roles."
        )


def check_authority(scenario: Scenario, held: tuple[str, ...], action: ContainmentAction) -> None:
    """Refuse who may not order this level with the roles they act in, and say who may."""
    allowed = scenario.authority.orderers(action.level)
    if allowed and not set(allowed) & set(held):
        raise Refused(f"Level {action.level} can be ordered by {' or '.join(allowed)}; ask one of them.")


def reachable(scenario: Scenario, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these roles that can be reached in this scenario."""
    return tuple(role for role in roles if role not in scenario.unreachable)


def whom_to_ask(scenario: Scenario, roles: tuple[str, ...]) -> str:
    """Approvers in words: those who can be reached, and who can't be."""
    there = reachable(scenario, roles)
    away = [role for role in roles if role not in there]
    if not there:
        return f"{' or '.join(away)}, none of whom can be reached in this scenario"
    note = f" ({' and '.join(away)} cannot be reached in this scenario)" if away else ""
    return " or ".join(there) + note


def approval_of(
    scenario: Scenario, state: State, action: ContainmentAction, *, held: tuple[str, ...], reference: str
) -> tuple[str, str]:
    """The reference of the approval that covers an order, and why there is none; one of the two is empty."""
    needed = scenario.authority.approvers(action.level)
    if not needed:
        return (NOT_NEEDED if action.needs_approval else ""), ""
    missing = _missing(scenario, state, action.level, reference)
    if not missing:
        return reference, ""
    role = pre_approved_role(scenario, state, action.level, held)
    return (f"{PRE_APPROVED}{role}", "") if role else ("", missing)


def pre_approved_role(scenario: Scenario, state: State, level: int, held: tuple[str, ...]) -> str | None:
    """The role among those held that needs no separate approval for a level now, or None."""
    now = state.declared
    severity, incident_type = (now.severity, now.incident_type) if now else ("", "")
    for rule in scenario.authority.pre_approvals(level):
        if rule.severity not in (None, severity) or rule.incident_type not in (None, incident_type):
            continue
        found = [role for role in reachable(scenario, rule.roles) if role in held]
        if found:
            return found[0]
    return None


def _missing(scenario: Scenario, state: State, level: int, reference: str) -> str:
    """Why a reference does not approve a level; empty if it does."""
    who = whom_to_ask(scenario, scenario.authority.approvers(level))
    approval = state.approvals.get(reference)
    if approval is None:
        return f"Level {level} needs a recorded approval of {who}; request one and give its reference."
    if not _covers(approval, level):
        return f"{reference} does not approve level {level}; it needs {who}."
    if approval.status != "granted":
        return f"{reference} is {approval.status}; level {level} needs a granted approval of {who}."
    return ""


def _covers(approval: Approval, level: int) -> bool:
    return approval.request.about == "containment" and approval.request.level >= level
