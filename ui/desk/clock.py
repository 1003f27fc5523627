"""Running the clock: start, pause, rate, skip, extend and end."""

import streamlit as st

from engine import commands as c
from engine.decide.clock import RATES
from engine.scenario.times import MINUTE_MS, offset_label
from ui import acts
from ui.room import Room

SLOT = "clock"
EXTENSIONS_MIN = (5, 10, 15)


def draw(room: Room) -> None:
    """What the facilitator can do with the clock now."""
    phase = room.state.phase
    if phase == "ended":
        st.success("The exercise has ended.")
        query = {"exercise": room.seat.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label="See the results", query_params=query)
        return
    with st.container(horizontal=True):
        if phase == "lobby":
            _start(room)
        else:
            _run(room)
    acts.hear(SLOT)


def _start(room: Room) -> None:
    acts.press("Start the clock", room.seat, SLOT, lambda: c.StartClock(rate=acts.value("start:rate", 1.0)))
    with st.popover("Rate from the start"):
        st.selectbox("Rate", RATES, index=RATES.index(1.0), format_func=_rate_label, key="start:rate")
        st.caption("At ×2, two minutes of the exercise pass in one minute of the clock on the wall.")


def _run(room: Room) -> None:
    if room.state.phase == "paused":
        acts.press("Resume", room.seat, SLOT, c.ResumeClock)
    else:
        acts.press("Pause", room.seat, SLOT, c.PauseClock)
        with st.popover("Pause with a reason"), st.form("pause", border=False):
            st.text_input("Reason, shown to everyone", key="pause:reason", max_chars=400)
            acts.submit("Pause now", room.seat, SLOT, lambda: c.PauseClock(reason=acts.value("pause:reason")))
    acts.press("Skip to the next inject", room.seat, SLOT, c.SkipTo)
    with st.popover(f"Rate {_rate_label(room.state.anchor.rate)}"), st.form("rate", border=False):
        st.selectbox(
            "Rate", RATES, index=_nearest(room.state.anchor.rate), format_func=_rate_label, key="rate:new"
        )
        acts.submit("Set the rate", room.seat, SLOT, lambda: c.SetRate(rate=acts.value("rate:new", 1.0)))
    with st.popover("Extend"):
        st.caption(f"It ends at {offset_label(room.state.end_ms)} now.")
        for minutes in EXTENSIONS_MIN:
            _extend(room, minutes)
    with st.popover("End"):
        _end(room)


def _extend(room: Room, minutes: int) -> None:
    end_ms = room.state.end_ms + minutes * MINUTE_MS
    later = c.AdjustSchedule(change="end", end_ms=end_ms)
    acts.press(f"{minutes} minutes later", room.seat, SLOT, lambda: later)


def _end(room: Room) -> None:
    st.markdown(
        "**End the exercise for everybody?** The clock stops for good, no inject follows, and participants"
        " see the results. Afterwards only notes and ratings can be added."
    )
    acts.press("End it now", room.seat, SLOT, lambda: c.EndExercise(reason="Ended by the facilitator."))


def _rate_label(rate: float) -> str:
    return f"×{rate:g}"


def _nearest(rate: float) -> int:
    return min(range(len(RATES)), key=lambda place: abs(RATES[place] - rate))
