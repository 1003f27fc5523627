"""Rating a criterion, for facilitators and evaluators."""

import streamlit as st

from engine import commands as c
from engine.identity import Seat
from engine.session import Snapshot
from scoring.finding import CRITERIA, TITLES
from ui import acts, door
from ui.text import plain

SLOT = "rate"


def draw(snapshot: Snapshot, held: Seat) -> None:
    """The anchors of a criterion and the form that rates it."""
    with st.expander("Rate a criterion", key="rate:card"):
        chosen = st.selectbox(
            "Criterion", CRITERIA, format_func=lambda item: TITLES[item], key="rate:criterion"
        )
        for value, anchor in sorted(door.rubric_for(snapshot).anchors(chosen).items(), reverse=True):
            st.caption(plain(f"{value}: {anchor}"))
        with st.form(SLOT):
            st.radio("Value", (1, 2, 3, 4, 5), index=None, key="rate:value", horizontal=True)
            st.text_area("Reason", key="rate:reason", height=80)
            st.text_input("Event numbers it rests on", key="rate:cites", placeholder="12, 31")
            with st.container(horizontal=True):
                acts.submit("Save the rating", held, SLOT, _rating, ("rate:reason", "rate:cites"))
                acts.submit("Save as reconciled", held, SLOT, _reconciled, ("rate:reason", "rate:cites"))
        st.caption("A measured value changes only for a rating with a reason and event numbers.")
        acts.hear(SLOT)


def _rating() -> c.RateCriterion:
    return c.RateCriterion(
        criterion=acts.value("rate:criterion"),
        value=acts.value("rate:value", 0),
        reason=acts.value("rate:reason"),
        cites=_cites(),
    )


def _reconciled() -> c.ReconcileRating:
    return c.ReconcileRating(
        criterion=acts.value("rate:criterion"),
        value=acts.value("rate:value", 0),
        reason=acts.value("rate:reason"),
        cites=_cites(),
    )


def _cites() -> tuple[int, ...]:
    """Event numbers as typed; what is no number is left for the command to refuse."""
    words = str(acts.value("rate:cites")).replace(",", " ").split()
    return tuple(int(word) if word.isdecimal() else -1 for word in words)
