"""What one seat is told of its exercise: the clock, the newest inject it may read, and counts; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.log.events import ScheduleAdjusted
from engine.log.fact import AppRole
from engine.log.shown import ShownExhibit
from engine.log.state import State
from engine.scenario.times import offset_label
from engine.snapshot import Snapshot
from engine.views import InjectView, clock_view, injects_for, may_see_schedule, pause_reason
from ui.language.text import name_of
from ui.shown import exhibits, tables

LEAST_PACE_MS = 1_000
MOST_PACE_MS = 15_000
PACE_EACH_MS = 40
"""A redraw costs the server some milliseconds, so the more people watch, the wider redraws are spread."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is told: a participant of any role, or the projector, which is nobody."""

    exercise_id: str
    participant_id: str | None = None


@dataclass(frozen=True, slots=True)
class Typist:
    """Somebody who is typing an answer."""

    question_id: str
    participant_id: str


Audience = tuple[AppRole | None, tuple[str, ...]]
"""All that decides what a seat may know: its application role and the roles it holds."""


def audience(state: State, viewer: Viewer) -> Audience:
    """Seats with the same audience are told the same."""
    seat = state.participants.get(viewer.participant_id or "")
    return (None, ()) if seat is None else (seat.app_role, tuple(sorted(seat.roles)))


def epoch_ms(moment: datetime) -> float:
    """A moment as browsers count it, in milliseconds, with their fractions."""
    return round(moment.timestamp() * 1000.0, 3)


def pace_ms(watching: int) -> int:
    """How far apart the redraws of one browser are kept, by how many browsers watch the exercise."""
    return min(MOST_PACE_MS, max(LEAST_PACE_MS, PACE_EACH_MS * watching))


def message(
    snapshot: Snapshot,
    viewer: Viewer,
    now: datetime,
    *,
    watching: int = 0,
    typists: Sequence[Typist] = (),
    names: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """All that this seat's bar shows, complete by itself."""
    at_ms = snapshot.at_ms(now)
    seen = injects_for(snapshot.state, viewer.participant_id)
    return {
        "version": snapshot.state.seq,
        "loud": _loud(snapshot, viewer),
        "tick": tick_at(snapshot, at_ms),
        "now_ms": epoch_ms(now),
        "pace_ms": pace_ms(watching),
        "clock": _clock(snapshot, viewer, at_ms),
        "inject": _inject(seen[0], viewer) if seen else None,
        "counts": tables.room_counts(snapshot.state),
        "signals": _signals(snapshot, at_ms),
        "typing": _typing(seen, typists, names or {}),
    }


def warned(snapshot: Snapshot, viewer: Viewer, warnings: Sequence[str]) -> dict[str, Any]:
    """What is added to a message for those who run or rate the exercise: what is wrong with it."""
    is_told = may_see_schedule(snapshot.state, viewer.participant_id)
    return {"warnings": list(warnings) if is_told else []}


def _signals(snapshot: Snapshot, at_ms: int) -> dict[str, Any] | None:
    """The AI system's public signals at this moment; the same for everybody."""
    if snapshot.state.phase == "lobby":
        return None
    return tables.signals(snapshot.timeline.telemetry(at_ms))


def tick_at(snapshot: Snapshot, at_ms: int) -> int:
    """The number of the AI system's last tick at an exercise time."""
    return at_ms // snapshot.scenario.ai_system.tick_ms


def _loud(snapshot: Snapshot, viewer: Viewer) -> int:
    """The number of the last event that this seat's screen has to follow soon; plans are not its business."""
    if may_see_schedule(snapshot.state, viewer.participant_id):
        return tables.version(snapshot.events)
    return tables.version(event for event in snapshot.events if not isinstance(event, ScheduleAdjusted))


def _clock(snapshot: Snapshot, viewer: Viewer, at_ms: int) -> dict[str, Any]:
    """Where exercise time stands and how it runs, so that a browser can tick by itself."""
    state, anchor = snapshot.state, snapshot.state.anchor
    view = clock_view(snapshot.scenario, state, at_ms, participant_id=viewer.participant_id)
    due = {"next_due_ms": view.next_due_ms} if view.knows_schedule else {}
    return {
        "phase": state.phase,
        "at_ms": anchor.at_ms,
        "recorded_ms": epoch_ms(anchor.recorded_at),
        "rate": anchor.rate,
        "is_running": anchor.is_running,
        "least_ms": state.at_ms,
        "end_ms": state.end_ms,
        "most_ms": max(state.end_ms, anchor.at_ms),
        "reason": pause_reason(state, snapshot.events),
        **due,
    }


def _inject(view: InjectView, viewer: Viewer) -> dict[str, Any]:
    """A delivered inject; with its exhibits for the projector, whose bar shows everything."""
    event = view.event
    told: dict[str, Any] = {
        "seq": event.seq,
        "at": offset_label(event.at_ms),
        "title": event.title,
        "text": event.text.strip(),
        "sender": event.sender,
    }
    if viewer.participant_id is not None:
        return told
    return told | {"exhibits": [_exhibit(item, viewer.exercise_id) for item in view.exhibits]}


def _exhibit(item: ShownExhibit, exercise_id: str) -> str:
    """An exhibit as HTML with its texts escaped."""
    source = exhibits.address(exercise_id, "projector", item.path) if item.path else ""
    return exhibits.markup(item, source)


def _typing(
    seen: Sequence[InjectView], typists: Sequence[Typist], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Who types an answer to a question that this seat is asked too."""
    asked = {question.id for view in seen for question in view.questions if question.is_mine}
    return [
        {"question": item.question_id, "by": item.participant_id, "name": name_of(names, item.participant_id)}
        for item in typists
        if item.question_id in asked
    ]
