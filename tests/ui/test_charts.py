"""Charts show what they say they show."""

from datetime import UTC, datetime

from engine import ai_system
from scoring.history import point, quarters
from tests.world import played, rubric, seed_exercise
from ui import charts, frames

SCENARIO = seed_exercise().scenario
END_MS = SCENARIO.duration_ms


def _run(decisions: tuple) -> object:
    return ai_system.trajectory(SCENARIO, seed=1, decisions=decisions, until_ms=END_MS)


def test_harm_is_drawn_for_each_timeline_with_the_teams_decisions() -> None:
    """Three lines, told apart by dashes as well as colours, and a dotted vertical for each decision."""
    state = played("playbook").state
    marks = frames.decision_marks(state)
    runs = [("Your team", _run(state.decisions)), ("Nobody acts", _run(())), ("Playbook", _run(()))]

    figure = charts.harm_chart(runs, marks, END_MS)

    assert [trace.name for trace in figure.data] == ["Your team", "Nobody acts", "Playbook"]
    assert len({trace.line.dash for trace in figure.data}) == 3
    assert len(figure.layout.shapes) == len(marks) > 0
    assert figure.data[1].y[-1] == _run(()).harm_points(END_MS)


def test_the_harm_chart_ends_where_the_exercise_stands() -> None:
    """Nothing is drawn beyond the moment asked for."""
    figure = charts.harm_chart([("Your team", _run(()))], [], END_MS // 2)

    assert max(figure.data[0].x) <= END_MS / 2 / 60_000


def test_service_is_a_share() -> None:
    """Shares of served requests lie between nothing and everything."""
    figure = charts.service_chart(_run(()), END_MS)

    assert all(0 <= value <= 1 for trace in figure.data for value in trace.y)


def test_readiness_shows_each_exercise_with_its_band_and_the_mean_of_its_quarter() -> None:
    """Points carry their uncertainty; a demonstration is named as one."""
    points = (point("x-1", SCENARIO, played("playbook").events, rubric()),)

    figure = charts.readiness_chart(points, quarters(points))

    assert list(figure.data[0].error_y.array) == [1.96 * (points[0].score.standard_error or 0)]
    assert list(figure.data[1].x) == [points[0].quarter]
    assert points[0].held_at < datetime(2100, 1, 1, tzinfo=UTC)


def test_a_criterion_without_values_is_a_dash() -> None:
    """A criterion nobody could be scored on is shown as a dash, not as zero."""
    unplayed = tuple(event for event in played("nothing").events if event.seq <= 3)

    figure = charts.profile_chart((point("x-1", SCENARIO, unplayed, rubric()),))

    assert {text for row in figure.data[0].text for text in row} == {"–"}
