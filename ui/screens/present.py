"""The presenter view: what a projector shows; no controls, no spoilers."""

import streamlit as st

from engine.errors import Refused
from engine.scenario.times import offset_label
from engine.views import injects_for
from ui import door, panels, seats, style
from ui.text import plain


def draw() -> None:
    """The screen."""
    style.apply(is_projector=True)
    exercise_id = st.query_params.get("exercise", "")
    if not exercise_id:
        held = seats.seat("facilitator") or seats.seat("observer")
        exercise_id = held.exercise_id if held else ""
    if not exercise_id or not _may_watch(exercise_id):
        st.title("Presenter")
        st.info("Open this view with the presenter link from the control room, under Links.")
        return
    _screen(exercise_id)


def _may_watch(exercise_id: str) -> bool:
    try:
        opened = door.session().unlock(exercise_id, st.query_params.get("secret", ""))
    except Refused:
        return False
    held = seats.seat_for(exercise_id, "facilitator", "evaluator", "observer")
    return opened is not None or held is not None


@st.fragment(run_every=1.0)
def _screen(exercise_id: str) -> None:
    snapshot = door.session().current(exercise_id)
    left, right = st.columns([3, 2], gap="large")
    with left:
        panels.clock(snapshot)
        shown = injects_for(snapshot.state, None)
        if snapshot.state.phase == "lobby":
            keys = door.session().keys(exercise_id)
            st.header(plain(snapshot.scenario.name))
            st.html('<div class="tplus-big">Join with the code</div>')
            st.html(f'<div class="tplus-code">{keys.join_code}</div>')
        elif shown:
            event = shown[0].event
            st.header(plain(event.title))
            st.caption(offset_label(event.at_ms))
            st.markdown(f"### {plain(event.text)}")
            for item in shown[0].artefacts:
                panels.artefact(item)
    with right:
        panels.ai_tiles(snapshot)
        state = snapshot.state
        pending = [item for item in state.approvals.values() if item.status == "pending"]
        people = sum(seat.app_role == "participant" for seat in state.participants.values())
        rows = [
            ("Participants", people),
            ("Answers so far", len(state.answers)),
            ("Incident declared", "yes" if state.declared else "not yet"),
            ("Approvals pending", len(pending)),
        ]
        panels.table([{"": label, " ": value} for label, value in rows], "")
