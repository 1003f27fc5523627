"""What people rated, laid over what was measured; the raw ratings stay visible."""

from dataclasses import dataclass, replace

from engine.log.events import CriterionRated
from scoring.finding import Finding

RECONCILE_FROM = 2
"""Ratings that differ by this much must be reconciled with a note (scoring.md)."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of one criterion: the latest of each person, and the reconciled one if there is."""

    raw: tuple[CriterionRated, ...]
    reconciled: CriterionRated | None

    @property
    def needs_reconciling(self) -> bool:
        """Whether the latest ratings lie too far apart and nobody has settled it since."""
        values = [event.value for event in self.raw]
        return bool(values) and max(values) - min(values) >= RECONCILE_FROM and self.reconciled is None


def ratings_of(criterion: str, events: tuple[CriterionRated, ...]) -> Ratings:
    """The ratings of a criterion; a rating given after a reconciliation opens it again."""
    latest: dict[str, CriterionRated] = {}
    reconciled: CriterionRated | None = None
    for event in events:
        if event.criterion != criterion:
            continue
        if event.reconciles:
            reconciled = event
        else:
            latest[event.by], reconciled = event, None
    return Ratings(tuple(latest.values()), reconciled)


def apply(finding: Finding, events: tuple[CriterionRated, ...]) -> Finding:
    """The finding as rated; unchanged where nobody rated or ratings still need reconciling.

    A measured value gives way only to a reason that cites events; a reconciled rating cites what the ratings
    it settles cite. Where the log gave no value there is nothing to override, and a rating stands by itself.
    """
    ratings = ratings_of(finding.criterion, events)
    if not ratings.raw or ratings.needs_reconciling:
        return replace(finding, computed=finding.value)
    chosen = ratings.reconciled or ratings.raw[-1]
    value = chosen.value if ratings.reconciled else _middle([event.value for event in ratings.raw])
    cites = _cites(ratings, chosen)
    is_override = finding.kind == "measured" and finding.value is not None
    if is_override and not (chosen.reason and cites):
        return replace(finding, computed=finding.value)
    seqs = tuple(sorted({*finding.evidence, *(event.seq for event in ratings.raw), chosen.seq, *cites}))
    reason = f" {chosen.reason}" if chosen.reason else ""
    was = f"{finding.kind} {finding.value}" if finding.value is not None else "not scored before"
    why = f"Rated {value} by {len(ratings.raw)} {_people(len(ratings.raw))} ({was}).{reason} {finding.why}"
    return replace(finding, value=value, kind="rated", why=why, evidence=seqs, computed=finding.value)


def _cites(ratings: Ratings, chosen: CriterionRated) -> set[int]:
    settled = ratings.raw if chosen.reconciles else ()
    return {*chosen.cites, *(seq for event in settled for seq in event.cites)}


def _people(count: int) -> str:
    return "person" if count == 1 else "people"


def _middle(values: list[int]) -> int:
    """The median, rounded down between two: the more careful of two neighbours."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
