"""The MSEL at work: what is due, and delivering, holding, moving, dropping or adding an inject."""

from collections.abc import Mapping

import streamlit as st

from engine import commands as c
from engine.request import Request
from engine.scenario.times import MINUTE_MS, offset_label
from engine.schedule import MselEntry, find_inject
from engine.seats.identity import Seat
from engine.views import msel_for
from ui.language.text import plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import commands, panels
from ui.pieces.room import Room, room_of
from ui.server import process
from ui.shown import tables

CHANGES = {
    "deliver": t("Deliver it now"),
    "hold": t("Hold it back"),
    "release": t("Release it"),
    "move": t("Move it to another minute"),
    "drop": t("Drop it (Undo takes it back until it would have been due)"),
}


PLANNED = ("inject_delivered", "schedule_adjusted", "clock_adjusted")
"""Kinds of event after which other injects are still to come."""


def draw(room: Room) -> None:
    """The MSEL, and the forms that change it for the facilitator."""
    _msel(room.seat.exercise_id, room.seat.participant_id)
    if room.state.phase == "ended" or room.seat.app_role != "facilitator":
        return
    left, right = st.columns(2)
    with left:
        _plan(room.seat)
    with right:
        _add(room)


@bar.part("desk:plan", *PLANNED)
def _plan(seat: Seat) -> None:
    """The forms that change what has not been delivered yet."""
    room = room_of(seat)
    _change(room)
    with st.expander(t("Edit a coming inject"), key="edit:card"):
        _edit(room)


@bar.part("desk:msel")
def _msel(exercise_id: str, participant_id: str) -> None:
    snapshot = process.glance(exercise_id)
    entries = msel_for(snapshot.scenario, snapshot.state, participant_id, process.now_ms(snapshot))
    for entry in entries:
        if entry.is_advised:
            st.info(plain(t("In reserve, and its condition holds now: {title}", title=entry.inject.title)))
    panels.table(tables.msel_rows(entries), t("This scenario has no injects."))
    coming = next((entry for entry in entries if entry.standing in ("due", "coming")), None)
    if coming is not None:
        st.caption(plain(t("Next at {time}, as it would read now:", time=offset_label(coming.due_ms))))
        panels.prose(coming.inject.event)


def _open(room: Room) -> dict[str, MselEntry]:
    entries = msel_for(room.scenario, room.state, room.seat.participant_id, room.at_ms)
    return {item.inject_id: item for item in entries if item.standing not in ("delivered", "dropped")}


def _change(room: Room) -> None:
    coming = _open(room)
    st.markdown(t("**Change an inject**"))
    if not coming:
        st.caption(t("Every inject has been delivered or dropped."))
        return
    with st.form("change"):
        st.selectbox(
            t("Inject"), list(coming), format_func=lambda item: coming[item].inject.title, key="change:id"
        )
        st.selectbox(t("What"), list(CHANGES), format_func=lambda item: CHANGES[item], key="change:what")
        st.number_input(t("Minute to move it to"), min_value=0, max_value=10_000, key="change:minute")
        called = st.session_state.setdefault("change:called", {})
        called |= {entry.inject.title: inject_id for inject_id, entry in coming.items()}
        st.caption(
            t("Delivering shows it at once to all it is addressed to, for good. The rest can be undone.")
        )
        commands.submit(t("Do it"), room.seat, "change", lambda: _changed(called))
    commands.hear("change")


def _changed(called: Mapping[str, str]) -> Request:
    """The change of the inject chosen; one that left the list meanwhile comes by what it was called."""
    given, what = commands.value("change:id"), commands.value("change:what")
    inject_id = called.get(given, given)
    if what == "deliver":
        return c.DeliverInject(inject_id=inject_id)
    due_ms = int(commands.value("change:minute", 0)) * MINUTE_MS if what == "move" else None
    return c.AdjustSchedule(change=what, inject_id=inject_id, due_ms=due_ms)


def _edit(room: Room) -> None:
    coming = _open(room)
    chosen = st.selectbox(
        t("Which inject"), list(coming), format_func=lambda item: coming[item].inject.title, key="edit:id"
    )
    if chosen is None:
        st.caption(t("Every inject has been delivered or dropped."))
        return
    inject = find_inject(room.scenario, room.state, chosen) or coming[chosen].inject
    with st.form(f"edit:{chosen}"):
        st.text_input(t("New headline"), value=inject.title, key=f"edit:{chosen}:title", max_chars=120)
        st.text_area(t("New text"), value=inject.event, key=f"edit:{chosen}:text", height=120)
        roles = room.scenario.role_names()
        to = [role for role in inject.to if role in roles]
        st.multiselect(t("Goes to (everyone if none)"), roles, default=to, key=f"edit:{chosen}:to")
        commands.submit(t("Save the inject"), room.seat, "edit", lambda: _edited(chosen))
    commands.hear("edit")


def _edited(inject_id: str) -> c.AdjustSchedule:
    return c.AdjustSchedule(
        change="edit",
        inject_id=inject_id,
        title=commands.value(f"edit:{inject_id}:title"),
        text=commands.value(f"edit:{inject_id}:text"),
        to=tuple(commands.value(f"edit:{inject_id}:to", [])),
    )


def _add(room: Room) -> None:
    st.markdown(t("**Add an inject of your own**"))
    with st.form("add"):
        st.text_input(t("Headline"), key="add:title", max_chars=120)
        st.text_area(t("What happens"), key="add:text", height=100)
        st.text_input(t("A question, if any"), key="add:question", max_chars=400)
        st.pills(t("To (everyone if none)"), room.scenario.role_names(), selection_mode="multi", key="add:to")
        st.number_input(t("Minutes from now"), min_value=0, max_value=240, key="add:in")
        names = ("add:title", "add:text", "add:question")
        commands.submit(t("Add it"), room.seat, "add", lambda: _added(room), names)
    commands.hear("add")


def _added(room: Room) -> c.AdjustSchedule:
    later_ms = int(commands.value("add:in", 0)) * MINUTE_MS
    return c.AdjustSchedule(
        change="add",
        title=commands.value("add:title"),
        text=commands.value("add:text"),
        questions=tuple(filter(None, (commands.value("add:question"),))),
        to=tuple(commands.value("add:to", [])),
        due_ms=room_of(room.seat).at_ms + later_ms if later_ms else None,
    )
