"""Evidence preservation: what was captured in time, and what was destroyed first."""

import hashlib

from engine.evidence import losses
from engine.log.events import EvidenceCollected
from engine.scenario.resolve import Checklist
from engine.scenario.times import HOUR_MS, offset_label
from engine.simulation.run.catalogue import actions
from scoring.case import Case
from scoring.criterion import Acts, AreaWords, Criterion, Words, cannot_tell
from scoring.facts.promise import moment_ms
from scoring.finding import Detail
from scoring.scale import by_share, by_time

WEIGHTS = {"high": 3.0, "medium": 2.0, "low": 1.0}
"""Weight of an artifact by its volatility (an assumption of this product)."""

OWNER_CREDIT = 0.5
"""Credit for an owner without a due time that can be held to, or the other way round (assumption)."""


def score(case: Case) -> Acts:
    """What the log says of evidence preservation."""
    if not case.has_started:
        return cannot_tell("The exercise has not started.")
    if case.signal_ms is None:
        return cannot_tell("No signal has reached the participants yet.")
    items = [item for item in case.scenario.evidence if item.required]
    judged = [(item, _judge(case, item, case.signal_ms)) for item in items]
    counted = [(item, detail) for item, detail in judged if detail.credit is not None]
    if not counted:
        return cannot_tell("No collection window has closed yet.")
    total = sum(WEIGHTS[item.volatility] for item, _ in counted)
    share = sum(WEIGHTS[item.volatility] * (detail.credit or 0.0) for item, detail in counted) / total
    details = tuple(detail for _, detail in judged)
    return Acts(
        by_share(share, case.rubric.of("evidence").limits),
        _why(details, share),
        details,
        figures={
            "share": round(share, 4),
            "required": len(counted),
            "lost": [detail.label for _, detail in counted if detail.credit == 0.0],
        },
        has_acted=bool(case.all(EvidenceCollected)),
    )


def _judge(case: Case, item: Checklist, signal_ms: int) -> Detail:
    """The best of the copies; an assignment where the artifact may wait for a day."""
    found = [event for event in case.all(EvidenceCollected) if event.artifact == item.id]
    details = [_captured(item, event, signal_ms) for event in found if event.manner == "collected"]
    if item.window == "within_24_hours":
        details += [_assigned(case, item, event, signal_ms) for event in found if event.manner == "assigned"]
    if details:
        return max(details, key=lambda detail: detail.credit or 0.0)
    return _missing(case, item, signal_ms)


def _assigned(case: Case, item: Checklist, event: EvidenceCollected, signal_ms: int) -> Detail:
    """Half for an owner who is a role of the exercise, half for a due time within the window."""
    start_ms = case.scenario.ai_system.clock.start_hour * HOUR_MS
    due_ms = moment_ms(event.due, event.at_ms, start_ms)
    has_owner = event.owner in case.scenario.role_names()
    in_window = due_ms is not None and due_ms <= signal_ms + item.window_ms
    note = f"assigned to {event.owner}, due {event.due}"
    if not has_owner:
        note += f"; “{event.owner}” is no role of the exercise"
    if due_ms is None:
        note += f"; “{event.due}” names no time that can be read"
    elif not in_window:
        note += "; that is after its window"
    return Detail(item.label, OWNER_CREDIT * (has_owner + in_window), note, (event.seq,))


def _captured(item: Checklist, event: EvidenceCollected, signal_ms: int) -> Detail:
    when = f"collected at {offset_label(event.at_ms)}"
    if hashlib.sha256(event.content.encode()).hexdigest() != event.sha256:
        return Detail(item.label, 0.0, f"{when}, but its hash does not fit its content", (event.seq,))
    if event.overwritten_by:
        lost = f"overwritten by {_title(event.overwritten_by)} at {offset_label(event.overwritten_ms or 0)}"
        return Detail(item.label, 0.0, f"{when}, after it was {lost}", (event.seq,))
    credit = by_time(max(0, event.at_ms - signal_ms), item.window_ms)
    late = "" if credit == 1.0 else ", after its window had closed"
    return Detail(item.label, credit, f"{when}{late}", (event.seq,))


def _missing(case: Case, item: Checklist, signal_ms: int) -> Detail:
    lost = next(iter(losses(case.state, item.id, case.scenario)), None)
    if lost is not None:
        inject = case.state.delivered.get(lost.inject_id)
        told = f", told by inject “{inject.title}”," if inject else ""
        note = f"never collected; overwritten by {_title(lost.action)}{told} at {offset_label(lost.at_ms)}"
        return Detail(item.label, 0.0, note, (lost.seq,) if lost.seq else ())
    is_open = case.until_ms <= signal_ms + item.window_ms
    if is_open and (item.window != "within_24_hours" or not case.has_ended):
        return Detail(item.label, None, "not collected; its window was still open")
    return Detail(item.label, 0.0, "never collected", is_missing=True)


def _title(action_id: str) -> str:
    action = actions().get(action_id)
    return f"“{action.title}”" if action else action_id


def _why(details: tuple[Detail, ...], share: float) -> str:
    counted = [detail for detail in details if detail.credit is not None]
    whole = sum(detail.credit == 1.0 for detail in counted)
    short = [f"{detail.label}: {detail.note}" for detail in counted if detail.credit != 1.0]
    text = f"{whole} of {len(counted)} artifacts were preserved in time; {share:.0%} of the weighted credit."
    return f"{text} {'; '.join(short)}." if short else text


CRITERION = Criterion(
    id="evidence",
    order=5,
    title="Evidence preservation",
    capability="Forensics and Attribution",
    objective="Preserve evidence before anything overwrites it.",
    measure="share",
    words=Words(
        section="evidence to collect",
        strength="Preserved in time and whole,",
        whole=AreaWords(
            "Evidence was not preserved in time.",
            "Put evidence first in the containment checklist, with a named collector.",
            "Planning",
        ),
        areas={
            "missed": AreaWords(
                "Lost or never preserved:",
                "Put these artifacts before the first change in the containment checklist, and script their"
                " capture.",
                "Equipment",
            ),
            "partly": AreaWords(
                "Preserved late or in part:",
                "Name a collector who is free of other tasks during the first hour.",
                "Organization",
            ),
        },
    ),
    score=score,
)
