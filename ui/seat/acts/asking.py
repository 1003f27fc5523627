"""Asking the facilitator, and what was answered."""

import streamlit as st

from engine import commands as c
from engine.line import dialogue
from engine.log.fact import FACILITATOR
from engine.scenario.times import offset_label
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room


def draw(room: Room) -> None:
    """A form for a question, then one's own questions with their answers, latest first."""
    st.caption(t("Only the facilitator reads it. It is on record and never scored."))
    with st.form("ask"):
        st.text_area(t("Your question to the facilitator"), key="ask:text", height=80, max_chars=2000)
        commands.submit(t("Ask"), room.seat, "ask", _question, ("ask:text",))
    commands.hear("ask")
    for said in reversed(dialogue(room.state, room.seat.participant_id)):
        who = t("You") if said.by == room.seat.participant_id else t("Facilitator")
        st.markdown(f"**{who}, {offset_label(said.at_ms)}:** {plain(said.text)}")


def _question() -> c.RecordObservation:
    return c.RecordObservation(text=commands.value("ask:text"), to=FACILITATOR)
