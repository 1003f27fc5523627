"""Charts show what they say they show."""

from datetime import UTC, datetime

import plotly.graph_objects as go
import pytest

from engine.timeline import Timeline
from scoring.case import Case
from scoring.history.points import quarters
from scoring.whatif.compare import WhatIf, of_exercise
from scoring.whatif.words import prices
from tests.world import played, point_of, rubric, seed_exercise
from ui.charts import comparison, figures, history
from ui.language import columns
from ui.shown import tables

SCENARIO = seed_exercise().scenario
END_MS = SCENARIO.duration_ms


def _run(decisions: tuple) -> object:
    return Timeline(SCENARIO.ai_system, 1, decisions).trajectory(END_MS)


def test_harm_is_drawn_for_each_timeline_with_the_teams_decisions() -> None:
    """Three lines, told apart by dashes as well as colours, and a dotted vertical for each decision."""
    state = played("playbook").state
    marks = tables.decision_marks(state)
    runs = [("Your team", _run(state.decisions)), ("Nobody acts", _run(())), ("Playbook", _run(()))]

    figure = figures.harm_chart(runs, marks, END_MS)

    assert [trace.name for trace in figure.data] == ["Your team", "Nobody acts", "Playbook"]
    assert len({trace.line.dash for trace in figure.data}) == 3
    assert len(figure.layout.shapes) == len(marks) > 0
    assert figure.data[1].y[-1] == _run(()).harm_points(END_MS)


def test_the_harm_chart_ends_where_the_exercise_stands() -> None:
    """Nothing is drawn beyond the moment asked for."""
    figure = figures.harm_chart([("Your team", _run(()))], [], END_MS // 2)

    assert max(figure.data[0].x) <= END_MS / 2 / 60_000


def test_service_is_a_share() -> None:
    """Shares of served requests lie between nothing and everything."""
    figure = figures.service_chart(_run(()), END_MS)

    assert all(0 <= value <= 1 for trace in figure.data for value in trace.y)


def test_readiness_shows_each_exercise_with_its_band_and_the_mean_of_its_quarter() -> None:
    """Points carry their uncertainty; a demonstration is named as one."""
    points = (point_of(played("playbook").events),)

    figure = history.readiness_chart(points, quarters(points))

    value, likely = points[0].score.readiness, points[0].score.likely
    assert value is not None
    assert likely is not None
    bars = figure.data[0].error_y
    assert (value - bars.arrayminus[0], value + bars.array[0]) == pytest.approx(likely)
    assert list(figure.data[1].x) == [points[0].quarter]
    assert points[0].held_at < datetime(2100, 1, 1, tzinfo=UTC)


def test_a_criterion_without_values_is_a_dash() -> None:
    """A criterion nobody could be scored on is shown as a dash, not as zero."""
    unplayed = tuple(event for event in played("nothing").events if event.seq <= 3)

    figure = history.profile_chart((point_of(unplayed),))

    assert {text for row in figure.data[0].text for text in row} == {"–"}


@pytest.fixture(scope="module")
def answer() -> WhatIf:
    """What a team that acted by chance could have done otherwise."""
    room = played("random")
    return of_exercise(Case(SCENARIO, room.events, rubric()), seeds=20)


def test_courses_are_drawn_with_their_bands_and_the_decisions(answer: WhatIf) -> None:
    """Three courses and the exercise as it was; above harm, below service, on one time axis."""
    marks = tables.decision_marks(played("random").state)

    figure = figures.course_chart(answer, marks)

    named = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert named == ["Nobody acts", "Playbook", "Your team", "as it was"]
    assert len(figure.layout.shapes) == 2 * len(marks)
    told = [text.text for text in figure.layout.annotations]
    assert told == [label for _, label in tables.marks_apart(sorted(marks, key=lambda mark: mark[0]))]
    assert figure.layout.yaxis2.range == (0, 1.05)
    team = next(trace for trace in figure.data if trace.name == "Your team" and trace.showlegend)
    assert team.y[-1] == answer.courses["team"].harm_points[-1].mean()


def test_harm_is_set_against_service_for_every_level_and_course(answer: WhatIf) -> None:
    """Four level curves begin at the first signal; every course is a point with its band."""
    figure = figures.trade_chart(answer)
    curves, points = figure.data[:4], figure.data[4:]

    assert [trace.name for trace in curves] == ["level 1", "level 2", "level 3", "level 4"]
    assert len({trace.line.dash for trace in curves}) == 4
    assert [trace.name for trace in points] == ["Nobody acts", "Playbook", "Your team"]
    assert points[2].y == (answer.outcomes["team"].harm_points.mean,)


def test_out_of_reach_is_shown_only_where_it_can_be_seen() -> None:
    """A grey region appears once the harm nobody could avoid is a visible part."""
    small, large = go.Figure(), go.Figure()
    figures._out_of_reach(small, 1.0, 1000.0)
    figures._out_of_reach(large, 200.0, 1000.0)

    assert len(small.layout.shapes) == 0
    assert large.layout.shapes[0].y1 == 200.0


def test_the_price_of_a_minute_has_a_line_for_each_level(answer: WhatIf) -> None:
    """Four lines over the minutes waited from, with bands."""
    figure = figures.price_chart(prices(answer))

    assert len(figure.data) == 4
    assert list(figure.data[0].x)[:3] == [0, 5, 10]
    assert min(figure.data[0].error_y.array) >= 0


def test_the_heat_map_writes_its_numbers(answer: WhatIf) -> None:
    """A cell for each level and quarter hour with the mean harm points as text."""
    heat = figures.level_minute_chart(answer).data[0]

    assert list(heat.y) == ["level 1", "level 2", "level 3", "level 4"]
    assert heat.text[0][0] == f"{answer.surface.harm_points[0, 0].mean():,.0f}"


def test_the_channels_behind_harm_points_are_always_shown(answer: WhatIf) -> None:
    """Every course has its row with each channel beside the points."""
    rows = comparison.channel_rows(answer.outcomes)

    assert [row[columns.COURSE] for row in rows] == ["Nobody acts", "Playbook", "Your team"]
    assert {"Harmful answers", "Records leaked", "Tool actions", "Attack tokens"} <= {
        column.title for column in rows[0]
    }
