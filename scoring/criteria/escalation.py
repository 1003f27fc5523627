"""Escalation accuracy: who had to know, from the signal that made it necessary, and nobody too early."""

from collections.abc import Iterator

from engine.log import events as e
from engine.scenario.parts import Escalation, Restriction
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.case import Case
from scoring.criterion import Acts, AreaWords, Criterion, Words, cannot_tell
from scoring.facts.authority import self_approved
from scoring.facts.knowing import Knowledge, knowledge, outsiders_told
from scoring.finding import Detail
from scoring.scale import by_share, by_time

MOST_TOO_EARLY = 2.0
"""Highest value where an outsider heard of it before the role that had to be first (assumption)."""

MOST_SELF_APPROVED = 3.0
"""Highest value where somebody approved their own Level 4 or outside message (assumption)."""

NEEDLESS_CREDIT, NEEDLESS_MANY = -0.5, 3
"""What telling an outsider without need costs, in roles; and from how many on the value is held at
`MOST_TOO_EARLY` (assumption)."""

UNAPPROVED_CREDIT = -0.5
"""What attempting Level 4 without approval costs, in roles, once (assumption)."""

SEVERITY_SHARE = {0: 1.0, 1: 0.5, 2: 0.0}
"""Credit for a severity that is so many steps off, while it stands (assumption)."""


def score(case: Case) -> Acts:
    """What the log says of escalation accuracy."""
    if not case.has_started:
        return cannot_tell("The exercise has not started.")
    if not case.scenario.escalations:
        return cannot_tell("The scenario names nobody who must be told.")
    if case.signal_ms is None:
        return cannot_tell("No signal has reached the participants yet.")
    known = knowledge(case)
    required = tuple(_required(case, known, case.signal_ms))
    if not required:
        return cannot_tell("Nobody had to be told yet.")
    parts = (*required, _severity(case, case.signal_ms))
    early, needless = tuple(_too_early(case, known)), tuple(_needless(case))
    lost = (*early, *needless, *_unapproved(case))
    credit = sum(item.credit or 0.0 for item in (*parts, *lost))
    share = max(0.0, credit / len(parts))
    caps = tuple(_caps(case, early, needless))
    return Acts(
        by_share(share, case.rubric.of("escalation").limits),
        " ".join([_why(required, (*parts, *lost), share), *(text for _, text in caps)]),
        (*parts, *lost),
        figures={
            "share": round(share, 4),
            "required": len(required),
            "in_time": sum(item.credit == 1.0 for item in required),
            "severity_right_share": round(parts[-1].credit or 0.0, 4),
            "unapproved_attempts": len(_attempts(case)),
        },
        most=min((most for most, _ in caps), default=None),
        has_acted=bool(case.all(e.RoleNotified) or known.by_message or case.all(e.ApprovalDecided)),
    )


def _required(case: Case, known: Knowledge, signal_ms: int) -> Iterator[Detail]:
    """Credit for each role that has to know; none while its time still runs or nothing made it necessary."""
    for item in case.scenario.escalations:
        base_ms = _base_ms(case, item, signal_ms)
        if base_ms is None:
            continue
        detail = _known_in_time(case, known, item, base_ms)
        if detail is not None:
            yield detail


def _base_ms(case: Case, item: Escalation, signal_ms: int) -> int | None:
    """From when on the role had to be told; None where the inject that makes it necessary has not come."""
    if item.since == "start":
        return 0
    if item.since in ("signal", "declared"):
        return signal_ms
    inject = case.state.delivered.get(item.since)
    return None if inject is None else inject.at_ms


def _known_in_time(case: Case, known: Knowledge, item: Escalation, base_ms: int) -> Detail | None:
    found = known.of(item.role)
    if found is None:
        if not case.has_ended and case.until_ms <= base_ms + item.within:
            return None
        return Detail(item.role, 0.0, "never told", is_missing=True)
    taken_ms = max(0, found.at_ms - base_ms)
    note = (
        f"{found.how} at {offset_label(found.at_ms)}, {taken_ms / MINUTE_MS:.1f} minutes"
        f" (allowed {item.within // MINUTE_MS})"
    )
    return Detail(item.role, by_time(taken_ms, item.within), note, (found.seq,))


