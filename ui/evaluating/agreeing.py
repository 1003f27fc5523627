"""How far the evaluators of an organisation agree."""

import streamlit as st

from engine.views import blind
from scoring.agreement import agreement, pair_agreements
from ui import door, evaluate_frames, panels
from ui.room import Room
from ui.text import plain
from ui.words import t

FEW = 6
"""Ratings of two people under which their kappa is little more than luck (assumption)."""


def draw(room: Room) -> None:
    """The pool's agreement in words, and that of every two people.

    While others' ratings of this exercise are hidden from somebody, its ratings are left out for them.
    """
    seen = blind(room.snapshot.events, room.state, room.seat.participant_id)
    hidden = {room.seat.exercise_id} if len(seen) < len(room.snapshot.events) else set()
    rated = {name: found for name, found in door.ratings().items() if name not in hidden}
    for text in evaluate_frames.pool_sentences(agreement(rated.values())):
        st.markdown(plain(text))
    people = evaluate_frames.people_of(door.names(exercise_id) for exercise_id in rated)
    rows = evaluate_frames.pair_rows(pair_agreements(rated.values(), people))
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
