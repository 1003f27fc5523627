"""Before the start: how people get in, what is still missing, and the length of the exercise."""

import streamlit as st

from engine import commands as c
from engine.scenario.times import MINUTE_MS, offset_label
from engine.seats.identity import Seat
from engine.views import InjectView
from ui.control.prepare import binder, go, lobby_tables
from ui.language.text import plain
from ui.language.words import many, t
from ui.live import bar
from ui.pieces import commands, panels
from ui.pieces.room import Room, room_of
from ui.server import process
from ui.server.entry import hosting
from ui.shown import tables

LENGTHS_MIN = (60, 90, 120)
SLOT = "lobby"


def draw(room: Room) -> None:
    """Join code, checklist, length, and a first inject to try."""
    left, right = st.columns(2, gap="large")
    with left:
        _entrance(room)
    with right:
        _prepare(room.seat)


def _entrance(room: Room) -> None:
    keys = process.session().keys(room.seat.exercise_id)
    st.markdown(t("**How people get in**"))
    here = str(st.context.url or "")
    known = hosting.lan_addresses() if lobby_tables.is_local(here) else ()
    if known:
        start = st.selectbox(t("Address that phones can reach"), known, key="lobby:address")
        here = f"{start}/control"
    address = tables.links(keys, here)[0][1]
    st.image(panels.qr(address), alt=t("QR code of the join link"), width=220)
    panels.link(address)
    if lobby_tables.is_local(address):
        st.warning(
            t(
                "This address works on this computer only. Start the server with `tplus serve --lan`;"
                " link and QR code then lead phones here."
            )
        )
    binder.draw(room, address if here else "")


@bar.part("desk:lobby", "participant_joined", "schedule_adjusted")
def _prepare(seat: Seat) -> None:
    """What is still missing, the length, and a first inject to try."""
    room = room_of(seat)
    if seat.app_role == "facilitator":
        go.draw(room)
    _length(room)
    _try_inject(room)


def _length(room: Room) -> None:
    minutes = room.state.end_ms // MINUTE_MS
    with st.popover(many("Length: {number} minute", "Length: {number} minutes", minutes), key="open:length"):
        for length in LENGTHS_MIN:
            command = c.AdjustSchedule(change="end", end_ms=length * MINUTE_MS)
            label = many("{number} minute", "{number} minutes", length)
            commands.press(label, room.seat, SLOT, lambda command=command: command)  # type: ignore[misc]
    beyond = lobby_tables.beyond_end(room.scenario, room.state)
    if beyond:
        named = "; ".join(title.rstrip(".") for title in beyond)
        st.warning(
            plain(t("Due after the end, so never delivered: {named}. Move or drop them.", named=named))
        )
    commands.hear(SLOT)


def _try_inject(room: Room) -> None:
    """The first inject exactly as participants will see it; nothing is recorded."""
    first = next((item for item in room.scenario.injects if not item.contingency), None)
    if first is None:
        return
    with st.expander(t("Try the first inject on yourself"), key="try"):
        st.caption(
            plain(
                t("Due at {time}. Only you see this, and it is not recorded.", time=offset_label(first.time))
            )
        )
        view = InjectView(lobby_tables.as_delivered(first), ())
        panels.inject(view, room.seat)
        for question in first.questions:
            st.text_area(question.text, key=f"try:{question.id}", height=70)
