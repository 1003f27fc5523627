"""The desk's end of the line: questions that wait, and words to one participant or to everybody."""

from collections.abc import Mapping

import streamlit as st

from engine import commands as c
from engine.log.events import ObservationRecorded
from engine.log.fact import EVERYBODY, FACILITATOR
from engine.log.line import open_questions
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from ui.language.text import html, name_of, plain
from ui.language.words import many, t
from ui.live import bar
from ui.pieces import commands
from ui.pieces.room import Room, room_of


@bar.part("desk:line", "observation_recorded")
def waiting(seat: Seat) -> None:
    """Above everything else: questions that wait for an answer; nothing where none does."""
    room = room_of(seat)
    asked = open_questions(room.state, seat.participant_id) if seat.app_role == "facilitator" else ()
    if not asked:
        return
    said = many(
        "{number} question waits for your answer.", "{number} questions wait for your answer.", len(asked)
    )
    st.html(f'<div class="tplus-notice tplus-notice-asks" role="status">{html(said)}</div>')
    for item in asked:
        _answer(room, item)


def _answer(room: Room, asked: ObservationRecorded) -> None:
    slot = f"line:{asked.seq}"
    who = name_of(room.names, asked.by)
    with st.form(slot):
        st.markdown(f"**{plain(_who(room, asked.by))}** · {offset_label(asked.at_ms)}")
        st.markdown(plain(asked.text))
        st.text_input(t("Your answer to {name}", name=plain(who)), key=f"{slot}:text", max_chars=2000)
        with st.container(horizontal=True):
            commands.submit(t("Answer"), room.seat, slot, lambda: _reply(asked, asked.by))
            commands.submit(t("Tell everybody"), room.seat, f"{slot}:all", lambda: _reply(asked, EVERYBODY))
    commands.hear(slot)
    commands.hear(f"{slot}:all")


def _reply(asked: ObservationRecorded, to: str) -> c.RecordObservation:
    return c.RecordObservation(text=commands.value(f"line:{asked.seq}:text"), to=to, answers=asked.seq)


def draw(room: Room) -> None:
    """A form for a hint, to one participant or to everybody; then all that was said, latest first."""
    people = [seat for seat in room.state.participants.values() if seat.app_role == "participant"]
    named = {EVERYBODY: t("everybody"), **{seat.id: _who(room, seat.id) for seat in people}}
    if room.state.phase != "ended":
        _hints(named, room)
    for item in reversed(room.state.line):
        to = t("you") if item.to == FACILITATOR else named.get(item.to) or _who(room, item.to)
        by, at = _who(room, item.by), offset_label(item.at_ms)
        words = t("{name} to {receiver}, {time}", name=by, receiver=to, time=at)
        st.markdown(f"**{plain(words)}:** {plain(item.text)}")


def _hints(named: Mapping[str, str], room: Room) -> None:
    with st.form("hint"):
        st.selectbox(t("To"), list(named), format_func=lambda item: named[item], key="hint:to")
        st.text_area(t("Hint or word to the room"), key="hint:text", height=80, max_chars=2000)
        commands.submit(t("Send"), room.seat, "hint", _hint, ("hint:text",))
    commands.hear("hint")


def _who(room: Room, participant_id: str) -> str:
    known = room.state.everyone.get(participant_id)
    roles = ", ".join(known.roles) if known else ""
    name = name_of(room.names, participant_id)
    return f"{name} ({roles})" if roles else name


def _hint() -> c.RecordObservation:
    return c.RecordObservation(text=commands.value("hint:text"), to=commands.value("hint:to", EVERYBODY))
