"""What can be checked about a message as it was sent: facts, without judging how it is worded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.log import events as e
from engine.scenario.parts import RequiredMessage
from engine.scenario.times import HOUR_MS, MINUTE_MS, offset_label
from scoring.case import Case
from scoring.facts.outside import is_outside
from scoring.facts.promise import promised_ms, promises_update
from scoring.finding import Detail
from scoring.scale import by_time

PLACEHOLDER = re.compile(
    r"\[[^\]\n]{2,160}\]|\{\{?[^}\n]{1,80}\}?\}|<[A-Za-z][^>\n]{1,80}>|_{3,}|\b(?:TBD|TBC|XXX+)\b"
)
"""What a template leaves to be filled in: words in brackets or braces, lines to write on, abbreviations."""

COUNTED = re.compile(
    r"(?<![\w.,])(\d[\d,.]*)\s+(?:of\s+(?:our|the)\s+)?(?:[a-z]+\s+)?"
    r"(?:users|customers|people|accounts|records|persons|clients|sessions|conversations)\b",
    re.I,
)
"""A number of people or records as messages state it."""

NUMBER = re.compile(r"\d[\d,.]*")

TOLERANCE = 0.25
"""How far a stated number may lie from one that was shown (assumption)."""

UPDATE_GRACE_MS = 10 * MINUTE_MS
"""How late a promised update may come and still be kept (assumption)."""

CHANGED_CREDIT = 0.5
"""Credit for an approval of a text that was changed afterwards (assumption)."""

PROMISED_CREDIT = 0.5
"""Credit for a next update that was promised and not sent (assumption)."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What makes a message to an outsider do harm, whatever else it says."""

    audience: str
    what: str
    seq: int


def facts(case: Case, item: RequiredMessage, event: e.MessageSent) -> tuple[Detail, ...]:
    """Every fact about a required message as it was sent."""
    found = [_timing(case, item, event)]
    if item.approved_by:
        found.append(_approval(case, item, event))
    found.append(_filled(item.audience, event))
    if item.forbidden:
        found.append(_forbidden(item, event))
    found += _numbers(case, item.audience, event)
    if item.next_update:
        found.append(_update(case, event))
    return tuple(found)


def flaws(case: Case) -> Iterator[Flaw]:
    """What is wrong with messages to outsiders, required or not."""
    for event in case.all(e.MessageSent):
        if not is_outside(case.scenario, event.audience):
            continue
        if not _is_approved(case, event):
            yield Flaw(event.audience, "was sent unapproved", event.seq)
        if PLACEHOLDER.search(event.text):
            yield Flaw(event.audience, "still holds a placeholder", event.seq)
        if wrong := wrong_numbers(case, event):
            yield Flaw(
                event.audience, f"states {wrong[0]:g}, which nothing shown by then agrees with", event.seq
            )


def _detail(event: e.MessageSent, label: str, credit: float, note: str, *others: int) -> Detail:
    return Detail(f"{event.audience}: {label}", credit, note, (*others, event.seq), topic=event.audience)


def _timing(case: Case, item: RequiredMessage, event: e.MessageSent) -> Detail:
    signal_ms = min(case.signal_ms or 0, item.by)
    credit = by_time(max(0, event.at_ms - signal_ms), item.by - signal_ms)
    note = f"sent at {offset_label(event.at_ms)}, due by {offset_label(item.by)}"
    return _detail(event, "in time", credit, note)


def _approval(case: Case, item: RequiredMessage, event: e.MessageSent) -> Detail:
    """Approved by a role that may, in the name of somebody other than the one who asked."""
    approval = case.state.approvals.get(event.approval_id)
    decision = approval.decision if approval else None
    who = " or ".join(item.approved_by)
    if approval is None or decision is None or not decision.granted or decision.role not in item.approved_by:
        return _detail(event, "approved", 0.0, f"no approval of {who}")
    if decision.grounds == "self" or (decision.by, decision.for_role) == (event.by, event.for_role):
        return _detail(
            event, "approved", 0.0, f"{decision.role} approved what they sent themselves", decision.seq
        )
    if approval.request.text.strip() != event.text.strip():
        note = f"approved by {decision.role}, but the text was changed afterwards"
        return _detail(event, "approved", CHANGED_CREDIT, note, decision.seq)
    stands_in = ", the facilitator standing in" if decision.grounds == "stand_in" else ""
    return _detail(event, "approved", 1.0, f"approved by {decision.role}{stands_in}", decision.seq)


