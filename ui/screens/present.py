"""The presenter view: what a projector shows; no controls, no spoilers."""

import streamlit as st

from engine.errors import Refused
from engine.events import AppRole
from engine.scenario.times import offset_label
from engine.session import Snapshot
from engine.views import InjectView, injects_for
from ui import door, frames, panels, seats, style
from ui.text import html, line

WATCHERS: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer")


def draw() -> None:
    """The screen."""
    exercise_id = st.query_params.get("exercise", "") or _own()
    if not exercise_id or not _may_watch(exercise_id):
        st.title("Presenter")
        st.info("Open this view with the projector's link: control room, under Links.")
        st.page_link(st.session_state["pages"]["control"], label="To the control room")
        return
    style.project()
    _screen(exercise_id)


def _own() -> str:
    held = [item for item in map(seats.seat, WATCHERS) if item is not None]
    return held[0].exercise_id if held else ""


def _may_watch(exercise_id: str) -> bool:
    try:
        opened = door.session().unlock(exercise_id, st.query_params.get("secret", ""))
    except Refused:
        return False
    return opened is not None or seats.seat_for(exercise_id, *WATCHERS) is not None


@st.fragment(run_every=1.0)
def _screen(exercise_id: str) -> None:
    snapshot = door.glance(exercise_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        panels.clock(snapshot)
        _story(snapshot)
    with right:
        if snapshot.state.phase == "lobby":
            _lobby(snapshot)
        else:
            panels.ai_tiles(snapshot)
            panels.table(frames.room_counts(snapshot.state), "")


def _story(snapshot: Snapshot) -> None:
    shown = injects_for(snapshot.state, None)
    if snapshot.state.phase == "ended":
        st.html('<div class="tplus-big">The exercise has ended. Thank you.</div>')
    elif snapshot.state.phase == "lobby":
        st.header(line(snapshot.scenario.name))
        st.html(f'<div class="tplus-big">{html(snapshot.scenario.background)}</div>')
    elif shown:
        _newest(shown[0])
    else:
        st.html('<div class="tplus-big">Nothing has happened yet.</div>')


def _newest(view: InjectView) -> None:
    event = view.event
    sender = f" · from {event.sender}" if event.sender else ""
    st.header(line(event.title))
    st.html(
        f'<div class="tplus-label">{html(offset_label(event.at_ms) + sender)}</div>'
        f'<div class="tplus-big">{html(event.text.strip())}</div>'
    )
    for item in view.artefacts:
        panels.artefact(item)


def _lobby(snapshot: Snapshot) -> None:
    code = door.session().keys(snapshot.exercise_id).join_code
    here = sum(seat.app_role == "participant" for seat in snapshot.state.participants.values())
    st.html(
        '<div class="tplus-big">Join with the code</div>'
        f'<div class="tplus-code">{html(code)}</div><div class="tplus-big">{here} here</div>'
    )
