"""Charts as plotly figures; pure."""

from collections.abc import Iterable, Sequence

import plotly.graph_objects as go

from engine.scenario.times import MINUTE_MS
from engine.simulation.run import Trajectory
from scoring.finding import CRITERIA, TITLES
from scoring.history import Point, QuarterMean

TEAM, NOTHING, PLAYBOOK, SERVICE = "#0b6e99", "#b3541e", "#2e7d32", "#6a5acd"
"""Colours told apart in light and dark and by most colour-blind people; dashes tell them apart too."""


def warm() -> None:
    """Build a first figure, so that no visitor waits for plotly to load its parts."""
    _styled(go.Figure(), "", "").to_json()


def harm_chart(
    runs: Sequence[tuple[str, Trajectory]], decisions: Iterable[tuple[int, str]], until_ms: int
) -> go.Figure:
    """Cumulative harm points over exercise time, a line for each timeline, decisions as dotted verticals."""
    styles = {"Your team": (TEAM, "solid"), "Nobody acts": (NOTHING, "dash"), "Playbook": (PLAYBOOK, "dot")}
    figure = go.Figure()
    for name, run in runs:
        colour, dash = styles.get(name, (TEAM, "solid"))
        ticks = [tick for tick in run.ticks if tick.at_ms <= until_ms]
        figure.add_scatter(
            x=[tick.at_ms / MINUTE_MS for tick in ticks],
            y=[tick.harm_points for tick in ticks],
            name=name,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 3},
        )
    for at_ms, label in decisions:
        figure.add_vline(x=at_ms / MINUTE_MS, line={"dash": "dot", "width": 1, "color": "#888888"})
        figure.add_annotation(
            x=at_ms / MINUTE_MS, y=1, yref="paper", text=label, textangle=-90, showarrow=False, yanchor="top"
        )
    return _styled(figure, "Exercise minutes", "Harm points so far")


def service_chart(run: Trajectory, until_ms: int) -> go.Figure:
    """Share of customers' requests served in full and in part, over five-minute windows."""
    window = max(1, 5 * MINUTE_MS // run.system.tick_ms)
    ticks = [tick for tick in run.ticks if tick.at_ms <= until_ms]
    pairs = list(zip(ticks, ticks[window:], strict=False))
    minutes = [late.at_ms / MINUTE_MS for _, late in pairs]
    full = [_share(late.full - early.full, late.arrived - early.arrived) for early, late in pairs]
    partly = [_share(late.degraded - early.degraded, late.arrived - early.arrived) for early, late in pairs]
    figure = go.Figure()
    figure.add_scatter(
        x=minutes, y=full, name="served in full", mode="lines", line={"color": SERVICE, "width": 3}
    )
    figure.add_scatter(
        x=minutes, y=partly, name="served in part", mode="lines", line={"color": NOTHING, "dash": "dash"}
    )
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    return _styled(figure, "Exercise minutes", "Share of requests")


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 1.0


def readiness_chart(points: Sequence[Point], means: Sequence[QuarterMean]) -> go.Figure:
    """Readiness over quarters: each exercise with its 95 % band, and the mean of each quarter."""
    scored = [point for point in points if point.score.readiness is not None]
    figure = go.Figure()
    figure.add_scatter(
        x=[point.quarter for point in scored],
        y=[point.score.readiness for point in scored],
        error_y={"array": [1.96 * (point.score.standard_error or 0) for point in scored], "thickness": 1},
        text=[point.title + (" (demo)" if point.is_demo else "") for point in scored],
        name="exercise, with 95 % band",
        mode="markers",
        marker={"color": TEAM, "size": 10, "opacity": 0.7},
    )
    figure.add_scatter(
        x=[mean.quarter for mean in means],
        y=[mean.readiness for mean in means],
        name="mean of the quarter",
        mode="lines+markers",
        line={"color": PLAYBOOK, "width": 3},
        marker={"symbol": "diamond", "size": 12},
    )
    figure.update_yaxes(range=[0.8, 5.3], dtick=1)
    quarters = sorted({point.quarter for point in points})
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=quarters)
    return _styled(figure, "Quarter", "Readiness, 1 to 5")


def profile_chart(points: Sequence[Point]) -> go.Figure:
    """Mean value of each criterion by quarter, as a heat map with its numbers written in."""
    quarters = sorted({point.quarter for point in points})
    rows = [[_mean(points, quarter, criterion) for quarter in quarters] for criterion in CRITERIA]
    figure = go.Figure(
        go.Heatmap(
            x=quarters,
            y=[TITLES[criterion] for criterion in CRITERIA],
            z=rows,
            zmin=1,
            zmax=5,
            text=[["–" if value is None else f"{value:.1f}" for value in row] for row in rows],
            texttemplate="%{text}",
            colorscale="Blues",
            showscale=False,
        )
    )
    figure.update_yaxes(autorange="reversed")
    return _styled(figure, "Quarter", "")


def _mean(points: Sequence[Point], quarter: str, criterion: str) -> float | None:
    values = [
        value
        for point in points
        if point.quarter == quarter and (value := point.score.finding(criterion).value) is not None
    ]
    return sum(values) / len(values) if values else None


def _styled(figure: go.Figure, x_title: str, y_title: str) -> go.Figure:
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        legend={"orientation": "h", "y": 1.12},
        xaxis_title=x_title,
        yaxis_title=y_title,
        height=380,
    )
    return figure
