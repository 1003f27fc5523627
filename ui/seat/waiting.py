"""While the room gathers: one press that shows the facilitator that this device works."""

import streamlit as st

from engine import commands as c
from ui.language.words import t
from ui.pieces import commands
from ui.pieces.room import Room


def draw(room: Room) -> None:
    """A button until it was pressed, then a word that it arrived."""
    seat = room.state.participants.get(room.seat.participant_id)
    if seat is None or seat.app_role != "participant":
        return
    if seat.is_ready:
        st.caption(t(":material/check: The facilitator sees that this device works."))
        return
    commands.press(
        t("This device works"),
        room.seat,
        "ready",
        lambda: c.JoinExercise(participant_id=seat.id, roles=seat.roles, is_ready=True),
        type="primary",
    )
    st.caption(t("Press it: it tells the facilitator that your answers will arrive."))
    commands.hear("ready")
