"""What an exercise left behind: evidence, messages, answers and the timeline."""

import streamlit as st

from engine.evidence import fates, register
from engine.log.describe import Line
from engine.snapshot import Snapshot
from engine.views import timeline
from ui.language.words import many, t
from ui.pieces import panels
from ui.server import process
from ui.shown import result_tables


def registers(snapshot: Snapshot) -> None:
    """Evidence, messages and answers."""
    names = process.names(snapshot.exercise_id)
    state = snapshot.state
    st.subheader(t("Evidence"))
    found = fates(state, snapshot.scenario)
    panels.table(result_tables.fate_rows(state, found, names), t("The checklist is empty."))
    with st.expander(t("Chain of custody"), key="custody"):
        copies = register(state, snapshot.scenario)
        panels.table(result_tables.custody_rows(copies, names), t("No copy is held."))
    with st.expander(t("Everything preserved or assigned"), key="preserved"):
        rows = result_tables.evidence_rows(snapshot.scenario, state, names)
        panels.table(rows, t("Nothing was preserved."))
    st.subheader(t("Messages as sent"))
    panels.table(result_tables.message_rows(snapshot.state, names), t("No message was sent."))
    st.subheader(t("Answers"))
    panels.table(result_tables.answer_rows(snapshot.state, names), t("Nobody answered a question."))


def told(snapshot: Snapshot, viewer: str | None) -> tuple[Line, ...]:
    """The log in order, as far as this person may know it."""
    return timeline(snapshot.scenario, snapshot.state, snapshot.events, viewer)


def timeline_of(snapshot: Snapshot, viewer: str | None) -> None:
    """The log in order, with a filter."""
    lines = told(snapshot, viewer)
    left, right = st.columns(2)
    shown = left.multiselect(
        t("Kinds of event"), result_tables.kinds(lines), key="timeline:kinds", placeholder=t("All kinds")
    )
    words = right.text_input(t("Words in it"), key="timeline:words")
    found = result_tables.filtered(lines, shown, words)
    if len(found) < len(lines):
        st.caption(
            many("{found} of {number} event.", "{found} of {number} events.", len(lines), found=len(found))
        )
    rows = result_tables.timeline_rows(found, process.names(snapshot.exercise_id))
    panels.table(rows, t("No event fits the filter."))
