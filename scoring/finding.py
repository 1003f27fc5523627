"""What a criterion found: a value that is never alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from engine.scenario.parts import CriterionId

Basis = Literal["measured", "suggested", "rated"]

CRITERIA: tuple[CriterionId, ...] = (
    "detection",
    "escalation",
    "containment",
    "communication",
    "evidence",
    "recovery",
)
"""The six criteria in the order they are shown."""

TITLES = MappingProxyType(
    {
        "detection": "Time to detection",
        "escalation": "Escalation accuracy",
        "containment": "Containment speed",
        "communication": "Communication quality",
        "evidence": "Evidence preservation",
        "recovery": "Recovery completeness",
    }
)
"""The criteria's names as people read them."""

HSEEP: Mapping[int, str] = MappingProxyType({5: "P", 4: "S", 3: "S", 2: "M", 1: "U"})
"""HSEEP's rating beside each value (scoring.md; P without challenges … U unable to be performed)."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing a criterion looked at."""

    label: str
    credit: float | None
    """0 to 1; None where it was looked at and does not count."""
    note: str
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion's value with the sentence, the figures and the events that prove it."""

    criterion: CriterionId
    value: int | None
    """1 to 5; None where the log can't tell, with the reason in `why`."""
    kind: Basis
    why: str
    evidence: tuple[int, ...] = ()
    """Numbers of the events that prove it, ascending."""
    figures: dict[str, Any] = field(default_factory=dict)
    details: tuple[Detail, ...] = ()
    computed: int | None = None
    """The value before a person rated; equal to `value` where nobody did."""

    @property
    def title(self) -> str:
        """The criterion's name."""
        return TITLES[self.criterion]


def heading(finding: Finding) -> str:
    """A criterion's value as it stands at the head of its card and in reports."""
    if finding.value is None:
        return f"{finding.title}: not scored"
    return f"{finding.title}: {finding.value} of 5 ({HSEEP[finding.value]}), {finding.kind}"


def not_scored(criterion: CriterionId, reason: str, kind: Basis = "measured") -> Finding:
    """A finding without a value, for a reason."""
    return Finding(criterion, None, kind, reason)


def by_share(share: float, thresholds: tuple[float, ...]) -> int:
    """5 for a share at or above the first threshold, 4 for the second, and so on down to 1."""
    return next((5 - place for place, floor in enumerate(thresholds) if share >= floor), 1)


def by_minutes(minutes: float, thresholds: tuple[float, ...]) -> int:
    """5 for at most the first number of minutes, 4 for the second, and so on."""
    return next((5 - place for place, most in enumerate(thresholds) if minutes <= most), 5 - len(thresholds))


def seqs_of(details: tuple[Detail, ...]) -> tuple[int, ...]:
    """The numbers of all events the details rest on, ascending, each once."""
    return tuple(sorted({seq for detail in details for seq in detail.seqs}))
