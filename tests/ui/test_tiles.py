"""The five figures on top of readiness follow from the exercises below them."""

from dataclasses import replace
from datetime import UTC, date, datetime

from scoring.exercise import Method
from scoring.people.agreement import agreement
from tests.world import played, point_of
from ui.server import process
from ui.shown.tiles import tiles

TYPES = ("jailbreak", "denial_of_service", "supply_chain")


def shown(*points) -> dict[str, tuple[str, str]]:
    """The figures for these exercises, by label."""
    history = Method(process.content().rubric, agreement(())).history(points)
    return {item.label: (item.value, item.note) for item in tiles(history, TYPES, date(2026, 11, 30))}


def test_one_exercise_is_a_baseline() -> None:
    """Its readiness and weakest criterion stand there, and no change; other types were never exercised."""
    point = replace(point_of(played("random").events), held_at=datetime(2026, 11, 20, 9, tzinfo=UTC))
    found = shown(point)
    weakest = min(item.exact for item in point.score.findings if item.exact is not None)

    assert found["Readiness in 2026-Q4"] == (f"{point.readiness:.1f}", "1 exercise")
    assert found["Weakest in 2026-Q4"][0] == f"{weakest:.1f}"
    assert found["Exercises held"] == ("1", "in 1 quarter")
    assert found["Incident types exercised"] == ("1 of 3", "2 never")
    assert found["Since the last exercise"] == ("10 days", "2026-11-20")


def test_a_second_quarter_says_what_its_change_is_worth() -> None:
    """The verdict stands below the figure, never an arrow that promises more."""
    point = point_of(played("random").events)
    moments = (datetime(2026, 8, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC))
    found = shown(*(replace(point, held_at=moment, exercise_id=f"x-{moment:%m}") for moment in moments))

    assert found["Readiness in 2026-Q4"][1].endswith("since 2026-Q3")
    assert "within noise" in found["Readiness in 2026-Q4"][1]


def test_nothing_scored_shows_no_figure_that_is_not_there() -> None:
    """An exercise without readiness counts as held and has no readiness."""
    point = point_of(played("random").events)
    score = replace(point.score, readiness=None, standard_error=None, precision=None)
    found = shown(replace(point, score=score))

    assert not any(label.startswith("Readiness") for label in found)
    assert found["Exercises held"][0] == "1"
