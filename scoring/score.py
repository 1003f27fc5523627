"""The scores of an exercise: six findings, readiness, its coverage and its uncertainty."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from math import sqrt
from typing import Any

from engine.log.events import CriterionRated, Event
from engine.scenario.resolve import Scenario
from scoring.agreement import Agreement, errors_of
from scoring.case import Case
from scoring.finding import CRITERIA, Finding
from scoring.rating import apply, ratings_of
from scoring.rubric import Rubric, StandardError


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much readiness rests on."""

    scored: int
    of: int
    suggested: int
    rated: int


@dataclass(frozen=True, slots=True)
class ExerciseScore:
    """Everything scored about one exercise."""

    findings: tuple[Finding, ...]
    readiness: float | None
    """Weighted mean of the scored criteria, 1 to 5; None on fewer criteria than the rubric asks for."""
    standard_error: float | None
    """Uncertainty of readiness in points, from how each value came about."""
    coverage: Coverage
    rubric_id: str
    simulation: dict[str, Any]
    pool_ratings: int = 0
    """Double ratings of the pool that raters' errors come from; 0 where they are the rubric's."""

    def finding(self, criterion: str) -> Finding:
        """The finding of a criterion."""
        return next(finding for finding in self.findings if finding.criterion == criterion)

    def to_json(self) -> dict[str, Any]:
        """Plain data in the form the terminal prints."""
        return {
            "scores": {
                finding.criterion: {
                    "value": finding.value,
                    "kind": finding.kind,
                    "why": finding.why,
                    "evidence": list(finding.evidence),
                    "figures": finding.figures,
                }
                for finding in self.findings
            },
            "readiness": self.readiness,
            "standard_error": self.standard_error,
            "pool_ratings": self.pool_ratings,
            "coverage": asdict(self.coverage),
            "rubric_id": self.rubric_id,
            "simulation": self.simulation,
        }


@cache
def _scorers() -> dict[str, Callable[[Case], Finding]]:
    return {name: import_module(f"scoring.criteria.{name}").score for name in CRITERIA}


def score(
    scenario: Scenario, events: tuple[Event, ...], rubric: Rubric, *, pool: Agreement | None = None
) -> ExerciseScore:
    """The scores of a log; a running exercise is scored as far as it has come.

    With `pool`, raters' errors are those of the organisation's own evaluators once enough is known of them.
    """
    case = Case(scenario, events, rubric)
    ratings = case.all(CriterionRated)
    findings = tuple(apply(scorer(case), ratings) for scorer in _scorers().values())
    scored = [finding for finding in findings if finding.value is not None]
    table = errors_of(pool, rubric.standard_error)
    return ExerciseScore(
        findings=findings,
        readiness=_readiness(scored, rubric),
        standard_error=_standard_error(scored, ratings, rubric, table),
        coverage=Coverage(
            scored=len(scored),
            of=len(findings),
            suggested=sum(finding.kind == "suggested" for finding in scored),
            rated=sum(finding.kind == "rated" for finding in scored),
        ),
        rubric_id=rubric.rubric_id,
        simulation=_simulation(case),
        pool_ratings=pool.double_rated if pool and table != rubric.standard_error else 0,
    )


def _is_enough(scored: list[Finding], rubric: Rubric) -> bool:
    weight = sum(rubric.weight(finding.criterion) for finding in scored)
    return len(scored) >= rubric.minimum_criteria and weight > 0


def _readiness(scored: list[Finding], rubric: Rubric) -> float | None:
    if not _is_enough(scored, rubric):
        return None
    weights = [rubric.weight(finding.criterion) for finding in scored]
    total = sum(weight * (finding.value or 0) for weight, finding in zip(weights, scored, strict=True))
    return round(total / sum(weights), 2)


def _standard_error(
    scored: list[Finding], ratings: tuple[CriterionRated, ...], rubric: Rubric, table: StandardError
) -> float | None:
    if not _is_enough(scored, rubric):
        return None
    weights = [rubric.weight(finding.criterion) for finding in scored]
    errors = [_error(finding, ratings, table) for finding in scored]
    squares = sum((weight * error) ** 2 for weight, error in zip(weights, errors, strict=True))
    return round(sqrt(squares) / sum(weights), 3)


def _error(finding: Finding, ratings: tuple[CriterionRated, ...], table: StandardError) -> float:
    if finding.kind == "measured":
        return table.measured
    if finding.kind == "suggested":
        return table.checklist
    raters = len(ratings_of(finding.criterion, ratings).raw)
    return {1: table.one_rater, 2: table.two_raters}.get(raters, table.three_raters)


def _simulation(case: Case) -> dict[str, Any]:
    if not case.has_started:
        return {}
    return {
        **case.trajectory.summary(case.until_ms),
        "first_harm_ms": case.first_harm_ms,
        "first_signal_ms": case.signal_ms,
        "contained_ms": case.contained_ms,
    }
