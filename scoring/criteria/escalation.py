"""Escalation accuracy: were the right people told, in time, and nobody too early."""

from typing import Final

from engine.log.events import ContainmentRefused, MessageSent, RoleNotified
from engine.scenario.parts import Escalation, Restriction
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.case import Case
from scoring.finding import Detail, Finding, by_share, not_scored, seqs_of

CRITERION: Final = "escalation"
UNAPPROVED_CAP = 2
"""Highest value once Level 4 was attempted without recorded approval (scoring.md)."""
FORBIDDEN_CREDIT = -1.0
NEEDLESS_CREDIT = -0.25
SEVERITY_CREDIT = {0: 0.0, 1: -0.5, 2: -1.0}
"""Credit lost by how far the declared severity was off (scoring.md)."""


def score(case: Case) -> Finding:
    """The finding for escalation accuracy."""
    if not case.has_started:
        return not_scored(CRITERION, "The exercise has not started.")
    if not case.scenario.escalations:
        return not_scored(CRITERION, "The scenario names nobody who must be told.")
    if case.signal_ms is None:
        return not_scored(CRITERION, "No signal has reached the participants yet.")
    required = tuple(
        detail for item in case.scenario.escalations if (detail := _required(case, item)) is not None
    )
    if not required:
        return not_scored(CRITERION, "Nobody had to be told yet.")
    details = (*required, *_forbidden(case), *_needless(case), *_severity(case))
    credit = sum(detail.credit or 0.0 for detail in details)
    share = max(0.0, credit) / len(required)
    value = by_share(share, case.rubric.escalation.share)
    refused = tuple(event.seq for event in case.all(ContainmentRefused) if event.level == 4)
    why = _why(required, details, share)
    if refused:
        value = min(value, UNAPPROVED_CAP)
        why += f" Level 4 was attempted without recorded approval, so at most {UNAPPROVED_CAP}."
    evidence = tuple(sorted({*seqs_of(details), *refused}))
    figures = {"share": round(share, 4), "required": len(required), "unapproved_attempts": len(refused)}
    return Finding(CRITERION, value, "measured", why, evidence, figures, details)


def _told(case: Case, role: str) -> RoleNotified | MessageSent | None:
    """The first time a role was told, by notification or by message."""
    events: list[RoleNotified | MessageSent] = [
        event for event in case.all(RoleNotified) if event.role == role
    ]
    events += [event for event in case.all(MessageSent) if event.audience == role]
    return min(events, key=lambda event: (event.at_ms, event.seq), default=None)


def _base_ms(case: Case, item: Escalation) -> int:
    signal_ms = case.signal_ms or 0
    if item.since == "start":
        return 0
    if item.since == "signal" or case.declared_ms is None:
        return signal_ms
    return case.declared_ms


def _required(case: Case, item: Escalation) -> Detail | None:
    """Credit for one role; None while its time still runs."""
    base_ms = _base_ms(case, item)
    event = _told(case, item.role)
    if event is None:
        if not case.has_ended and case.until_ms <= base_ms + item.within:
            return None
        return Detail(item.role, 0.0, "never told")
    taken_ms = max(0, event.at_ms - base_ms)
    credit = 1.0 if taken_ms <= item.within else 0.5 if taken_ms <= 2 * item.within else 0.0
    note = (
        f"told at {offset_label(event.at_ms)}, {taken_ms / MINUTE_MS:.1f} minutes"
        f" (allowed {item.within // MINUTE_MS})"
    )
    return Detail(item.role, credit, note, (event.seq,))


def _forbidden(case: Case) -> tuple[Detail, ...]:
    return tuple(
        detail for item in case.scenario.restrictions if (detail := _too_early(case, item)) is not None
    )


def _too_early(case: Case, item: Restriction) -> Detail | None:
    event, first = _told(case, item.role), _told(case, item.before)
    if event is None or (first is not None and first.at_ms <= event.at_ms):
        return None
    return Detail(item.role, FORBIDDEN_CREDIT, f"told before {item.before}", (event.seq,))


def _needless(case: Case) -> tuple[Detail, ...]:
    known = {
        *case.scenario.role_names(),
        *(item.role for item in case.scenario.escalations),
        *(item.role for item in case.scenario.restrictions),
        *(item.audience for item in case.scenario.messages),
    }
    return tuple(
        Detail(event.role, NEEDLESS_CREDIT, "did not need to be told", (event.seq,))
        for event in case.all(RoleNotified)
        if event.role not in known
    )


def _severity(case: Case) -> tuple[Detail, ...]:
    if not case.declarations:
        return ()
    last = case.declarations[-1]
    off = abs(int(last.severity[-1]) - int(case.scenario.severity[-1]))
    note = f"declared {last.severity}, right would have been {case.scenario.severity}"
    return (Detail("Severity", SEVERITY_CREDIT[off], note, (last.seq,)),) if off else ()


def _why(required: tuple[Detail, ...], details: tuple[Detail, ...], share: float) -> str:
    on_time = sum(detail.credit == 1.0 for detail in required)
    lost = [f"{detail.label}: {detail.note}" for detail in details if detail.credit != 1.0]
    text = f"{on_time} of {len(required)} roles were told in time; {share:.0%} of the credit."
    return f"{text} {'; '.join(lost)}." if lost else text
