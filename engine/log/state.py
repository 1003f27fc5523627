"""The present of an exercise: a fold of its events, one after the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from types import MappingProxyType
from typing import Any, Literal

from engine.log import events as e
from engine.log.acts import Act, Ordered, acts_of, decided, decisions_of, in_force, in_use, ordered
from engine.log.fact import SCRIBE, USUAL, AppRole, Conditions
from engine.log.parts import Anchor, Approval, Participant
from engine.scenario.resolve import Scenario
from engine.simulation.run.decisions import Decision
from engine.simulation.tape import ENGINE_VERSION
from engine.timeline import Timeline

Phase = Literal["lobby", "running", "paused", "ended"]
READERS: frozenset[AppRole] = frozenset(("facilitator", "evaluator", "observer"))
"""Who reads what was sent to some roles alone without holding one of them."""

Changes = dict[str, Any]
"""New values of the state's fields, by name."""


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class State:
    """Everything `decide` and the views need to know."""

    created: e.ExerciseCreated | None = None
    phase: Phase = "lobby"
    anchor: Anchor = field(default_factory=Anchor)
    end_ms: int = 0
    participants: Mapping[str, Participant] = field(default_factory=_none)
    gone: Mapping[str, Participant] = field(default_factory=_none)
    """Seats that were left or removed, as they were."""
    delivered: Mapping[str, e.InjectDelivered] = field(default_factory=_none)
    moved: Mapping[str, int] = field(default_factory=_none)
    held: Mapping[str, bool] = field(default_factory=_none)
    dropped: Mapping[str, bool] = field(default_factory=_none)
    added: Mapping[str, dict[str, Any]] = field(default_factory=_none)
    edited: Mapping[str, dict[str, Any]] = field(default_factory=_none)
    answers: tuple[e.AnswerSubmitted, ...] = ()
    declared: e.IncidentDeclared | None = None
    first_declared_ms: int | None = None
    notified: tuple[e.RoleNotified, ...] = ()
    approvals: Mapping[str, Approval] = field(default_factory=_none)
    actions: tuple[Ordered, ...] = ()
    refused: tuple[e.ContainmentRefused, ...] = ()
    evidence: tuple[e.EvidenceCollected, ...] = ()
    messages: tuple[e.MessageSent, ...] = ()
    steps: tuple[e.RecoveryStepTaken, ...] = ()
    checks: tuple[e.VerificationRun, ...] = ()
    resolved: e.IncidentResolved | None = None
    observations: tuple[e.ObservationRecorded, ...] = ()
    line: tuple[e.ObservationRecorded, ...] = ()
    """What was said between participants and facilitators."""
    records: Mapping[str, e.ObservationRecorded] = field(default_factory=_none)
    """How the playbook's steps and the notification clocks stand, as last recorded (`engine/procedure`)."""
    ratings: tuple[e.CriterionRated, ...] = ()
    decisions: tuple[Decision, ...] = ()
    """What was done to the AI system, in the order of the log."""
    keys: Mapping[str, int] = field(default_factory=_none)
    ended: e.ExerciseEnded | None = None
    lost_ms: int = 0
    """Exercise time lost while the server stood still, which resuming may count as played."""
    seq: int = 0
    at_ms: int = 0

    @property
    def seed(self) -> int:
        """The seed of the simulated AI system."""
        return self.created.seed if self.created else 0

    def timeline(self, scenario: Scenario) -> Timeline:
        """What the AI system of this exercise does under everything that was done to it."""
        version = self.created.engine_version if self.created else ENGINE_VERSION
        return Timeline(scenario.ai_system, self.seed, self.decisions, version)

    @property
    def acts(self) -> tuple[Act, ...]:
        """Everything that acted on the AI system, in the order of the log: orders, and the story."""
        return acts_of(self.actions, self.delivered.values())

    @property
    def ordered(self) -> tuple[Decision, ...]:
        """What the team ordered of the AI system, without what injects did."""
        return ordered(self.actions)

    @property
    def story(self) -> tuple[Decision, ...]:
        """What injects did to the AI system."""
        return decided(self.delivered.values())

    @property
    def uses(self) -> tuple[Decision, ...]:
        """Uses of actions now in force, in the order they were last ordered."""
        return in_use(self.decisions)

    @property
    def in_force(self) -> tuple[str, ...]:
        """Actions now in force, in the order they were last ordered."""
        return in_force(self.uses)

    @property
    def everyone(self) -> Mapping[str, Participant]:
        """Who sits here, and who did."""
        return {**self.participants, **self.gone}

    def app_role(self, participant_id: str) -> AppRole | None:
        """The application role of a participant, or None for a stranger."""
        seat = self.participants.get(participant_id)
        return seat.app_role if seat else None

    @property
    def conditions(self) -> Conditions:
        """Under which conditions the exercise is played."""
        return Conditions(self.created.play, self.created.aids) if self.created else USUAL

    @property
    def is_discussed(self) -> bool:
        """Whether the room talks, and a scribe records what it decides."""
        return self.created is not None and self.created.play == "discuss"

    @property
    def is_guided(self) -> bool:
        """Whether seats list what is expected of them."""
        return self.created is None or self.created.aids == "guided"

    def acts_as(self, participant_id: str, for_role: str) -> tuple[str, ...]:
        """The scenario roles somebody acts in: the one they speak for, or those they hold."""
        return (for_role,) if for_role else self.holds(participant_id)

    def reaches(self, to: Iterable[str], participant_id: str | None) -> bool:
        """Whether what was sent to these roles, or to everyone where there are none, is for this person.

        Those who run, rate or watch read everything, a scribe too; leadership and strangers what all got.
        """
        addressed = set(to)
        seat = self.participants.get(participant_id or "")
        if not addressed or seat is None:
            return not addressed
        return seat.app_role in READERS or bool(addressed & set(seat.roles)) or SCRIBE in seat.roles

    def holds(self, participant_id: str) -> tuple[str, ...]:
        """The scenario roles a participant holds."""
        seat = self.participants.get(participant_id)
        return seat.roles if seat else ()


