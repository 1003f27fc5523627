"""Readiness over quarters as plotly figures; pure."""

from collections.abc import Sequence

import plotly.graph_objects as go

from scoring.catalogue import CRITERIA, TITLES
from scoring.history.points import QuarterMean, ReadinessPoint
from ui.charts.figures import PLAYBOOK, TEAM, styled
from ui.language.words import t
from ui.shown import tables

RAMP = ("#f4b6ae", "#f8d3a8", "#f3e6a3", "#cfe3ae", "#a9d5b8")
"""Colours of 1 to 5, light enough for the figure that stands in each."""


def readiness_chart(points: Sequence[ReadinessPoint], means: Sequence[QuarterMean]) -> go.Figure:
    """Readiness over quarters: each exercise with its likely band, and the mean of each quarter."""
    scored = [point for point in points if point.score.readiness is not None]
    figure = go.Figure()
    figure.add_scatter(
        x=[point.quarter for point in scored],
        y=[point.score.readiness for point in scored],
        error_y=_likely(scored),
        text=[tables.exercise_title(point) for point in scored],
        name=t("exercise, with its likely band"),
        mode="markers",
        marker={"color": TEAM, "size": 10, "opacity": 0.7},
    )
    figure.add_scatter(
        x=[mean.quarter for mean in means],
        y=[mean.readiness for mean in means],
        name=t("mean of the quarter"),
        mode="lines+markers",
        line={"color": PLAYBOOK, "width": 3},
        marker={"symbol": "diamond", "size": 12},
    )
    figure.update_yaxes(range=[0.8, 5.3], dtick=1)
    quarters = sorted({point.quarter for point in points})
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=quarters)
    return styled(figure, t("Quarter"), t("Readiness, 1 to 5"))


def _likely(points: Sequence[ReadinessPoint]) -> dict[str, object]:
    """Error bars of the band each point likely lies in, within the scale."""
    bands = [(point.score.readiness or 0.0, point.score.likely or (0.0, 0.0)) for point in points]
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - value for value, (_, high) in bands],
        "arrayminus": [value - low for value, (low, _) in bands],
        "thickness": 1,
    }


def profile_chart(points: Sequence[ReadinessPoint]) -> go.Figure:
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
            colorscale=list(zip((0, 0.25, 0.5, 0.75, 1), RAMP, strict=True)),
            textfont={"color": "#10202b"},
            showscale=False,
        )
    )
    figure.update_yaxes(autorange="reversed")
    return styled(figure, t("Quarter"), "")


def _mean(points: Sequence[ReadinessPoint], quarter: str, criterion: str) -> float | None:
    values = [
        value
        for point in points
        if point.quarter == quarter and (value := point.score.finding(criterion).value) is not None
    ]
    return sum(values) / len(values) if values else None
