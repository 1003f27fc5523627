"""Approvals that should have been somebody else's: granted by whoever asked, alone in the room."""

from dataclasses import dataclass

from engine.log.events import ApprovalDecided, ApprovalRequested
from scoring.case import Case
from scoring.facts.outside import is_outside


@dataclass(frozen=True, slots=True)
class SelfApproval:
    """A grant by the person who had asked for it."""

    what: str
    seqs: tuple[int, ...]


def self_approved(case: Case) -> tuple[SelfApproval, ...]:
    """Level 4 and outside messages that the person who asked for them granted."""
    asked = {event.approval_id: event for event in case.all(ApprovalRequested)}
    found = []
    for event in case.all(ApprovalDecided):
        request = asked.get(event.approval_id)
        if request is None or not event.granted or not _is_own(request, event):
            continue
        if request.about == "containment" and request.level == 4:
            found.append(SelfApproval("Level 4", (request.seq, event.seq)))
        elif request.about == "message" and is_outside(case.scenario, request.audience):
            found.append(SelfApproval(f"message to {request.audience}", (request.seq, event.seq)))
    return tuple(found)


def _is_own(request: ApprovalRequested, decision: ApprovalDecided) -> bool:
    return (request.by, request.for_role) == (decision.by, decision.for_role)
