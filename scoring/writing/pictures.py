"""Charts of a report as PNG pictures, drawn without a screen and the same bytes every time."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

import matplotlib as mpl
import segno
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from scoring.finding import HSEEP
from scoring.writing.document import Chart, Courses, Curve, Scores

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
"""Where DejaVu lies: the fonts travel with matplotlib, so no font of the system is needed."""

DPI = 160
NEAR = 0.025
"""Share of the time axis within which two numbers would cover each other."""
INK, FAINT, ACCENT, MISSING = "#1c2733", "#5b6875", "#0b6e99", "#d5dce3"
LOOK: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,
}

_drawing = Lock()
"""matplotlib's settings belong to the process, so one picture is drawn at a time."""


def picture(chart: Chart) -> bytes:
    """The chart as PNG."""
    return _drawn(chart.drawn)


def qr(address: str) -> bytes:
    """An address as a QR code, as PNG with the quiet zone that readers need."""
    target = BytesIO()
    segno.make(address, error="m", micro=False).save(target, kind="png", scale=10, border=4)
    return target.getvalue()


@lru_cache(maxsize=16)
def _drawn(drawn: Scores | Courses) -> bytes:
    with _drawing, mpl.rc_context(LOOK):  # type: ignore[arg-type]  # plain names, no literals
        figure = _scores(drawn) if isinstance(drawn, Scores) else _courses(drawn)
        FigureCanvasAgg(figure)
        target = BytesIO()
        figure.savefig(target, format="png", dpi=DPI, metadata={"Software": None})
    return target.getvalue()


def _scores(drawn: Scores) -> Figure:
    figure = Figure(figsize=(7.0, 2.6), layout="constrained")
    axes = figure.subplots()
    labels = [bar.label for bar in drawn.bars]
    values = [bar.value or 0 for bar in drawn.bars]
    hatches = ["" if bar.note == "measured" else "//" for bar in drawn.bars]
    axes.barh(labels, values, color=ACCENT, height=0.62, hatch=hatches, edgecolor="white")
    for row, bar in enumerate(drawn.bars):
        said = f"{bar.value} ({HSEEP[bar.value]}), {bar.note}" if bar.value else "not scored"
        axes.text((bar.value or 0) + 0.06, row, said, va="center")
    axes.invert_yaxis()
    axes.set_xlim(0, 6.4)
    axes.set_xticks(range(1, 6))
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=MISSING, linewidth=0.6)
    axes.set_axisbelow(True)
    return figure


def _courses(drawn: Courses) -> Figure:
    figure = Figure(figsize=(7.0, 4.6), layout="constrained")
    harm, served = figure.subplots(2, 1, sharex=True, height_ratios=(2.2, 1.0))
    for curve in drawn.curves:
        _course(harm, served, curve)
    for minute, _ in drawn.marks:
        for axes in (harm, served):
            axes.axvline(minute, color=FAINT, linewidth=0.7, linestyle=":")
    for minute, said in _numbers(drawn):
        harm.annotate(
            said,
            (minute, 1.0),
            (0, 2),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            fontsize=7,
            color=FAINT,
        )
    harm.set_ylabel("Harm points so far")
    harm.set_ylim(bottom=0)
    harm.legend(loc="upper left", frameon=False)
    served.set_ylabel("Served")
    served.set_ylim(0, 1.05)
    served.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    served.set_xlabel("Exercise minutes")
    served.set_xlim(left=0)
    return figure


def _numbers(drawn: Courses) -> list[tuple[float, str]]:
    """The number of each decision above its line; of several that would cover each other, first and last."""
    apart = NEAR * max(1, max((len(curve.mean) for curve in drawn.curves), default=1))
    groups: list[list[tuple[float, int]]] = []
    for number, (minute, _) in enumerate(drawn.marks, start=1):
        if groups and minute - groups[-1][-1][0] < apart:
            groups[-1].append((minute, number))
        else:
            groups.append([(minute, number)])
    return [
        (
            sum(minute for minute, _ in group) / len(group),
            "–".join(dict.fromkeys((str(group[0][1]), str(group[-1][1])))),
        )
        for group in groups
    ]


def _course(harm: Axes, served: Axes, curve: Curve) -> None:
    minutes = range(len(curve.mean))
    harm.fill_between(minutes, curve.low, curve.high, color=curve.colour, alpha=0.16, linewidth=0)
    for axes, values in ((harm, curve.mean), (served, curve.served)):
        axes.plot(minutes, values, color=curve.colour, linestyle=curve.dash, linewidth=2, label=curve.name)
