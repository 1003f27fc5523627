"""Evidence preservation: what was captured in time, and what was destroyed first."""

import hashlib
from typing import Final

from engine.evidence import losses
from engine.log.events import EvidenceCollected
from engine.scenario.resolve import Checklist
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import actions
from scoring.case import Case
from scoring.finding import Detail, Finding, by_share, not_scored, seqs_of

CRITERION: Final = "evidence"
WEIGHTS = {"high": 3.0, "medium": 2.0, "low": 1.0}
"""Weight of an artifact by its volatility (scoring.md; an assumption of this product)."""


def score(case: Case) -> Finding:
    """The finding for evidence preservation."""
    if not case.has_started:
        return not_scored(CRITERION, "The exercise has not started.")
    if case.signal_ms is None:
        return not_scored(CRITERION, "No signal has reached the participants yet.")
    items = [item for item in case.scenario.evidence if item.required]
    judged = [(item, _judge(case, item, case.signal_ms)) for item in items]
    counted = [(item, detail) for item, detail in judged if detail.credit is not None]
    if not counted:
        return not_scored(CRITERION, "No collection window has closed yet.")
    total = sum(WEIGHTS[item.volatility] for item, _ in counted)
    share = sum(WEIGHTS[item.volatility] * (detail.credit or 0.0) for item, detail in counted) / total
    details = tuple(detail for _, detail in judged)
    figures = {
        "share": round(share, 4),
        "required": len(counted),
        "lost": [detail.label for _, detail in counted if detail.credit == 0.0],
    }
    value = by_share(share, case.rubric.evidence.share)
    return Finding(CRITERION, value, "measured", _why(details, share), seqs_of(details), figures, details)


def _judge(case: Case, item: Checklist, signal_ms: int) -> Detail:
    found = [event for event in case.all(EvidenceCollected) if event.artifact == item.id]
    taken = [event for event in found if event.manner == "collected"]
    if taken:
        return max(
            (_captured(item, event, signal_ms) for event in taken), key=lambda detail: detail.credit or 0
        )
    if found and item.window == "within_24_hours":
        event = found[0]
        return Detail(item.label, 1.0, f"assigned to {event.owner}, due {event.due}", (event.seq,))
    return _missing(case, item, signal_ms)


def _captured(item: Checklist, event: EvidenceCollected, signal_ms: int) -> Detail:
    when = f"collected at {offset_label(event.at_ms)}"
    if hashlib.sha256(event.content.encode()).hexdigest() != event.sha256:
        return Detail(item.label, 0.0, f"{when}, but its hash does not fit its content", (event.seq,))
    if event.overwritten_by:
        lost = f"overwritten by {_title(event.overwritten_by)} at {offset_label(event.overwritten_ms or 0)}"
        return Detail(item.label, 0.0, f"{when}, after it was {lost}", (event.seq,))
    if event.at_ms <= signal_ms + item.window_ms:
        return Detail(item.label, 1.0, when, (event.seq,))
    return Detail(item.label, 0.5, f"{when}, after its window had closed", (event.seq,))


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
    return Detail(item.label, 0.0, "never collected")


def _title(action_id: str) -> str:
    action = actions().get(action_id)
    return f"“{action.title}”" if action else action_id


def _why(details: tuple[Detail, ...], share: float) -> str:
    counted = [detail for detail in details if detail.credit is not None]
    whole = sum(detail.credit == 1.0 for detail in counted)
    short = [f"{detail.label}: {detail.note}" for detail in counted if detail.credit != 1.0]
    text = f"{whole} of {len(counted)} artifacts were preserved in time; {share:.0%} of the weighted credit."
    return f"{text} {'; '.join(short)}." if short else text
