"""Pitfalls of AI incidents that a log shows by itself, each with the events that show it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engine.log.events import (
    ApprovalRequested,
    ContainmentApplied,
    ContainmentRefused,
    InjectDelivered,
    MessageSent,
    RecoveryStepTaken,
    RoleNotified,
    VerificationRun,
)
from engine.log.parts import Approval
from engine.scenario.parts import RequiredMessage
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.case import Case
from scoring.courses import returns_service
from scoring.facts.authority import self_approved
from scoring.facts.clocks import ClockFact, clock_facts
from scoring.facts.outside import is_outside

SLOW_APPROVAL_MS: Final = 5 * MINUTE_MS
"""Time from a request for level 4 to its decision above which authority counts as missing (assumption)."""

PROVIDER: Final = re.compile(r"\b(providers?|vendors?|suppliers?)\b", re.I)
"""Words by which a role, an audience or a sender is known as the model's provider."""


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A known mistake that the log shows."""

    id: str
    title: str
    why: str
    """What happened, with its figures."""
    criterion: str
    """The criterion it bears on."""
    remedy: str
    """What would keep it from happening again."""
    seqs: tuple[int, ...] = ()
    """Events that show it; empty where something never happened."""


def pitfalls(case: Case) -> tuple[Pitfall, ...]:
    """Every pitfall that the log of an exercise shows once it has ended; none before."""
    if not case.has_ended or case.signal_ms is None:
        return ()
    return tuple(found for rule in _RULES if (found := rule(case)) is not None)


def external_messages(case: Case) -> tuple[RequiredMessage, ...]:
    """Required messages to audiences outside."""
    return tuple(item for item in case.scenario.messages if is_outside(case.scenario, item.audience))


def _ordinary_bug(case: Case) -> Pitfall | None:
    """Fixed or closed without a test of variants."""
    checks = {item.id for item in case.scenario.verification if item.measures == "variants"}
    fixes = [
        event for event in case.all(RecoveryStepTaken) if event.action and not returns_service(event.action)
    ]
    closed = [case.state.resolved] if case.state.resolved else []
    acts = sorted((*fixes, *closed), key=lambda event: event.seq)
    if not acts or not checks:
        return None
    if any(event.check_id in checks and event.seq > acts[0].seq for event in case.all(VerificationRun)):
        return None
    what = " and ".join(filter(None, ("fixed" if fixes else "", "declared resolved" if closed else "")))
    return Pitfall(
        "ordinary_bug",
        "Treated as an ordinary bug",
        f"The incident was {what} from {offset_label(acts[0].at_ms)} on, and no check of variants was run"
        " afterwards. A patch that stops the known technique says nothing about its variants.",
        "recovery",
        "Make a passed test of variants a condition for closing an AI incident in the playbook.",
        tuple(event.seq for event in acts),
    )


def _no_authority(case: Case) -> Pitfall | None:
    """Minutes lost before Level 4 was decided, an attempt without it, or approval of one's own request."""
    asked = [item for item in case.state.approvals.values() if _is_shutdown(item.request)]
    waits = [(item, _waited_ms(case, item)) for item in asked]
    slow = [(item, waited_ms) for item, waited_ms in waits if waited_ms >= SLOW_APPROVAL_MS]
    refused = [event for event in case.all(ContainmentRefused) if event.level == 4]
    own = self_approved(case)
    if not slow and not refused and not own:
        return None
    words = [_wait_words(case, item, waited_ms) for item, waited_ms in slow]
    words += [f"Level 4 was attempted without approval at {offset_label(event.at_ms)}." for event in refused]
    words += [f"Whoever asked for it approved it themselves: {item.what}." for item in own]
    seqs = {event.seq for event in refused} | {seq for item in own for seq in item.seqs}
    for item, _ in slow:
        seqs |= {item.request.seq} | ({item.decision.seq} if item.decision else set())
    return Pitfall(
        "no_authority",
        "No authority agreed in advance for shutting down",
        " ".join(words),
        "containment",
        "Agree in writing who may order Level 4, name a deputy, and approve it in advance for the worst"
        " cases.",
        tuple(sorted(seqs)),
    )


def _is_shutdown(request: ApprovalRequested) -> bool:
    return request.about == "containment" and request.level == 4


