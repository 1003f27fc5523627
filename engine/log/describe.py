"""What happened, in one sentence an event, for the situation log, the timeline and the reports."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.log import events as e
from engine.log.fact import EVERYBODY, FACILITATOR
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import actions


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the situation log or timeline."""

    seq: int
    at_ms: int
    by: str
    kind: str
    text: str
    on_screen: str = ""
    """What monitoring showed when it was decided; empty where nothing was recorded."""


def describe(scenario: Scenario, event: e.Event) -> str:
    """The event in a sentence, without who did it and when."""
    return _SENTENCES[type(event)](scenario, event)


def lines(scenario: Scenario, events: Iterable[e.Event]) -> tuple[Line, ...]:
    """These events as lines, in their order; whose eyes they are for is for `engine.views` to say."""
    return tuple(_line(scenario, event) for event in events)


def _line(scenario: Scenario, event: e.Event) -> Line:
    shown = getattr(event, "telemetry", None)
    text = describe(scenario, event)
    return Line(event.seq, event.at_ms, event.by, event.kind, text, on_screen(shown) if shown else "")


def _title(action_id: str) -> str:
    action = actions().get(action_id)
    return action.title if action else action_id


def _joined(_scenario: Scenario, event: e.ParticipantJoined) -> str:
    roles = f" as {', '.join(event.roles)}" if event.roles else ""
    if event.is_ready:
        return f"Device answers{roles} ({event.app_role})"
    return f"{'Left' if event.leaves else 'Joined'}{roles} ({event.app_role})"


def _adjusted(_scenario: Scenario, event: e.ScheduleAdjusted) -> str:
    match event.change:
        case "end":
            return f"Moved the end to {offset_label(event.end_ms or 0)}"
        case "move":
            return f"Moved inject {event.inject_id} to {offset_label(event.due_ms or 0)}"
        case "add":
            return f"Added inject {event.inject_id} for {offset_label(event.due_ms or 0)}"
        case "hold" | "release" | "drop" | "restore" | "edit":
            words = {
                "hold": "Held back",
                "release": "Released",
                "drop": "Dropped",
                "restore": "Took back the drop of",
                "edit": "Edited",
            }
            return f"{words[event.change]} inject {event.inject_id}"


def _clock(_scenario: Scenario, event: e.ClockAdjusted) -> str:
    if event.reason:
        return event.reason
    if event.skipped_ms:
        return f"Skipped {offset_label(event.skipped_ms)[2:]} forward"
    return f"Set the clock to ×{event.rate:g}"


def _declared(scenario: Scenario, event: e.IncidentDeclared) -> str:
    name = scenario.incident_types.get(event.incident_type, event.incident_type)
    return f"Declared an incident: {name}, {event.severity}"


def _requested(_scenario: Scenario, event: e.ApprovalRequested) -> str:
    what = f"level {event.level}" if event.about == "containment" else f"a message to {event.audience}"
    return f"Asked for approval of {what} ({event.approval_id})"


def _decided(_scenario: Scenario, event: e.ApprovalDecided) -> str:
    word = "granted" if event.granted else "refused"
    reason = f": {event.reason}" if event.reason else ""
    return f"{event.approval_id} {word} by {event.role}{reason}"


def _applied(_scenario: Scenario, event: e.ContainmentApplied) -> str:
    return f"Level {event.level}: {_title(event.action)}. Monitoring: {event.monitoring}"


def _inject(_scenario: Scenario, event: e.InjectDelivered) -> str:
    done = ", ".join(map(_title, event.applies))
    return f"Inject: {event.title}{f'. Now in force: {done}' if done else ''}"


def on_screen(telemetry: Mapping[str, Any]) -> str:
    """What monitoring showed at a decision, in one line; a figure an older log lacks is left out."""
    shown = (
        ("level", "level {:.0f}"),
        ("suspected_bypasses", "{:.0f} suspected bypasses"),
        ("block_rate", "{:.1%} blocked"),
        ("unserved_share", "{:.1%} unserved"),
    )
    return ", ".join(words.format(telemetry[name]) for name, words in shown if name in telemetry)


