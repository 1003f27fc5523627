"""Page configuration and navigation: which screens this browser is offered."""

from contextlib import nullcontext
from typing import Literal

import streamlit as st

from ui import seats, style
from ui.live.turns import turn
from ui.screens import control, join, library, present, readiness, results, seat

st.set_page_config(page_title="Tplus", page_icon=":material/timer:", layout="wide")
style.apply()
is_player = seats.seat("participant") is not None
is_playing = is_player and seats.is_playing()
hosts: Literal["visible", "hidden"] = "hidden" if is_playing else "visible"
players: Literal["visible", "hidden"] = "visible" if is_player else "hidden"


def home() -> None:
    """Where the bare address leads: back to a seat that is in use, or to joining."""
    seat.draw() if is_playing else join.draw()


PAGES = {
    "home": st.Page(home, title="Tplus", default=True, visibility="hidden"),
    "join": st.Page(join.draw, title="Join", url_path="join"),
    "seat": st.Page(seat.draw, title="Your seat", url_path="seat", visibility=players),
    "control": st.Page(control.draw, title="Control room", url_path="control", visibility=hosts),
    "present": st.Page(present.draw, title="Presenter", url_path="present", visibility=hosts),
    "results": st.Page(results.draw, title="Results", url_path="results", visibility=hosts),
    "readiness": st.Page(readiness.draw, title="Readiness", url_path="readiness", visibility=hosts),
    "library": st.Page(library.draw, title="Library", url_path="library", visibility=hosts),
}
st.session_state["pages"] = PAGES
CROWDED = ("", "seat", "present")  # drawn by many at once; results may compute for seconds
chosen = st.navigation(list(PAGES.values()), position="top")
with turn() if chosen.url_path in CROWDED else nullcontext():
    chosen.run()
seats.keep()
