"""Readiness over time: each finished exercise as a point, and the mean of each quarter."""

from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from engine.snapshot import Snapshot
from scoring.history.difficulty import Difficulty
from scoring.history.grade import Grade, Proof, proof_of
from scoring.score import ExerciseScore


@dataclass(frozen=True, slots=True)
class ReadinessPoint:
    """One finished exercise on the readiness chart."""

    exercise_id: str
    title: str
    held_at: datetime
    scenario_id: str
    incident_type: str
    difficulty: int | None
    """As the scenario's author sees it, 1 to 3."""
    organisation_team: str
    is_demo: bool
    score: ExerciseScore
    proof: Proof
    measured: Difficulty | None = None
    """What reference teams reach in the scenario; None where nobody has measured it."""
    replayed: float | None = None
    """Spread of readiness if the team played again on other days; None where nobody has replayed it."""

    @property
    def quarter(self) -> str:
        """Calendar quarter of the exercise, such as ``2026-Q3`` (UTC)."""
        return f"{self.held_at.year}-Q{(self.held_at.month - 1) // 3 + 1}"

    @property
    def readiness(self) -> float | None:
        """Readiness as scored."""
        return self.score.readiness

    @property
    def adjusted(self) -> float | None:
        """Readiness as it would be in a scenario of usual difficulty; beside the raw value, never instead."""
        if self.readiness is None or self.measured is None:
            return None
        return self.readiness + self.measured.adjustment

    @property
    def grade(self) -> Grade:
        """How much the exercise proves."""
        return self.proof.grade


@dataclass(frozen=True, slots=True)
class QuarterMean:
    """Mean readiness of the scored exercises of one quarter, whoever played them."""

    quarter: str
    readiness: float
    standard_error: float
    exercises: int


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


def point(
    snapshot: Snapshot,
    score: ExerciseScore,
    *,
    measured: Difficulty | None = None,
    replayed: float | None = None,
) -> ReadinessPoint:
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
        proof=proof_of(snapshot),
        measured=measured,
        replayed=replayed,
    )