def fold(events: Iterable[e.Event], state: State | None = None) -> State:
    """The state after all these events."""
    return reduce(evolve, events, state or State())


def has_ended(events: Iterable[e.Event]) -> bool:
    """Whether a log says that its exercise has ended, and not that it was reopened since."""
    turns = (event for event in events if isinstance(event, e.ExerciseEnded | e.ClockPaused))
    last = next((event for event in reversed(tuple(turns))), None)
    return isinstance(last, e.ExerciseEnded)


def evolve(state: State, event: e.Event) -> State:
    """The state after one more event."""
    changes = _EVOLVE[type(event)](state, event)
    if isinstance(event, Act):
        changes["decisions"] = (*state.decisions, *decisions_of(event))
    if event.key:
        changes["keys"] = _with(state.keys, event.key, event.seq)
    return replace(state, seq=event.seq, at_ms=max(state.at_ms, event.at_ms), **changes)


def _with(mapping: Mapping[Any, Any], key: Any, value: Any) -> Mapping[Any, Any]:
    return MappingProxyType({**mapping, key: value})


def _without(mapping: Mapping[Any, Any], key: Any) -> Mapping[Any, Any]:
    return MappingProxyType({k: v for k, v in mapping.items() if k != key})


def _created(state: State, event: e.ExerciseCreated) -> Changes:
    return {"created": event, "end_ms": int(event.scenario["duration_ms"])}


def _joined(state: State, event: e.ParticipantJoined) -> Changes:
    before = state.participants.get(event.participant_id)
    is_ready = event.is_ready or (before is not None and before.is_ready)
    seat = Participant(event.participant_id, event.app_role, event.roles, is_ready)
    if event.leaves:
        gone = _with(state.gone, seat.id, seat)
        return {"participants": _without(state.participants, seat.id), "gone": gone}
    return {"participants": _with(state.participants, seat.id, seat)}


def _started(state: State, event: e.ClockStarted) -> Changes:
    return {"phase": "running", "anchor": Anchor(event.at_ms, event.recorded_at, event.rate, True)}


