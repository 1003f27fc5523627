"""Readiness over quarters: like compared with like, and noise called noise."""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Literal

from engine.snapshot import Snapshot
from scoring.score import ExerciseScore

Z_CLEAR = 1.96
"""Standard normal quantile of the smallest detectable change at 95 % (standard measurement theory)."""
Z_LIKELY = 1.28
"""The same at 80 %, above which a change is called likely (assumption)."""

Verdict = Literal["within noise", "likely change", "clear change"]


@dataclass(frozen=True, slots=True)
class ReadinessPoint:
    """One finished exercise on the readiness chart."""

    exercise_id: str
    title: str
    held_at: datetime
    scenario_id: str
    incident_type: str
    difficulty: int | None
    organisation_team: str
    is_demo: bool
    score: ExerciseScore

    @property
    def quarter(self) -> str:
        """Calendar quarter of the exercise, such as ``2026-Q3`` (UTC)."""
        return f"{self.held_at.year}-Q{(self.held_at.month - 1) // 3 + 1}"


@dataclass(frozen=True, slots=True)
class QuarterMean:
    """Mean readiness of the scored exercises of one quarter."""

    quarter: str
    readiness: float
    standard_error: float
    exercises: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two quarters set side by side."""

    earlier: QuarterMean
    later: QuarterMean
    difference: float
    smallest_detectable: float
    verdict: Verdict
    cautions: tuple[str, ...]


def quarters(points: tuple[ReadinessPoint, ...]) -> tuple[QuarterMean, ...]:
    """Mean readiness by quarter, earliest first; exercises without readiness are left out."""
    names = sorted({point.quarter for point in points})
    found = (_mean(name, [point for point in points if point.quarter == name]) for name in names)
    return tuple(mean for mean in found if mean is not None)


def _mean(quarter: str, points: list[ReadinessPoint]) -> QuarterMean | None:
    scored = [
        (point.score.readiness, point.score.standard_error)
        for point in points
        if point.score.readiness is not None and point.score.standard_error is not None
    ]
    if not scored:
        return None
    count = len(scored)
    error = sqrt(sum(item[1] ** 2 for item in scored)) / count
    return QuarterMean(quarter, round(sum(item[0] for item in scored) / count, 2), round(error, 3), count)


def compare(earlier: QuarterMean, later: QuarterMean, points: tuple[ReadinessPoint, ...]) -> Comparison:
    """Whether readiness changed between two quarters by more than its noise."""
    error = sqrt(earlier.standard_error**2 + later.standard_error**2)
    difference = later.readiness - earlier.readiness
    return Comparison(
        earlier,
        later,
        round(difference, 2),
        round(Z_CLEAR * error, 2),
        _verdict(abs(difference), error),
        _cautions(
            [point for point in points if point.quarter == earlier.quarter],
            [point for point in points if point.quarter == later.quarter],
        ),
    )


def _verdict(difference: float, error: float) -> Verdict:
    if difference >= Z_CLEAR * error:
        return "clear change"
    return "likely change" if difference >= Z_LIKELY * error else "within noise"


def _cautions(earlier: list[ReadinessPoint], later: list[ReadinessPoint]) -> tuple[str, ...]:
    found = [
        f"The {label} differ between the two quarters."
        for label, name in (
            ("scenarios", "scenario_id"),
            ("difficulties", "difficulty"),
            ("teams", "organisation_team"),
        )
        if {getattr(point, name) for point in earlier} != {getattr(point, name) for point in later}
    ]
    again = {(point.scenario_id, point.organisation_team) for point in earlier} & {
        (point.scenario_id, point.organisation_team) for point in later
    }
    if again:
        found.append("A team has played the same scenario before, so some of the change may be practice.")
    return tuple(found)


def point(snapshot: Snapshot, score: ExerciseScore) -> ReadinessPoint:
    """An exercise on the chart with its scores."""
    scenario = snapshot.scenario
    return ReadinessPoint(
        exercise_id=snapshot.exercise_id,
        title=snapshot.title,
        held_at=snapshot.held_at,
        scenario_id=scenario.id,
        incident_type=scenario.incident_type,
        difficulty=scenario.difficulty,
        organisation_team=snapshot.organisation_team,
        is_demo=snapshot.is_demo,
        score=score,
    )


def sentence(comparison: Comparison) -> str:
    """A comparison in words, cautions included."""
    earlier, later = comparison.earlier, comparison.later
    text = (
        f"{earlier.quarter} to {later.quarter}: {comparison.difference:+.2f} points, {comparison.verdict}"
        f" (changes under {comparison.smallest_detectable:.2f} points can't be told from noise)."
    )
    return " ".join((text, *comparison.cautions))