def _severity(case: Case, signal_ms: int) -> Detail:
    """Share of the time from the signal on during which the declared severity was right."""
    whole_ms = max(1, case.until_ms - signal_ms)
    ends_ms = [*(event.at_ms for event in case.declarations[1:]), case.until_ms]
    credit = 0.0
    for event, end_ms in zip(case.declarations, ends_ms, strict=False):
        held_ms = max(0, end_ms - max(event.at_ms, signal_ms))
        credit += SEVERITY_SHARE[_steps_off(case, event)] * held_ms / whole_ms
    if not case.declarations:
        return Detail("Severity as declared", 0.0, "none was declared", is_missing=True)
    last = case.declarations[-1]
    right = case.scenario.severity
    note = (
        f"right for {credit:.0%} of the time since the signal ({last.severity} at the end, right is {right})"
    )
    return Detail("Severity as declared", credit, note, tuple(item.seq for item in case.declarations))


def _steps_off(case: Case, event: e.IncidentDeclared) -> int:
    return min(2, abs(int(event.severity[-1]) - int(case.scenario.severity[-1])))


def _too_early(case: Case, known: Knowledge) -> Iterator[Detail]:
    for item in case.scenario.restrictions:
        detail = _before(case, known, item)
        if detail is not None:
            yield detail


def _before(case: Case, known: Knowledge, item: Restriction) -> Detail | None:
    told = next((told for told in outsiders_told(case) if told.role == item.role), None)
    first = known.of(item.before)
    if told is None or (first is not None and first.at_ms <= told.at_ms):
        return None
    note = f"told before {item.before} knew"
    return Detail(f"{item.role} before {item.before}", 0.0, note, (told.seq,), has_harmed=True)


def _needless(case: Case) -> Iterator[Detail]:
    """Outsiders told whom nobody had to tell; the same one again changes nothing."""
    needed = {
        *(item.role for item in case.scenario.escalations),
        *(item.role for item in case.scenario.restrictions),
        *(item.audience for item in case.scenario.messages),
    }
    for told in outsiders_told(case):
        if told.role not in needed:
            label, note = f"Outsider {told.role}", "did not need to be told"
            yield Detail(label, NEEDLESS_CREDIT, note, (told.seq,), has_harmed=True)


def _attempts(case: Case) -> tuple[e.ContainmentRefused, ...]:
    return tuple(event for event in case.all(e.ContainmentRefused) if event.level == 4)


def _unapproved(case: Case) -> Iterator[Detail]:
    attempts = _attempts(case)
    if attempts:
        seqs = tuple(event.seq for event in attempts)
        note = "attempted without a recorded approval"
        yield Detail("Level 4", UNAPPROVED_CREDIT, note, seqs, has_harmed=True)


def _caps(case: Case, early: tuple[Detail, ...], needless: tuple[Detail, ...]) -> Iterator[tuple[float, str]]:
    if early:
        yield MOST_TOO_EARLY, "An outsider heard of it before the role that had to be first, so at most 2."
    if len(needless) >= NEEDLESS_MANY:
        yield MOST_TOO_EARLY, f"{len(needless)} outsiders were told without need, so at most 2."
    own = self_approved(case)
    if own:
        asked = ", ".join(sorted({item.what for item in own}))
        yield MOST_SELF_APPROVED, f"Approved by the person who asked for it ({asked}), so at most 3."


def _why(required: tuple[Detail, ...], details: tuple[Detail, ...], share: float) -> str:
    in_time = sum(item.credit == 1.0 for item in required)
    short = [f"{item.label}: {item.note}" for item in details if item.credit != 1.0]
    text = f"{in_time} of {len(required)} roles knew in time; {share:.0%} of the credit."
    return f"{text} {'; '.join(short)}." if short else text


CRITERION = Criterion(
    id="escalation",
    order=2,
    title="Escalation accuracy",
    capability="Operational Coordination",
    objective="Tell the right people in time, with the right severity.",
    measure="share",
    words=Words(
        section="escalation and authority",
        strength="Told in time,",
        whole=AreaWords(
            "Escalation fell short.", "Put the list of who is told by when into the playbook.", "Planning"
        ),
        areas={
            "missed": AreaWords(
                "Not told, or told far too late:",
                "Put role, channel and time allowed into a call list that opens with the declaration.",
                "Planning",
            ),
            "partly": AreaWords(
                "Told late, or rated with the wrong severity for a while:",
                "Name one person who makes the calls while others respond, and train the severity table.",
                "Organization",
            ),
            "harmful": AreaWords(
                "Told needlessly, or attempted without approval:",
                "Train the order of telling (inside before outside) and who may approve what, on past cases.",
                "Training",
            ),
        },
    ),
    score=score,
)
