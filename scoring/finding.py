"""What was found about a criterion: a value that is never alone, and what each source of it said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from scoring.scale import printed

Basis = Literal["measured", "suggested", "rated"]
"""How a value came about: computed from the log, suggested by matching texts, or given by a person."""

Source = Literal["acts", "wording", "answers", "rating"]
"""Where a part of a value comes from."""

HSEEP: Mapping[int, str] = MappingProxyType({5: "P", 4: "S", 3: "S", 2: "M", 1: "U"})
"""HSEEP's rating beside each value (scoring.md; P without challenges … U unable to be performed)."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing a criterion looked at."""

    label: str
    credit: float | None
    """0 to 1, below 0 where it cost credit; None where it was looked at and does not count."""
    note: str
    seqs: tuple[int, ...] = ()
    topic: str = ""
    """What it belongs to where a criterion has several things of one kind, such as a message's audience."""
    is_missing: bool = False
    """Whether it never happened at all, rather than late or in part."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one source said of a criterion, and how much of the value it is."""

    source: Source
    exact: float | None
    """1.0 to 5.0; None where this source had nothing to say, with the reason in `why`."""
    weight: float
    """Share of the criterion's value, 0 to 1; the shares of all parts add up to 1 where there is a value."""
    basis: Basis
    why: str
    seqs: tuple[int, ...] = ()
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion's value with the sentence, the figures and the events that prove it."""

    criterion: str
    title: str
    exact: float | None
    """1.0 to 5.0 without cliffs; None where nothing can be told, with the reason in `why`."""
    why: str
    parts: tuple[Part, ...] = ()
    figures: dict[str, Any] = field(default_factory=dict)
    unrated: float | None = None
    """The exact value before a person rated; equal to `exact` where nobody did."""

    @property
    def value(self) -> int | None:
        """The value as it is printed, 1 to 5."""
        return None if self.exact is None else printed(self.exact)

    @property
    def computed(self) -> int | None:
        """The printed value before a person rated."""
        return None if self.unrated is None else printed(self.unrated)

    @property
    def kind(self) -> Basis:
        """How most of the value came about; measured where two bases weigh alike."""
        weights = {basis: self.weight_of(basis) for basis in ("rated", "measured", "suggested")}
        best = max(weights.values(), default=0.0)
        if best <= 0.0:
            return self.parts[0].basis if self.parts else "measured"
        return next(basis for basis in ("measured", "rated", "suggested") if weights[basis] == best)

    def weight_of(self, basis: Basis) -> float:
        """Share of the value that came about in one way."""
        return sum(part.weight for part in self.parts if part.basis == basis)

    def part(self, source: Source) -> Part | None:
        """What one source said, or None where it was not asked."""
        return next((part for part in self.parts if part.source == source), None)

    @property
    def evidence(self) -> tuple[int, ...]:
        """Numbers of the events that prove it, ascending, each once."""
        return tuple(sorted({seq for part in self.parts for seq in part.seqs}))

    @property
    def details(self) -> tuple[Detail, ...]:
        """Everything the log's acts were looked at for."""
        return tuple(item for part in self.parts if part.source != "answers" for item in part.details)


def heading(finding: Finding) -> str:
    """A criterion's value as it stands at the head of its card and in reports."""
    if finding.value is None:
        return f"{finding.title}: not scored"
    return f"{finding.title}: {finding.value} of 5 ({HSEEP[finding.value]}), {finding.kind}"


def seqs_of(details: tuple[Detail, ...]) -> tuple[int, ...]:
    """The numbers of all events the details rest on, ascending, each once."""
    return tuple(sorted({seq for detail in details for seq in detail.seqs}))