def _waited_ms(case: Case, item: Approval) -> int:
    end_ms = item.decision.at_ms if item.decision else case.until_ms
    return end_ms - item.request.at_ms


def _wait_words(case: Case, item: Approval, waited_ms: int) -> str:
    asked_ms = item.request.at_ms
    harm = case.trajectory.harm_points(asked_ms + waited_ms) - case.trajectory.harm_points(asked_ms)
    verb = "was decided after" if item.decision else "was never decided:"
    return (
        f"Approval of Level 4 asked for at {offset_label(asked_ms)} {verb}"
        f" {waited_ms / MINUTE_MS:.1f} minutes, in which {harm:,.0f} harm points arose."
    )


def _silent_outside(case: Case) -> Pitfall | None:
    """External communication forgotten or late."""
    found: list[str] = []
    seqs: list[int] = []
    for item in external_messages(case):
        sent = [event for event in case.all(MessageSent) if event.audience == item.audience]
        first = min(sent, key=lambda event: (event.at_ms, event.seq), default=None)
        due = offset_label(item.by)
        if first is None:
            found.append(f"{item.audience}: nothing was sent (due by {due})")
        elif first.at_ms > item.by:
            found.append(f"{item.audience}: first sent at {offset_label(first.at_ms)} (due by {due})")
            seqs.append(first.seq)
    if not found:
        return None
    return Pitfall(
        "external_communication",
        "External communication forgotten or late",
        f"{'; '.join(found)}.",
        "communication",
        "Prepare holding statements with an owner and a deadline, and start them with the declaration.",
        tuple(sorted(seqs)),
    )


def _waited_for_provider(case: Case) -> Pitfall | None:
    """No containment of one's own before the model's provider answered."""
    asked = [event for event in case.all(RoleNotified) if PROVIDER.search(event.role)]
    asked_by_text = [event for event in case.all(MessageSent) if PROVIDER.search(event.audience)]
    contacts = sorted((*asked, *asked_by_text), key=lambda event: event.seq)
    if not contacts:
        return None
    answers = [
        event
        for event in case.all(InjectDelivered)
        if PROVIDER.search(event.sender) and event.seq > contacts[0].seq
    ]
    until_ms = answers[0].at_ms if answers else case.until_ms
    if any(event.at_ms <= until_ms for event in case.all(ContainmentApplied)):
        return None
    when = f"answered at {offset_label(until_ms)}" if answers else "had not answered by EndEx"
    return Pitfall(
        "waited_for_provider",
        "Waited for the model's provider",
        f"The provider was told at {offset_label(contacts[0].at_ms)} and {when}; until then the team"
        " ordered no containment of its own.",
        "containment",
        "Write down which levels the team orders by itself while the provider is still looking.",
        tuple(event.seq for event in (*contacts[:1], *answers[:1])),
    )


def _missed_clock(case: Case) -> Pitfall | None:
    """A notification clock that nobody saw start, or that is counted from too late a moment."""
    words = [(fact, _clock_words(fact)) for fact in clock_facts(case)]
    found = [(fact, text) for fact, text in words if text]
    if not found:
        return None
    return Pitfall(
        "missed_clock",
        "A notification clock missed",
        " ".join(text for _, text in found),
        "communication",
        "Let one role note the minute of knowledge in the log, and start the clocks before the facts are"
        " complete.",
        tuple(seq for fact, _ in found for seq in fact.seqs),
    )


def _clock_words(fact: ClockFact) -> str:
    began = f"{fact.true.clock.regime} began at {offset_label(fact.true.since_ms)}, with “{fact.true.title}”"
    match fact.standing:
        case "missed":
            return f"{began}; the team never said that it runs."
        case "counted_late" | "counted_early":
            return f"{began}; the team counts it from {offset_label(fact.counted_ms or 0)}."
        case "late":
            said_ms = fact.told.at_ms if fact.told else 0
            return f"{began}; the team said so at {offset_label(said_ms)} only."
        case _:
            return ""


_RULES: tuple[Callable[[Case], Pitfall | None], ...] = (
    _ordinary_bug,
    _no_authority,
    _silent_outside,
    _waited_for_provider,
    _missed_clock,
)
