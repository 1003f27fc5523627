"""Asking the facilitator, and what was answered."""

import streamlit as st

from engine import commands as c
from engine.log.fact import FACILITATOR
from engine.log.line import dialogue
from engine.scenario.times import offset_label
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room


def draw(room: Room) -> None:
    """A form for a question, then one's own questions with their answers, latest first."""
    st.caption(t("Only the facilitator reads it. It is on record and never scored."))
    with st.form("line"):
        st.text_area(t("Your question to the facilitator"), key="line:text", height=80, max_chars=2000)
        commands.submit(t("Ask"), room.seat, "line", _question, ("line:text",))
    commands.hear("line")
    for said in reversed(dialogue(room.state, room.seat.participant_id)):
        who = t("You") if said.by == room.seat.participant_id else t("Facilitator")
        st.markdown(f"**{who}, {offset_label(said.at_ms)}:** {plain(said.text)}")


def _question() -> c.RecordObservation:
    return c.RecordObservation(text=commands.value("line:text"), to=FACILITATOR)
