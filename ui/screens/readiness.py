"""Readiness over quarters, and what changed by more than noise."""

from itertools import pairwise

import streamlit as st

from scoring.history import compare, point, quarters, sentence
from ui import charts, door, frames, panels, seats
from ui.text import plain


def draw() -> None:
    """The screen."""
    seats.host_only()
    st.title("Readiness over quarters")
    ended = [item for item in door.session().exercises() if item.state.phase == "ended"]
    if not ended:
        st.info("No exercise has ended yet. Readiness appears here after the first one.")
        return
    points = tuple(
        point(item.exercise_id, item.scenario, item.events, door.rubric_for(item)) for item in reversed(ended)
    )
    means = quarters(points)
    st.plotly_chart(charts.readiness_chart(points, means), key="readiness")
    changes = [sentence(compare(earlier, later, points)) for earlier, later in pairwise(means)]
    for text in reversed(changes):
        st.markdown(plain(text))
    if not changes:
        st.caption("A comparison needs two quarters with scored exercises.")
    st.subheader("By criterion")
    st.plotly_chart(charts.profile_chart(points), key="profile")
    st.subheader("Exercises")
    panels.table(frames.history_rows(points), "None.")
    for item in ended:
        label = f"{item.scenario.name}, {item.events[0].recorded_at:%Y-%m-%d}"
        query = {"exercise": item.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=plain(label), query_params=query)
