"""Simulated colleagues of one person who tries an exercise: what they plan, and how they react."""

from collections.abc import Iterator
from dataclasses import replace

from engine import commands as c
from engine.decide.approval import approvers
from engine.decide.authority import reachable
from engine.log.events import RoleNotified
from engine.log.parts import Approval
from engine.log.state import State
from engine.rehearsal.plan import SIMULATED, Planned, Team, in_order, is_simulated, lead
from engine.rehearsal.playbook import playbook_plan
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.simulation.run.catalogue import actions, offered
from engine.simulation.run.telemetry import Telemetry
from engine.snapshot import TRIAL_TEAM

REPLY_MS = 3 * MINUTE_MS // 4
"""Exercise time a colleague takes to decide, to answer or to do what was granted (assumption)."""

PATIENCE_MS = 6 * MINUTE_MS
"""Exercise time after which somebody asks whether this is an incident (assumption)."""

OFFER_MS = 4 * MINUTE_MS
"""Exercise time after the first signal at which a colleague offers to contain (assumption)."""

_BY_OTHERS = {
    "submit_answer": ("",),
    "collect_evidence": ("Security operations",),
    "take_recovery_step": ("AI engineering team",),
    "run_verification": ("Security operations",),
    "request_approval": ("Communications/PR", "Customer support leadership"),
    "decide_approval": ("",),
    "send_message": ("Communications/PR", "Customer support leadership"),
}
"""Which commands of the playbook colleagues take over, and whose work each is; "" is as planned."""


def colleagues(scenario: Scenario) -> Team:
    """Everybody but the person who leads, each with their own part of the playbook."""
    others = [role for role in scenario.role_names() if role != lead(scenario)]
    seats = tuple((f"{SIMULATED}{number}", role) for number, role in enumerate(others, start=1))
    return Team(TRIAL_TEAM, seats, in_order((*_taken_over(scenario), *_offer(scenario))))


def _taken_over(scenario: Scenario) -> Iterator[Planned]:
    """The playbook without what the person who leads decides: declaring, telling, containing, closing."""
    for step in playbook_plan(scenario):
        command = step.build("")
        role = _whose(scenario, step, command)
        if step.topic not in ("contain", "declare", "escalate") and role and role != lead(scenario):
            yield replace(step, role=role)


def _whose(scenario: Scenario, step: Planned, command: c.Command) -> str | None:
    wanted = _BY_OTHERS.get(command.kind, ())
    if isinstance(command, c.SendMessage) and not command.approval_id:
        return None  # a message that needs nobody's approval is the leader's own
    if wanted == ("",):
        return step.role
    return next((role for role in wanted if role in scenario.role_names()), None)


def _offer(scenario: Scenario) -> Iterator[Planned]:
    """One offer to contain, which the person who leads may grant or refuse."""
    action_id = _offered(scenario)
    if action_id is None:
        return
    level = actions()[action_id].level
    signal_ms = min(item.time for item in scenario.injects if item.signals)
    reason = f"We are ready: {actions()[action_id].title}. Shall we?"
    yield Planned(
        signal_ms + OFFER_MS,
        "Security operations",
        lambda by: c.RequestApproval(
            by=by, about="containment", level=level, action=action_id, reason=reason
        ),
        "contain",
    )


def _offered(scenario: Scenario) -> str | None:
    """The action that reaches the level the scenario needs, and that nobody else has to approve."""
    level = scenario.needed_level
    if "Security operations" not in scenario.role_names() or scenario.authority.approvers(level):
        return None
    fitting = (
        item.id
        for item in offered(scenario.ai_system).values()
        if item.kind == "containment" and item.is_advised and item.level == level and not item.needs_approval
        if not any(parameter.required for parameter in item.parameters)
    )
    return next(iter(sorted(fitting)), None)


def reactions(scenario: Scenario, state: State, team: Team, at_ms: int) -> Iterator[c.Command]:
    """What colleagues do now because of what a person did; each command's key says what it answers."""
    yield from _decisions(scenario, state, team, at_ms)
    yield from _receipts(scenario, state, team, at_ms)
    yield from _granted(state, at_ms)
    yield from _reminder(scenario, state, team, at_ms)


