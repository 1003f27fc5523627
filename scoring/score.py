"""The scores of an exercise: a finding for each criterion, readiness, its coverage and its uncertainty."""

from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from engine.log.events import CriterionRated
from engine.log.fact import Conditions
from scoring.case import Case
from scoring.catalogue import ALL
from scoring.finding import Finding, Part
from scoring.judging import judge
from scoring.people.agreement import Agreement, errors_of
from scoring.people.rating import ratings_of
from scoring.rubric import Rubric, StandardError
from scoring.scale import BEST, WORST

Z_LIKELY = 1.28
"""Standard normal quantile of a two-sided band of 80 %, which is called likely."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much readiness rests on."""

    scored: int
    of: int
    measured: float
    """Share of readiness that was computed from the log, 0 to 1."""
    suggested: float
    """Share that rests on suggestions of text matching nobody has confirmed."""
    rated: float
    """Share that people decided or rated."""


@dataclass(frozen=True, slots=True)
class ExerciseScore:
    """Everything scored about one exercise."""

    findings: tuple[Finding, ...]
    readiness: float | None
    """Weighted mean of the exact values, 1 to 5; None on fewer criteria than the rubric asks for."""
    precision: float | None
    """Uncertainty of readiness in points from how each value came about; one standard error."""
    standard_error: float | None
    """Uncertainty in all: precision, the same team on another day, and the scenario; one standard error."""
    coverage: Coverage
    rubric_id: str
    conditions: Conditions
    simulation: dict[str, Any]
    pool_ratings: int = 0
    """Double ratings of the pool that raters' errors come from; 0 where they are the rubric's."""

    @property
    def likely(self) -> tuple[float, float] | None:
        """The band readiness likely lies in: four in five, within the scale; None where it is not scored."""
        if self.readiness is None or self.standard_error is None:
            return None
        margin = Z_LIKELY * self.standard_error
        return max(WORST, self.readiness - margin), min(BEST, self.readiness + margin)

    def finding(self, criterion: str) -> Finding:
        """The finding of a criterion."""
        return next(finding for finding in self.findings if finding.criterion == criterion)

    def to_json(self) -> dict[str, Any]:
        """Plain data in the form the terminal prints; docs/scoring.md tells of every figure."""
        return {
            "scores": {finding.criterion: _finding_json(finding) for finding in self.findings},
            "readiness": self.readiness,
            "precision": self.precision,
            "standard_error": self.standard_error,
            "pool_ratings": self.pool_ratings,
            "coverage": asdict(self.coverage),
            "conditions": self.conditions._asdict(),
            "rubric_id": self.rubric_id,
            "simulation": self.simulation,
        }


def in_words(score: ExerciseScore) -> str:
    """Readiness with the band it likely lies in, such as ``3.41 of 5, likely 2.8 to 4.0``."""
    if score.readiness is None or score.likely is None:
        return "not scored"
    low, high = score.likely
    return f"{score.readiness:.2f} of 5, likely {low:.1f} to {high:.1f}"


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "value": finding.value,
        "exact": finding.exact,
        "kind": finding.kind,
        "why": finding.why,
        "evidence": list(finding.evidence),
        "parts": [
            {
                "source": part.source,
                "exact": None if part.exact is None else round(part.exact, 4),
                "weight": round(part.weight, 4),
                "basis": part.basis,
                "why": part.why,
                "evidence": list(part.seqs),
            }
            for part in finding.parts
        ],
        "figures": finding.figures,
    }


def score(case: Case, *, pool: Agreement | None = None) -> ExerciseScore:
    """The scores of a log; a running exercise is scored as far as it has come.

    With `pool`, raters' errors are those of the organisation's own evaluators once enough is known of them.
    """
    rubric = case.rubric
    findings = tuple(judge(criterion, case) for criterion in ALL if criterion.id in rubric.criteria)
    scored = [finding for finding in findings if finding.exact is not None]
    table = errors_of(pool, rubric.standard_error)
    is_enough = _is_enough(scored, rubric)
    precision = _precision(scored, case.all(CriterionRated), rubric, table) if is_enough else None
    return ExerciseScore(
        findings=findings,
        readiness=_readiness(scored, rubric) if is_enough else None,
        precision=None if precision is None else round(precision, 3),
        standard_error=None if precision is None else round(whole_error(precision, table), 3),
        coverage=_coverage(findings, scored, rubric),
        rubric_id=rubric.rubric_id,
        conditions=case.state.conditions,
        simulation=_simulation(case),
        pool_ratings=pool.double_rated if pool and table != rubric.standard_error else 0,
    )


def _is_enough(scored: list[Finding], rubric: Rubric) -> bool:
    weight = sum(rubric.weight(finding.criterion) for finding in scored)
    return len(scored) >= rubric.minimum_criteria and weight > 0


def _readiness(scored: list[Finding], rubric: Rubric) -> float:
    weights = [rubric.weight(finding.criterion) for finding in scored]
    total = sum(weight * (finding.exact or 0.0) for weight, finding in zip(weights, scored, strict=True))
    return round(total / sum(weights), 2)


def whole_error(precision: float, table: StandardError) -> float:
    """The three errors of one exercise's readiness, added in squares."""
    return sqrt(precision**2 + table.occasion**2 + table.scenario**2)


def _precision(
    scored: list[Finding], ratings: tuple[CriterionRated, ...], rubric: Rubric, table: StandardError
) -> float:
    weights = [rubric.weight(finding.criterion) for finding in scored]
    errors = [_error(finding, ratings, table) for finding in scored]
    squares = sum((weight * error) ** 2 for weight, error in zip(weights, errors, strict=True))
    return sqrt(squares) / sum(weights)


def _error(finding: Finding, ratings: tuple[CriterionRated, ...], table: StandardError) -> float:
    """The error of a criterion: its parts', by their weights, taken as independent."""
    raters = len(ratings_of(finding.criterion, ratings).raw)
    return sqrt(sum((part.weight * _error_of(part, raters, table)) ** 2 for part in finding.parts))


def _error_of(part: Part, raters: int, table: StandardError) -> float:
    if part.basis == "measured":
        return table.measured
    if part.basis == "suggested":
        return table.suggested
    count = raters if part.source == "rating" else 1
    return {1: table.one_rater, 2: table.two_raters}.get(count, table.three_raters)


def _coverage(findings: tuple[Finding, ...], scored: list[Finding], rubric: Rubric) -> Coverage:
    whole = sum(rubric.weight(finding.criterion) for finding in scored) or 1.0
    shares = {
        basis: sum(rubric.weight(item.criterion) * item.weight_of(basis) for item in scored) / whole
        for basis in ("measured", "suggested", "rated")
    }
    return Coverage(len(scored), len(findings), **{name: round(value, 4) for name, value in shares.items()})


def _simulation(case: Case) -> dict[str, Any]:
    if not case.has_started:
        return {}
    return {
        **case.trajectory.summary(case.until_ms),
        "first_harm_ms": case.first_harm_ms,
        "first_signal_ms": case.signal_ms,
    }
