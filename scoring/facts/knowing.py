"""Who knew of the incident from when on: who was told, written to, addressed by an inject, or acted."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.log import events as e
from scoring.case import Case
from scoring.facts.outside import is_outside

ACTS = (
    e.IncidentDeclared,
    e.RoleNotified,
    e.ApprovalRequested,
    e.ApprovalDecided,
    e.ContainmentApplied,
    e.ContainmentRefused,
    e.ContainmentLifted,
    e.EvidenceCollected,
    e.MessageSent,
    e.RecoveryStepTaken,
    e.VerificationRun,
    e.IncidentResolved,
)
"""Acts from which on whoever did them knows."""

WAYS = ("told", "written to", "addressed by an inject", "acted")
"""How a role comes to know; of several at one moment the first of these is named."""


@dataclass(frozen=True, slots=True)
class Known:
    """From when on a role knew, and how."""

    role: str
    at_ms: int
    seq: int
    how: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The first moment at which each role knew."""

    first: tuple[Known, ...]
    by_message: bool
    """Whether a role was written to."""

    def of(self, role: str) -> Known | None:
        """When and how a role first knew, or None."""
        return next((item for item in self.first if item.role == role), None)


def knowledge(case: Case) -> Knowledge:
    """Who knew from when on; a role told twice knew the first time."""
    first: dict[str, Known] = {}
    for item in sorted(_all(case), key=lambda item: (item.at_ms, WAYS.index(item.how))):
        first.setdefault(item.role, item)
    roles = {item.role for item in case.scenario.escalations} | set(case.scenario.role_names())
    return Knowledge(tuple(first.values()), any(event.audience in roles for event in case.all(e.MessageSent)))


def _all(case: Case) -> Iterator[Known]:
    for event in case.events:
        match event:
            case e.RoleNotified():
                yield Known(event.role, event.at_ms, event.seq, "told")
            case e.MessageSent():
                yield Known(event.audience, event.at_ms, event.seq, "written to")
            case e.InjectDelivered(signals=True):
                for role in event.to:
                    yield Known(role, event.at_ms, event.seq, "addressed by an inject")
        if isinstance(event, ACTS):
            for role in case.roles_of(event):
                yield Known(role, event.at_ms, event.seq, "acted")


def outsiders_told(case: Case) -> tuple[Known, ...]:
    """Everybody outside who was told or written to, each once, in the order they were."""
    first: dict[str, Known] = {}
    for item in sorted(_all(case), key=lambda item: (item.at_ms, item.role)):
        if item.how in ("told", "written to") and is_outside(case.scenario, item.role):
            first.setdefault(item.role, item)
    return tuple(first.values())
