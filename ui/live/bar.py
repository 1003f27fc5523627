"""The live bar: a clock that ticks in the browser, and redraws of what else has changed."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Literal, ParamSpec

import streamlit as st
from streamlit.errors import StreamlitAPIException

from engine.identity import Seat
from ui import door, frames
from ui.live.snapshot import Viewer, message
from ui.live.visitors import PROJECTOR

P = ParamSpec("P")
Show = Literal["seat", "desk", "projector"]
"""What the bar shows beside the clock: a new inject until the screen has it; nothing; everything."""

ASSETS = Path(__file__).parent / "assets"
KEY = "live"
PARTS = "live:parts"

_component = st.components.v2.component(
    "tplus_live_bar",
    html=(ASSETS / "bar.html").read_text(encoding="utf-8"),
    css=(ASSETS / "bar.css").read_text(encoding="utf-8"),
    js=(ASSETS / "bar.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def part(key: str) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """A piece of a screen below the bar that is drawn again, alone, when the bar hears of a change."""

    def fragment_of(draw: Callable[P, None]) -> Callable[P, None]:
        fragment = st.fragment(draw, key=key)

        @wraps(draw)
        def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
            st.session_state.setdefault(PARTS, {})[key] = True
            fragment(*args, **kwargs)

        return drawn

    return fragment_of


def draw(exercise_id: str, seat: Seat | None, *, show: Show = "seat", secret: str = "") -> None:
    """The bar, above everything else of a screen; nobody's seat is the projector."""
    snapshot = door.glance(exercise_id)
    st.session_state[PARTS] = {}
    st.session_state[f"drawn:{exercise_id}"] = frames.version(snapshot.events)
    _bar(exercise_id, seat, show, secret)


@st.fragment(key=KEY)
def _bar(exercise_id: str, seat: Seat | None, show: Show, secret: str) -> None:
    viewer = Viewer(exercise_id, seat.participant_id if seat else None)
    feed = door.feed()
    watching = feed.hub.size(exercise_id)
    snapshot = door.glance(exercise_id)
    given = {
        "exercise": exercise_id,
        "as": seat.app_role if seat else PROJECTOR,
        "secret": secret,
        "show": show,
        "drawn": st.session_state.get(f"drawn:{exercise_id}", 0),
        "message": message(snapshot, viewer, door.session().clock(), watching=watching),
    }
    _mount(f"{KEY}:{exercise_id}:{given['as']}", given, exercise_id)


def _mount(key: str, given: dict[str, object], exercise_id: str) -> None:
    _component(
        key=key,
        data=given,
        on_changed_change=lambda: _redraw(exercise_id),
        on_polled_change=lambda: _redraw(exercise_id, KEY),
    )


def _redraw(exercise_id: str, *also: str) -> None:
    """Draw the whole screen again where people type into what has changed; else what only shows."""
    if st.session_state.get(f"drawn:{exercise_id}") != frames.version(door.glance(exercise_id).events):
        st.rerun()
    parts = [*also, *st.session_state.get(PARTS, {})]
    if not parts:
        return
    try:
        st.rerun(parts)
    except StreamlitAPIException:  # a part went away with the part around it
        st.rerun()
