"""Observations tied to a moment, and the log."""

import streamlit as st

from engine import commands as c
from engine.seats.identity import Seat
from engine.views import timeline
from scoring.catalogue import CRITERIA, TITLES
from ui.control import questions
from ui.language.words import t
from ui.live import bar
from ui.pieces import commands, panels
from ui.pieces.room import Room, room_of
from ui.server import process
from ui.shown import tables


def draw(room: Room) -> None:
    """A form for an observation, the line to participants, then everything that happened."""
    with st.form("note"):
        st.text_area(t("Observation"), key="note:text", height=80)
        titles = {"": t("No criterion"), **TITLES}
        st.selectbox(
            t("Criterion"), ["", *CRITERIA], format_func=lambda item: titles[item], key="note:criterion"
        )
        commands.submit(t("Note it"), room.seat, "note", _note, ("note:text",))
    commands.hear("note")
    if room.seat.app_role == "facilitator":
        _line(room.seat)
    _log(room.seat)


@bar.part("desk:said", "observation_recorded")
def _line(seat: Seat) -> None:
    with st.expander(t("Hints and questions"), key="notes:line"):
        questions.draw(room_of(seat))


def _note() -> c.RecordObservation:
    return c.RecordObservation(text=commands.value("note:text"), criterion=commands.value("note:criterion"))


@bar.part("desk:log")
def _log(held: Seat) -> None:
    snapshot = process.glance(held.exercise_id)
    lines = timeline(snapshot.scenario, snapshot.state, snapshot.events, held.participant_id)
    rows = tables.log_rows(reversed(lines), process.names(held.exercise_id))
    panels.latest(rows, t("Nothing has happened yet."), "desk:log")
