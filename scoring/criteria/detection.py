"""Time to detection: minutes from the first signal to the declaration of the incident."""

from typing import Final

from engine.log.events import IncidentDeclared
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.case import Case
from scoring.finding import Finding, by_minutes, not_scored

CRITERION: Final = "detection"
WRONG_TYPE_CAP = 3
"""Highest value while the declared type is wrong (scoring.md; an assumption of this product)."""


def score(case: Case) -> Finding:
    """The finding for time to detection."""
    if not case.has_started:
        return not_scored(CRITERION, "The exercise has not started.")
    if case.signal_ms is None:
        return not_scored(CRITERION, "No signal has reached the participants yet.")
    if not case.declarations:
        return _undeclared(case, case.signal_ms)
    return _declared(case, case.signal_ms)


def _undeclared(case: Case, signal_ms: int) -> Finding:
    if not case.has_ended:
        return not_scored(CRITERION, f"First signal at {offset_label(signal_ms)}; not declared yet.")
    why = f"First signal at {offset_label(signal_ms)}; no incident was ever declared."
    return Finding(CRITERION, 1, "measured", why, _signal_seqs(case), _figures(case, None))


def _declared(case: Case, signal_ms: int) -> Finding:
    thresholds = case.rubric.detection.minutes
    first = case.declarations[0]
    right = next(
        (event for event in case.declarations if event.incident_type == case.scenario.incident_type), None
    )
    value = min(WRONG_TYPE_CAP, by_minutes(_minutes(first, signal_ms), thresholds))
    if right is not None:
        value = max(value, by_minutes(_minutes(right, signal_ms), thresholds))
    seqs = sorted({*_signal_seqs(case), first.seq, *([right.seq] if right else [])})
    return Finding(
        CRITERION,
        value,
        "measured",
        _why(case, signal_ms, right),
        tuple(seqs),
        _figures(case, round(_minutes(first, signal_ms), 2)),
    )


def _why(case: Case, signal_ms: int, right: IncidentDeclared | None) -> str:
    first = case.declarations[0]
    text = (
        f"First signal at {offset_label(signal_ms)}, declared at {offset_label(first.at_ms)}:"
        f" {_minutes(first, signal_ms):.1f} minutes."
    )
    if right is None:
        return f"{text} The declared type was wrong and never corrected, so at most {WRONG_TYPE_CAP}."
    if right is not first:
        return f"{text} The type was wrong until it was corrected at {offset_label(right.at_ms)}."
    return text


def _minutes(event: IncidentDeclared, signal_ms: int) -> float:
    return max(0, event.at_ms - signal_ms) / MINUTE_MS


def _signal_seqs(case: Case) -> tuple[int, ...]:
    return (case.signal_inject.seq,) if case.signal_inject else ()


def _figures(case: Case, minutes: float | None) -> dict[str, object]:
    inject = case.signal_inject
    from_inject = inject is not None and inject.at_ms == case.signal_ms
    return {
        "minutes_signal_to_declared": minutes,
        "first_harm_ms": case.first_harm_ms,
        "signal_ms": case.signal_ms,
        "declared_ms": case.declared_ms,
        "signal_source": (inject.delivery if inject else "") if from_inject else "telemetry",
        "stated_source": case.declarations[0].source if case.declarations else "",
    }
