"""What a participant can do, grouped as a responder thinks."""

from collections.abc import Callable

import streamlit as st

from engine.identity import Seat
from engine.views import approvals_for
from ui.language.words import t
from ui.live import bar
from ui.pieces.room import Room, room_of
from ui.seat import approving, communicating, containing, declaring, preserving, recovering, searching

_APPROVALS = ("approval_requested", "approval_decided")

_GROUPS: tuple[tuple[str, str, Callable[[Room], None], tuple[str, ...]], ...] = (
    ("declare", t("Declare"), declaring.declare, ("incident_declared",)),
    ("escalate", t("Escalate"), declaring.escalate, ("role_notified",)),
    ("search", t("Search the log"), searching.draw, ("exercise_ended",)),
    (
        "contain",
        t("Contain"),
        containing.draw,
        ("incident_declared", "containment_refused", "evidence_collected", *_APPROVALS, *bar.ACTED),
    ),
    ("approvals", t("Approvals"), approving.draw, _APPROVALS),
    ("preserve", t("Preserve"), preserving.draw, ("evidence_collected", "incident_declared", *bar.ACTED)),
    ("communicate", t("Communicate"), communicating.draw, ("message_sent", *_APPROVALS)),
    (
        "recover",
        t("Recover"),
        recovering.draw,
        ("evidence_collected", "verification_run", "incident_resolved", *bar.ACTED),
    ),
)
"""Each group with the kinds of event after which it reads differently; a search stands until the end."""


def actions(room: Room) -> None:
    """Every group of actions; a press redraws its own group alone."""
    _waiting(room.seat)
    tabs = st.tabs([title for _name, title, _draw, _kinds in _GROUPS], key="respond")
    for tab, draw in zip(tabs, _PARTS, strict=True):
        with tab:
            draw(room.seat)


@bar.part("waiting", *_APPROVALS)
def _waiting(seat: Seat) -> None:
    room = room_of(seat)
    count = len(approvals_for(room.scenario, room.state, seat.participant_id))
    if count:
        st.warning(t("{count} waiting for your decision: see Approvals.", count=count))


def _part(name: str, draw: Callable[[Room], None], kinds: tuple[str, ...]) -> Callable[[Seat], None]:
    """A group as a part of the screen by itself, so that others' actions draw only what they change."""

    def group(seat: Seat) -> None:
        draw(room_of(seat))

    group.__qualname__ = f"group_{name}"  # Streamlit tells fragments apart by name
    return bar.part(f"respond:{name}", *kinds)(group)


_PARTS = tuple(_part(name, draw, kinds) for name, _title, draw, kinds in _GROUPS)
