"""Running the clock: start, pause, rate, skip, extend and end."""

from collections.abc import Iterator

import streamlit as st

from engine import commands as c
from engine.decide.clock import RATES, REOPEN_FOR
from engine.decide.undo import undo
from engine.log.fact import SYSTEM
from engine.log.state import Phase
from engine.scenario.times import MINUTE_MS, offset_label
from engine.schedule import MselEntry, Standing, next_due_ms
from engine.seats.identity import Seat
from engine.views import msel_for
from ui.language.text import plain
from ui.language.words import many, t
from ui.live import bar
from ui.pieces import commands
from ui.pieces.room import Room, room_of
from ui.server import process

SLOT = "clock"
MOVES = ("clock_paused", "clock_resumed", "clock_adjusted", "schedule_adjusted", "inject_delivered")
"""Kinds of event after which something else can be done with the clock, or undone."""
EXTENSIONS_MIN = (5, 10, 15)


@bar.part("desk:clock", *MOVES)
def draw(seat: Seat, drawn: Phase) -> None:
    """What the facilitator can do with the clock now; `drawn` is the phase the rest of the desk shows."""
    room = room_of(seat)
    phase = room.state.phase
    if phase != drawn and {phase, drawn} & {"lobby", "ended"}:
        st.rerun()
    if phase == "ended":
        st.success(t("The exercise has ended."))
        _reopen(room)
        query = {"exercise": room.seat.exercise_id}
        st.page_link(st.session_state["pages"]["results"], label=t("See the results"), query_params=query)
        return
    if phase == "lobby":
        st.caption(
            t("Starting cannot be taken back, only paused. Injects then reach people when they are due.")
        )
    with st.container(horizontal=True, key="desk:clock"):
        if phase == "lobby":
            _start(room)
        else:
            _run(room)
    commands.hear(SLOT)


def _start(room: Room) -> None:
    commands.press(
        t("Start the clock"),
        room.seat,
        SLOT,
        lambda: c.StartClock(rate=commands.value("start:rate", 1.0)),
        type="primary",
    )
    with st.popover(t("Rate from the start"), key="open:start:rate"):
        st.selectbox(t("Rate"), RATES, index=RATES.index(1.0), format_func=_rate_label, key="start:rate")
        st.caption(t("At ×2, two minutes of the exercise pass in one minute of the clock on the wall."))


def _run(room: Room) -> None:
    if room.state.phase == "paused":
        commands.press(t("Resume"), room.seat, SLOT, c.ResumeClock, shortcut="P", type="primary")
        _count_lost(room)
    else:
        commands.press(t("Pause"), room.seat, SLOT, c.PauseClock, shortcut="P")
        with st.popover(t("Pause with a reason"), key="open:pause"), st.form("pause", border=False):
            st.text_input(t("Reason, shown to everyone"), key="pause:reason", max_chars=400)
            commands.submit(
                t("Pause now"), room.seat, SLOT, lambda: c.PauseClock(reason=commands.value("pause:reason"))
            )
    with st.popover(t("Skip"), key="open:skip"):
        _skip(room)
    label = t("Rate {rate}", rate=_rate_label(room.state.anchor.rate))
    with st.popover(label, key="open:rate"), st.form("rate", border=False):
        st.selectbox(
            t("Rate"), RATES, index=_nearest(room.state.anchor.rate), format_func=_rate_label, key="rate:new"
        )
        commands.submit(
            t("Set the rate"), room.seat, SLOT, lambda: c.SetRate(rate=commands.value("rate:new", 1.0))
        )
    with st.popover(t("Extend"), key="open:extend"):
        st.caption(t("It ends at {time} now.", time=offset_label(room.state.end_ms)))
        for minutes in EXTENSIONS_MIN:
            _extend(room, minutes)
    _undo(room)
    with st.popover(t("End"), key="open:end"):
        _end(room)


def _count_lost(room: Room) -> None:
    """A second way to resume, where the server stood still: as if that time had been played."""
    if room.state.lost_ms:
        lost = offset_label(room.state.lost_ms)[2:]
        label = t("Resume, and count {time} as played", time=lost)
        commands.press(label, room.seat, SLOT, lambda: c.ResumeClock(counts_lost=True))


def _reopen(room: Room) -> None:
    """A button that takes back an end that came by itself, while it can be taken back."""
    ended = room.state.ended
    if ended is None or ended.by != SYSTEM:
        return
    if process.session().clock() - ended.recorded_at <= REOPEN_FOR:
        commands.press(t("Reopen for 10 more minutes"), room.seat, SLOT, c.ReopenExercise)
        st.caption(t("It ended by itself. Reopened, the clock stands still until you resume it."))
    commands.hear(SLOT)


def _skip(room: Room) -> None:
    coming = next_due_ms(room.scenario, room.state, room.at_ms)
    if coming is None:
        st.markdown(t("No inject comes by itself any more. End the exercise when the room is done."))
        return
    said = t(
        "Exercise time moves forward to {time}, where the next inject is due. Time that was skipped never"
        " comes back.",
        time=offset_label(coming),
    )
    st.markdown(plain(said))
    commands.press(t("Skip to the next inject"), room.seat, SLOT, c.SkipTo)


def _undo(room: Room) -> None:
    """A button that takes back the last change of the schedule, where one can."""
    command = undo(room.scenario, room.snapshot.events, room.at_ms)
    if command is not None:
        commands.press(t("Undo the last change"), room.seat, SLOT, lambda: command, shortcut="Ctrl+Z")


def _extend(room: Room, minutes: int) -> None:
    end_ms = room.state.end_ms + minutes * MINUTE_MS
    later = c.AdjustSchedule(change="end", end_ms=end_ms)
    commands.press(
        many("{number} minute later", "{number} minutes later", minutes), room.seat, SLOT, lambda: later
    )


def _end(room: Room) -> None:
    st.markdown(
        t(
            "**End the exercise for everybody?** The clock stops for good, no inject follows, and"
            " participants see the results. Afterwards only notes and ratings can be added."
        )
    )
    for title, entries in _undelivered(room):
        named = "; ".join(f"{offset_label(entry.due_ms)} {entry.inject.title}" for entry in entries)
        st.markdown(f"**{title}** {plain(named)}")
    with st.container(key="for-good"):
        commands.press(
            t("End it now"), room.seat, SLOT, lambda: c.EndExercise(reason=t("Ended by the facilitator."))
        )


def _undelivered(room: Room) -> Iterator[tuple[str, list[MselEntry]]]:
    """What nobody will be told any more, by what became of it."""
    entries = msel_for(room.scenario, room.state, room.seat.participant_id, room.at_ms)
    kinds: tuple[tuple[str, tuple[Standing, ...]], ...] = (
        (t("Not delivered yet:"), ("due", "coming", "waiting")),
        (t("Held back:"), ("held",)),
    )
    for title, standings in kinds:
        found = [entry for entry in entries if entry.standing in standings]
        if found:
            yield title, found


def _rate_label(rate: float) -> str:
    return f"×{rate:g}"


def _nearest(rate: float) -> int:
    return min(range(len(RATES)), key=lambda place: abs(RATES[place] - rate))
