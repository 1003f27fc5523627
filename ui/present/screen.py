"""The presenter view: what a projector shows; no controls, no spoilers."""

import streamlit as st

from engine.snapshot import Snapshot
from ui.language.text import html, line
from ui.language.words import t
from ui.live import bar
from ui.look import style
from ui.pieces import panels
from ui.server import process
from ui.server.entry import seats
from ui.server.entry.visitors import WATCHERS
from ui.shown import tables

WHOLE = frozenset({"clock_started", "exercise_ended"})
"""Kinds of event after which the projector shows something else; the bar shows all others by itself."""

QR_PX = 420
"""Width of the QR code: a phone reads it from the other end of a room."""


def draw() -> None:
    """The screen."""
    exercise_id = st.query_params.get("exercise", "") or _own()
    if secret := st.query_params.pop("secret", ""):  # it does not stay in the address on the wall
        seats.open_projector(exercise_id, secret)
    if not exercise_id or not _may_watch(exercise_id):
        st.title(t("Presenter"))
        st.info(t("Open this view with the projector's link: control room, under Links."))
        st.page_link(st.session_state["pages"]["control"], label=t("To the control room"))
        return
    style.project()
    _screen(exercise_id)


def _own() -> str:
    held = [item for item in map(seats.seat, WATCHERS) if item is not None]
    return held[0].exercise_id if held else ""


def _may_watch(exercise_id: str) -> bool:
    return seats.projects(exercise_id) or seats.seat_for(exercise_id, *WATCHERS) is not None


def _screen(exercise_id: str) -> None:
    phase = process.glance(exercise_id).state.phase
    left, right = st.columns([3, 2], gap="large")
    with left:
        bar.draw(exercise_id, None, show="projector", whole=WHOLE)
        if phase in ("lobby", "ended"):
            _outside(process.glance(exercise_id))
    with right:
        (_lobby if phase == "lobby" else _signals)(exercise_id)


def _outside(snapshot: Snapshot) -> None:
    """What is shown before and after the exercise; while it runs the bar shows the newest inject."""
    if snapshot.state.phase == "ended":
        style.talk()
        thanks = html(t("The exercise has ended. Thank you."))
        st.html(f'<div class="tplus-big">{thanks}</div>')
        query = {"exercise": snapshot.exercise_id}
        st.page_link(st.session_state["pages"]["hotwash"], label=t("To the hot wash"), query_params=query)
        return
    st.header(line(snapshot.scenario.name))
    st.html(f'<div class="tplus-big">{html(snapshot.scenario.background)}</div>')


def _signals(exercise_id: str) -> None:
    panels.ai_tiles(process.glance(exercise_id))


@bar.part("lobby")
def _lobby(exercise_id: str) -> None:
    keys = process.session().keys(exercise_id)
    state = process.glance(exercise_id).state
    here = sum(seat.app_role == "participant" for seat in state.participants.values())
    lines = [
        ("big", t("Join with the code")),
        ("code", keys.join_code),
        ("big", t("{count} here", count=here)),
    ]
    st.html("".join(f'<div class="tplus-{kind}">{html(text)}</div>' for kind, text in lines))
    address = tables.links(keys, str(st.context.url or ""))[0][1]
    st.image(panels.qr(address), alt=t("QR code of the join link"), width=QR_PX)
