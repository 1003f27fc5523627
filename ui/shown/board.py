"""What a projector shows beside an inject: three signals, the ladder of containment, the room; pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import Any, Literal

from engine.log.events import ContainmentApplied
from engine.log.state import State
from engine.scenario.times import MINUTE_MS, offset_label
from engine.simulation.parameters import AlertLines
from engine.simulation.run.telemetry import Telemetry
from engine.snapshot import Snapshot
from engine.timeline import Timeline
from ui.language.words import t

Mood = Literal["calm", "watch", "alarm"]

BACK_MIN = 30
"""Minutes that a small curve reaches back (assumption: what a room still remembers)."""

NEAR = 0.6
"""Share of an alert line from which on a signal is worth a look (assumption)."""

SERVED_WELL = 0.95
"""Share of customers served in full below which service is worth a look (assumption)."""

LADDER = ((4, "●", t("Shut down")), (3, "◕", t("Fall back")), (2, "◑", t("Degrade")), (1, "◔", t("Restrict")))
"""The levels of containment from the top down, each with a sign that is told apart without its colour."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A figure of monitoring that may stand for harm: what it is called, its value, and its alert line."""

    label: str
    value: Callable[[Telemetry], float]
    line: Callable[[AlertLines], float]
    shown: str = "{:,.0f}"


HARM = (
    Watched(t("Suspected bypasses, 10 min"), lambda s: s.suspected_bypasses, lambda a: a.suspected_bypasses),
    Watched(t("Records flagged"), lambda s: s.records_flagged, lambda a: a.records_flagged),
    Watched(t("Seconds to an answer, p95"), lambda s: s.p95_s, lambda a: a.p95_s, "{:.1f}"),
    Watched(t("Guardrail blocks"), lambda s: s.block_rate, lambda a: a.block_rate, "{:.1%}"),
    Watched(t("Tool calls pending"), lambda s: s.calls_pending or 0, lambda a: a.calls_pending or inf),
)
"""What may stand for harm, by what the incident does; what came nearest to its line is shown."""


def board(snapshot: Snapshot, at_ms: int) -> dict[str, Any] | None:
    """All that stands around the inject; None before the clock has started and after EndEx.

    The same for everybody who watches, and computed once for each step of the AI system.
    """
    state = snapshot.state
    if state.phase not in ("running", "paused"):
        return None
    tick_ms = snapshot.scenario.ai_system.tick_ms
    now_ms = at_ms // tick_ms * tick_ms
    minutes = range(max(0, now_ms // MINUTE_MS - BACK_MIN), now_ms // MINUTE_MS + 1)
    seen = _seen(snapshot.timeline, (*(minute * MINUTE_MS for minute in minutes), now_ms))
    return {
        "title": snapshot.title,
        "declared": _declared(state),
        "ladder": _ladder(state, seen[-1].level),
        "signals": [
            _harm(seen, snapshot.scenario.ai_system.alert_lines),
            _served(seen),
            _queue(seen),
        ],
        "pending": sum(item.status == "pending" for item in state.approvals.values()),
    }


@lru_cache(maxsize=64)
def _seen(timeline: Timeline, moments: tuple[int, ...]) -> tuple[Telemetry, ...]:
    return tuple(map(timeline.telemetry, moments))


def _declared(state: State) -> str:
    if state.declared is None:
        return ""
    declared = state.declared
    return t("{severity} declared {time}", severity=declared.severity, time=offset_label(declared.at_ms))


def _ladder(state: State, level: int) -> list[dict[str, Any]]:
    orders = (event for event in state.actions if isinstance(event, ContainmentApplied))
    since = [offset_label(event.at_ms) for event in orders if event.level == level]
    return [
        {
            "level": step,
            "sign": sign,
            "name": name,
            "is_on": step == level,
            "since": since[-1] if since and step == level else "",
        }
        for step, sign, name in LADDER
    ]


def _harm(seen: tuple[Telemetry, ...], lines: AlertLines) -> dict[str, Any]:
    def nearest(figure: Watched) -> float:
        return max(figure.value(item) / figure.line(lines) for item in seen)

    figure = max(HARM, key=nearest)
    line = figure.line(lines)
    points = [figure.value(item) for item in seen]
    share = points[-1] / line
    mood: Mood = "alarm" if share >= 1.0 else "watch" if share >= NEAR else "calm"
    note = t("alert above {line}", line=figure.shown.format(line))
    return _signal(figure.label, figure.shown.format(points[-1]), note, points, mood) | {"line": line}


def _served(seen: tuple[Telemetry, ...]) -> dict[str, Any]:
    now = seen[-1]
    lost = now.refused_share + now.unserved_share
    mood: Mood = "calm" if now.full_share >= SERVED_WELL else "alarm" if lost > now.full_share else "watch"
    note = t("{short:.0%} short answers, {lost:.0%} none", short=now.degraded_share, lost=lost)
    points = [item.full_share for item in seen]
    return _signal(t("Customers served in full"), f"{now.full_share:.0%}", note, points, mood) | {"most": 1.0}


def _queue(seen: tuple[Telemetry, ...]) -> dict[str, Any]:
    points = [float(item.human_queue) for item in seen]
    mood: Mood = "watch" if points[-1] > 0 else "calm"
    return _signal(t("Waiting for a person"), f"{points[-1]:,.0f}", t("customers in the queue"), points, mood)


def _signal(label: str, value: str, note: str, points: list[float], mood: Mood) -> dict[str, Any]:
    return {
        "label": label,
        "value": value,
        "note": note,
        "points": [round(point, 4) for point in points],
        "mood": mood,
    }


def asked(state: State, inject_id: str, questions: Iterable[Any]) -> list[dict[str, Any]]:
    """Each question of an inject with how many have answered it."""
    return [{"text": item.text, "answered": _count(state, inject_id, item.id)} for item in questions]


def _count(state: State, inject_id: str, question_id: str) -> int:
    said = (item for item in state.answers if (item.inject_id, item.question_id) == (inject_id, question_id))
    return len({item.by for item in said})


def answered(state: State) -> tuple[int, int]:
    """How many have answered the newest inject that everybody got, and how many could."""
    people = {seat.id for seat in state.participants.values() if seat.app_role == "participant"}
    open_to_all = [event for event in state.delivered.values() if not event.to]
    newest = max(open_to_all, key=lambda event: event.seq, default=None)
    if newest is None:
        return 0, len(people)
    return len({item.by for item in state.answers if item.inject_id == newest.inject_id} & people), len(
        people
    )
