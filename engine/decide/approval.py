"""Approvals: who may decide a request, and the decision of somebody other than the one who asked."""

from engine import commands as c
from engine.decide.authority import reachable, whom_to_ask
from engine.errors import Refused
from engine.log import events as e
from engine.log.events import ApprovalRequested
from engine.log.fact import Grounds
from engine.log.state import State
from engine.scenario.resolve import Scenario


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


def decide_approval(
    scenario: Scenario, state: State, command: c.DecideApproval, at_ms: int
) -> tuple[e.Event, ...]:
    """The decision of a holder of an authorised role; the first decision stands."""
    approval = state.approvals.get(command.approval_id)
    if approval is None:
        raise Refused(f"There is no request {command.approval_id!r}.")
    if approval.status != "pending":
        raise Refused(f"{command.approval_id} was {approval.status} already; ask again if things changed.")
    role, grounds = _decides_as(scenario, state, command, approval.request)
    return (
        e.ApprovalDecided(
            at_ms=at_ms,
            by=command.by,
            key=command.key,
            approval_id=command.approval_id,
            granted=command.granted,
            role=role,
            grounds=grounds,
            reason=command.reason,
        ),
    )


def _decides_as(
    scenario: Scenario, state: State, command: c.DecideApproval, request: e.ApprovalRequested
) -> tuple[str, Grounds]:
    """The role in which somebody decides a request, and on what grounds.

    Nobody decides a request of their own while another approver is seated (four eyes); alone they may, and
    the log says so.
    """
    if needs_stand_in(scenario, state, request.approval_id):
        if state.app_role(command.by) == "facilitator":
            return approvers(scenario, request)[0], "stand_in"
        nobody = whom_to_ask(scenario, approvers(scenario, request))
        raise Refused(f"Nobody here can hold {nobody}; ask the facilitator to stand in.")
    allowed = approvers(scenario, request)
    held = tuple(role for role in state.acts_as(command.by, command.for_role) if role in allowed)
    there = reachable(scenario, held)
    if held and not there:
        raise Refused(
            f"{held[0]} cannot be reached in this scenario; this needs {whom_to_ask(scenario, allowed)}."
        )
    if not there:
        raise Refused(f"Only {whom_to_ask(scenario, allowed)} can decide {command.approval_id}.")
    if (request.by, request.for_role) != (command.by, command.for_role):
        return there[0], "own"
    if others := others_who_can_decide(scenario, state, request):
        raise Refused(f"You asked for this yourself, so somebody else decides it: {' or '.join(others)}.")
    return there[0], "self"


def approvers(scenario: Scenario, request: ApprovalRequested) -> tuple[str, ...]:
    """Roles any of which may decide this request."""
    if request.about == "containment":
        return scenario.authority.approvers(request.level) or scenario.authority.roles
    asked = (item.approved_by for item in scenario.messages if item.audience == request.audience)
    return next((roles for roles in asked if roles), scenario.authority.roles)


def can_be_held(scenario: Scenario, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Those of these roles that somebody in the exercise can hold, and that can be reached."""
    return tuple(role for role in reachable(scenario, roles) if role in scenario.role_names())


def needs_stand_in(scenario: Scenario, state: State, approval_id: str) -> bool:
    """Whether a request is one that nobody in this exercise can ever decide in a role of theirs.

    An approver who is away on purpose is no reason for a stand-in: that is part of the story.
    """
    approval = state.approvals.get(approval_id)
    if approval is None:
        return False
    allowed = approvers(scenario, approval.request)
    return not can_be_held(scenario, allowed) and not set(allowed) & set(scenario.unreachable)


def others_who_can_decide(scenario: Scenario, state: State, request: ApprovalRequested) -> tuple[str, ...]:
    """Roles of people other than the one who asked that may decide a request now."""
    allowed = reachable(scenario, approvers(scenario, request))
    if request.for_role:  # a scribe speaks for the whole room, so each role is somebody else
        return tuple(role for role in allowed if role in scenario.role_names() and role != request.for_role)
    seated = (
        role
        for seat in state.participants.values()
        if seat.id != request.by and seat.app_role == "participant"
        for role in seat.roles
    )
    return tuple(dict.fromkeys(role for role in seated if role in allowed))
