"""Charts as plotly figures; pure."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from engine.scenario.times import MINUTE_MS
from engine.simulation.run.trajectory import Trajectory
from engine.simulation.worlds.draws import Floats
from scoring.whatif.band import HIGH, LOW, Band
from scoring.whatif.compare import WhatIf
from scoring.whatif.words import Price
from ui.language.words import t
from ui.shown import tables

TEAM, NOTHING, PLAYBOOK, SERVICE = "#0b6e99", "#b3541e", "#2e7d32", "#6a5acd"
"""Colours told apart in light and dark and by most colour-blind people; dashes tell them apart too."""

LEVEL_LINES = tuple(
    {"color": colour, "dash": dash, "width": 2}
    for colour, dash in (
        ("#8a6d00", "solid"),
        ("#6a5acd", "dash"),
        ("#c2185b", "dot"),
        ("#607d8b", "dashdot"),
    )
)
"""Lines of levels 1 to 4."""


class Style(NamedTuple):
    """How a course of action is drawn everywhere."""

    name: str
    colour: str
    dash: str
    symbol: str


COURSES = {
    "nothing": Style(t("Nobody acts"), NOTHING, "dash", "x"),
    "playbook": Style(t("Playbook"), PLAYBOOK, "dot", "star"),
    "team": Style(t("Your team"), TEAM, "solid", "circle"),
}
"""Courses of action a team is compared with, and its own."""


def warm() -> None:
    """Build a first figure, so that no visitor waits for plotly to load its parts."""
    styled(go.Figure(), "", "").to_json()


def harm_chart(
    runs: Sequence[tuple[str, Trajectory]], decisions: Iterable[tuple[int, str]], until_ms: int
) -> go.Figure:
    """Cumulative harm points over exercise time, a line for each timeline, decisions as dotted verticals."""
    styles = {style.name: style for style in COURSES.values()}
    figure = go.Figure()
    for name, run in runs:
        style = styles.get(name, COURSES["team"])
        ticks = [tick for tick in run.ticks if tick.at_ms <= until_ms]
        figure.add_scatter(
            x=[tick.at_ms / MINUTE_MS for tick in ticks],
            y=[tick.harm_points for tick in ticks],
            name=name,
            mode="lines",
            line={"color": style.colour, "dash": style.dash, "width": 3},
        )
    _marked(figure, decisions)
    return styled(figure, t("Exercise minutes"), t("Harm points so far"))


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
        x=minutes, y=full, name=t("served in full"), mode="lines", line={"color": SERVICE, "width": 3}
    )
    figure.add_scatter(
        x=minutes, y=partly, name=t("served in part"), mode="lines", line={"color": NOTHING, "dash": "dash"}
    )
    figure.update_yaxes(range=[0, 1.02], tickformat=".0%")
    return styled(figure, t("Exercise minutes"), t("Share of requests"))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 1.0


def course_chart(answer: WhatIf, marks: Iterable[tuple[int, str]]) -> go.Figure:
    """Harm points so far and service, for every course with its band, on one time axis."""
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.66, 0.34], vertical_spacing=0.06)
    minutes = list(answer.question.minutes)
    for name, course in answer.courses.items():
        _banded(figure, minutes, course.harm_points, COURSES[name], row=1)
        _banded(figure, minutes, course.served, COURSES[name], row=2)
    if answer.actual is not None:
        line = {"color": TEAM, "width": 1}
        had = answer.actual.harm_points[:, 0]
        figure.add_scatter(x=minutes, y=had, name=t("as it was"), mode="lines", line=line, row=1, col=1)
    _marked(figure, marks)
    whole = styled(figure, "", t("Harm points so far"))
    whole.update_xaxes(title_text=t("Exercise minutes"), row=2, col=1)
    whole.update_yaxes(title_text=t("Served"), range=[0, 1.05], tickformat=".0%", row=2, col=1)
    return whole.update_layout(height=520)


def _banded(figure: go.Figure, minutes: list[int], values: Floats, style: Style, *, row: int) -> None:
    """A mean over worlds with the band of nine in ten behind it."""
    low, high = np.percentile(values, (LOW, HIGH), axis=1)
    edge = {"mode": "lines", "line": {"width": 0}, "showlegend": False, "hoverinfo": "skip"}
    shade = f"rgba({', '.join(str(int(style.colour[i : i + 2], 16)) for i in (1, 3, 5))}, 0.18)"
    figure.add_scatter(x=minutes, y=high, legendgroup=style.name, row=row, col=1, **edge)
    figure.add_scatter(
        x=minutes, y=low, fill="tonexty", fillcolor=shade, legendgroup=style.name, row=row, col=1, **edge
    )
    figure.add_scatter(
        x=minutes,
        y=values.mean(axis=1),
        name=style.name,
        legendgroup=style.name,
        showlegend=row == 1,
        mode="lines",
        line={"color": style.colour, "dash": style.dash, "width": 3},
        row=row,
        col=1,
    )


def trade_chart(answer: WhatIf) -> go.Figure:
    """Harm points against service kept: a curve for each level, the minute it was applied marked on it."""
    figure = go.Figure()
    known = max(0, min(answer.question.revealed_ms // MINUTE_MS, len(answer.surface.minutes) - 1))
    service, harm = answer.surface.service.mean(axis=2), answer.surface.harm_points.mean(axis=2)
    for row, level in enumerate(answer.surface.levels):
        minutes = answer.surface.minutes[known:]
        figure.add_scatter(
            x=service[row, known:],
            y=harm[row, known:],
            name=t("level {level}", level=level),
            mode="lines+markers+text",
            line=LEVEL_LINES[row],
            marker={"size": [7 if minute % 15 == 0 else 0 for minute in minutes]},
            text=[f"T+{minute}" if minute % 30 == 0 else "" for minute in minutes],
            textposition="top left",
        )
    for name, outcome in answer.outcomes.items():
        figure.add_scatter(
            x=[outcome.service.mean], y=[outcome.harm_points.mean], **_point(name, outcome.harm_points)
        )
    _out_of_reach(figure, float(harm[:, known].min()), float(harm.max()))
    figure.update_xaxes(tickformat=".0%")
    return styled(figure, t("Service kept (right is better)"), t("Harm points (down is better)"))


def _out_of_reach(figure: go.Figure, least: float, most: float) -> None:
    """The harm that no level could avoid any more once the first signal was there, where it can be seen."""
    if least < most / 20:
        return
    figure.add_hrect(y0=0, y1=least, fillcolor="#888888", opacity=0.25, line_width=0)
    figure.add_annotation(
        x=0.02,
        xref="paper",
        y=least / 2,
        text=t("out of reach after the first signal"),
        showarrow=False,
        xanchor="left",
    )


def _point(name: str, harm: Band) -> dict[str, Any]:
    style = COURSES[name]
    band = {"type": "data", "array": [harm.high - harm.mean], "arrayminus": [harm.mean - harm.low]}
    marker = {"symbol": style.symbol, "size": 15, "color": style.colour}
    return {"name": style.name, "mode": "markers", "error_y": band, "marker": marker}


def price_chart(prices: Iterable[Price]) -> go.Figure:
    """What each minute of waiting costs, by the minute waited from, a line for each level."""
    figure = go.Figure()
    for number, (level, group) in enumerate(groupby(prices, key=lambda price: price.level)):
        rows = list(group)
        figure.add_scatter(
            x=[price.minute for price in rows],
            y=[price.per_minute.mean for price in rows],
            error_y={
                "array": [price.per_minute.high - price.per_minute.mean for price in rows],
                "arrayminus": [price.per_minute.mean - price.per_minute.low for price in rows],
                "thickness": 1,
            },
            name=t("level {level}", level=level),
            mode="lines+markers",
            line=LEVEL_LINES[number],
        )
    return styled(figure, t("Waited from minute"), t("Harm points a minute of delay"))


def level_minute_chart(answer: WhatIf) -> go.Figure:
    """Harm points of each level at each quarter hour, as a heat map with its numbers written in."""
    harm = answer.surface.harm_points.mean(axis=2)
    columns = [minute for minute in answer.surface.minutes if minute % 15 == 0]
    cells = harm[:, columns]
    figure = go.Figure(
        go.Heatmap(
            x=[f"T+{minute}" for minute in columns],
            y=[t("level {level}", level=level) for level in answer.surface.levels],
            z=cells,
            text=[[f"{value:,.0f}" for value in row] for row in cells],
            texttemplate="%{text}",
            colorscale="Oranges",
            showscale=False,
        )
    )
    figure.update_yaxes(autorange="reversed")
    return styled(figure, t("Applied at and held to the end"), "").update_layout(height=280)


def _marked(figure: go.Figure, marks: Iterable[tuple[int, str]]) -> None:
    """Decisions as dotted verticals; those close together share a label, so that it can be read."""
    listed = sorted(marks, key=lambda mark: mark[0])
    for at_ms, _ in listed:
        figure.add_vline(x=at_ms / MINUTE_MS, line={"dash": "dot", "width": 1, "color": "#888888"})
    for at_ms, label in tables.marks_apart(listed):
        figure.add_annotation(
            x=at_ms / MINUTE_MS,
            y=1,
            yref="paper",
            text=label,
            textangle=-90,
            showarrow=False,
            yanchor="top",
            xanchor="right",
        )


def styled(figure: go.Figure, x_title: str, y_title: str) -> go.Figure:
    """The figure with the axes, margins and legend that all of them have."""
    figure.update_layout(
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02},
        xaxis_title=x_title,
        yaxis_title=y_title,
        height=380,
    )
    return figure
