"""What can be checked about a message as it was sent: facts, without judging how it is worded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from engine.log import events as e
from engine.scenario.parts import MessageElement, RequiredMessage
from engine.scenario.times import HOUR_MS, MINUTE_MS, offset_label
from scoring.answers.elements import elements
from scoring.case import Case
from scoring.facts.outside import is_outside
from scoring.facts.promise import promised_ms, promises_update
from scoring.finding import Detail
from scoring.scale import BEST, by_time

PLACEHOLDER = re.compile(
    r"\[[^\]\n]{2,160}\]|\{\{?[^}\n]{1,80}\}?\}|<[A-Za-z][^>\n]{1,80}>|_{3,}|\b(?:TBD|TBC|X{3,})\b"
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
"""How far a stated number may lie from one that was shown, as share of it (assumption).

At twice that it agrees with nothing; between the two it agrees in part, so that no single user decides.
"""

UPDATE_GRACE_MS = 10 * MINUTE_MS
"""How late a promised update may come and still be kept (assumption); credit falls evenly to three times."""

CHANGED_CREDIT = 0.5
"""Credit for an approval of a text that was changed afterwards (assumption)."""

SAME_TEXT = 0.5
"""Share of the words of a text as sent that were in the text as approved, from which on it is the same text,
changed; below, nobody approved what was sent (assumption)."""

PROMISED_CREDIT = 0.75
"""Credit for a next update that was promised and not sent (assumption).

The same where it was not due before the end, or it would pay to write late enough never to be held to it.
"""

MOST_FLAWED = 2.0
"""Highest value where a message to an outsider was unapproved, unfilled or contradicted (assumption)."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What makes a message to an outsider do harm, whatever else it says."""

    audience: str
    what: str
    seq: int
    most: float = MOST_FLAWED
    """Highest value of the criterion with it."""


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
        stated, agrees = worst_number(case, event)
        if agrees < 1.0:
            what = f"states {stated:g}, which nothing shown by then agrees with"
            yield Flaw(event.audience, what, event.seq, BEST - (1.0 - agrees) * (BEST - MOST_FLAWED))


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
        is_same = _is_same_text(approval.request.text, event.text)
        note = f"approved by {decision.role}, but the text was changed afterwards"
        if not is_same:
            note = f"{decision.role} approved another text"
        return _detail(event, "approved", CHANGED_CREDIT if is_same else 0.0, note, decision.seq)
    stands_in = ", the facilitator standing in" if decision.grounds == "stand_in" else ""
    return _detail(event, "approved", 1.0, f"approved by {decision.role}{stands_in}", decision.seq)


def _is_approved(case: Case, event: e.MessageSent) -> bool:
    """Whether it was approved; nothing is asked where the organisation demands no approval."""
    required = [item for item in case.scenario.messages if item.audience == event.audience]
    if required and not any(item.approved_by for item in required):
        return True
    approval = case.state.approvals.get(event.approval_id)
    if approval is None or approval.decision is None or not approval.decision.granted:
        return False
    return _is_same_text(approval.request.text, event.text)


def _is_same_text(approved: str, sent: str) -> bool:
    """Whether a text as sent is the one that was approved, changed here and there at most."""
    return SequenceMatcher(None, plain(approved).split(), plain(sent).split()).ratio() >= SAME_TEXT


def _filled(audience: str, event: e.MessageSent) -> Detail:
    left = PLACEHOLDER.search(event.text)
    note = f"“{left.group(0)}” was left to fill in" if left else "nothing was left to fill in"
    return _detail(event, "filled in", 0.0 if left else 1.0, note)


def _forbidden(item: RequiredMessage, event: e.MessageSent) -> Detail:
    said = [claim for claim in item.forbidden if _claims(event.text, claim)]
    note = f"says “{said[0]}”" if said else "none found"
    return _detail(event, "no forbidden claim", 0.0 if said else 1.0, note)


