"""Page configuration and navigation: which screens this browser is offered."""

from contextlib import nullcontext
from typing import Literal

import streamlit as st

from engine.errors import StoreUnavailable
from ui import seats, style
from ui.live.turns import turn
from ui.screens import control, evaluate, hotwash, join, library, present, readiness, results, seat, watch
from ui.text import plain
from ui.words import BRAND, t

st.set_page_config(page_title=BRAND, page_icon=":material/timer:", layout="wide")
style.apply()
is_player = seats.seat("participant") is not None
is_playing = is_player and seats.is_playing()
hosts: Literal["visible", "hidden"] = "hidden" if is_playing else "visible"
players: Literal["visible", "hidden"] = "visible" if is_player else "hidden"
is_watcher = any(seats.seat(role) is not None for role in watch.WATCHERS)
watchers: Literal["visible", "hidden"] = "visible" if is_watcher else "hidden"
is_evaluator = any(seats.seat(role) is not None for role in evaluate.EVALUATORS)
evaluators: Literal["visible", "hidden"] = "visible" if is_evaluator else "hidden"
looks_back = any(seats.seat(role) is not None for role in hotwash.ROLES) and not is_playing
lookers: Literal["visible", "hidden"] = "visible" if looks_back else "hidden"


def home() -> None:
    """Where the bare address leads: back to a seat that is in use, or to joining."""
    if is_playing:
        st.session_state.pop("join:done", None)
        st.switch_page(PAGES["seat"])
    join.draw()


PAGES = {
    "home": st.Page(home, title=BRAND, default=True, visibility="hidden"),
    "join": st.Page(join.draw, title=t("Join"), url_path="join"),
    "seat": st.Page(seat.draw, title=t("Your seat"), url_path="seat", visibility=players),
    "control": st.Page(control.draw, title=t("Control room"), url_path="control", visibility=hosts),
    "watch": st.Page(watch.draw, title=t("Watch"), url_path="watch", visibility=watchers),
    "evaluate": st.Page(evaluate.draw, title=t("Evaluate"), url_path="evaluate", visibility=evaluators),
    "present": st.Page(present.draw, title=t("Presenter"), url_path="present", visibility=hosts),
    "hotwash": st.Page(hotwash.draw, title=t("Hot wash"), url_path="hotwash", visibility=lookers),
    "results": st.Page(results.draw, title=t("Results"), url_path="results", visibility=hosts),
    "readiness": st.Page(readiness.draw, title=t("Readiness"), url_path="readiness", visibility=hosts),
    "library": st.Page(library.draw, title=t("Library"), url_path="library", visibility=hosts),
}
st.session_state["pages"] = PAGES
CROWDED = ("", "seat", "present")  # drawn by many at once; results may compute for seconds
chosen = st.navigation(list(PAGES.values()), position="top")
try:
    with turn() if chosen.url_path in CROWDED else nullcontext():
        chosen.run()
except StoreUnavailable as error:
    st.error(plain(t("The exercises can't be read now; nothing you stored is lost. {error}", error=error)))
seats.keep()
