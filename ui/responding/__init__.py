"""What a participant can do, grouped as a responder thinks."""

from collections.abc import Callable

import streamlit as st

from engine.identity import Seat
from engine.views import approvals_for
from ui.responding import approving, communicating, containing, declaring, preserving, recovering, searching
from ui.room import Room, room_of

_GROUPS: tuple[tuple[str, Callable[[Room], None]], ...] = (
    ("Declare", declaring.declare),
    ("Escalate", declaring.escalate),
    ("Search the log", searching.draw),
    ("Contain", containing.draw),
    ("Approvals", approving.draw),
    ("Preserve", preserving.draw),
    ("Communicate", communicating.draw),
    ("Recover", recovering.draw),
)


def actions(room: Room) -> None:
    """Every group of actions; a press redraws its own group alone."""
    waiting = len(approvals_for(room.scenario, room.state, room.seat.participant_id))
    if waiting:
        st.warning(f"{waiting} waiting for your decision: see Approvals.")
    tabs = st.tabs([title for title, _ in _GROUPS])
    for number, tab in enumerate(tabs):
        with tab:
            _group(number, room.seat)


@st.fragment
def _group(number: int, seat: Seat) -> None:
    _GROUPS[number][1](room_of(seat))