def _is_approved(case: Case, event: e.MessageSent) -> bool:
    """Whether it was approved; nothing is asked where the organisation demands no approval."""
    required = [item for item in case.scenario.messages if item.audience == event.audience]
    if required and not any(item.approved_by for item in required):
        return True
    approval = case.state.approvals.get(event.approval_id)
    return approval is not None and approval.decision is not None and approval.decision.granted


def _filled(audience: str, event: e.MessageSent) -> Detail:
    left = PLACEHOLDER.search(event.text)
    note = f"“{left.group(0)}” was left to fill in" if left else "nothing was left to fill in"
    return _detail(event, "filled in", 0.0 if left else 1.0, note)


def _forbidden(item: RequiredMessage, event: e.MessageSent) -> Detail:
    text = plain(event.text)
    said = [claim for claim in item.forbidden if plain(claim) in text]
    note = f"says “{said[0]}”" if said else "none found"
    return _detail(event, "no forbidden claim", 0.0 if said else 1.0, note)


def _numbers(case: Case, audience: str, event: e.MessageSent) -> Iterator[Detail]:
    if COUNTED.search(event.text):
        wrong = wrong_numbers(case, event)
        note = f"{wrong[0]:g} agrees with nothing shown by then" if wrong else "agree with what was shown"
        yield _detail(event, "numbers", 0.0 if wrong else 1.0, note)


def wrong_numbers(case: Case, event: e.MessageSent) -> list[float]:
    """Numbers of people or records in a message that agree with nothing shown by then, nor with the truth."""
    stated = [number(match.group(1)) for match in COUNTED.finditer(event.text)]
    if not stated:
        return []
    known = [*_shown(case, event.at_ms), float(len(case.trajectory.attackers(event.at_ms)))]
    return [
        value
        for value in stated
        if not any(abs(value - other) <= TOLERANCE * max(other, 1.0) for other in known)
    ]


def _shown(case: Case, at_ms: int) -> Iterator[float]:
    """Every number in the background, in injects and their exhibits, and in telemetry up to a moment."""
    texts = [case.scenario.background]
    for event in case.events:
        if event.at_ms > at_ms:
            continue
        if isinstance(event, e.InjectDelivered):
            texts += [event.title, event.text, *(item.text for item in event.exhibits)]
        elif isinstance(telemetry := getattr(event, "telemetry", None), dict):
            yield from (float(value) for value in telemetry.values() if isinstance(value, int | float))
    for text in texts:
        yield from (number(found) for found in NUMBER.findall(text))
    yield float(case.timeline.affected_users(at_ms))


def _update(case: Case, event: e.MessageSent) -> Detail:
    """Whether a next update was promised, and sent when it was."""
    label = "next update promised and kept"
    if not promises_update(event.text):
        return _detail(event, label, 0.0, "no next update promised")
    due_ms = promised_ms(event.text, event.at_ms, case.scenario.ai_system.clock.start_hour * HOUR_MS)
    if due_ms is None or due_ms + UPDATE_GRACE_MS > case.until_ms:
        return _detail(event, label, 1.0, "promised; it was not due before the end")
    later = [
        other
        for other in case.all(e.MessageSent)
        if other.audience == event.audience and event.at_ms < other.at_ms <= due_ms + UPDATE_GRACE_MS
    ]
    if later:
        return _detail(event, label, 1.0, f"promised for {offset_label(due_ms)} and sent", later[0].seq)
    return _detail(event, label, PROMISED_CREDIT, f"promised for {offset_label(due_ms)} and not sent")


def number(text: str) -> float:
    """A number as people write it, with commas between thousands; 0 for what is none."""
    cleaned = text.replace(",", "").rstrip(".")
    return float(cleaned) if cleaned.count(".") <= 1 and cleaned else 0.0


def plain(text: str) -> str:
    """A text's words in lower case, without marks."""
    return " ".join(re.sub(r"[^\w\s-]", " ", text.lower()).split())
