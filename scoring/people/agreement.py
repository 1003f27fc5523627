"""How far evaluators agree: weighted kappa and the intraclass correlation of their first, blind ratings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from engine.log.events import CriterionRated, Event, ExerciseCreated
from engine.log.state import has_ended
from scoring.rubric import StandardError

SCALE = (1, 2, 3, 4, 5)

ENOUGH = 10
"""Double ratings from which the intraclass correlation is told (scoring.md)."""

RatingTable = Sequence[Sequence[int]]
"""Ratings of one thing a row, one rater a column."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of a pool of evaluators over everything that two or more of them rated."""

    double_rated: int
    pairs: int
    exact: float | None
    """Share of pairs that gave the same value; None without a pair."""
    kappa: float | None
    """Quadratically weighted kappa of all pairs; None without a pair, or where all gave one value."""
    icc: float | None
    """Intraclass correlation of one rater, two-way random effects; None under ten double ratings."""
    standard_error: float | None
    """Standard error of one person's rating in points; None under ten double ratings."""


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two people over everything that both rated."""

    people: tuple[str, str]
    double_rated: int
    exact: float
    """Share of what both rated to which they gave the same value."""
    kappa: float | None
    """Quadratically weighted kappa; None where both gave one value throughout."""


def first_ratings(events: Iterable[CriterionRated]) -> dict[str, dict[str, int]]:
    """The first rating of each person by criterion: given before anybody else's could be seen."""
    found: dict[str, dict[str, int]] = {}
    for event in events:
        if not event.reconciles:
            found.setdefault(event.criterion, {}).setdefault(event.by, event.value)
    return found


def counted(events: Iterable[Event]) -> tuple[CriterionRated, ...]:
    """The ratings of an exercise that tell of its raters: none of a demonstration, and none before EndEx."""
    log = tuple(events)
    is_demo = any(isinstance(event, ExerciseCreated) and event.demo for event in log)
    counts = has_ended(log) and not is_demo
    return tuple(item for item in log if isinstance(item, CriterionRated) and counts)


def agreement(exercises: Iterable[Iterable[CriterionRated]]) -> Agreement:
    """Agreement over the ratings of several exercises."""
    rated = [tuple(by.values()) for events in exercises for by in first_ratings(events).values()]
    double = [values for values in rated if len(values) >= 2]
    pairs = [pair for values in double for pair in combinations(values, 2)]
    return Agreement(
        double_rated=len(double),
        pairs=len(pairs),
        exact=sum(a == b for a, b in pairs) / len(pairs) if pairs else None,
        kappa=weighted_kappa(pairs),
        icc=icc([values[:2] for values in double]) if len(double) >= ENOUGH else None,
        standard_error=_standard_error(double) if len(double) >= ENOUGH else None,
    )


def pair_agreements(
    exercises: Iterable[Iterable[CriterionRated]], people: Mapping[str, str]
) -> tuple[PairAgreement, ...]:
    """Agreement of every two people, those with most in common first.

    `people` says who a rater is in every exercise, by participant id; an id it lacks is a person of its own.
    """
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for events in exercises:
        for by in first_ratings(events).values():
            rated = {people.get(rater, rater): value for rater, value in by.items()}
            for (one, a), (other, b) in combinations(sorted(rated.items()), 2):
                found.setdefault((one, other), []).append((a, b))
    rows = [_of_pair(pair, values) for pair, values in found.items()]
    return tuple(sorted(rows, key=lambda row: (-row.double_rated, row.people)))


def _of_pair(people: tuple[str, str], values: Sequence[tuple[int, int]]) -> PairAgreement:
    exact = sum(a == b for a, b in values) / len(values)
    return PairAgreement(people, len(values), exact, weighted_kappa(values))


def _standard_error(double: Sequence[Sequence[int]]) -> float:
    """Root of the variance between raters of one thing, pooled over things."""
    squares = sum((value - sum(row) / len(row)) ** 2 for row in double for value in row)
    return sqrt(squares / sum(len(row) - 1 for row in double))


def errors_of(pool: Agreement | None, table: StandardError) -> StandardError:
    """The rubric's standard errors, those of raters replaced by the pool's own once there are enough.

    Never below that of a measured value: ten ratings that happen to agree prove no more (assumption).
    """
    if pool is None or pool.standard_error is None:
        return table
    one, two, three = (max(table.measured, pool.standard_error / sqrt(count)) for count in (1, 2, 3))
    return table.model_copy(update={"one_rater": one, "two_raters": two, "three_raters": three})


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float | None:
    """Cohen's kappa with quadratic weights, the order within a pair meaning nothing.

    1 is full agreement, 0 what chance gives. None without a pair, or where all ratings are one value.
    """
    both = [*pairs, *((b, a) for a, b in pairs)]
    if not both:
        return None
    share = {value: sum(a == value for a, _ in both) / len(both) for value in SCALE}
    observed = sum((a - b) ** 2 for a, b in both) / len(both)
    expected = sum(share[a] * share[b] * (a - b) ** 2 for a in SCALE for b in SCALE)
    return None if expected == 0 else 1 - observed / expected


def icc(table: RatingTable) -> float | None:
    """ICC(2,1) of Shrout and Fleiss (1979): how much of the variance lies between the things rated.

    None with fewer than two things or raters, or where nothing varies.
    """
    things, raters = len(table), len(table[0]) if table else 0
    if things < 2 or raters < 2:
        return None
    mean = sum(map(sum, table)) / (things * raters)
    rows = raters * sum((sum(row) / raters - mean) ** 2 for row in table)
    columns = things * sum((sum(column) / things - mean) ** 2 for column in zip(*table, strict=True))
    error = sum((value - mean) ** 2 for row in table for value in row) - rows - columns
    between, judges = rows / (things - 1), columns / (raters - 1)
    left = error / ((things - 1) * (raters - 1))
    whole = between + (raters - 1) * left + raters * (judges - left) / things
    return None if whole == 0 else (between - left) / whole
