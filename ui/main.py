"""Page configuration and navigation: which screens this browser is offered."""

from contextlib import nullcontext
from typing import Literal

import streamlit as st

from engine.errors import ScenarioInvalid, StoreUnavailable
from ui.control import screen as control
from ui.data import screen as data
from ui.evaluate import screen as evaluate
from ui.hotwash import screen as hotwash
from ui.join import screen as join
from ui.language.text import plain
from ui.language.words import BRAND, t
from ui.library import screen as library
from ui.look import style
from ui.present import screen as present
from ui.readiness import screen as readiness
from ui.results import screen as results
from ui.seat import screen as seat
from ui.server.entry import seats
from ui.server.redraws import turn
from ui.watch import screen as watch

st.set_page_config(page_title=BRAND, page_icon=str(style.ICON), layout="wide")
style.apply()


def _unreadable(error: StoreUnavailable) -> None:
    said = t("The exercises can't be read now; nothing you stored is lost. {error}", error=error)
    st.error(plain(said))


def _where(is_offered: bool) -> Literal["visible", "hidden"]:
    return "visible" if is_offered else "hidden"


try:
    held = {role for role in seats.APP_ROLES if seats.seat(role) is not None}
    is_playing = "participant" in held and seats.is_playing()
except StoreUnavailable as error:
    _unreadable(error)
    st.stop()
hosts = _where(not is_playing)
players = _where("participant" in held)
watchers = _where(not held.isdisjoint(watch.WATCHERS))
evaluators = _where(not held.isdisjoint(evaluate.EVALUATORS))
lookers = _where(not is_playing and not held.isdisjoint(hotwash.ROLES))


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
    "data": st.Page(data.draw, title=t("Data"), url_path="data", visibility=hosts),
}
st.session_state["pages"] = PAGES
CROWDED = ("", "seat", "present")  # drawn by many at once; results may compute for seconds
chosen = st.navigation(list(PAGES.values()), position="top")
try:
    with turn() if chosen.url_path in CROWDED else nullcontext():
        chosen.run()
except StoreUnavailable as error:
    _unreadable(error)
except ScenarioInvalid as error:
    st.error(
        plain(t("Files that Tplus was shipped with can't be used; install it anew. {error}", error=error))
    )
seats.keep()
