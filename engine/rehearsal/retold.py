"""A log's own acts as a plan: who did what, and how long after what made it possible."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine import commands as c
from engine.log import events as e
from engine.log.fact import Params
from engine.log.state import State
from engine.rehearsal.plan import FACILITATOR, CommandFor, Planned, Team, in_order
from engine.scenario.resolve import Scenario
from engine.scenario.times import MINUTE_MS
from engine.schedule import all_injects
from engine.simulation.run.catalogue import actions

AT_ONCE_MS = MINUTE_MS
"""Acts of one person on one matter that follow each other within this are moved together (assumption)."""

ASKED: Mapping[type[e.Event], tuple[type[c.Command], str]] = MappingProxyType(
    {
        e.AnswerSubmitted: (c.SubmitAnswer, "answer"),
        e.IncidentDeclared: (c.DeclareIncident, "declare"),
        e.RoleNotified: (c.NotifyRole, "escalate"),
        e.ApprovalRequested: (c.RequestApproval, "ask"),
        e.ApprovalDecided: (c.DecideApproval, "decide"),
        e.ContainmentApplied: (c.ApplyContainment, "contain"),
        e.ContainmentRefused: (c.ApplyContainment, "contain"),
        e.ContainmentLifted: (c.LiftContainment, "step back"),
        e.EvidenceCollected: (c.CollectEvidence, "evidence"),
        e.MessageSent: (c.SendMessage, "communicate"),
        e.RecoveryStepTaken: (c.TakeRecoveryStep, "recover"),
        e.VerificationRun: (c.RunVerification, "recover"),
        e.IncidentResolved: (c.ResolveIncident, "recover"),
    }
)
"""The command that led to each event that is somebody's act, and the matter it is of."""

FORGOTTEN = frozenset({"by", "key", "for_role", "copy_seq"})
"""Fields of commands that are set anew, or that name events of the log."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a log."""

    command: c.Command
    role: str
    """The role it was done in; empty for the facilitator's."""
    topic: str
    at_ms: int
    possible_ms: int
    """From when on it could be done, where it follows no other act."""
    follows: int | None = None
    """Place of the act that made it possible."""
    is_at_once: bool = False
    """Whether it was done with the act it follows, rather than some time after it."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a log up to an act, by place among its acts."""

    scenario: Scenario
    state: State
    signal_ms: int
    acts: list[Act] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    """By approval: its request, then its decision."""
    named: dict[str, str] = field(default_factory=dict)
    """By approval: what it is for, as a plan names it."""


def acts_of(
    scenario: Scenario, state: State, events: Iterable[e.Event], *, signal_ms: int
) -> tuple[Act, ...]:
    """Everything that people did in the exercise, in the order of the log."""
    told = _Told(scenario, state, signal_ms)
    for event in events:
        if type(event) in ASKED and not (isinstance(event, e.ContainmentLifted) and event.ended_by):
            _tell(told, event)
    return tuple(told.acts)


def _tell(told: _Told, event: e.Event) -> None:
    _, topic = ASKED[type(event)]
    follows = _before(told, event, topic)
    previous = told.acts[-1] if told.acts else None
    role = event.for_role or next(iter(told.state.holds(event.by)), "")
    is_at_once = False
    if follows is None and previous and (previous.role, previous.topic) == (role, topic):
        is_at_once = event.at_ms - previous.at_ms <= AT_ONCE_MS
        follows = len(told.acts) - 1 if is_at_once else None
    possible_ms = min(event.at_ms, _possible_ms(told, event, topic))
    act = Act(_command(told, event), role, topic, event.at_ms, possible_ms, follows, is_at_once)
    told.acts.append(act)
    if isinstance(event, e.ApprovalRequested):
        what = f"level:{event.level}" if event.about == "containment" else f"message:{event.audience}"
        told.named[event.approval_id] = what
    if isinstance(event, e.ApprovalRequested | e.ApprovalDecided):
        told.asked[event.approval_id] = len(told.acts) - 1


def _before(told: _Told, event: e.Event, topic: str) -> int | None:
    """The act that an act needs: a request, its decision, the order it takes back, what a check is of."""
    approval = getattr(event, "approval_id", "")
    if approval in told.asked and not isinstance(event, e.ApprovalRequested):
        return told.asked[approval]
    places = reversed(range(len(told.acts)))
    if isinstance(event, e.ContainmentLifted):
        applied = (at for at in places if getattr(told.acts[at].command, "action", "") == event.action)
        return next(applied, None)
    if topic == "recover":
        return next((at for at in places if told.acts[at].topic in ("recover", "step back")), None)
    return None


def _possible_ms(told: _Told, event: e.Event, topic: str) -> int:
    """From when on something could be done: its inject, recovery's due time, the declaration, the signal."""
    if isinstance(event, e.AnswerSubmitted):
        shown = told.state.delivered.get(event.inject_id)
        return shown.at_ms if shown else event.at_ms
    if topic in ("recover", "step back") and event.at_ms >= told.scenario.recovery_from_ms:
        return told.scenario.recovery_from_ms
    declared_ms = [act.at_ms for act in told.acts if act.topic == "declare"]
    return max([told.signal_ms, *(declared_ms[:1] if topic != "declare" else [])])


def _command(told: _Told, event: e.Event) -> c.Command:
    kind, _ = ASKED[type(event)]
    shared = (set(kind.model_fields) & set(type(event).model_fields)) - FORGOTTEN - {"kind"}
    plain = {name: getattr(event, name) for name in shared}
    if plain.get("approval_id"):
        plain["approval_id"] = told.named.get(plain["approval_id"], plain["approval_id"])
    if isinstance(event, e.ContainmentApplied | e.ContainmentRefused):
        plain["params"] = _given(event.action, event.params)
    return kind(for_role=event.for_role, **plain)


def _given(action_id: str, params: Params) -> Params:
    """Parameters as they were given, without defaults and the approval that the engine wrote beside them."""
    action = actions().get(action_id)
    usual = {item.name: item.default for item in action.parameters} if action else {}
    return {name: value for name, value in params.items() if name != "approval" and value != usual.get(name)}


def replanned(acts: Iterable[Act], state: State, times_ms: Iterable[int], name: str) -> Team:
    """The same people doing the same at other times."""
    seats = tuple(
        (seat.id, role)
        for seat in state.participants.values()
        if seat.app_role == "participant"
        for role in seat.roles or ("",)
    )
    plan = (Planned(at_ms, act.role, _by(act), act.topic) for act, at_ms in zip(acts, times_ms, strict=True))
    return Team(name, seats, in_order(plan))


def _by(act: Act) -> CommandFor:
    """The command of whoever holds the role; the facilitator's own, and what a scribe does for others."""

    def build(by: str) -> c.Command:
        giver = FACILITATOR if not act.role or act.command.for_role else by
        return act.command.model_copy(update={"by": giver})

    return build


def as_delivered(scenario: Scenario, state: State) -> Scenario:
    """The scenario whose injects come by themselves when they came here, and that ends as it ended."""
    times = {inject_id: event.at_ms for inject_id, event in state.delivered.items()}
    injects = tuple(
        item.model_copy(update={"time": times[item.id or ""], "when": None, "contingency": False})
        for item in all_injects(scenario, state)
        if item.id in times
    )
    ordered = tuple(sorted(injects, key=lambda item: item.time))
    return scenario.model_copy(update={"injects": ordered, "duration_ms": max(1, state.at_ms)})
