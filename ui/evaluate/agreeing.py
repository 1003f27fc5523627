"""How far the evaluators of an organisation agree."""

import streamlit as st

from engine.views import blind
from scoring.people.agreement import agreement, pair_agreements
from ui.evaluate import tables
from ui.language.text import plain
from ui.language.words import t
from ui.pieces import panels
from ui.pieces.room import Room
from ui.server import numbers, process

FEW = 6
"""Ratings of two people under which their kappa is little more than luck (assumption)."""


def draw(room: Room) -> None:
    """The pool's agreement in words, and that of every two people.

    While others' ratings of this exercise are hidden from somebody, its ratings are left out for them.
    """
    seen = blind(room.snapshot.events, room.state, room.seat.participant_id)
    hidden = {room.seat.exercise_id} if len(seen) < len(room.snapshot.events) else set()
    rated = {name: found for name, found in numbers.ratings().items() if name not in hidden}
    for text in tables.pool_sentences(agreement(rated.values())):
        st.markdown(plain(text))
    people = tables.people_of(process.names(exercise_id) for exercise_id in rated)
    rows = tables.pair_rows(pair_agreements(rated.values(), people))
    panels.table(rows, "")
    if rows:
        st.caption(
            t(
                "People are told apart by their names. A kappa of fewer than {few} ratings is mostly"
                " luck. Only first, blind ratings count; demonstrations and exercises that still run"
                " do not.",
                few=FEW,
            )
        )
