"""Communication quality: a checklist filled from the messages as sent, suggested until a person rates."""

import re
from typing import Final

from engine.log.events import InjectDelivered, MessageSent
from engine.scenario.parts import RequiredMessage
from engine.scenario.times import offset_label
from scoring.case import Case
from scoring.finding import Detail, Finding, by_share, not_scored, seqs_of

CRITERION: Final = "communication"
COUNTED = re.compile(r"(\d[\d,.]*)\s+(?:[a-z]+\s+)?(?:users|customers|people|accounts|records)\b", re.I)
"""A number of people or records as messages state it."""
NUMBER_TOLERANCE = 0.25
"""How far a stated number may lie from the one on screen (assumption)."""
UPDATE = re.compile(r"\b(next|further|another)\s+update\b|\bupdate (you )?(again )?(at|by|in|within)\b", re.I)


def score(case: Case) -> Finding:
    """The finding for communication quality."""
    if not case.has_started:
        return not_scored(CRITERION, "The exercise has not started.", "suggested")
    if not case.scenario.messages:
        return not_scored(CRITERION, "The scenario requires no message.", "suggested")
    if not case.all(InjectDelivered):
        return not_scored(CRITERION, "No signal has reached the participants yet.", "suggested")
    judged = [_judge(case, item) for item in case.scenario.messages]
    groups = [details for details in judged if details]
    if not groups:
        return not_scored(CRITERION, "No message is due yet.", "suggested")
    share = sum(_mean(details) for details in groups) / len(groups)
    details = tuple(detail for group in groups for detail in group)
    value = by_share(share, case.rubric.communication.share)
    figures = {"share": round(share, 4), "required": len(groups), "sent": len(case.all(MessageSent))}
    why = _why(details, len(groups), share)
    return Finding(CRITERION, value, "suggested", why, seqs_of(details), figures, details)


def _mean(details: tuple[Detail, ...]) -> float:
    return sum(detail.credit or 0.0 for detail in details) / len(details)


def _judge(case: Case, item: RequiredMessage) -> tuple[Detail, ...]:
    """The checklist of one message; empty while it is neither sent nor due.

    Of equally good ones the earliest counts; of one moment, whichever comes first in the alphabet.
    """
    sent = sorted(
        (event for event in case.all(MessageSent) if event.audience == item.audience),
        key=lambda event: (event.at_ms, event.text, event.approval_id),
    )
    if not sent:
        is_due = case.has_ended or case.until_ms > item.by
        return (Detail(f"{item.audience}: sent", 0.0, "never sent"),) if is_due else ()
    checks = [_checks(case, item, event) for event in sent]
    return max(checks, key=_mean)


def _checks(case: Case, item: RequiredMessage, event: MessageSent) -> tuple[Detail, ...]:
    found = [_timing(item, event)]
    if item.approved_by:
        found.append(_approval(case, item, event))
    found += [_element(item, event, element.label, element.cues) for element in item.elements]
    found += _forbidden(item, event)
    if item.next_update:
        found.append(_element_found(item, event, "next update promised", UPDATE.search(event.text)))
    found += _numbers(case, item, event)
    return tuple(found)


def _timing(item: RequiredMessage, event: MessageSent) -> Detail:
    late = event.at_ms > item.by
    note = f"sent at {offset_label(event.at_ms)}, due by {offset_label(item.by)}"
    return Detail(f"{item.audience}: in time", 0.5 if late else 1.0, note, (event.seq,))


def _approval(case: Case, item: RequiredMessage, event: MessageSent) -> Detail:
    label = f"{item.audience}: approved"
    approval = case.state.approvals.get(event.approval_id)
    decision = approval.decision if approval else None
    if decision is None or not decision.granted or decision.role not in item.approved_by:
        return Detail(label, 0.0, f"no approval of {' or '.join(item.approved_by)}", (event.seq,))
    if approval is not None and approval.request.text.strip() != event.text.strip():
        note = f"approved by {decision.role}, but the text was changed afterwards"
        return Detail(label, 0.5, note, (decision.seq, event.seq))
    return Detail(label, 1.0, f"approved by {decision.role}", (decision.seq, event.seq))


def _element(item: RequiredMessage, event: MessageSent, label: str, cues: tuple[str, ...]) -> Detail:
    text = _plain(event.text)
    return _element_found(item, event, label, next((cue for cue in cues if _plain(cue) in text), None))


def _element_found(item: RequiredMessage, event: MessageSent, label: str, found: object) -> Detail:
    words = found.group(0) if isinstance(found, re.Match) else found
    note = f"“{words}”" if words else "not found in the text"
    return Detail(f"{item.audience}: {label}", 1.0 if words else 0.0, note, (event.seq,))


def _forbidden(item: RequiredMessage, event: MessageSent) -> list[Detail]:
    if not item.forbidden:
        return []
    text = _plain(event.text)
    said = [claim for claim in item.forbidden if _plain(claim) in text]
    note = f"says “{said[0]}”" if said else "none found"
    return [Detail(f"{item.audience}: no forbidden claim", 0.0 if said else 1.0, note, (event.seq,))]


def _numbers(case: Case, item: RequiredMessage, event: MessageSent) -> list[Detail]:
    """Whether stated numbers agree with the injects so far or with the simulated truth at that minute."""
    stated = [_number(match.group(1)) for match in COUNTED.finditer(event.text)]
    if not stated:
        return []
    shown = [
        _number(text)
        for inject in case.all(InjectDelivered)
        if inject.at_ms <= event.at_ms
        for text in re.findall(r"\d[\d,.]*", inject.text)
    ]
    true = [*shown, float(len(case.trajectory.attackers(event.at_ms)))]
    wrong = [number for number in stated if not any(_agrees(number, other) for other in true)]
    note = f"{wrong[0]:g} agrees with nothing shown by then" if wrong else "agree with what was known"
    return [Detail(f"{item.audience}: numbers", 0.0 if wrong else 1.0, note, (event.seq,))]


def _agrees(stated: float, shown: float) -> bool:
    return abs(stated - shown) <= NUMBER_TOLERANCE * max(shown, 1.0)


def _number(text: str) -> float:
    return float(text.replace(",", "").rstrip(".") or 0) if text.count(".") <= 1 else 0.0


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s-]", " ", text.lower()).split())


def _why(details: tuple[Detail, ...], messages: int, share: float) -> str:
    met = sum(detail.credit == 1.0 for detail in details)
    short = [f"{detail.label} ({detail.note})" for detail in details if detail.credit != 1.0]
    text = f"{met} of {len(details)} checks on {messages} required messages are met; {share:.0%}."
    missing = f" Missing: {'; '.join(short)}." if short else ""
    return f"{text}{missing} Suggested by text checks."
