"""Notification clocks on the seat of whoever keeps them: to start, to correct, and to watch."""

import streamlit as st

from engine.procedure.clocks import RunningClock, running
from engine.procedure.requests import StartNotificationClock
from engine.scenario.content import NotificationClock
from engine.scenario.times import MINUTE_MS, offset_label
from ui.language.text import name_of, plain
from ui.language.words import t
from ui.pieces import commands, countdown
from ui.pieces.room import Room

CHOSEN, SINCE = "clock:chosen", "clock:since"
"""Keys of the form's clock, and of the minute it counts from."""


def draw(room: Room) -> None:
    """The clocks that run, the next deadline first, then a form to start one."""
    st.caption(
        t("Exercise content, not legal advice. Each clock counts from its own event, often not detection.")
    )
    started = running(room.scenario, room.state)
    for item in started:
        _running(room, item)
    if not started:
        st.caption(t("You have started no clock yet."))
    _start(room, {item.clock.id for item in started})
    commands.hear("clock")


def _running(room: Room, item: RunningClock) -> None:
    slot = f"clock:{item.clock.id}"
    with st.container(border=True, key=slot):
        st.markdown(f"**{plain(item.clock.regime)}**")
        if item.due_ms is None:
            st.caption(t("No fixed number of hours"))
        else:
            countdown.draw(item.due_ms, room.at_ms)
        since, by = offset_label(item.since_ms), name_of(room.names, item.told.by)
        st.caption(
            plain(
                t(
                    "Counts from {time}, as {name} says. {deadline}.",
                    time=since,
                    name=by,
                    deadline=item.clock.deadline,
                )
            )
        )
        st.caption(plain(t("Tell: {to}", to=item.clock.to)))
        st.button(
            t("It does not run after all"),
            key=f"press:clock:{item.clock.id}",
            on_click=commands.give,
            args=(room.seat, slot, lambda: StartNotificationClock(clock=item.clock.id, is_undone=True)),
        )
        commands.hear(slot)


def _start(room: Room, started: set[str]) -> None:
    known = {item.id: item for item in room.scenario.clocks}
    chosen = st.selectbox(
        t("Clock"),
        list(known),
        format_func=lambda name: known[name].regime,
        key=CHOSEN,
        index=None,
        placeholder=t("Choose a rule or contract"),
    )
    if chosen is None:
        return
    _rule(known[chosen])
    with st.form("clock"):
        st.number_input(
            t("Counts from minute (T+)"),
            min_value=0,
            max_value=room.at_ms // MINUTE_MS,
            value=None,
            step=1,
            key=SINCE,
            placeholder=t("now"),
        )
        label = t("Correct this clock") if chosen in started else t("Start this clock")
        commands.submit(label, room.seat, "clock", lambda: _starting(chosen, room.at_ms))


def _rule(clock: NotificationClock) -> None:
    facts = (
        (t("Starts when"), clock.starts_when),
        (t("Due"), clock.deadline),
        (t("Tell"), clock.to),
        (t("Mind"), clock.note),
    )
    st.markdown("  \n".join(f"**{name}:** {plain(text)}" for name, text in facts if text))
    st.caption(t("Checked on {date}", date=clock.checked_on))


def _starting(clock: str, at_ms: int) -> StartNotificationClock:
    minute = commands.value(SINCE, None)
    since_ms = None if minute is None else min(int(minute) * MINUTE_MS, at_ms)
    return StartNotificationClock(clock=clock, since_ms=since_ms)
