"""The evaluator's room: moments, blind ratings, answers and agreement."""

import streamlit as st

from engine.log.fact import AppRole
from engine.seats.identity import Seat
from ui.evaluate import agreeing, answering, moments, rating
from ui.language.terms import term
from ui.language.text import line, name_of, plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import panels
from ui.pieces.room import Room, room_of
from ui.server import process
from ui.server.entry import seats

EVALUATORS: tuple[AppRole, ...] = ("evaluator", "facilitator")
"""Whose seat may evaluate."""

TABS = (t("Observe"), t("Rate"), t("Answers"), t("Agreement"))
WHOLE = frozenset({"clock_started", "exercise_ended"})
"""Kinds of event after which the screen is another one."""


def draw() -> None:
    """The screen."""
    held = seats.asked_for(st.query_params.get("exercise", ""), *EVALUATORS)
    if held is None:
        st.title(t("Evaluate"))
        st.info(t("Evaluators observe and rate here. Open the link the facilitator sent you."))
        st.page_link(
            st.session_state["pages"]["join"], label=t("Enter with a secret"), icon=":material/login:"
        )
        return
    room = room_of(held)
    st.title(line(room.snapshot.title))
    st.caption(plain(f"{name_of(room.names, held.participant_id)} · {term(held.app_role)}"))
    bar.draw(held.exercise_id, held, whole=WHOLE)
    _ways_on(room)
    observe, rate, answers, agree = st.tabs(TABS, key="evaluate")
    with observe:
        _observe(room)
    with rate:
        rating.draw(held)
    with answers:
        answering.draw(held)
    with agree:
        agreeing.draw(room)


def _ways_on(room: Room) -> None:
    pages, query = st.session_state["pages"], {"exercise": room.seat.exercise_id}
    with st.container(horizontal=True):
        if room.seat.app_role == "evaluator":
            st.page_link(pages["watch"], label=t("Injects and answers as they come"), query_params=query)
        st.page_link(pages["results"], label=t("The scores so far"), query_params=query)
        seats.leave_button(room.seat)


def _observe(room: Room) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        if room.state.phase != "lobby":
            moments.mark(room.seat)
        moments.listed(room.seat)
    with right:
        st.subheader(t("AI system"))
        _signals(room.seat)
        st.subheader(t("Situation log"))
        _log(room.seat)


@bar.part("evaluate:signals")
def _signals(held: Seat) -> None:
    panels.ai_tiles(process.glance(held.exercise_id))


@bar.part("evaluate:log")
def _log(held: Seat) -> None:
    panels.log_table(process.glance(held.exercise_id))
