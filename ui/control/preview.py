"""What a role sees at this moment, read-only."""

import streamlit as st

from engine.seats.identity import Seat
from engine.views import as_role, briefing_for, injects_for
from ui.language.text import line, plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import panels
from ui.server import process


@bar.part("desk:preview", "inject_delivered")
def draw(seat: Seat) -> None:
    """A role to look over the shoulder of, and its injects."""
    snapshot = process.glance(seat.exercise_id)
    st.selectbox(t("Role"), snapshot.scenario.role_names(), key="preview:role")
    state, seat_id = as_role(snapshot.state, st.session_state.get("preview:role", ""), seat.participant_id)
    for role, text in briefing_for(snapshot.scenario, state, seat_id):
        with st.expander(t("Briefing: {role}", role=line(role)), key=f"preview:briefing:{role}"):
            panels.prose(text)
    views = injects_for(state, seat_id)
    if not views:
        st.caption(t("No inject has reached this role yet."))
    for view in views:
        st.markdown(f"**{line(view.event.title)}**")
        panels.inject(view, seat)
        for question in view.questions:
            if question.is_mine:
                st.caption(plain(t("Asked: {text}", text=question.text)))