def _collected(scenario: Scenario, event: e.EvidenceCollected) -> str:
    label = next((item.label for item in scenario.evidence if item.id == event.artifact), event.artifact)
    match event.manner:
        case "assigned":
            return f"Assigned evidence: {label}, to {event.owner}, due {event.due}"
        case "rehashed":
            return f"Re-hashed the copy in event {event.copy_seq}: {label}, SHA-256 {event.sha256[:16]}…"
        case "handed_over":
            return f"Handed over the copy in event {event.copy_seq}: {label}, to {event.owner}"
        case "collected":
            pass
    lost = f"; the earlier version was overwritten by {_title(event.overwritten_by)}"
    return f"Collected evidence: {label}{lost if event.overwritten_by else ''}"


def _step(scenario: Scenario, event: e.RecoveryStepTaken) -> str:
    other = _title(event.action) if event.action else event.step_id
    label = next((item.label for item in scenario.recovery if item.id == event.step_id), other)
    return f"Recovery step: {label}"


def _check(scenario: Scenario, event: e.VerificationRun) -> str:
    label = next((item.label for item in scenario.verification if item.id == event.check_id), event.check_id)
    return (
        f"Check {'passed' if event.passed else 'failed'}: {label}"
        f" (measured {event.measured:.0%}, at most {event.at_most:.0%})"
    )


def _rated(_scenario: Scenario, event: e.CriterionRated) -> str:
    return f"{'Reconciled' if event.reconciles else 'Rated'} {event.criterion}: {event.value}"


def _recorded(event: e.ObservationRecorded) -> str:
    """How a step of the playbook, a fork or a notification clock stands from now on."""
    what = event.about.partition(":")[0]
    if what == "clock":
        if event.is_undone:
            return f"Notification clock doesn't run after all: {event.text}"
        since = event.at_ms if event.since_ms is None else event.since_ms
        return f"Notification clock counts from {offset_label(since)}: {event.text}"
    word = "Decided" if what == "fork" else "Done"
    return f"{'Not done after all' if event.is_undone else word}, by the playbook: {event.text}"


def _observed(_scenario: Scenario, event: e.ObservationRecorded) -> str:
    if event.about:
        return _recorded(event)
    if event.to == FACILITATOR:
        return f"Asked the facilitator: {event.text}"
    if event.to:
        word = "Answered" if event.answers else "Hint"
        return f"{word} to {'everybody' if event.to == EVERYBODY else 'one participant'}: {event.text}"
    if event.completes is not None:
        return f"Observation of event {event.completes}, completed: {event.text}"
    return f"Observation: {event.text}" if event.text else "Marked a moment to observe"


def _paused(_scenario: Scenario, event: e.ClockPaused) -> str:
    word = "Reopened the exercise, its clock paused" if event.reopens else "Paused the clock"
    return f"{word}: {event.reason}" if event.reason else word


def _with_reason(word: str) -> Callable[[Scenario, Any], str]:
    return lambda _scenario, event: f"{word}: {event.reason}" if event.reason else word


_SENTENCES: dict[type, Callable[[Scenario, Any], str]] = {
    e.ExerciseCreated: lambda scenario, _event: f"Created the exercise {scenario.name}",
    e.ParticipantJoined: _joined,
    e.ClockStarted: lambda _scenario, _event: "StartEx",
    e.ClockPaused: _paused,
    e.ClockResumed: lambda _scenario, _event: "Resumed the clock",
    e.ClockAdjusted: _clock,
    e.ScheduleAdjusted: _adjusted,
    e.InjectDelivered: _inject,
    e.AnswerSubmitted: lambda _scenario, event: f"Answered {event.question_id}: {event.text}",
    e.IncidentDeclared: _declared,
    e.RoleNotified: lambda _scenario, event: f"Told {event.role}",
    e.ApprovalRequested: _requested,
    e.ApprovalDecided: _decided,
    e.ContainmentApplied: _applied,
    e.ContainmentRefused: lambda _scenario, event: f"Refused: {_title(event.action)}. {event.reason}",
    e.ContainmentLifted: lambda _scenario, event: f"Lifted level {event.level}: {_title(event.action)}",
    e.EvidenceCollected: _collected,
    e.MessageSent: lambda _scenario, event: f"Message to {event.audience}: {event.text}",
    e.RecoveryStepTaken: _step,
    e.VerificationRun: _check,
    e.IncidentResolved: lambda _scenario, _event: "Declared the incident resolved",
    e.ObservationRecorded: _observed,
    e.CriterionRated: _rated,
    e.ExerciseEnded: _with_reason("EndEx"),
}
