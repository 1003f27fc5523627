"""The present of an exercise: a fold of its events, one after the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import reduce
from types import MappingProxyType
from typing import Any, Literal

from engine.log import events as e
from engine.log.fact import NEVER_RECORDED, USUAL, AppRole, Conditions
from engine.scenario.resolve import Scenario
from engine.simulation.run.decisions import Decision
from engine.simulation.tape import ENGINE_VERSION
from engine.timeline import Timeline

Phase = Literal["lobby", "running", "paused", "ended"]
Ordered = e.ContainmentApplied | e.ContainmentLifted | e.RecoveryStepTaken
"""What the team orders of the AI system."""
Act = Ordered | e.InjectDelivered
"""What acts on the AI system: an order, or an inject that tells of it."""
AT_ONCE: tuple[tuple[str, float | tuple[float, ...]], ...] = (("lead_min", 0),)
"""Effect of an action that is reported as done: no lead time."""
Changes = dict[str, Any]
"""New values of the state's fields, by name."""


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where exercise time stood at a wall-clock moment, and how fast it has run since."""

    at_ms: int = 0
    recorded_at: datetime = NEVER_RECORDED
    rate: float = 1.0
    is_running: bool = False

    def exercise_ms(self, now: datetime) -> int:
        """Exercise time at a wall-clock moment, in milliseconds; never before the anchor."""
        if not self.is_running:
            return self.at_ms
        micros = max(0, (now - self.recorded_at) // timedelta(microseconds=1))
        return self.at_ms + micros * round(self.rate * 1_000) // 1_000_000


@dataclass(frozen=True, slots=True)
class Participant:
    """A seat: an application role and the scenario roles it holds."""

    id: str
    app_role: AppRole
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """A request for approval and its decision."""

    request: e.ApprovalRequested
    decision: e.ApprovalDecided | None = None

    @property
    def status(self) -> Literal["pending", "granted", "refused"]:
        """Where the request stands."""
        if self.decision is None:
            return "pending"
        return "granted" if self.decision.granted else "refused"


@dataclass(frozen=True, slots=True)
class State:
    """Everything `decide` and the views need to know."""

    created: e.ExerciseCreated | None = None
    phase: Phase = "lobby"
    anchor: Anchor = field(default_factory=Anchor)
    end_ms: int = 0
    participants: Mapping[str, Participant] = field(default_factory=_none)
    delivered: Mapping[str, e.InjectDelivered] = field(default_factory=_none)
    moved: Mapping[str, int] = field(default_factory=_none)
    held: Mapping[str, bool] = field(default_factory=_none)
    dropped: Mapping[str, bool] = field(default_factory=_none)
    added: Mapping[str, dict[str, Any]] = field(default_factory=_none)
    edited: Mapping[str, dict[str, Any]] = field(default_factory=_none)
    answers: tuple[e.AnswerSubmitted, ...] = ()
    declared: e.IncidentDeclared | None = None
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
    ratings: tuple[e.CriterionRated, ...] = ()
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
        told = (event for event in self.delivered.values() if event.applies)
        mine = (event for event in self.actions if event.action)
        return tuple(sorted((*mine, *told), key=lambda event: event.seq))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was done to the AI system, in the order of the log."""
        return tuple(decision for event in self.acts for decision in decisions_of(event))

    @property
    def ordered(self) -> tuple[Decision, ...]:
        """What the team ordered of the AI system, without what injects did."""
        return tuple(
            decision_of(event)
            for event in self.actions
            if event.action and not (isinstance(event, e.ContainmentLifted) and event.ended_by)
        )

    @property
    def story(self) -> tuple[Decision, ...]:
        """What injects did to the AI system."""
        return tuple(d for event in self.delivered.values() for d in decisions_of(event))

    @property
    def uses(self) -> tuple[Decision, ...]:
        """Uses of actions now in force, in the order they were last ordered."""
        active: dict[tuple[str, Any], Decision] = {}
        for decision in self.decisions:
            wanted = set(decision.params)
            for key in [key for key in active if key[0] == decision.action and wanted <= set(key[1])]:
                if decision.lifted or key[1] == decision.params:
                    del active[key]
            if not decision.lifted:
                active[decision.action, decision.params] = decision
        return tuple(active.values())

    @property
    def in_force(self) -> tuple[str, ...]:
        """Actions now in force, in the order they were last ordered."""
        latest_first = dict.fromkeys(use.action for use in reversed(self.uses))
        return tuple(reversed(latest_first))

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

    def holds(self, participant_id: str) -> tuple[str, ...]:
        """The scenario roles a participant holds."""
        seat = self.participants.get(participant_id)
        return seat.roles if seat else ()


def decision_of(event: Ordered) -> Decision:
    """What the simulation reads of an action's event."""
    params = in_order(event.params)
    if isinstance(event, e.ContainmentLifted):
        return Decision(event.at_ms, event.action, params, lifted=True)
    effect = in_order(event.effect)
    return Decision(event.at_ms, event.action, params, effect=effect, overwrites=event.overwrites)


def decisions_of(event: Act) -> tuple[Decision, ...]:
    """What the simulation reads of an event: an order, or all that an inject did, in effect at once."""
    if not isinstance(event, e.InjectDelivered):
        return (decision_of(event),)
    return tuple(
        Decision(event.at_ms, action, effect=AT_ONCE, overwrites=event.overwrites.get(action))
        for action in event.applies
    )


def in_order(mapping: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """A mapping as sorted pairs, lists as tuples: hashable, and the same whatever the order."""
    return tuple((key, tuple(v) if isinstance(v, list) else v) for key, v in sorted(mapping.items()))


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
    seat = Participant(event.participant_id, event.app_role, event.roles)
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


def _step(state: State, event: e.RecoveryStepTaken) -> Changes:
    return {"steps": (*state.steps, event), "actions": (*state.actions, event)}


def _ended(state: State, event: e.ExerciseEnded) -> Changes:
    stopped = replace(state.anchor, at_ms=event.at_ms, recorded_at=event.recorded_at, is_running=False)
    return {"phase": "ended", "anchor": stopped, "ended": event}


def _append(name: str) -> Callable[[State, Any], Changes]:
    def append(state: State, event: Any) -> Changes:
        return {name: (*getattr(state, name), event)}

    return append


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
    e.IncidentDeclared: _latest("declared"),
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
    e.ObservationRecorded: _append("observations"),
    e.CriterionRated: _append("ratings"),
    e.ExerciseEnded: _ended,
}