def _new(state: State, key: str) -> bool:
    return key not in state.keys


def _decisions(scenario: Scenario, state: State, team: Team, at_ms: int) -> Iterator[c.Command]:
    """A decision, with its reason, on every request of a person that has waited long enough."""
    for approval in state.approvals.values():
        request = approval.request
        is_open = approval.status == "pending" and not is_simulated(request.by)
        who = _holder(scenario, team, approvers(scenario, request)) if is_open else None
        if who is not None and request.at_ms + REPLY_MS <= at_ms:
            granted, reason = _judged(scenario, state, approval, at_ms)
            yield c.DecideApproval(
                by=who,
                key=f"reply-{request.approval_id}",
                approval_id=request.approval_id,
                granted=granted,
                reason=reason,
            )


def _holder(scenario: Scenario, team: Team, roles: tuple[str, ...]) -> str | None:
    """The colleague who may decide and can be reached; the CISO before others."""
    there = sorted(reachable(scenario, roles), key=lambda role: role != "CISO")
    return next((seat for role in there for seat, held in team.seats if held == role), None)


def _judged(scenario: Scenario, state: State, approval: Approval, at_ms: int) -> tuple[bool, str]:
    """Whether a colleague grants it, and why, from nothing but what is on everybody's screen."""
    if approval.request.about == "message":
        return True, "Read it; it can go out as it stands."
    if state.declared is None:
        return False, "No incident has been declared yet. Declare it with its severity, then ask again."
    return _weighed(approval.request.level, state.timeline(scenario).telemetry(at_ms))


def _weighed(level: int, seen: Telemetry) -> tuple[bool, str]:
    flagged = f"{seen.suspected_bypasses:.0f} suspected bypasses in ten minutes"
    if seen.suspected_bypasses >= 1:
        return True, f"{flagged} at level {seen.level} outweigh the service we lose at level {level}."
    return False, f"Monitoring shows {flagged}; level {level} would cost more than it saves now."


def _receipts(scenario: Scenario, state: State, team: Team, at_ms: int) -> Iterator[c.Command]:
    """A line in the situation log from every role that a person told."""
    for event in state.notified:
        who = _holder(scenario, team, (event.role,))
        key = f"receipt-{event.seq}"
        if who and not is_simulated(event.by) and event.at_ms + REPLY_MS <= at_ms and _new(state, key):
            text = f"{event.role}: {_acknowledged(event)}"
            yield c.SendMessage(by=who, key=key, audience=lead(scenario), text=text)


def _acknowledged(event: RoleNotified) -> str:
    return f"understood, {event.severity}. We are on the bridge." if event.severity else "understood."


def _granted(state: State, at_ms: int) -> Iterator[c.Command]:
    """Doing what a colleague asked for and was granted."""
    for approval in state.approvals.values():
        request, decision = approval.request, approval.decision
        key = f"do-{request.approval_id}"
        is_mine = is_simulated(request.by) and request.about == "containment" and request.action
        if decision is None or not decision.granted or not is_mine or not _new(state, key):
            continue
        if decision.at_ms + REPLY_MS <= at_ms:
            yield c.ApplyContainment(
                by=request.by,
                key=key,
                action=request.action,
                reason=f"{request.approval_id} was granted.",
                approval_id=request.approval_id,
            )


def _reminder(scenario: Scenario, state: State, team: Team, at_ms: int) -> Iterator[c.Command]:
    """A question to the person who leads, where nothing was declared for a while."""
    signals = [event.at_ms for event in state.delivered.values() if event.signals]
    if not signals or state.declared is not None or not _new(state, "reminder"):
        return
    if min(signals) + PATIENCE_MS <= at_ms:
        text = "Our own logs confirm the report. Is this an incident? If so, declare it with its severity."
        who = team.participant("Security operations")
        yield c.SendMessage(by=who, key="reminder", audience=lead(scenario), text=text)
