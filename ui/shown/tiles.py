"""What leadership reads first of readiness: five figures, each with what it rests on; pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from scoring.catalogue import CRITERIA, TITLES
from scoring.exercise import History
from scoring.history.points import ReadinessPoint
from ui.language.words import many, t


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, what it is called, and what stands below it."""

    label: str
    value: str
    note: str


def tiles(history: History, incident_types: Collection[str], today: date) -> list[Tile]:
    """Readiness and the weakest criterion of the latest quarter, what was exercised, and how long ago."""
    points = history.points
    found = (
        _readiness(history),
        _weakest(points),
        _held(points),
        _types(points, incident_types),
        _since(points, today),
    )
    return [item for item in found if item is not None]


def _readiness(history: History) -> Tile | None:
    if not history.quarters:
        return None
    last = history.quarters[-1]
    note = many("{number} exercise", "{number} exercises", last.exercises)
    if history.changes:
        change = history.changes[-1]
        note = t("{verdict} since {quarter}", verdict=change.verdict, quarter=change.earlier)
    return Tile(t("Readiness in {quarter}", quarter=last.quarter), f"{last.readiness:.1f}", note)


def _weakest(points: Collection[ReadinessPoint]) -> Tile | None:
    latest = max((point.quarter for point in points), default="")
    values = {name: _values(points, latest, name) for name in CRITERIA}
    means = {name: fmean(found) for name, found in values.items() if found}
    if not means:
        return None
    name = min(means, key=lambda item: means[item])
    return Tile(t("Weakest in {quarter}", quarter=latest), f"{means[name]:.1f}", TITLES[name])


def _values(points: Collection[ReadinessPoint], quarter: str, criterion: str) -> list[float]:
    mine = (point.score.finding(criterion).exact for point in points if point.quarter == quarter)
    return [value for value in mine if value is not None]


def _held(points: Collection[ReadinessPoint]) -> Tile:
    quarters = len({point.quarter for point in points})
    note = many("in {number} quarter", "in {number} quarters", quarters)
    return Tile(t("Exercises held"), str(len(points)), note)


def _types(points: Collection[ReadinessPoint], incident_types: Collection[str]) -> Tile:
    done = {point.incident_type for point in points} & set(incident_types)
    value = t("{done} of {known}", done=len(done), known=len(incident_types))
    left = len(incident_types) - len(done)
    return Tile(t("Incident types exercised"), value, many("{number} never", "{number} never", left))


def _since(points: Collection[ReadinessPoint], today: date) -> Tile | None:
    last = max((point.held_at.date() for point in points), default=None)
    if last is None:
        return None
    days = max(0, (today - last).days)
    return Tile(t("Since the last exercise"), many("{number} day", "{number} days", days), f"{last:%Y-%m-%d}")
