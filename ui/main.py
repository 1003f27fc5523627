"""Page configuration and navigation: which screens this browser is offered."""

import streamlit as st

from ui import seats, style
from ui.screens import control, join, library, present, readiness, results, seat

st.set_page_config(page_title="Tplus", page_icon=":material/timer:", layout="wide")
style.apply()
PAGES = {
    "join": st.Page(join.draw, title="Join", url_path="join", default=True, icon=":material/login:"),
    "seat": st.Page(seat.draw, title="Your seat", url_path="seat", icon=":material/person:"),
    "control": st.Page(control.draw, title="Control room", url_path="control", icon=":material/tune:"),
    "present": st.Page(present.draw, title="Presenter", url_path="present", icon=":material/present_to_all:"),
    "results": st.Page(results.draw, title="Results", url_path="results", icon=":material/fact_check:"),
    "readiness": st.Page(
        readiness.draw, title="Readiness", url_path="readiness", icon=":material/trending_up:"
    ),
    "library": st.Page(library.draw, title="Library", url_path="library", icon=":material/menu_book:"),
}
st.session_state["pages"] = PAGES
chosen = st.navigation(list(PAGES.values()), position="top")
seats.keep()
chosen.run()
