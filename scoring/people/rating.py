"""What people rated; the raw ratings stay visible beside what was settled."""

from dataclasses import dataclass

from engine.log.events import CriterionRated
from scoring.finding import Part

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


def rating_part(ratings: Ratings, *, overrides: bool) -> Part | None:
    """What people say of a criterion; None where nobody rated, or ratings still need reconciling.

    Where a rating `overrides` a measured value, it counts only with a reason that cites events; a reconciled
    rating cites what the ratings it settles cite.
    """
    if not ratings.raw or ratings.needs_reconciling:
        return None
    chosen = ratings.reconciled or ratings.raw[-1]
    value = chosen.value if ratings.reconciled else _middle([event.value for event in ratings.raw])
    cites = _cites(ratings, chosen)
    if overrides and not (chosen.reason and cites):
        return None
    seqs = tuple(sorted({*(event.seq for event in ratings.raw), chosen.seq, *cites}))
    count = len(ratings.raw)
    people = "person" if count == 1 else "people"
    reason = f" {chosen.reason}" if chosen.reason else ""
    return Part("rating", float(value), 1.0, "rated", f"Rated {value} by {count} {people}.{reason}", seqs)


def _cites(ratings: Ratings, chosen: CriterionRated) -> set[int]:
    settled = ratings.raw if chosen.reconciles else ()
    return {*chosen.cites, *(seq for event in settled for seq in event.cites)}


def _middle(values: list[int]) -> int:
    """The median, rounded down between two: the more careful of two neighbours."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
