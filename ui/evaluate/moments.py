"""Observations: one press marks the moment, words come when there is time."""

import streamlit as st

from engine import commands as c
from engine.log.observations import Observation, observations
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from scoring.catalogue import CRITERIA, TITLES
from ui.evaluate import tables
from ui.language.text import plain
from ui.language.words import many, t
from ui.live import bar
from ui.pieces import commands, panels
from ui.server import process

UNTOLD = 8
"""How many marked moments have a form at once, latest first; others follow as these are told."""


def mark(held: Seat) -> None:
    """The button that marks this moment; also by the key M."""
    st.button(
        t("Mark this moment"),
        key="press:moment",
        type="primary",
        width="stretch",
        shortcut="M",
        icon=":material/flag:",
        on_click=commands.give,
        args=(held, "moment", c.RecordObservation),
    )
    commands.hear("moment")


@bar.part("moments", "observation_recorded")
def listed(held: Seat) -> None:
    """One's own observations: those without words as forms, the others as a table."""
    snapshot = process.session().current(held.exercise_id)
    own = observations(snapshot.events, held.participant_id)
    untold = [item for item in reversed(own) if not item.is_told]
    if not own:
        st.caption(t("Mark a moment with one press or the key M; its words can wait."))
    for item in untold[:UNTOLD]:
        with st.container(border=True):
            st.markdown(t("**{time}**: no words yet", time=offset_label(item.at_ms)))
            _form(held, item)
    if len(untold) > UNTOLD:
        more = many(
            "{number} more moment has no words yet.",
            "{number} more moments have no words yet.",
            len(untold) - UNTOLD,
        )
        st.caption(more)
    panels.table(tables.told_rows(own), "")
    told = {item.seq: item for item in own if item.is_told}
    if told:
        with st.expander(t("Correct an observation"), key="moments:correct"):
            _correct(held, told)


def _correct(held: Seat, told: dict[int, Observation]) -> None:
    chosen = st.selectbox(
        t("Observation"),
        list(told),
        format_func=lambda seq: plain(tables.observation_label(told[seq])),
        key="moments:which",
    )
    _form(held, told[chosen or next(iter(told))])
    st.caption(t("What was written before stays in the log."))


def _form(held: Seat, item: Observation) -> None:
    slot = f"tell:{item.seq}"
    titles = {"": t("No criterion"), **TITLES}
    st.session_state.setdefault(f"{slot}:criterion", item.criterion)
    with st.form(slot, border=False):
        st.text_area(
            t("What did you see at {time}?", time=offset_label(item.at_ms)), key=f"{slot}:text", height=80
        )
        st.selectbox(
            t("Criterion"), ["", *CRITERIA], format_func=lambda name: titles[name], key=f"{slot}:criterion"
        )
        commands.submit(t("Save"), held, slot, lambda: _told(slot, item.seq), (f"{slot}:text",))
    commands.hear(slot)


def _told(slot: str, seq: int) -> c.RecordObservation:
    text, criterion = commands.value(f"{slot}:text"), commands.value(f"{slot}:criterion")
    return c.RecordObservation(text=text, criterion=criterion, completes=seq)