def _paused(state: State, event: e.ClockPaused) -> Changes:
    stopped = replace(state.anchor, at_ms=event.at_ms, recorded_at=event.recorded_at, is_running=False)
    return {"phase": "paused", "anchor": stopped, "lost_ms": event.lost_ms, "ended": None}


def _resumed(state: State, event: e.ClockResumed) -> Changes:
    running = replace(state.anchor, at_ms=event.at_ms, recorded_at=event.recorded_at, is_running=True)
    return {"phase": "running", "anchor": running, "lost_ms": 0}


def _clock_adjusted(state: State, event: e.ClockAdjusted) -> Changes:
    moved = replace(state.anchor, at_ms=event.at_ms, recorded_at=event.recorded_at, rate=event.rate)
    return {"anchor": moved, "lost_ms": 0 if event.skipped_ms else state.lost_ms}


def _schedule_adjusted(state: State, event: e.ScheduleAdjusted) -> Changes:
    if event.change == "end":
        return {"end_ms": event.end_ms or state.end_ms}
    if event.change in ("release", "restore"):
        name = "held" if event.change == "release" else "dropped"
        return {name: _without(getattr(state, name), event.inject_id)}
    name, value = {
        "hold": ("held", True),
        "drop": ("dropped", True),
        "add": ("added", event.inject),
        "edit": ("edited", event.inject),
        "move": ("moved", event.due_ms),
    }[event.change]
    return {name: _with(getattr(state, name), event.inject_id, value)}


def _delivered(state: State, event: e.InjectDelivered) -> Changes:
    return {"delivered": _with(state.delivered, event.inject_id, event)}


def _requested(state: State, event: e.ApprovalRequested) -> Changes:
    return {"approvals": _with(state.approvals, event.approval_id, Approval(event))}


def _decided(state: State, event: e.ApprovalDecided) -> Changes:
    approval = replace(state.approvals[event.approval_id], decision=event)
    return {"approvals": _with(state.approvals, event.approval_id, approval)}


def _declared(state: State, event: e.IncidentDeclared) -> Changes:
    is_first = state.first_declared_ms is None
    return {"declared": event, "first_declared_ms": event.at_ms if is_first else state.first_declared_ms}


def _step(state: State, event: e.RecoveryStepTaken) -> Changes:
    return {"steps": (*state.steps, event), "actions": (*state.actions, event)}


def _ended(state: State, event: e.ExerciseEnded) -> Changes:
    stopped = replace(state.anchor, at_ms=event.at_ms, recorded_at=event.recorded_at, is_running=False)
    return {"phase": "ended", "anchor": stopped, "ended": event}


def _append(name: str) -> Callable[[State, Any], Changes]:
    def append(state: State, event: Any) -> Changes:
        return {name: (*getattr(state, name), event)}

    return append


def _observed(state: State, event: e.ObservationRecorded) -> Changes:
    if event.about:
        return {"records": _with(state.records, event.about, event)}
    return _append("line" if event.to else "observations")(state, event)


def _latest(name: str) -> Callable[[State, Any], Changes]:
    return lambda _state, event: {name: event}


_EVOLVE: dict[type, Callable[[State, Any], Changes]] = {
    e.ExerciseCreated: _created,
    e.ParticipantJoined: _joined,
    e.ClockStarted: _started,
    e.ClockPaused: _paused,
    e.ClockResumed: _resumed,
    e.ClockAdjusted: _clock_adjusted,
    e.ScheduleAdjusted: _schedule_adjusted,
    e.InjectDelivered: _delivered,
    e.AnswerSubmitted: _append("answers"),
    e.IncidentDeclared: _declared,
    e.RoleNotified: _append("notified"),
    e.ApprovalRequested: _requested,
    e.ApprovalDecided: _decided,
    e.ContainmentApplied: _append("actions"),
    e.ContainmentRefused: _append("refused"),
    e.ContainmentLifted: _append("actions"),
    e.EvidenceCollected: _append("evidence"),
    e.MessageSent: _append("messages"),
    e.RecoveryStepTaken: _step,
    e.VerificationRun: _append("checks"),
    e.IncidentResolved: _latest("resolved"),
    e.ObservationRecorded: _observed,
    e.CriterionRated: _append("ratings"),
    e.ExerciseEnded: _ended,
}