def _claims(text: str, claim: str) -> bool:
    """Whether a text makes a claim in these words, rather than denies it."""
    element = MessageElement(id="claim", label=claim, cues=(claim,))
    sentences = (item for item in re.split(r"(?<=[.!?])\s|\n", text) if plain(claim) in plain(item))
    return any(elements(item, (element,)) for item in sentences)


def _numbers(case: Case, audience: str, event: e.MessageSent) -> Iterator[Detail]:
    if COUNTED.search(event.text):
        stated, agrees = worst_number(case, event)
        note = "agree with what was shown"
        if agrees < 1.0:
            note = f"{stated:g} agrees with nothing shown by then"
        yield _detail(event, "numbers", agrees, note)


def worst_number(case: Case, event: e.MessageSent) -> tuple[float, float]:
    """The number of people or records that agrees least with anything shown by then or true, and how far.

    1 within the tolerance of some figure, 0 from twice that; 1 for a message without such numbers.
    """
    stated = [number(match.group(1)) for match in COUNTED.finditer(event.text)]
    if not stated:
        return 0.0, 1.0
    known = [*_shown(case, event.at_ms), *_true(case, event.at_ms)]
    agreed = {value: max(agreement(value, other) for other in known) for value in stated}
    worst = min(agreed, key=lambda value: agreed[value])
    return worst, agreed[worst]


def agreement(value: float, other: float) -> float:
    """How far a stated number agrees with one that was shown."""
    off = abs(value - other) / max(other, 1.0)
    return min(1.0, max(0.0, 2.0 - off / TOLERANCE))


def _true(case: Case, at_ms: int) -> Iterator[float]:
    """How many users really tried and succeeded, on the line between two steps of the AI system."""
    step_ms = case.timeline.system.tick_ms
    share, before_ms = at_ms % step_ms / step_ms, at_ms - at_ms % step_ms
    for count in (lambda ms: len(case.trajectory.attackers(ms)), case.timeline.affected_users):
        yield (1.0 - share) * count(before_ms) + share * count(before_ms + step_ms)


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


def _update(case: Case, event: e.MessageSent) -> Detail:
    """Whether a next update was promised, and sent when it was due or not much later."""
    label = "next update promised and kept"
    if not promises_update(event.text):
        return _detail(event, label, 0.0, "no next update promised")
    due_ms = promised_ms(event.text, event.at_ms, case.scenario.ai_system.clock.start_hour * HOUR_MS)
    later = next(_updates(case, event), None)
    when = f" for {offset_label(due_ms)}" if due_ms is not None else ""
    if later is None:
        is_open = due_ms is None or due_ms > case.until_ms
        note = "not due before the end" if is_open else "not sent"
        return _detail(event, label, PROMISED_CREDIT, f"promised{when}, {note}")
    late_ms = 0 if due_ms is None else max(0, later.at_ms - due_ms)
    kept = by_time(late_ms, UPDATE_GRACE_MS)
    credit = PROMISED_CREDIT + kept * (1.0 - PROMISED_CREDIT)
    return _detail(event, label, credit, f"promised{when}, sent at {offset_label(later.at_ms)}", later.seq)


def _updates(case: Case, event: e.MessageSent) -> Iterator[e.MessageSent]:
    """Messages that say something else to the same audience later."""
    for other in case.all(e.MessageSent):
        is_later = other.audience == event.audience and other.at_ms > event.at_ms
        if is_later and plain(other.text) != plain(event.text):
            yield other


def number(text: str) -> float:
    """A number as people write it, with commas between thousands; 0 for what is none."""
    cleaned = text.replace(",", "").rstrip(".")
    return float(cleaned) if cleaned.count(".") <= 1 and cleaned else 0.0


def plain(text: str) -> str:
    """A text's words in lower case, without marks."""
    return " ".join(re.sub(r"[^\w\s-]", " ", text.lower()).split())
