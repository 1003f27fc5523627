"""Pieces that several screens draw."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from engine import ai_system
from engine.scenario.times import offset_label
from engine.session import Snapshot
from engine.simulation.telemetry import Telemetry
from engine.views import InjectView, clock_view, situation_log
from ui import door, frames
from ui.text import html, plain

CHANNEL = {
    "post": "Social post",
    "mail": "E-mail",
    "log": "Log extract",
    "chat": "Chat",
    "dashboard": "Dashboard",
    "ticket": "Ticket",
    "image": "Picture",
    "text": "Document",
}
_NARROW = frozenset(
    {"Event", "Time", "Due", "Delivered", "Late", "Quarter", "Held", "Reference", "Readiness", "Checked"}
)
"""Columns whose values must not be broken over lines."""
_FREE = frozenset({"Answer", "Text", "What", "Who", "Name", "Reason", "Question", "Why", "From", "Asked by"})
"""Columns of people's own words, which may be broken anywhere."""


def clock(snapshot: Snapshot) -> None:
    """The exercise clock, with what comes next below it."""
    face, below = frames.clock_face(clock_view(snapshot.scenario, snapshot.state, door.now_ms(snapshot)))
    st.html(
        f'<div class="tplus-clock tplus-{snapshot.state.phase}" role="timer">{html(face)}</div>'
        f'<div class="tplus-below">{html(below)}</div>'
    )


def observed(snapshot: Snapshot) -> Telemetry:
    """What monitoring shows now."""
    return ai_system.telemetry(
        snapshot.scenario,
        seed=snapshot.state.seed,
        decisions=snapshot.state.decisions,
        at_ms=door.now_ms(snapshot),
    )


def ai_tiles(snapshot: Snapshot) -> None:
    """The AI system's public signals, alerts first."""
    if snapshot.state.phase == "lobby":
        st.caption("The AI system's signals appear when the clock starts.")
        return
    tiles_of(observed(snapshot))


def tiles_of(seen: Telemetry) -> None:
    """What monitoring shows or showed, alerts first."""
    alerts = "".join(f"<div><b>Alert:</b> {html(text)}</div>" for text in seen.alerts)
    cells = "".join(
        f'<div class="tplus-tile" title="{html(tip)}"><b>{html(shown)}</b><span>{html(label)}</span></div>'
        for label, shown, tip in frames.tiles(seen)
    )
    st.html(
        (f'<div class="tplus-alerts" role="status">{alerts}</div>' if alerts else "")
        + f'<div class="tplus-tiles">{cells}</div>'
    )


def prose(text: str) -> None:
    """A longer text of people or of the scenario, with its own line breaks."""
    st.html(f'<div class="tplus-prose">{html(text.strip())}</div>')


def inject(view: InjectView) -> None:
    """A delivered inject with its artefacts, as it reached the room."""
    event = view.event
    sender = f" · from {event.sender}" if event.sender else ""
    to = f" · to {', '.join(event.to)}" if event.to else ""
    st.caption(plain(f"{offset_label(event.at_ms)} · {event.delivery}{sender}{to}"))
    prose(event.text)
    for item in view.artefacts:
        artefact(item)


def artefact(item: Mapping[str, Any]) -> None:
    """One artefact, looking like what it is."""
    kind = str(item.get("kind", "text"))
    channel = html(CHANNEL.get(kind, kind))
    head = " · ".join(html(str(item[name])) for name in ("author", "title", "reach") if item.get(name))
    body = html(str(item.get("text") or item.get("alt", "")).strip())
    st.html(
        f'<figure class="tplus-artefact tplus-{html(kind)}"><figcaption><b>{channel}</b>'
        f"{' · ' + head if head else ''}</figcaption><div>{body}</div></figure>"
    )


def log_table(snapshot: Snapshot, rows: int = 25) -> None:
    """The shared situation log, latest first."""
    lines = situation_log(snapshot.scenario, snapshot.events)
    table(frames.log_rows(lines[:rows], door.names(snapshot.exercise_id)), "Nothing has happened yet.")
    if len(lines) > rows:
        st.caption(f"The latest {rows} of {len(lines)}.")


def table(rows: Sequence[Mapping[str, object]], empty: str, *, anchors: bool = False) -> None:
    """Rows as a table that stacks on a phone; a sentence where there are none.

    With `anchors`, the row of event 12 can be jumped to as ``#event-12``.
    """
    if not rows:
        if empty:
            st.caption(empty)
        return
    head = "".join(f"<th scope='col'>{html(str(name))}</th>" for name in rows[0])
    body = "".join(_row(row, anchors) for row in rows)
    st.html(
        f'<div class="tplus-scroll"><table class="tplus-table"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(row: Mapping[str, object], anchors: bool) -> str:
    anchor = f" id='event-{row['Event']}'" if anchors else ""
    return f"<tr{anchor}>{''.join(_cell(name, value) for name, value in row.items())}</tr>"


def _cell(name: str, value: object) -> str:
    kind = " class='tplus-narrow'" if name in _NARROW else " class='tplus-free'" if name in _FREE else ""
    return f"<td{kind} data-label='{html(name)}'>{html('' if value is None else str(value))}</td>"


def drawn(snapshot: Snapshot, version: int) -> None:
    """Remember what the screen was drawn from, before its ticking parts look for changes."""
    st.session_state[f"drawn:{snapshot.exercise_id}"] = version


def redraw_on_change(snapshot: Snapshot, version: int) -> None:
    """Draw the whole screen again, once, when the exercise has moved on from what was drawn."""
    name = f"drawn:{snapshot.exercise_id}"
    if st.session_state.get(name) != version:
        st.session_state[name] = version
        st.rerun()
